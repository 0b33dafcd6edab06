"""`communique review` as people call it, from the queue to gold that scores full marks."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.factory import call_record

from communique.cli.main import run
from communique.evaluate.gold import load
from communique.evaluate.records import report, score
from communique.model import from_json
from communique.store import writer
from communique.store.engine import open_store

RECORD = call_record()
CALL, PLAN, _ = RECORD.events
(SAID,) = RECORD.statements
Called = Callable[..., tuple[int, str, str]]


@pytest.fixture
def called(tmp_path: Path, empty: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Called:
    """Runs the command on a store with one document: exit code, standard output, standard error."""
    path = tmp_path / "store.db"
    shutil.copyfile(empty, path)
    engine = open_store(str(path))
    list(writer.add_many(engine, [RECORD]))
    engine.dispose()
    monkeypatch.setenv("COMMUNIQUE_DB", str(path))
    monkeypatch.setenv("COMMUNIQUE_REVIEWER", "ana")

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            run(["review", *arguments])
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return call


def test_from_the_queue_to_gold(called: Called, tmp_path: Path) -> None:
    code, out, _ = called("list", "--format", "json")
    rows = json.loads(out)
    key, first = rows[0]["document"], rows[0]["item"]
    assert (code, first) == (0, SAID.id)
    assert SAID.id in called("list")[1]
    assert called("confirm", key[:6], first[:6]) == (0, f"decision 1: confirm statement {first}\n", "")
    assert called("correct", key, CALL.id, "--set", "status=cancelled", "--why", "denied by both")[0] == 0
    assert called("reject", key, PLAN.id, "--by", "ben")[0] == 0
    assert called("comment", key, RECORD.positions[0].id, "really?")[0] == 0
    told = called("history", key)[1]
    assert "ana: correct event" in told and "denied by both" in told and "ben: reject" in told
    assert called("undo", "3") == (0, "decision 3 taken back\n", "")
    added = called("add", key, "statement", "--set", "content=The two are to meet", "--set", "form=indirect")
    assert added[0] == 0
    assert called("export", "--to", str(tmp_path / "none"), "--complete")[1].endswith("0 documents\n")
    assert called("export", "--to", str(tmp_path / "gold"))[1].endswith("1 document\n")
    ((name, text, gold),) = load(tmp_path / "gold")
    assert (name, text, gold.date) == (key, RECORD.document.text, "2025-03-03")
    assert [(c.action, c.status) for c in gold.contacts] == [("call", "cancelled"), ("meeting", "planned")]
    assert called("export", "--to", str(tmp_path / "gold"), "--records")[0] == 0
    record = from_json((tmp_path / "gold" / "records.jsonl").read_text())
    figures = report([score(text, gold, record)])
    assert [part["F"] for part in figures.values()] == [1, 1, 1]
    assert figures["statements"]["chain_F"] == figures["contacts"]["full_F"] == 1


def test_gold_can_be_learnt_from(called: Called, tmp_path: Path) -> None:
    from communique.train.corpus import read

    (row, *_) = json.loads(called("list", "--format", "json")[1])
    called("confirm", row["document"], row["item"])
    called("export", "--to", str(tmp_path / "gold"))
    (example,) = read(tmp_path / "gold")
    assert example.unmarked == 0
    assert [RECORD.document.text[slice(*a.content[0])] for a in example.attributions] == [RECORD.words(SAID.content)]


def test_an_actor_everywhere(called: Called) -> None:
    assert called("actor", "Orlan Dask", "--set", "name=Orlan B. Dask", "--set", "wikidata=Q5")[1] == "decision 1\n"
    rows = json.loads(called("list", "--format", "json", "--actor", "Q5", "--of", "event")[1])
    assert rows[0]["who"] == ["Orlan B. Dask", "Mira Tolen"]
    assert json.loads(called("history", "--item", "person:VLD:orlan dask", "--format", "json")[1])[0]["by"] == "ana"


def test_reports_are_told_apart(called: Called) -> None:
    (row, *_) = json.loads(called("list", "--format", "json", "--of", "event")[1])
    a, b = (f"{row['document'][:5]}/{i}" for i in (CALL.id, PLAN.id))
    assert called("split", a, b) == (0, "decision 1\n", "")
    assert called("join", a, b) == (0, "decision 2\n", "")
    assert called("history", "--format", "csv")[1].count("\n") == 3


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("confirm", "knone", "x"), "no such document"),
        (("confirm", "call.txt", "vnone"), "no such item"),
        (("confirm", "call.txt", "e"), "no such item"),
        (("correct", "call.txt", CALL.id), "nothing to correct"),
        (("correct", "call.txt", CALL.id, "--set", "status"), "FIELD=VALUE"),
        (("correct", "call.txt", CALL.id, "--set", "trigger=[1"), "not JSON"),
        (("correct", "call.txt", CALL.id, "--set", 'trigger=["nowhere to be found"]'), "no words"),
        (("correct", "call.txt", CALL.id, "--set", "participants=[3]"), "no such entity"),
        (("correct", "call.txt", CALL.id, "--set", "trigger=[3]"), "Expected"),
        (("undo", "7"), "no such decision"),
        (("join", "call.txt", "call.txt"), "DOCUMENT/EVENT"),
        (("actor", "Nobody", "--is", "Orlan Dask"), "nobody called"),
        (("list", "--actor", "Nobody"), "nobody called"),
    ],
)
def test_what_makes_no_sense_is_one_line(called: Called, arguments: tuple[str, ...], line: str) -> None:
    code, out, err = called(*arguments)
    assert (code, out) == (2, "")
    assert line in err
    assert err.count("\n") == 1
