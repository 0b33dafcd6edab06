"""Which documents were read by another reader than the present one."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from communique.model import Reader
from communique.store import schema


def stale(connection: Connection, present: Reader, older: bool = False) -> list[str]:
    """Keys of the documents that another version, other models, or other files of the user's own read; in order.

    Options of the reading (a date or publisher assumed) do not count: what they gave stands in the document.
    older: those alone that an older version read.
    """
    r = schema.readings
    rows = connection.execute(select(r.c.document, r.c.version, r.c.model, r.c.settings).order_by(r.c.document))
    now = (present.version, present.model, _own(present.settings))
    if older:
        return [row.document for row in rows if _number(row.version) < _number(present.version)]
    return [row.document for row in rows if (row.version, row.model, _own(row.settings)) != now]


def with_own(connection: Connection, keys: Collection[str]) -> int:
    """How many of some documents were read with files of the user's own."""
    r = schema.readings
    rows = connection.execute(select(r.c.document).where(r.c.settings.contains("+"))).scalars()
    return len(set(keys).intersection(rows))


def _own(settings: str) -> str:
    """The digest of the user's own files, "" for none."""
    return settings.partition("+")[2]


def _number(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdecimal()]
