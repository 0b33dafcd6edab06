"""Near-identical texts: found whatever the order in which they come, told apart from formulas, never dropped."""

import shutil
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from sqlalchemy import Engine, select, text
from tests.factory import Maker

from communique.cli.main import main
from communique.model import Part, Record
from communique.query.copies import all_origins, copied, copies, differences, origins
from communique.query.narrowing import Filter
from communique.store import schema, writer
from communique.store.engine import open_store

WIRE = """Delegations from Valdoria and Kestria ended two days of talks in Port Sele on Thursday without agreeing on when
the Ormund crossing would open again. Negotiators said that three of the seven chapters had been settled, among them the rules
for lorries that carry fresh food, and that customs officers of both sides would train together from June. The question of who
pays for the new bridge was left to the finance ministers, who are to see each other in Larn before the summer. A spokesperson
for the mediators called the mood businesslike and said that nobody had walked out."""
OTHER = """Fishermen in the north have asked their government for help after a third winter of storms. Boats lay in harbour for
forty days between December and March, the association of owners says, and prices for fuel have doubled since. The minister for
the coast promised to visit the villages in spring and to bring a plan for loans, but gave no sum and no date."""


def story(words: str, publisher: str, day: str | None, head: str = "", **fields: Any) -> Record:
    """A record whose body is `words`, under a headline."""
    whole = f"{head}\n\n{words}" if head else words
    parts = (Part(role="body", start=len(whole) - len(words), end=len(whole)),)
    return Maker(whole, publisher=publisher, published=day, title=head or None, parts=parts, **fields).record()


FIRST = story(WIRE, "Meridian Wire", "2025-05-08")
EDITED = WIRE.replace("three of the seven", "four of the seven").replace(" on Thursday", "")
SECOND = story(EDITED, "Harbour Gazette", "2025-05-09", "Talks end without a date")
THIRD = story(WIRE, "Larn Courier", "2025-05-08T20:00:00+00:00", "No date for Ormund")
APART = story(OTHER, "Harbour Gazette", "2025-05-09")


def keep(store: Engine, *records: Record) -> list[str]:
    return [key for key, _ in writer.add_many(store, records)]


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_copies_are_linked_in_whatever_order_they_come(store: Engine, order: tuple[int, ...]) -> None:
    records = [FIRST, SECOND, THIRD, APART]
    keep(store, *(records[i] for i in order))
    keys = [writer.document_key(r) for r in records]
    with store.connect() as connection:
        found = copies(connection, keys[1])
        assert [(r["id"], r["first"]) for r in found] == [(keys[0], True), (keys[2], False), (keys[1], False)]
        assert (found[0]["alike"], found[1]["alike"]) == (1.0, 1.0)
        assert 0.6 < found[2]["alike"] < 1.0
        assert found[1]["differs"] == "nothing"
        assert found[2]["differs"] == ("3 of 100 words gone, 1 new: without “on Thursday”; “three” → “four”")
        assert copies(connection, keys[3]) == []
        assert writer.counts(connection)["documents"] == 4
        assert (origins(connection, keys), origins(connection, keys[:3]), all_origins(connection)) == (2, 1, 2)
        prints = dict(connection.execute(select(schema.fingerprints.c.document, schema.fingerprints.c.origin)).all())
    assert {prints[k] for k in keys[:3]} == {min(keys[:3])}


def test_a_text_between_two_joins_them(store: Engine) -> None:
    words = WIRE.split()
    far = " ".join(["Officials", "confirmed", "what", "had", "been", "feared", "for", "weeks:", *words[12:]])
    middle = " ".join([*words[:-6], "Nothing", "more", "was", "said."])
    ends = [story(far, "A", "2025-05-08"), story(WIRE, "B", "2025-05-08")]
    keep(store, *ends, story(middle, "C", "2025-05-09"))
    with store.connect() as connection:
        assert all_origins(connection) == 1


