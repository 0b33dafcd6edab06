"""Adding, versions, reading again, full text, views, checks: the same on both databases."""

from contextlib import suppress
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, text, update
from tests.factory import Maker, call_record

from communique.errors import UsageError
from communique.model import Record
from communique.query.documents import contacts, documents, positions, statements
from communique.query.narrowing import Filter
from communique.store import reader, schema, writer
from communique.store.engine import StoreError, open_store, read_mapped


def add(store: Engine, *records: Record) -> list[str]:
    return [became for _, became in writer.add_many(store, records)]


def with_url(record: Record, url: str) -> Record:
    return replace(record, document=replace(record.document, url=url))


def test_the_same_document_twice_is_one(store: Engine) -> None:
    assert add(store, call_record(), call_record()) == ["new", "known"]
    assert add(store, call_record()) == ["known"]
    with store.connect() as connection:
        assert writer.counts(connection)["documents"] == 1
        assert reader.record(connection, writer.document_key(call_record())) == call_record()
        assert list(reader.check(connection)) == []


def test_a_changed_text_is_a_new_version(store: Engine) -> None:
    first = with_url(call_record(), "https://news.example/call")
    second = with_url(Maker("Corrected: no call took place.").record(), "https://news.example/call")
    assert add(store, first, second, first) == ["new", "version", "known"]
    with store.connect() as connection:
        rows = connection.execute(text("SELECT version, previous FROM documents ORDER BY version")).all()
    assert [r.version for r in rows] == [1, 2]
    assert rows[1].previous == writer.document_key(first)


def test_a_changed_title_is_a_new_version_too(store: Engine) -> None:
    def titled(title: str | None, **reader_fields: str) -> Record:
        made = with_url(call_record(), "https://news.example/call")
        made = replace(made, document=replace(made.document, title=title))
        return replace(made, reader=replace(made.reader, **reader_fields))

    first, second = titled("Dask calls Tolen"), titled("Dask calls Tolen on crossing")
    assert add(store, first, second, second, first, second) == ["new", "version", "known", "known", "known"]
    assert add(store, titled(None)) == ["read again"]  # no title is no other title
    with store.connect() as connection:
        rows = connection.execute(text("SELECT id, title, version, previous FROM documents ORDER BY version")).all()
        assert [(r.title, r.version) for r in rows] == [("Dask calls Tolen", 1), ("Dask calls Tolen on crossing", 2)]
        assert rows[1].previous == rows[0].id == writer.document_key(first)
        assert list(reader.check(connection)) == []
    newer = titled("Dask calls Tolen on crossing", version="9.0")
    assert add(store, newer) == ["read again"]  # the second, which is known by its title
    assert add(store, titled("News: Dask calls Tolen", version="9.1")) == [
        "read again"
    ]  # by a version that takes titles elsewhere


def test_a_reading_with_a_date_dates_the_document(store: Engine) -> None:
    undated, dated = (
        Maker("Orlan Dask spoke.", published=day, published_evidence=day and "option --date").record()
        for day in (None, "2025-03-03")
    )
    assert add(store, undated, dated) == ["new", "read again"]
    with store.connect() as connection:
        assert connection.execute(text("SELECT day, published FROM documents")).all() == [("2025-03-03", "2025-03-03")]


def test_the_same_text_from_two_publishers_is_two(store: Engine) -> None:
    record = call_record()
    other = replace(record, document=replace(record.document, publisher="Harbour Gazette"))
    assert add(store, record, other) == ["new", "new"]


def test_reading_again_replaces_the_reading_whole(store: Engine) -> None:
    record = call_record()
    newer = replace(record, events=record.events[:1], reader=replace(record.reader, model="newer"))
    assert add(store, record, newer, newer) == ["new", "read again", "known"]
    with store.connect() as connection:
        assert writer.counts(connection)["events"] == 1
        assert list(reader.check(connection)) == []


def test_a_failed_batch_leaves_nothing(store: Engine) -> None:
    broken = replace(call_record(), positions=(replace(call_record().positions[0], holders=("nobody",)),))
    with pytest.raises(KeyError):
        add(store, Maker("A first text.").record(), broken)
    with store.connect() as connection:
        assert set(writer.counts(connection).values()) == {0}


def test_nul_is_kept_out_and_offsets_stay(store: Engine) -> None:
    maker = Maker("Odd \x00 bytes. Orlan Dask spoke.")
    maker.entity("Orlan Dask")
    assert add(store, maker.record()) == ["new"]
    with store.connect() as connection:
        assert list(reader.check(connection)) == []


