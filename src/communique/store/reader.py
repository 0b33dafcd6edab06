"""Read back what is kept, and re-verify it."""

import zlib
from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from communique.model import Record, from_json
from communique.model.grounding import unbacked
from communique.store import schema
from communique.store.rows import plain, rows_of


def record(connection: Connection, key: str) -> Record | None:
    """The record of a document by its key in `documents`."""
    packed = connection.execute(select(schema.readings.c.record).where(schema.readings.c.document == key)).scalar()
    return from_json(zlib.decompress(packed)) if packed is not None else None


def find_document(connection: Connection, name: str) -> list[str]:
    """Keys of the documents that a person may mean: a key, a record's id or the beginning of one, an address or a path."""
    table = schema.documents
    exact = select(table.c.id).where((table.c.id == name) | (table.c.address == name) | (table.c.path == name))
    found = list(connection.execute(exact.order_by(table.c.id)).scalars())
    if found or len(name) < 4:
        return found
    like = name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    begins = select(table.c.id).where(table.c.id.like(like, escape="\\") | table.c.text_id.like(like, escape="\\"))
    return list(connection.execute(begins.order_by(table.c.id).limit(20)).scalars())


def check(connection: Connection) -> Iterator[str]:
    """One line for each fault: a span that its text does not back, a text that changed, rows that differ from the record."""
    keys = list(connection.execute(select(schema.documents.c.id).order_by(schema.documents.c.id)).scalars())
    for key in keys:
        kept = record(connection, key)
        if kept is None:
            yield f"{key}: no reading"
            continue
        row = connection.execute(select(schema.documents.c.text).where(schema.documents.c.id == key)).scalar_one()
        if row != plain(kept.document.text):
            yield f"{key}: the text differs from the record's"
        yield from (f"{key}: {line}" for line in unbacked(kept))
        for table, rows in rows_of(kept, key):
            there = connection.execute(
                select(func.count()).select_from(table).where(table.c.document == key)
            ).scalar_one()
            if there != len(rows):
                yield f"{key}: {table.name} has {there} rows, the record {len(rows)}"
