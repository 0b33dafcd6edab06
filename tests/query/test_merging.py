"""One contact from many reports: the table of cases, orders of arrival, what people decide, what vanishes; both databases."""

import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, insert, select, update
from tests.query.merging_by_hand import TABLE, add, contacts, decide, everything, records
from tests.store.conftest import empty, server, store, template  # noqa: F401  (fixtures)

from communique.query.contacts import contact, contact_of
from communique.query.merging import rebuild, refresh
from communique.store import schema
from communique.store.across import former_contacts
from communique.store.deciding import decisions
from communique.store.engine import open_store

CASES: list[dict[str, Any]] = TABLE["case"]
CALL = {"published": "2025-03-03", "action": "call", "when": "2025-03-03", "who": ["Dask", "Tolen"]}
NEXT = {"published": "2025-03-04", "action": "call", "when": "2025-03-04", "who": ["Dask", "Tolen"]}


def undo(engine: Engine, number: int) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(update(decisions).where(decisions.c.number == number).values(undone="2025-04-02T00:00:00"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases(case: dict[str, Any], empty: Path, tmp_path: Path) -> None:  # noqa: F811
    shutil.copyfile(empty, tmp_path / "store.db")
    engine = open_store(str(tmp_path / "store.db"))
    made, keys = records(case["reports"])
    add(engine, made)
    refresh(engine)
    found = sorted(sorted(keys.index(key) for key in of) for of in contacts(engine).values())
    engine.dispose()
    alone = set(range(len(keys))) - {n for together in case["together"] for n in together}
    assert found == sorted([*case["together"], *([n] for n in alone)])


def test_the_order_of_arrival_does_not_matter(store: Engine) -> None:  # noqa: F811
    """Hypothesis shuffles in test_merging_orders; here each database takes one long mixture in some orders and portions."""
    reports = [
        {**report, "doc": f"{n}.{report.get('doc', i)}"}
        for n, c in enumerate(CASES)
        for i, report in enumerate(c["reports"])
    ]
    made, _ = records(reports)
    rng = random.Random(7)
    rng.shuffle(made)
    while made:
        some, made = made[:9], made[9:]
        add(store, some)
        refresh(store)
    once = everything(store)
    assert refresh(store) == (0, 0, 0)
    rebuild(store)
    assert everything(store) == once


def test_a_person_joins_and_takes_it_back(store: Engine) -> None:  # noqa: F811
    made, (one, other) = records([CALL, NEXT])
    add(store, made)
    refresh(store)
    apart = everything(store)
    number = decide(store, "join", other, one)
    refresh(store)
    assert list(contacts(store).values()) == [{one, other}]
    with store.connect() as connection:
        id_ = contact_of(connection, *one)
        assert id_ is not None
        found = contact(connection, id_)
    assert found is not None
    assert [r["probability"] for r in found["reports"]] == [1.0, 1.0]
    assert found["reports"][1]["reasons"][0] == {"what": "a person joined them", "weight": None}
    rebuild(store)
    assert len(contacts(store)) == 1
    undo(store, number)
    refresh(store)
    assert everything(store) == apart


def test_what_a_person_split_stays_apart(store: Engine) -> None:  # noqa: F811
    made, (one, other, third) = records([CALL, CALL, {**CALL, "action": "talks", "who": ["Dask", "CHE"]}])
    add(store, made)
    refresh(store)
    assert list(contacts(store).values()) == [{one, other, third}]
    number = decide(store, "split", one, other)
    refresh(store)
    assert all(not {one, other} <= of for of in contacts(store).values())
    with store.execution_options(writes=True).begin() as connection:  # read again
        connection.execute(delete(schema.documents).where(schema.documents.c.id == other[0]))
    add(store, made)
    refresh(store)
    assert all(not {one, other} <= of for of in contacts(store).values())
    undo(store, number)
    refresh(store)
    assert list(contacts(store).values()) == [{one, other, third}]


def test_the_later_of_two_decisions_holds(store: Engine) -> None:  # noqa: F811
    made, (one, other) = records([CALL, NEXT])
    add(store, made)
    decide(store, "join", one, other)
    decide(store, "split", other, one)
    refresh(store)
    assert len(contacts(store)) == 2
    decide(store, "join", one, other)
    refresh(store)
    assert len(contacts(store)) == 1


def test_a_report_that_vanishes_takes_nothing_with_it(store: Engine) -> None:  # noqa: F811
    recalled = {**CALL, "published": "2025-05-01", "when": "2025-03", "kind": "transcript"}
    made, (one, other, late, loose) = records([CALL, CALL, {**CALL, "when": "2025-03-20"}, recalled])
    add(store, made)
    refresh(store)
    assert sorted(map(len, contacts(store).values())) == [1, 1, 2]
    with store.execution_options(writes=True).begin() as connection:
        connection.execute(delete(schema.events).where(schema.events.c.document == late[0]))
    refresh(store)
    assert list(contacts(store).values()) == [{one, other, loose}]  # now it can mean this one only
    kept = everything(store)
    rebuild(store)
    assert everything(store) == kept


def test_ids_that_end_lead_on(store: Engine) -> None:  # noqa: F811
    made, (early, late) = records(
        [{**CALL, "published": "2025-03-03T10:00:00"}, {**CALL, "published": "2025-03-03T12:00:00"}]
    )
    add(store, made[1:])
    refresh(store)
    (before,) = contacts(store)
    add(store, made[:1])
    refresh(store)
    (after,) = contacts(store)
    assert before != after
    with store.connect() as connection:
        found = contact(connection, before)
        assert found is not None and found["id"] == after == contact_of(connection, *early) == contact_of(
            connection, *late
        )
        assert contact(connection, "c0000") is None
        assert connection.execute(select(former_contacts)).all() == [(before, after)]


def test_copies_count_as_one_origin(store: Engine) -> None:  # noqa: F811
    made, _ = records([CALL, CALL, CALL])
    add(store, made)
    with store.execution_options(writes=True).begin() as connection:
        for number, record in enumerate(made):
            row = {"document": _key(record), "origin": "one" if number else "other", "signature": b""}
            connection.execute(insert(schema.fingerprints).values(row))
    refresh(store)
    (found,) = contacts(store)
    with store.connect() as connection:
        row = contact(connection, found)
    assert row is not None and (row["count"], row["origins"]) == (3, 2)
    with store.execution_options(writes=True).begin() as connection:
        connection.execute(update(schema.fingerprints).values(origin="one"))
    refresh(store)
    with store.connect() as connection:
        row = contact(connection, found)
    assert row is not None and row["origins"] == 1


def _key(record: Any) -> str:
    from communique.store.writer import document_key

    return document_key(record)
