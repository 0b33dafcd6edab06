"""Items that have a search's words in their own sentence, however many documents have them."""

from pathlib import Path

import pytest

from communique.query import wording
from communique.query.narrowing import Filter, Key
from communique.query.which import STATEMENTS
from communique.store import schema
from communique.store.engine import open_store
from communique.store.writer import add
from factory import Maker


def said(n: int) -> Maker:
    words = "the border is open" if n % 3 == 0 else "nothing new"
    text = f"Dask spoke of the border, part {n}. Dask said that {words}. Dask added that {words} and calm, day {n}."
    m = Maker(text, published=f"2025-01-{n + 1:02}", path=f"{n}.txt")
    dask = m.entity("Dask")
    m.statement(f"{words}.", cue="said", speakers=(dask,))
    m.statement(f"{words} and calm", cue="added", speakers=(dask,))
    return m


def test_statements_are_found_over_many_documents_page_by_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "AT_ONCE", 4)
    engine = open_store(str(tmp_path / "said.db"))
    with engine.execution_options(writes=True).begin() as connection:
        for n in range(20):
            add(connection, said(n).record())
    s = schema.statements
    with engine.connect() as connection:

        def page(limit: int, after: Key | None, most: int = 2_000) -> wording.Found:
            return wording.saying_so(connection, STATEMENTS, Filter(words="BORDER open"), [], limit, after, most)

        whole = page(100, None)
        assert len(whole.keys) == 14 and whole.goes_on is None
        rows = {(r.document, r.id): r for r in connection.execute(s.select())}
        days = [rows[key].day for key in whole.keys]
        assert days == sorted(days, reverse=True) and days[0] == "2025-01-19"
        assert all("border is open" in rows[key].words for key in whole.keys)
        found, after = [], None
        while some := page(3, after).keys:
            found += some
            after = Key(rows[some[-1]].day, *some[-1])
        assert found == whole.keys
        part = page(100, None, most=4)
        assert part.keys == whole.keys[: len(part.keys)] and part.goes_on
        assert part.keys + page(100, part.goes_on).keys == whole.keys
    engine.dispose()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"territorial integrity"', ["territorial,\nintegrity of Sele", "territorial integrity of Sele"]),
        ("territorial-integrity", ["territorial,\nintegrity of Sele", "territorial integrity of Sele"]),
        ('"integrity of sele" territorial', ["territorial,\nintegrity of Sele", "territorial integrity of Sele"]),
        (
            "territorial integrity",
            ["integrity, not territorial", "territorial,\nintegrity of Sele", "territorial integrity of Sele"],
        ),
        ('"of territorial"', []),
    ],
)
def test_a_quoted_phrase_stands_in_the_item_itself(tmp_path: Path, query: str, found: list[str]) -> None:
    words = ("territorial integrity of Sele", "territorial,\nintegrity of Sele", "integrity, not territorial", "calm")
    m = Maker("".join(f"Dask spoke of {w}. " for w in words) + "The roof of territorial waters.", path="a.txt")
    dask = m.entity("Dask")
    for said in words:
        m.statement(said, cue="spoke", speakers=(dask,))
    engine = open_store(str(tmp_path / "said.db"))
    with engine.execution_options(writes=True).begin() as connection:
        add(connection, m.record())
    s = schema.statements
    with engine.connect() as connection:
        keys = wording.saying_so(connection, STATEMENTS, Filter(words=query), [], 10).keys
        rows = {(r.document, r.id): r.words for r in connection.execute(s.select())}
    assert sorted(rows[key] for key in keys) == sorted(found)
    engine.dispose()