def test_formulas_of_another_time_and_very_short_texts_are_no_copies(store: Engine) -> None:
    note = "On behalf of the Government, I congratulate the people of Kestria on their national day."
    later = story(WIRE, "Meridian Wire", "2026-05-08", "A year later")
    keep(store, FIRST, later, story(note, "A", "2025-05-08"), story(note, "B", "2025-05-08"))
    with store.connect() as connection:
        assert all_origins(connection) == 4


def test_what_is_not_dated_can_be_a_copy_and_is_not_the_first(store: Engine) -> None:
    undated = story(WIRE, "Sele Radio", None, "Undated")
    first = keep(store, undated, FIRST)[1]
    with store.connect() as connection:
        assert [r["publisher"] for r in copies(connection, first)] == ["Meridian Wire", "Sele Radio"]


def test_a_new_version_is_of_the_same_origin(store: Engine) -> None:
    url = "https://news.example/ormund"
    old = replace(FIRST, document=replace(FIRST.document, url=url))
    new = story(EDITED, "Meridian Wire", "2025-05-08", url=url)
    assert [became for _, became in writer.add_many(store, [old, new, old])] == ["new", "version", "known"]
    with store.connect() as connection:
        assert [r["version"] for r in copies(connection, writer.document_key(new))] == [1, 2]


def test_documents_with_copies(store: Engine) -> None:
    keep(store, SECOND, APART, FIRST)
    with store.connect() as connection:
        rows = copied(connection, Filter(), 10)
        assert [r["publisher"] for r in rows] == ["Harbour Gazette", "Meridian Wire"]
        assert all(r["first_publisher"] == "Meridian Wire" and r["texts"] == 2 for r in rows)
        assert rows[0]["publishers"] == ["Meridian Wire", "Harbour Gazette"]
        assert copied(connection, Filter(words="fishermen"), 10) == []


def test_a_document_that_goes_takes_its_fingerprint_along(store: Engine) -> None:
    key = keep(store, FIRST)[0]
    with store.begin() as connection:
        connection.execute(schema.documents.delete().where(schema.documents.c.id == key))
        left = [connection.execute(text(f"SELECT count(*) FROM {t}")).scalar_one() for t in ("fingerprints", "bands")]
    assert left == [0, 0]


@pytest.mark.parametrize(
    ("one", "other", "line"),
    [
        ("a b c", "a b c", "nothing"),
        ("a b c", "a  b\nc", "nothing but white space"),
        ("a b c", "a x c", "1 of 3 words gone, 1 new: “b” → “x”"),
        ("a b", "a b c", "0 of 2 words gone, 1 new: with “c”"),
        ("", "a", "0 of 0 words gone, 1 new: with “a”"),
        ("a " * 20_001, "a", "too long to be compared"),
    ],
)
def test_differences(one: str, other: str, line: str) -> None:
    assert differences(one, other) == line


def test_many_and_long_differences_are_cut(store: Engine) -> None:
    one = " ".join(f"w{i} k{i}" for i in range(20))
    line = differences(one, " ".join(f"v{i} k{i}" for i in range(20)))
    assert line.endswith("; and 15 more")
    assert "…" in differences("a", " ".join(["a", *(f"x{i}" for i in range(30))]))


def test_the_command_line_says_so(empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    shutil.copyfile(empty, path)
    store = open_store(str(path))
    keep(store, FIRST, SECOND, APART)
    store.dispose()
    where = ["--db", str(path)]
    run = CliRunner()
    listed = run.invoke(main, ["documents", "--copies", *where])
    assert (
        listed.output.count("2 texts of one origin (Meridian Wire, Harbour Gazette); first on 2025-05-08: Meridian")
        == 2
    )
    shown = run.invoke(main, ["show", writer.document_key(SECOND), "--copies", *where])
    assert "published first" in shown.output
    assert "alike: 3 of 100 words gone" in shown.output
    stats = run.invoke(main, ["db", "stats", *where])
    assert "2  independent origins" in stats.output
