"""`communique phrases`, `phrase` and `positions` on a small store."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from tests.factory import Maker

from communique.cli.main import run
from communique.cli.phrases import NONE
from communique.query.phrases import filling
from communique.store.engine import open_store
from communique.store.writer import add_many

SAID = "unwavering support for the sovereignty and territorial integrity of Sele"
PLACES = ("harbour", "lighthouse", "market", "bridge", "mill")


@pytest.fixture
def where(tmp_path: Path) -> str:
    """A store of five statements, each on its day."""
    path = str(tmp_path / "store.db")
    records = []
    for n, place in enumerate(PLACES, 1):
        maker = Maker(f"At the {place} Orlan Dask voiced {SAID}.", kind="statement", published=f"2025-03-0{n}")
        dask = maker.entity("Orlan Dask", country="AUT")
        maker.entity("Sele", kind="place", country="CHE")
        made = maker.statement(SAID, cue="voiced", source="Orlan Dask", speakers=(dask,))
        maker.position(dask, "support", "the sovereignty and territorial integrity of Sele", SAID, statement=made)
        records.append(maker.record())
    engine = open_store(path)
    for _ in add_many(engine, records):
        pass
    engine.dispose()
    return path


def called(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        run(list(arguments))
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def test_phrases_are_mined_when_they_are_first_asked_for(where: str, capsys: Any) -> None:
    code, out, err = called(capsys, "phrases", "--db", where, "--of", "Austria", "--about", "Switzerland")
    assert code == 0 and "looking through 5 documents" in err
    assert "    5 “sovereignty and territorial integrity” 1 Mar 2025 – 5 Mar 2025" in out
    assert "       Orlan Dask (5)" in out
    assert called(capsys, "phrases", "--db", where, "--of", "Switzerland") == (0, "", f"no phrases found{NONE}\n")


def test_a_store_that_cannot_be_written_is_answered_from_as_it_is(
    where: str, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(engine: Any) -> int:
        raise OperationalError("INSERT", {}, Exception("attempt to write a readonly database"))

    monkeypatch.setattr(filling, "refresh", refuse)
    code, out, err = called(capsys, "phrases", "--db", where)
    assert (code, out) == (0, "") and "they are left out: attempt to write a readonly database" in err


def test_the_history_of_a_phrase(where: str, capsys: Any) -> None:
    code, out, _ = called(capsys, "phrase", "territorial integrity and sovereignty", "--db", where)
    assert (
        code == 0 and "“sovereignty and territorial integrity” 5 independent documents, 1 Mar 2025 – 5 Mar 2025" in out
    )
    assert "4 Mar 2025 · Orlan Dask: “sovereignty and territorial integrity”" in out
    code, out, _ = called(capsys, "phrase", "sovereignty", "--db", where, "--format", "json")
    (found,) = json.loads(out)
    assert len(found["uses"]) == 5 and found["users"][0]["name"] == "Orlan Dask"
    assert called(capsys, "phrase", "golden handshake", "--db", where) == (
        1,
        "",
        "nobody uses “golden handshake” here\n",
    )
    code, out, err = called(capsys, "phrase", "…", "--db", where)
    assert (code, out, err) == (2, "", "communique: nothing to look for in '…'\n")


def test_no_alerts(where: str, capsys: Any) -> None:
    code, out, err = called(capsys, "phrases", "--alerts", "--rebuild", "--db", where)
    assert (code, out, err) == (0, "", "no alerts\n")
    assert called(capsys, "phrases", "--alerts", "--of", "Orlan Dask", "--db", where)[0] == 2


def test_positions_over_time(where: str, capsys: Any) -> None:
    code, out, _ = called(capsys, "positions", "--of", "Austria", "--on", "territorial integrity", "--db", where)
    assert code == 0 and "  * 1 Mar 2025 · Orlan Dask supports the sovereignty and territorial integrity of Sele" in out
    code, out, _ = called(
        capsys,
        "positions",
        "--of",
        "Orlan Dask",
        "--on",
        "Sele",
        "--db",
        where,
        "--format",
        "jsonl",
        "--since",
        "2025-03-04",
    )
    assert [json.loads(line)["change"] for line in out.splitlines()] == ["first", None]
    assert called(capsys, "positions", "--of", "Austria", "--on", "ferries", "--db", where) == (
        1,
        "",
        "no positions found\n",
    )