def test_check_finds_what_was_changed_behind_its_back(store: Engine) -> None:
    add(store, call_record())
    with store.begin() as connection:
        connection.execute(update(schema.documents).values(text="another text"))
        connection.execute(text("DELETE FROM holders"))
    with store.connect() as connection:
        faults = list(reader.check(connection))
    assert len(faults) == 2
    assert any("text differs" in f for f in faults)
    assert any("holders has 0 rows" in f for f in faults)


def test_questions(store: Engine) -> None:
    add(store, call_record(), Maker("Nothing happened in Larn.", published="2025-03-01").record())
    with store.connect() as connection:
        (call, plan) = sorted(contacts(connection), key=lambda r: r["action"])
        assert (call["day"], call["action"], call["who"]) == ("2025-03-03", "call", ["Orlan Dask", "Mira Tolen"])
        assert plan["status"] == "planned"
        assert len(contacts(connection, Filter(actors=("Tolen", "Orlan Dask"), since="2025-03-04"))) == 1
        assert contacts(connection, Filter(actors=("Tolen",), until="2024-12-31")) == []
        (said,) = statements(connection, Filter(actors=("Varga",), channel="readout"))
        assert (said["speakers"], said["via"]) == (["Orlan Dask"], ["Ilse Varga"])
        (held,) = positions(connection, Filter(words='"ormund agreement"'))
        assert (held["holders"], held["stance"]) == (["Orlan Dask"], "support")
        assert [d["day"] for d in documents(connection)] == ["2025-03-03", "2025-03-01"]
        assert [d["title"] for d in documents(connection, Filter(words="nothing HAPPENED"))] == [None]
        assert documents(connection, Filter(words='"happened nothing"')) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("zurich", True), ("ZÜRICH", True), ("foreign", True), ("foreign-policy", True), ("policy-foreign", False),
        ("meeting", False), ("meetings", True), ("meet*", True), ('"their meet*"', False), ("3.5", True), ("their", True),
        ("dask's", True), ("ministère", True), ("l’europe", True), ("переговоры", True),
    ],
)  # fmt: skip
def test_words_are_found_alike_on_both(store: Engine, query: str, found: bool) -> None:
    told = "Dask’s foreign-policy meetings in Zürich took 3.5 hours; their ministere spoke of l'Europe. Переговоры."
    add(store, Maker(told).record())
    with store.connect() as connection:
        assert bool(documents(connection, Filter(words=query))) is found


@pytest.mark.parametrize("query", ['"', "AND OR NOT", "a* (b", "x:y", "' ; drop table documents", "%_", "&|!<->"])
def test_any_query_is_harmless(store: Engine, query: str) -> None:
    add(store, call_record())
    with store.connect() as connection:
        with suppress(UsageError):  # a query without a single word
            documents(connection, Filter(words=query))
        assert len(documents(connection)) == 1


def test_views_speak_in_names(store: Engine) -> None:
    add(store, call_record())
    with store.connect() as connection:
        who = connection.execute(text("SELECT who FROM contacts WHERE action = 'call'")).scalar_one()
        chain = connection.execute(text("SELECT speakers, via FROM said")).one()
        holder = connection.execute(text("SELECT holders FROM held")).scalar_one()
        code = connection.execute(text("SELECT code FROM other_events")).scalar_one()
    assert (who, tuple(chain), holder, code) == (
        "Orlan Dask; Mira Tolen",
        ("Orlan Dask", "Ilse Varga"),
        "Orlan Dask",
        "AGREE",
    )


def test_find_by_what_a_person_would_type(store: Engine) -> None:
    add(store, with_url(call_record(), "https://news.example/call"))
    with store.connect() as connection:
        (row,) = documents(connection)
        for name in (row["id"], row["id"][:8], row["text_id"], row["address"], "call.txt"):
            assert reader.find_document(connection, name) == [row["id"]]
        assert reader.find_document(connection, "k%%%%") == []


def test_every_table_and_its_columns_say_what_they_hold() -> None:
    for table in schema.metadata.tables.values():
        assert table.comment, table.name


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (lambda p: p.mkdir(), "is a folder"),
        (lambda p: p.write_text("not a database at all"), "is not a SQLite file"),
        (lambda p: None, "there is no store here yet"),
    ],
)
def test_what_is_no_store_is_said_in_one_line(tmp_path: Path, make, line: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "store.db"
    make(path)
    with pytest.raises(StoreError, match=line):
        open_store(str(path), create=False)


def test_a_database_that_is_not_supported_is_refused() -> None:
    with pytest.raises(UsageError, match="SQLite files and PostgreSQL"):
        open_store("oracle://localhost/x")


def test_a_served_file_is_read_mapped(tmp_path: Path) -> None:
    engine = open_store(str(tmp_path / "store.db"))
    read_mapped(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA mmap_size").scalar_one() > 0
    engine.dispose()
