"""Read back what is kept, and re-verify it."""

import zlib
from collections.abc import Iterator

from sqlalchemy import Connection, select

from communique.errors import UsageError
from communique.model import Record, from_json
from communique.model.grounding import unbacked
from communique.store import schema
from communique.store.corrected import apply
from communique.store.deciding import Decision, Wide, about_actors, about_document
from communique.store.rows import actor_key, changes, plain, rows_of


def record(connection: Connection, key: str, corrected: bool = True) -> Record | None:
    """The record of a document by its key in `documents`: as people corrected it, or the machine's own."""
    packed = connection.execute(select(schema.readings.c.record).where(schema.readings.c.document == key)).scalar()
    if packed is None:
        return None
    machine = from_json(zlib.decompress(packed))
    return apply(machine, standing(connection, key, machine)).record if corrected else machine


def kept_record(connection: Connection, key: str, corrected: bool = True) -> Record:
    """The record of a document that must have one; see `record`. Raises UsageError."""
    found = record(connection, key, corrected)
    if found is None:
        raise UsageError(f"{key}: has no reading; reading its source again gives it one")
    return found


def standing(connection: Connection, key: str, machine: Record, known: Wide | None = None) -> list[Decision]:
    """The decisions that stand for the machine's record of a document: about its items, and about its actors anywhere.

    known: see `about_actors`.
    """
    here = about_document(connection, key)
    keys = {actor_key(e) for e in machine.entities}
    return [*about_actors(connection, keys, known), *here]


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


def one_document(connection: Connection, name: str) -> str:
    """The key of the document that a person means; of several versions of a page the newest. Raises UsageError."""
    keys = find_document(connection, name)
    if not keys:
        raise UsageError(f"{name}: no such document here; communique documents lists them")
    key = keys[0] if len(keys) == 1 else _newest(connection, keys)
    if key is None:
        raise UsageError(f"{name}: which of {', '.join(keys)}?")
    return key


def _newest(connection: Connection, keys: list[str]) -> str | None:
    """The newest of some documents where all are versions of one page; None where they are not."""
    d = schema.documents.c
    rows = list(connection.execute(select(d.id, d.address, d.version).where(d.id.in_(keys))))
    if not rows or rows[0].address is None or len({row.address for row in rows}) > 1:
        return None
    return str(max(rows, key=lambda row: row.version).id)


def check(connection: Connection) -> Iterator[str]:
    """One line for each fault: a span that its text does not back, a text that changed, rows that differ from the record.

    The machine's record and the corrected one are both re-verified; the rows are those of the corrected one.
    """
    keys = list(connection.execute(select(schema.documents.c.id).order_by(schema.documents.c.id)).scalars())
    for key in keys:
        machine = record(connection, key, corrected=False)
        if machine is None:
            yield f"{key}: no reading"
            continue
        row = connection.execute(select(schema.documents.c.text).where(schema.documents.c.id == key)).scalar_one()
        if row != plain(machine.document.text):
            yield f"{key}: the text differs from the record's"
        yield from (f"{key}: {line}" for line in unbacked(machine))
        decided = standing(connection, key, machine)
        shown = apply(machine, decided).record
        if decided:
            yield from (f"{key}: corrected: {line}" for line in unbacked(shown))
        yield from (f"{key}: {line}" for line in _differing(connection, shown, key))


def _differing(connection: Connection, shown: Record, key: str) -> Iterator[str]:
    for table, rows in rows_of(shown, key):
        there = list(connection.execute(select(table).where(table.c.document == key)).mappings())
        if len(there) != len(rows):
            yield f"{table.name} has {len(there)} rows, the record {len(rows)}"
        elif any(changes(there, rows, tuple(c.name for c in table.primary_key))):
            yield f"{table.name} says other things than the record"
