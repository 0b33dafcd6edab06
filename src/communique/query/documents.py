"""Documents and claims under a filter, newest first, a page at a time."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, exists
from sqlalchemy.sql.elements import ColumnElement

from communique.query.items import rows
from communique.query.narrowing import Filter, Key
from communique.query.which import DOCUMENTS, EVENTS, POSITIONS, STATEMENTS, Kind, keys
from communique.query.wording import saying_so
from communique.store import schema

d, e, s = schema.documents, schema.events, schema.statements
Row = dict[str, Any]
LIMIT = 50
LOOKED_THROUGH = 10_000  # documents that have the words, the newest
ANY = Filter()


def documents(
    connection: Connection,
    wanted: Filter = ANY,
    limit: int = LIMIT,
    skip: int = 0,
    after: Key | None = None,
    own: Sequence[ColumnElement[bool]] = (),
) -> list[Row]:
    """Documents, newest publication first; those without a date last. Every version counts as one.

    after: the row that the page goes on from. own: more conditions.
    """
    own = [*own, exists().where(s.c.document == d.c.id, s.c.channel == wanted.channel)] if wanted.channel else own
    return rows(connection, DOCUMENTS, keys(connection, DOCUMENTS, wanted, own, limit, skip, after))


def contacts(
    connection: Connection,
    wanted: Filter = ANY,
    limit: int = LIMIT,
    skip: int = 0,
    after: Key | None = None,
    codes: str = "CONSULT",
) -> list[Row]:
    """Events (contacts unless `codes` says otherwise), latest first, each with its participants' names in order.

    The filter's days are those of the event, or of the document where the event has none; its actors take part in it.
    """
    found = keys(connection, EVENTS, wanted, [e.c.code == codes], limit, skip, after)
    return rows(connection, EVENTS, found)


def statements(
    connection: Connection, wanted: Filter = ANY, limit: int = LIMIT, skip: int = 0, after: Key | None = None
) -> list[Row]:
    """Statements, newest document first, with the names of speakers and of those who relayed. Actors spoke or relayed.

    The filter's words stand in their own.
    """
    own = [s.c.channel == wanted.channel] if wanted.channel else []
    found = _said(connection, STATEMENTS, wanted, own, limit, skip, after)
    return rows(connection, STATEMENTS, found)


def positions(
    connection: Connection, wanted: Filter = ANY, limit: int = LIMIT, skip: int = 0, after: Key | None = None
) -> list[Row]:
    """Positions, newest document first, with the holders' names. The filter's actors hold them.

    The filter's words stand in their own.
    """
    found = _said(connection, POSITIONS, wanted, [], limit, skip, after)
    return rows(connection, POSITIONS, found)


def _said(
    connection: Connection,
    kind: Kind,
    wanted: Filter,
    own: Sequence[ColumnElement[bool]],
    limit: int,
    skip: int,
    after: Key | None,
) -> list[tuple[str, str]]:
    """The keys of items that have the filter's words in their own."""
    if not wanted.words:
        return keys(connection, kind, wanted, own, limit, skip, after)
    return saying_so(connection, kind, wanted, own, limit + skip, after, LOOKED_THROUGH).keys[skip:]
