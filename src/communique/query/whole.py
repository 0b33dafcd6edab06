"""Whole records under a filter, one at a time: for exports of a store of any size."""

from collections.abc import Iterator

from sqlalchemy import Connection

from communique.model import Record
from communique.query.documents import documents
from communique.query.narrowing import Filter, Key
from communique.store.reader import record

AT_ONCE = 200  # keys fetched in one query


def records(connection: Connection, wanted: Filter) -> Iterator[Record]:
    """The records of the documents that pass, newest first, as people corrected them. Raises UsageError for unknown names."""
    after: Key | None = None
    while rows := documents(connection, wanted, AT_ONCE, after=after):
        for row in rows:
            found = record(connection, row["id"])
            if found is not None:
                yield found
        after = Key(rows[-1]["day"], rows[-1]["id"], rows[-1]["id"])
