"""The queue: least certain first, decided items left out, narrowed like every question."""

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, select, update
from tests.factory import Maker, call_record

from communique.errors import UsageError
from communique.query.merging.run import refresh
from communique.query.narrowing import Filter
from communique.review.decide import decide, split
from communique.review.queue import queue
from communique.store import across, writer

RECORD = call_record()
CALL, PLAN, _ = RECORD.events
(SAID,) = RECORD.statements


@pytest.fixture
def kept(store: Engine) -> tuple[Engine, str]:
    """A document with sure and unsure items, and another that says nothing."""
    events = (CALL, replace(PLAN, confidence=0.4))
    positions = (replace(RECORD.positions[0], confidence=0.55),)
    record = replace(RECORD, events=events, positions=positions)
    quiet = Maker("Nothing happened in Larn on Monday.", published="2025-03-01", publisher="Harbour Gazette")
    (key, _), _ = writer.add_many(store, [record, quiet.record()])
    return store, key


def items(engine: Engine, *args: object, **named: object) -> list[tuple[str, str]]:
    with engine.connect() as connection:
        return [(row["kind"], row["item"]) for row in queue(connection, *args, **named)]  # type: ignore[arg-type]


def test_the_least_certain_come_first_with_their_words(kept: tuple[Engine, str]) -> None:
    engine, key = kept
    with engine.connect() as connection:
        rows = queue(connection)
    assert [row["kind"] for row in rows] == ["event", "position", "statement", "event", "issue"]
    plan, held, said, _, issue = rows
    assert (plan["confidence"], plan["what"], plan["who"]) == (0.4, "meeting · planned", ["Orlan Dask", "Mira Tolen"])
    assert held["what"] == "support · the Ormund agreement"
    assert said["who"] == ["Orlan Dask", "Ilse Varga"]
    assert issue["words"] == "The two"
    for row in rows:
        assert row["document"] == key and row["publisher"] == "Meridian Wire"
        assert RECORD.document.text[row["first"] : row["last"]]
    assert RECORD.document.text[said["first"] : said["last"]] == said["words"]


def test_what_was_decided_is_left_out_and_comments_decide_nothing(kept: tuple[Engine, str]) -> None:
    engine, key = kept
    decide(engine, "ana", key, "event", PLAN.id, "confirm")
    decide(engine, "ana", key, "event", CALL.id, "reject")
    decide(engine, "ana", key, "statement", SAID.id, "comment", why="hm")
    assert [kind for kind, _ in items(engine)] == ["position", "statement", "issue"]
    (_, issue) = items(engine, "issue")[0]
    decide(engine, "ana", key, "issue", issue, "confirm")
    assert items(engine, "issue") == []


def test_a_page_at_a_time(kept: tuple[Engine, str]) -> None:
    engine, _ = kept
    whole = items(engine)
    assert [items(engine, None, 1, i)[0] for i in range(5)] == whole
    assert items(engine, None, 3, 3) == whole[3:]
    assert items(engine, None, 5, 5) == []


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Filter(actors=("Varga",)), 1), (Filter(actors=("Dask", "Tolen")), 2), (Filter(publisher="meridian"), 4),
        (Filter(publisher="harbour"), 0), (Filter(words="ormund"), 4), (Filter(words="nothing"), 0), (Filter(kind="news"), 4),
        (Filter(since="2025-03-03"), 4), (Filter(until="2025-03-02"), 0), (Filter(channel="readout"), 4),
    ],
)  # fmt: skip
def test_it_can_be_narrowed(
    kept: tuple[Engine, str], monkeypatch: pytest.MonkeyPatch, wanted: Filter, count: int
) -> None:
    for few in (0, 20_000):  # however many items pass a condition, the answer is the same
        for name in ("query.which.FEW", "query.which.SOME", "query.conditions.SOME"):
            monkeypatch.setattr(f"communique.{name}", few)
        found = [kind for kind, _ in items(kept[0], wanted=wanted)]
        assert len([kind for kind in found if kind != "issue"]) == count
        assert found.count("issue") == (wanted.publisher != "harbour" and count > 0)


def test_merges_that_may_be_wrong(kept: tuple[Engine, str]) -> None:
    engine, key = kept
    refresh(engine)
    with engine.begin() as connection:
        (one, *_) = connection.execute(select(across.merged_contacts.c.id)).scalars()
        reports = across.reports
        connection.execute(update(reports).values(contact=one))
        connection.execute(update(reports).where(reports.c.event == PLAN.id).values(probability=0.5))
    with engine.connect() as connection:
        (merge,) = queue(connection, "merge")
    assert (merge["item"], merge["other"], merge["confidence"]) == (f"{key}/{PLAN.id}", f"{key}/{CALL.id}", 0.5)
    split(engine, "ana", merge["item"], merge["other"])
    assert items(engine, "merge") == []


def test_an_unknown_queue(kept: tuple[Engine, str]) -> None:
    with kept[0].connect() as connection, pytest.raises(UsageError, match="what can be reviewed"):
        queue(connection, "weather")
