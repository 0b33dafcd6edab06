"""Documents with their records, one after another."""

from collections.abc import Iterator
from typing import NamedTuple
from zlib import decompress

from sqlalchemy import Connection, select

from communique.model import Record, from_json
from communique.store import schema

d, f, r = schema.documents, schema.fingerprints, schema.readings
AT_ONCE = 200  # in memory


class Text(NamedTuple):
    """A document with its record; origin is the same for copies."""

    id: str
    day: str | None
    origin: str
    read: str
    record: Record


def texts(connection: Connection, keys: list[str]) -> Iterator[Text]:
    """Documents with their records, in order of the keys, a few in memory at a time."""
    query = select(d.c.id, d.c.day, f.c.origin, r.c.read, r.c.record).join(r).outerjoin(f, f.c.document == d.c.id)
    for i in range(0, len(keys), AT_ONCE):
        some = connection.execute(query.where(d.c.id.in_(keys[i : i + AT_ONCE])).order_by(d.c.id)).all()
        for row in some:
            yield Text(row.id, row.day, row.origin or row.id, row.read, from_json(decompress(row.record)))
