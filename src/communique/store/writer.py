"""Keep records: the same document twice is one, a changed text is a new version, a new reading replaces the machine's layer."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement

from communique.model import Record
from communique.model.ids import digest
from communique.store import across, copies, schema
from communique.store.clock import now
from communique.store.corrected import Corrected, apply
from communique.store.deciding import Wide
from communique.store.engine import outlasting
from communique.store.reader import standing
from communique.store.rows import Changes, actors_of, changes, plain, rows_of

Added = Literal["new", "version", "read again", "known"]
LEVEL = 6  # zlib: a third of the size for little time
FIXED = ("id", "version", "previous", "added", "title", "text")
"""Columns of `documents` that a new reading leaves alone; full text follows title and text on insertion only."""


def document_key(record: Record) -> str:
    """The key in `documents`: address, publisher and text decide, not the run. See `_key_here` for a page's other titles."""
    document = record.document
    return "k" + digest(document.url or "", document.publisher or "", document.id)


def _key_here(connection: Connection, record: Record) -> str:
    """The key of a record in this store. A page that keeps its text under another title has one that tells the title too.

    Read by another version of this program, it is no other title: that version may take titles from another place.
    """
    key, document = document_key(record), record.document
    title = plain(document.title) if document.title else None
    if document.url is None or title is None:
        return key
    d, r = schema.documents.c, schema.readings.c
    there = connection.execute(select(d.title, r.version).join(schema.readings).where(d.id == key)).first()
    if there is None or there.title in (title, None):
        return key
    retitled = "k" + digest(document.url, document.publisher or "", document.id, title)
    known = connection.execute(select(d.id).where(d.id == retitled)).first()
    return retitled if known or there.version == record.reader.version else key


def add(connection: Connection, record: Record) -> tuple[str, Added]:
    """Keep one record inside the caller's transaction. Returns its key and what became of it:

    new: a document not seen before; version: another text or title than last under the same address; read again: a known
    text with another reading, which replaced the one before; known: nothing changed.
    """
    key = _key_here(connection, record)
    reader = record.reader
    reading = {"version": reader.version, "model": reader.model, "settings": reader.settings}
    known = connection.execute(select(schema.readings).where(schema.readings.c.document == key)).mappings().first()
    packed = zlib.compress(record.to_json(), LEVEL)
    if known is not None:
        if bytes(known["record"]) == packed and all(known[k] == v for k, v in reading.items()):
            return key, "known"
        values = {**reading, "read": now(), "record": packed}
        connection.execute(update(schema.readings).where(schema.readings.c.document == key).values(values))
        row = {name: value for name, value in _document(record, key, None).items() if name not in FIXED}
        connection.execute(update(schema.documents).where(schema.documents.c.id == key).values(row))
        _series_again(connection, key, record.document.kind)
        lay_out(connection, record, key)
        return key, "read again"
    before = _before(connection, record.document.url)
    connection.execute(insert(schema.documents).values(_document(record, key, before)))
    connection.execute(insert(schema.readings).values(document=key, read=now(), record=packed, **reading))
    _series_again(connection, key, record.document.kind)
    lay_out(connection, record, key, new=True)
    copies.link(connection, record, key)
    return key, "version" if before else "new"


def add_many(engine: Engine, records: Iterable[Record], batch: int = 50) -> Iterator[tuple[str, Added]]:
    """Keep many: each batch in one transaction, so that a killed run leaves whole documents only. Yields as batches end."""
    writing = engine.execution_options(writes=True)
    waiting: list[Record] = []
    for record in records:
        waiting.append(record)
        if len(waiting) >= batch:
            yield from _add_batch(writing, waiting)
            waiting = []
    if waiting:
        yield from _add_batch(writing, waiting)


def _add_batch(engine: Engine, records: list[Record]) -> list[tuple[str, Added]]:
    def once() -> list[tuple[str, Added]]:
        with engine.begin() as connection:
            return [add(connection, record) for record in records]

    return outlasting(once)


