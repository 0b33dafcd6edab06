"""Lists go on after a row, by its key: page by page gives the whole, on both databases."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine

from communique.query import contacts as merged
from communique.query import documents as queries
from communique.query import newsline
from communique.query.merging import refresh
from communique.query.narrowing import Filter, Key
from communique.store.writer import add
from factory import Maker

DAYS = ["2025-03-01", "2025-03-01", "2025-03-01", "2025-02-11", None, None, None, "2024-12-24"]
Question = Callable[..., list[dict[str, Any]]]
LISTS: dict[str, Question] = {
    "documents": queries.documents,
    "contacts": queries.contacts,
    "statements": queries.statements,
    "positions": queries.positions,
    "merged contacts": merged.contacts,
    "news line": newsline.contacts,
}


@pytest.fixture
def filled(store: Engine) -> Engine:
    """Documents of one day, of several, and of none."""
    with store.execution_options(writes=True).begin() as connection:
        for n, day in enumerate(DAYS):
            m = Maker(f"Dask called envoy {n} of Harn. Dask said that it rained {n} times.", published=day)
            dask, envoy = m.entity("Dask", country="ARM"), m.entity(f"envoy {n}", country="GEO")
            m.event("call", "called", m.text[: m.text.index(".") + 1], {dask: "actor", envoy: "recipient"})
            m.statement(f"it rained {n} times", cue="said", speakers=(dask,))
            m.position(dask, "support", "it rained", f"Dask said that it rained {n} times.")
            add(connection, m.record())
    refresh(store)
    return store


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "wanted", [Filter(), Filter(countries=("ARM",)), Filter(words="rained"), Filter(kind="news")], ids=str
)
def test_page_by_page_gives_the_whole(filled: Engine, name: str, wanted: Filter) -> None:
    ask = LISTS[name]
    with filled.connect() as connection:
        whole = ask(connection, wanted, 100)
        found, last = [], None
        while rows := ask(connection, wanted, 3, after=last):
            found += rows
            last = Key(rows[-1]["day"], rows[-1].get("document", rows[-1]["id"]), rows[-1]["id"])
    assert found == whole
    assert len(whole) >= 4
