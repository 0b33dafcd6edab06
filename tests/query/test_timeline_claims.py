"""What sentences claim of the contacts before, and what the record says of it: the table in cases/timeline.toml."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert
from tests.query.contacts_by_hand import ACTORS, add_contact
from tests.store.conftest import empty, server, store, template  # noqa: F401  (fixtures)

from communique.query.timeline.claims import claims
from communique.query.timeline.saying import said
from communique.store import schema

TABLE = tomllib.loads((Path(__file__).parents[1] / "cases" / "timeline.toml").read_text("utf-8"))
DAY = "2023-11-27"


@pytest.mark.parametrize("case", TABLE["said"], ids=lambda case: case["text"])
def test_what_a_sentence_claims(case: dict[str, Any]) -> None:
    found = said(case["text"], case.get("day", DAY) or None)
    assert [[c.number, c.basis, c.first or "", c.last or ""] for c in found] == case["claims"]
    if "narrower" in case:
        assert found[0].narrower == case["narrower"]
    if "remote" in case:
        assert found[0].remote is case["remote"]


@pytest.fixture
def connection(store: Engine) -> Iterator[Connection]:  # noqa: F811
    with store.begin() as opened:
        opened.execute(insert(schema.actors), [a.row() for a in ACTORS.values()])
        opened.execute(insert(schema.actor_names), [a.name_row() for a in ACTORS.values()])
        yield opened


@pytest.mark.parametrize("case", TABLE["judged"], ids=lambda case: case["name"])
def test_the_verdict(case: dict[str, Any], connection: Connection) -> None:
    add_contact(connection, "2023-01-02", "meeting", "Karel–Lund")
    for month in () if case.get("sparse") else ("08", "09", "10", "11"):
        add_contact(connection, f"2023-{month}-15", "message", "Varga–Fenn")
        add_contact(connection, f"2023-{month}-16", "message", "Tolen–Fenn")
    held = {}
    for edtf, action, who, *more in case["before"]:
        status, words = (*more, "held", None)[:2] if not more else (more[0], more[1] if len(more) > 1 else None)
        held[edtf] = add_contact(connection, edtf, action, who, status, words, DAY if words else None)
    words = f"Orlan Dask spoke with Mira Tolen, their {case['claim']}."
    mine = add_contact(connection, DAY, "call", "Dask–Tolen", words=words)
    (row,) = [r for r in claims(connection, ("Dask", "Tolen")) if r["contact"] == mine]
    assert row["verdict"] == case["verdict"], row["why"]
    assert row["words"] == words and row["claim"] == case["claim"]
    if "against" in case:
        assert row["evidence"] == [held[case["against"]]]
        assert row["against"]


def test_a_claim_about_another_contact_is_left_alone(connection: Connection) -> None:
    words = "Orlan Dask had a call with Mira Tolen. … It was the first meeting since 2021."
    add_contact(connection, DAY, "call", "Dask–Tolen", words=words)
    assert claims(connection) == []


def test_a_sentence_after_it_may_make_the_claim(connection: Connection) -> None:
    words = "Orlan Dask had a call with Mira Tolen. … It was their first call since May 2023."
    add_contact(connection, DAY, "call", "Dask–Tolen", words=words)
    (row,) = claims(connection)
    assert (row["verdict"], row["first"], row["last"]) == ("unknown", "2023-05-01", DAY)
    assert row["words"] == "It was their first call since May 2023."


def test_a_claim_that_several_contacts_of_a_document_may_make_is_nobodys(connection: Connection) -> None:
    words = "Orlan Dask met both. … It was the first conversation since May 2023."
    add_contact(connection, DAY, "meeting", "Dask–Tolen", words=words)
    assert len(claims(connection)) == 1
    add_contact(connection, DAY, "meeting", "Dask–Fenn", words=words, document="d0")
    assert claims(connection) == []


def test_one_sentence_may_claim_it_of_two_calls(connection: Connection) -> None:
    words = "Dask had separate calls with Tolen and Fenn, the first calls since the end of September."
    add_contact(connection, DAY, "call", "Dask–Tolen", words=words)
    add_contact(connection, DAY, "call", "Dask–Fenn", words=words, document="d0")
    assert [row["who"][1] for row in claims(connection)] == ["Mira Tolen", "Odile Fenn"]


def test_a_later_sentence_may_name_whom_the_call_was_with(connection: Connection) -> None:
    words = (
        "Dask spoke separately with Tolen and Fenn. … In his first calls with Tolen since the end of May, he was brief."
    )
    add_contact(connection, DAY, "call", "Dask–Tolen", words=words)
    add_contact(connection, DAY, "call", "Dask–Fenn", words=words, document="d0")
    assert [row["who"] for row in claims(connection)] == [["Orlan Dask", "Mira Tolen"]]
