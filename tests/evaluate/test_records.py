"""Scoring records: by hand on a small case, and beside the scorer that the gold came with."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest
from msgspec.structs import replace
from tests.factory import call_record

from communique.cli.main import run
from communique.evaluate.gold import Actor, Contact, Gold, Held, Said, load, same_actor, same_when
from communique.evaluate.reading import read
from communique.evaluate.records import report, score
from communique.model import Entity, Record, When

RECORD = call_record()
GOLD = Gold(
    actors=(
        Actor(name="Orlan Dask", kind="person", country="VLD"),
        Actor(name="Mira Tolen", kind="person", country="KES"),
        Actor(name="Ilse Varga", kind="person", country="VLD"),
    ),
    contacts=(
        Contact(action="call", status="held", participants=("Mira Tolen", "Orlan Dask"), when="2025-03-03"),
        Contact(action="meeting", status="held", participants=("Mira Tolen", "Orlan Dask"), when=None),
    ),
    statements=(
        Said(
            content=("reaffirmed Valdoria's full support for the Ormund agreement",),
            speakers=("Orlan Dask",),
            via=("Ilse Varga",),
            channel="briefing",
            addressee="Mira Tolen",
        ),
    ),
    positions=(Held(holders=("Orlan Dask",), stance="support", target="Ormund agreement"),),
)
SMALL = ("dev-kk-1", "dev-official-2", "dev-news-2")


def test_a_case_by_hand() -> None:
    figures = report([score(RECORD.document.text, GOLD, RECORD)])
    assert figures["contacts"] == {
        "P": 1.0, "R": 1.0, "F": 1.0, "gold": 2, "pred": 2, "action": 1.0, "status": 0.5, "when": 0.5, "full_F": 0.5
    }  # fmt: skip
    statements = figures["statements"]
    assert (statements["F"], statements["chain_F"], statements["channel"], statements["addressee"]) == (1, 1, 0, 0)
    assert statements["relayed_right"] == 1
    assert figures["positions"] == {"P": 1.0, "R": 1.0, "F": 1.0, "gold": 1, "pred": 1}


def test_a_missing_record_finds_nothing() -> None:
    figures = report([score(RECORD.document.text, GOLD, None)])
    assert [figures[part]["R"] for part in figures] == [0, 0, 0]
    assert figures["statements"]["speaker"] is None


@pytest.mark.parametrize(
    ("gold", "kind", "name", "country", "same"),
    [
        (("Orlan Dask", "person", "VLD"), "person", "Dask", "VLD", True),
        (("Orlan Dask", "person", "VLD"), "person", "Orlan Dask Jr.", None, True),
        (("Orlan Dask", "person", "VLD"), "organization", "Dask", None, False),
        (("Orlan Dask", "person", "VLD"), "person", "Mira Tolen", "VLD", False),
        (("Kestria", "country", "KES"), "organization", "Government of Kestria", "KES", True),
        (("Kestria", "country", "KES"), "person", "Mira Tolen", "KES", False),
        (("Kestria", "country", None), "country", "Kestria", None, False),
        (("Union of the Straits", "organization", None), "organization", "Straits Union", None, True),
        (("Union of the Straits", "organization", None), "group", "Harbour League", None, False),
    ],
)
def test_whether_two_names_are_one_actor(
    gold: tuple[str, str, str | None], kind: str, name: str, country: str | None, same: bool
) -> None:
    actor = Actor(name=gold[0], kind=gold[1], country=gold[2])
    assert same_actor(actor, Entity(id="e", kind=kind, name=name, country=country)) is same  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("gold", "start", "end", "same"),
    [
        ("2025-03-03", "2025-03-03", "2025-03-03", True), ("2025-03", "2025-03-01", "2025-03-31", True),
        ("2025", "2025-03-01", "2025-03-31", True), ("2025-03-03", "2025-03-01", "2025-03-31", False),
        ("2025-03-03/2025-03-05", "2025-03-03", "2025-03-05", True), ("2025-03-03", "2025-03-03", None, False),
    ],
)  # fmt: skip
def test_whether_two_times_are_one(gold: str, start: str, end: str | None, same: bool) -> None:
    assert same_when(gold, When(edtf=start, start=start, end=end)) is same
    assert same_when(None, None) and not same_when(gold, None)


@pytest.fixture(scope="session")
def reference(shared: Path) -> ModuleType:
    """The scorer that the gold came with."""
    spec = importlib.util.spec_from_file_location("reference", shared / "score" / "records.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def variants(record: Record) -> list[Record | None]:
    """The record, and others that are wrong in some way."""
    swapped = [replace(s, speakers=s.via, via=s.speakers) for s in record.statements]
    halved = [replace(s, content=s.content[:1], channel=None, addressee=None) for s in record.statements[::2]]
    undated = [replace(e, when=None, participants=e.participants[::-1]) for e in record.events]
    return [
        record,
        None,
        replace(record, statements=tuple(swapped), positions=record.positions[::2]),
        replace(record, statements=tuple(halved), events=tuple(undated)),
        replace(record, events=(*record.events, *undated), entities=record.entities[::-1]),
        replace(record, events=tuple(replace(e, status="planned", action="visit") for e in record.events)),
    ]


def test_the_figures_are_those_of_the_golds_own_scorer(shared: Path, reference: ModuleType) -> None:
    ours, theirs = [], reference.Tally()
    for name, text, gold in load(shared / "data" / "gold" / "dev"):
        if name in SMALL:
            told = json.loads((shared / "data" / "gold" / "dev" / f"{name}.json").read_text("utf-8"))
            for record in variants(read(name, text, gold)):
                ours.append(score(text, gold, record))
                reference.score_doc(text, told, record.to_dict() if record else None, theirs)
    assert len(ours) == 6 * len(SMALL)
    assert report(ours) == reference.report(theirs)
    assert all(figures["F"] > 0 for figures in report(ours).values())


def gold_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "call.txt").write_bytes(RECORD.document.text.encode())
    plain = {
        "actors": [{"name": a.name, "kind": a.kind, "country": a.country} for a in GOLD.actors],
        "contacts": [{"action": "call", "status": "held", "participants": ["Mira Tolen", "Orlan Dask"], "when": "2025-03-03"}],
        "statements": [], "positions": [],
    }  # fmt: skip
    (folder / "call.json").write_text(json.dumps(plain))
    return folder


def called(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        run(["evaluate", *arguments])
    captured = capsys.readouterr()
    return int(ended.value.code or 0), captured.out, captured.err


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = gold_folder(tmp_path)
    records = tmp_path / "records.jsonl"
    records.write_bytes(RECORD.to_json() + b"\n")
    code, out, _ = called(capsys, "--gold", str(folder), "--records", str(records), "--by-document")
    assert code == 0
    assert "contacts: F1 0.667  precision 0.500  recall 1.000  (1 in gold, 2 found)" in out
    _, out, _ = called(capsys, "--gold", str(folder), "--records", str(records), "--format", "json")
    assert json.loads(out)["contacts"]["full_F"] == 0.667
    records.write_text("not json\n")
    assert "records.jsonl:1" in called(capsys, "--gold", str(folder), "--records", str(records))[2]
    assert called(capsys, "--gold", str(tmp_path))[0] == 2
    (folder / "call.json").write_text('{"contacts": 3}')
    code, _, err = called(capsys, "--gold", str(folder), "--records", str(records))
    assert (code, err.count("\n")) == (1, 1)


def test_corrected_records_are_gold_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "corrected.jsonl"
    file.write_bytes(call_record().to_json() + b"\n")
    code, out, _ = called(capsys, "--gold", str(file), "--records", str(file), "--format", "json")
    figures = json.loads(out)
    assert code == 0 and figures["contacts"]["gold"]
    assert figures["contacts"]["F"] == figures["statements"]["F"] == 1.0
    file.write_text("no record", "utf-8")
    code, _, err = called(capsys, "--gold", str(file))
    assert code == 1 and "corrected.jsonl:1: not a record" in err
