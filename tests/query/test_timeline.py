"""The timeline of two parties, its gaps, and the counts, on a store laid out by hand."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, insert
from tests.query.contacts_by_hand import ACTORS, add_contact
from tests.store.conftest import empty, server, store, template  # noqa: F401  (fixtures)

from communique.errors import UsageError
from communique.query.timeline.counts import by_day, by_month, pairs
from communique.query.timeline.gaps import gaps
from communique.query.timeline.line import timeline
from communique.store import schema


@pytest.fixture
def connection(store: Engine) -> Iterator[Connection]:  # noqa: F811
    with store.begin() as opened:
        opened.execute(insert(schema.actors), [a.row() for a in ACTORS.values()])
        opened.execute(insert(schema.actor_names), [a.name_row() for a in ACTORS.values()])
        yield opened


def days(rows: list[dict[str, object]]) -> list[object]:
    return [row["edtf"] for row in rows]


def test_contacts_of_both_in_the_order_of_time(connection: Connection) -> None:
    add_contact(connection, "2025-03-09", "meeting", "Dask–Tolen")
    add_contact(connection, "2025-03-03", "call", "Dask–Tolen")
    add_contact(connection, "2025-03-05", "call", "Dask–Fenn")
    rows = timeline(connection, ("Dask", "Switzerland"))
    assert days(rows) == ["2025-03-03", "2025-03-09"]
    assert rows[0]["who"] == ["Orlan Dask", "Mira Tolen"]
    assert days(timeline(connection, ("Austria",))) == ["2025-03-03", "2025-03-05", "2025-03-09"]
    with pytest.raises(UsageError):
        timeline(connection, ("Nobody",))


def test_gaps_are_by_action_and_by_persons(connection: Connection) -> None:
    add_contact(connection, "2025-01-01", "call", "Dask–Tolen")
    add_contact(connection, "2025-02-01", "meeting", "Dask–Tolen")
    add_contact(connection, "2025-02-10", "call", "Varga–Tolen")
    add_contact(connection, "2025-02-20", "call", "Dask–Tolen", "planned")
    add_contact(connection, "2025-02-28", "call", "Dask–Tolen")
    last = timeline(connection, ("Austria", "Switzerland"))[-1]
    assert (last["since_previous"], last["first_since"], last["exact"]) == (18, "2025-02-10", True)
    assert (last["persons_since_previous"], last["persons_first_since"]) == (58, "2025-01-01")


def test_a_month_lies_in_its_month_and_its_gap_is_the_least(connection: Connection) -> None:
    add_contact(connection, "2025-01", "call", "Dask–Tolen")
    add_contact(connection, "2025-01-20", "call", "Dask–Tolen")
    add_contact(connection, "2025-02-10", "call", "Dask–Tolen")
    month, within, after = timeline(connection, ("Dask", "Tolen"))
    assert (month["precision"], month["since_previous"]) == ("month", None)
    assert (within["precision"], within["since_previous"]) == ("day", None)  # the other may have been before or after
    assert (after["since_previous"], after["first_since"], after["exact"]) == (10, "2025-01", False)


def test_a_day_taken_from_a_report_is_not_exact(connection: Connection) -> None:
    add_contact(connection, "2025-01-01", "call", "Dask–Tolen")
    add_contact(connection, "2025-01-11~", "call", "Dask–Tolen")
    row = timeline(connection, ("Dask", "Tolen"))[-1]
    assert (row["since_previous"], row["exact"]) == (10, False)


def test_a_visit_dated_by_its_report_bounds_no_gap(connection: Connection) -> None:
    for day in ("2025-01-01", "2025-01-11~", "2025-02-01"):
        add_contact(connection, day, "visit", "Dask–Tolen")
    assert [r["since_previous"] for r in timeline(connection, ("Dask", "Tolen"))] == [None, None, 31]


def test_a_gap_names_the_months_without_documents(connection: Connection) -> None:
    for day in ("2025-01-01", "2025-04-10"):
        add_contact(connection, day, "call", "Dask–Tolen")
    add_contact(connection, "2025-03-10", "call", "Karel–Lund")
    assert timeline(connection, ("Dask", "Tolen"))[-1]["unseen"] == ["2025-02"]


def test_days_actions_and_statuses_narrow_what_is_shown_not_what_is_counted(connection: Connection) -> None:
    for day, action, status in (("2025-01-01", "call", "held"), ("2025-02-01", "visit", "held"),
                                ("2025-03-01", "call", "held"), ("2025-04-01", "call", "planned")):  # fmt: skip
        add_contact(connection, day, action, "Dask–Tolen", status)
    both = ("Dask", "Tolen")
    shown = timeline(connection, both, since="2025-02-01", actions=("call",), statuses=("held",))
    assert [(r["edtf"], r["since_previous"]) for r in shown] == [("2025-03-01", 59)]
    assert days(timeline(connection, both, until="2025-02-01")) == ["2025-01-01", "2025-02-01"]
    assert days(timeline(connection, both, limit=1)) == ["2025-04-01"]


def test_two_on_one_day_and_none_without_a_date() -> None:
    def row(number: str, first: str | None, last: str | None) -> dict[str, object]:
        return {"id": number, "first_day": first, "last_day": last, "edtf": first, "status": "held", "action": "call"}

    found = gaps([row("a", "2025-01-01", "2025-01-01"), row("b", "2025-01-01", "2025-01-01"), row("c", None, None)],
                 lambda _: "call")  # fmt: skip
    assert {k: v.since_previous for k, v in found.items()} == {"b": 0}


def test_counts_by_month_keep_what_has_no_month_apart(connection: Connection) -> None:
    for day in ("2025-01-03", "2025-01-20", "2025-01", "2025-02-01", "2024"):
        add_contact(connection, day, "call", "Dask–Tolen")
    add_contact(connection, "2025-01-09", "call", "Dask–Fenn")
    add_contact(connection, "2025-01-09", "call", "Dask–Tolen", "planned")
    rows = by_month(connection, ("Dask", "Tolen"))
    assert [(r["month"], r["contacts"]) for r in rows] == [("2025-01", 3), ("2025-02", 1), (None, 1)]
    assert sum(r["contacts"] for r in by_month(connection)) == 6
    assert [(r["day"], r["contacts"]) for r in by_day(connection, ("Dask", "Tolen"))][-1] == (None, 2)


def test_counts_of_two_are_those_of_their_timeline(connection: Connection) -> None:
    for day in ("2025-01-03", "2025-01", "2025-02-01", "2025-02-28", "2024", None):
        add_contact(connection, day, "call", "Dask–Tolen")
    add_contact(connection, "2025-01-09", "call", "Dask–Fenn")
    add_contact(connection, "2025-02-02", "meeting", "Dask–Varga–Tolen")
    for both in (("Austria", "Switzerland"), ("Tolen", "Dask"), ("Dask", "CHE")):
        for since, until, number in ((None, None, 7), ("2025-01-04", None, 3), (None, "2025-02-01", 4)):
            told = timeline(connection, both, None, None)
            days = [r["day"] for r in told if r["day"] or not (since or until)]
            days = [day for day in days if not (since and day < since) and not (until and day > until)]
            counted = by_month(connection, both, since, until)
            assert sum(row["contacts"] for row in counted) == len(days) == number, (both, since, until)


def test_pairs_count_contacts_and_leave_crowds_out(connection: Connection) -> None:
    add_contact(connection, "2025-01-03", "call", "Dask–Tolen")
    add_contact(connection, "2025-01-04", "call", "Varga–Tolen")
    add_contact(connection, "2025-01-05", "call", "Dask–Fenn")
    add_contact(connection, "2025-01-06", "summit", "Dask–Tolen–Fenn–Karel–Lund")
    rows = pairs(connection)
    assert [(r["one_name"], r["other_name"], r["contacts"]) for r in rows] == [
        ("Austria", "Switzerland", 2),
        ("Austria", "Portugal", 1),
    ]
    persons = pairs(connection, level="persons", of="Fenn")
    assert [{r["one_name"], r["other_name"]} for r in persons] == [{"Orlan Dask", "Odile Fenn"}]
    assert pairs(connection, since="2025-02-01") == []
