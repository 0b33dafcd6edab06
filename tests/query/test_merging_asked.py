"""Merged contacts asked: filters, two parties, pages, one with its reports; and the commands that show them."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from tests.query.merging_by_hand import add, records
from tests.store.conftest import empty, server, store, template  # noqa: F401  (fixtures)

from communique.cli.main import main
from communique.errors import UsageError
from communique.query.contacts import contact, contact_of, contacts
from communique.query.merging import refresh
from communique.query.narrowing import Filter
from communique.store.engine import open_store

REPORTS: list[dict[str, Any]] = [
    {"published": "2025-03-01", "action": "call", "when": "2025-03-03", "status": "planned", "who": ["Dask", "Tolen"]},
    {"published": "2025-03-03", "action": "call", "when": "2025-03-03", "who": ["Tolen", "Dask"], "kind": "readout"},
    {
        "published": "2025-03-04",
        "action": "meeting",
        "when": "2025-03-04",
        "who": ["Dask", "Fenn"],
        "place": "Vienna/AUT",
    },
    {"published": "2025-03-05", "action": "meeting", "when": "2025-03-05", "who": ["Karel", "Fenn"]},
]
QUESTIONS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["2025-03-05", "2025-03-04", "2025-03-03"]),
    ({"limit": 1, "skip": 1}, ["2025-03-04"]),
    ({"between": ("Dask", "Switzerland")}, ["2025-03-03"]),
    ({"between": ("Portugal", "AUT")}, ["2025-03-04"]),
    ({"wanted": Filter(actors=("Fenn",))}, ["2025-03-05", "2025-03-04"]),
    ({"wanted": Filter(countries=("CHE",))}, ["2025-03-05", "2025-03-03"]),
    ({"wanted": Filter(kind="readout")}, ["2025-03-03"]),
    ({"wanted": Filter(kind="readout", actors=("Fenn",))}, []),
    ({"wanted": Filter(words="Karel")}, ["2025-03-05"]),
    ({"wanted": Filter(publisher="Wire")}, []),
    ({"wanted": Filter(since="2025-03-04", until="2025-03-04")}, ["2025-03-04"]),
]


@pytest.fixture
def filled(store: Engine) -> Engine:  # noqa: F811
    made, _ = records(REPORTS)
    add(store, made)
    refresh(store)
    return store


def test_questions(filled: Engine) -> None:
    with filled.connect() as connection:
        for asked, days in QUESTIONS:
            rest = {"wanted": Filter(), "limit": 50, **asked}
            assert [row["day"] for row in contacts(connection, **rest)] == days, asked
        with pytest.raises(UsageError):
            contacts(connection, Filter(), 5, between=("Dask", "Nobody"))


def test_a_row_and_its_reports(filled: Engine) -> None:
    with filled.connect() as connection:
        (row,) = contacts(connection, Filter(), 5, between=("Dask", "Tolen"))
        found = contact(connection, row["id"])
        assert found is not None
        assert contact_of(connection, found["reports"][1]["document"], found["reports"][1]["event"]) == row["id"]
        assert contact_of(connection, "none", "none") is None
    assert [(p["name"], p["country"]) for p in row["who"]] == [("Mira Tolen", "CHE"), ("Orlan Dask", "AUT")]
    assert (row["action"], row["status"], row["edtf"], row["reports"], row["origins"]) == (
        "call",
        "held",
        "2025-03-03",
        2,
        2,
    )
    announced, told = found["reports"]
    assert (announced["relation"], told["relation"], told["kind"]) == ("announces", "tells", "readout")
    assert (
        announced["probability"] == 1.0 and 0.9 < told["probability"] < 1 and row["probability"] == told["probability"]
    )
    assert {"what": "both name Mira Tolen", "weight": 2.5} in told["reasons"]
    assert announced["words"].startswith("Report") and announced["last"] > announced["first"]


def test_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = str(tmp_path / "store.db")
    engine = open_store(where)
    made, _ = records(REPORTS)
    add(engine, made)
    engine.dispose()

    def call(*arguments: str) -> str:
        main.main([*arguments, "--db", where], standalone_mode=False)
        return capsys.readouterr().out

    assert call("merge") == "4 reports merged, 3 contacts written, 1 of them told more than once\n"
    assert call("merge") == "nothing to merge\n"
    assert "4 reports merged" in call("merge", "--rebuild")
    listed = call("contacts", "--between", "Dask", "Tolen")
    assert listed.startswith("3 Mar 2025 · call · Mira Tolen – Orlan Dask\n    2 independent sources, probability 0.")
    assert "meeting · Orlan Dask – Odile Fenn · Vienna" in call("contacts", "--since", "2025-03-04")
    (row,) = (json.loads(line) for line in call("contacts", "--kind", "readout", "--format", "jsonl").splitlines())
    shown = call("contacts", "--id", row["id"])
    assert "announces a call · 3 Mar 2025 · planned" in shown and "both name Mira Tolen +2.5" in shown
    assert json.loads(call("contacts", "--id", row["id"], "--format", "json"))["count"] == 2
    assert call("contacts", "--id", row["id"], "--format", "csv").startswith(
        "document,event,relation,probability,reasons"
    )
    with pytest.raises(UsageError, match="no contact has the id"):
        call("contacts", "--id", "nothing")
    with pytest.raises(UsageError, match="--id shows one contact"):
        call("contacts", "--id", row["id"], "--actor", "Dask")


def test_text_from_outside_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = str(tmp_path / "store.db")
    engine = open_store(where)
    made, _ = records([{**REPORTS[1], "title": "Call \x1b[31mred\x1b[0m \u202e"}])
    add(engine, made)
    refresh(engine)
    with engine.connect() as connection:
        (row,) = contacts(connection, Filter(), 5)
    engine.dispose()
    main.main(["contacts", "--id", row["id"], "--db", where], standalone_mode=False)
    assert not {"\x1b", "\u202e"} & set(capsys.readouterr().out)
