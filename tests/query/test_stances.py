"""Positions over time, of invented ministers."""

from typing import Any

import pytest
from sqlalchemy import Engine
from tests.factory import Maker
from tests.store import conftest as stores

from communique.errors import UsageError
from communique.model import Record
from communique.query.stances import stances
from communique.store.writer import add_many

empty, server, template, store = stores.empty, stores.server, stores.template, stores.store


def held(day: int, stance: str, target: str, **document: Any) -> Record:
    """Dask of Austria takes a stance on a day in March."""
    sentence = f"Number {day}: Orlan Dask spoke of {target}."
    maker = Maker(sentence, published=f"2025-03-{day:02}", url=f"https://larn.example/{day}", **document)
    dask = maker.entity("Orlan Dask", country="AUT")
    maker.position(dask, stance, target, sentence)
    return maker.record()


def asked(store: Engine, records: list[Record], on: str = "Ormund pipeline", **narrowed: Any) -> list[dict[str, Any]]:
    for _ in add_many(store, records):
        pass
    with store.connect() as connection:
        return stances(connection, "Austria", on, **narrowed)


def changes(rows: list[dict[str, Any]]) -> list[str | None]:
    return [row["change"] for row in rows]


def test_a_reversal_shows_the_words_of_both(store: Engine) -> None:
    rows = asked(store, [held(1, "support", "the Ormund pipeline"), held(9, "oppose", "Ormund's pipelines and roads")])
    assert changes(rows) == ["first", "reversed"] and [row["stance"] for row in rows] == ["support", "oppose"]
    assert rows[1]["before"] == {
        "day": "2025-03-01",
        "stance": "support",
        "target": "the Ormund pipeline",
        "words": "Number 1: Orlan Dask spoke of the Ormund pipeline.",
        "document": rows[0]["document"],
    }


def test_another_stance_on_the_same_side_is_new_and_no_reversal(store: Engine) -> None:
    said = ["concern", "oppose", "oppose", "concern"]
    rows = asked(store, [held(n, stance, "the Ormund pipeline") for n, stance in enumerate(said, 1)])
    assert changes(rows) == ["first", "new", None, None]


def test_what_one_calls_for_is_neither_for_nor_against(store: Engine) -> None:
    said = [
        ("oppose", "the Ormund pipeline"),
        ("call-for", "Ormund pipeline closed"),
        ("oppose", "the Ormund pipeline"),
    ]
    rows = asked(store, [held(n, stance, target) for n, (stance, target) in enumerate(said, 1)])
    assert changes(rows) == ["first", "new", None]


def test_a_stance_no_longer_taken_is_marked_where_it_stops(store: Engine) -> None:
    said = ["condemn"] * 5 + ["concern"] * 3
    rows = asked(store, [held(n, stance, "the Ormund pipeline") for n, stance in enumerate(said, 1)])
    assert changes(rows) == ["first", *[None] * 4, "dropped", None, None]
    assert rows[5]["before"]["day"] == "2025-03-05"


def test_matters_are_told_apart_by_their_heads(store: Engine) -> None:
    rows = asked(
        store,
        [
            held(1, "oppose", "the Ormund pipeline"),
            held(2, "support", "sanctions on the Ormund pipeline"),
            held(3, "oppose", "completion of the Ormund pipeline"),
            held(4, "oppose", "the Ormund bridge"),
        ],
    )
    assert [(row["matter"], row["change"]) for row in rows] == [
        ("the Ormund pipeline", "first"),
        ("completion of the Ormund pipeline", "first"),
        ("sanctions on the Ormund pipeline", "first"),
    ]


def test_days_narrow_and_names_are_checked(store: Engine) -> None:
    records = [held(n, "oppose", "the Ormund pipeline") for n in (1, 5, 9)]
    assert [row["day"] for row in asked(store, records, since="2025-03-02", until="2025-03-08")] == ["2025-03-05"]
    assert asked(store, [], on="lighthouse") == []
    with pytest.raises(UsageError, match="nothing to look for"):
        asked(store, [], on="…")