def lay_out(
    connection: Connection, machine: Record, key: str, new: bool = False, known: Wide | None = None
) -> Corrected:
    """Make the rows of a document those of its record with the decisions applied. Rows that are as they should be stay.

    An event that changed is taken out of its merged contact, to be merged again. new: the document has no rows yet. known: all
    decisions about actors, where they were fetched before.
    """
    found = apply(machine, standing(connection, key, machine, known))
    dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
    for table, rows in zip((schema.actors, schema.actor_names), actors_of(found.record), strict=True):
        if rows:
            connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)
    plan: dict[Table, Changes] = {}
    wanted = dict(rows_of(found.record, key))
    for table, rows in wanted.items():
        there = [] if new else connection.execute(select(table).where(table.c.document == key)).mappings().all()
        plan[table] = changes(there, rows, _keys(table))
    for table in reversed(plan):
        for row in plan[table].gone:
            connection.execute(delete(table).where(*_is(table, row)))
    for table, needed in plan.items():
        if needed.added:
            connection.execute(insert(table), needed.added)
        for row, columns in needed.other:
            connection.execute(update(table).where(*_is(table, row)).values({name: row[name] for name in columns}))
    _work_out_again(connection, key, plan, wanted[schema.participants])
    return found


def _work_out_again(
    connection: Connection, key: str, plan: dict[Table, Changes], parties: list[dict[str, Any]]
) -> None:
    """Have contacts merged, phrases and series of readouts looked at, again where something but the confidence changed."""
    reports, phrased = across.reports, across.phrase_documents
    entities = _touched(plan[schema.entities], "id")
    events = _touched(plan[schema.events], "id") | _touched(plan[schema.participants], "event")
    events |= {row["event"] for row in parties if row["entity"] in entities}
    if events:
        connection.execute(delete(reports).where(reports.c.document == key, reports.c.event.in_(sorted(events))))
    words = entities or _touched(plan[schema.statements], "id") or _touched(plan[schema.chain], "statement")
    if words:
        connection.execute(update(phrased).where(phrased.c.document == key).values(read=""))
    if words or events:
        _series_again(connection, key)


def _series_again(connection: Connection, key: str, kind: str | None = None) -> None:
    """Have the series of a readout worked out anew. kind: of the document, where that may be new."""
    readouts = across.readouts
    known = update(readouts).where(readouts.c.document == key).values(looked=0)
    if connection.execute(known).rowcount == 0 and kind == "readout":
        connection.execute(insert(readouts).values(document=key, looked=0))


def _touched(changed: Changes, item: str) -> set[str]:
    """Items of the rows that changed in more than their confidence."""
    other = (row for row, columns in changed.other if columns - {"confidence"})
    return {row[item] for row in (*changed.added, *changed.gone, *other)}


def _keys(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key)


def _is(table: Table, row: dict[str, Any]) -> list[ColumnElement[bool]]:
    return [table.c[name] == row[name] for name in _keys(table)]


def _before(connection: Connection, address: str | None) -> tuple[str, int] | None:
    """Key and number of the newest version under an address."""
    if address is None:
        return None
    table = schema.documents
    newest = (
        select(table.c.id, table.c.version).where(table.c.address == address).order_by(table.c.version.desc()).limit(1)
    )
    row = connection.execute(newest).first()
    return (row.id, row.version) if row else None


def _document(record: Record, key: str, before: tuple[str, int] | None) -> dict[str, Any]:
    document = record.document
    return {
        "id": key,
        "text_id": document.id,
        "address": document.url,
        "path": document.path,
        "version": before[1] + 1 if before else 1,
        "previous": before[0] if before else None,
        "publisher": document.publisher,
        "title": plain(document.title) if document.title else None,
        "section": document.section,
        "kind": document.kind,
        "language": document.language,
        "published": document.published,
        "day": document.day,
        "retrieved": document.retrieved,
        "added": now(),
        "raw_sha256": document.raw_sha256,
        "text": plain(document.text),
    }


def counts(connection: Connection) -> dict[str, int]:
    """Rows of every table."""
    tables = (schema.documents, schema.readings, *schema.CLAIM_TABLES)
    return {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}
