"""A filter as conditions on items that are read in an order of their own (by confidence, by arrival): each item is checked."""

from typing import Any

from sqlalchemy import Connection, Select, exists, func, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from communique.query.filters import matching_all, publishers
from communique.query.narrowing import Filter
from communique.query.which import SOME, STATEMENTS, Kind, in_documents, is_party
from communique.store import schema
from communique.store.fulltext import matches

d, s = schema.documents, schema.statements


def conditions(connection: Connection, kind: Kind, wanted: Filter) -> list[ColumnElement[bool]]:
    """What an item must fulfil to pass a filter; a party with a part in few items leads to them. Raises UsageError."""
    document, item = kind.key
    out: list[ColumnElement[bool]] = []
    for column, values in matching_all(connection, wanted.actors, wanted.countries):
        link, mine = kind.link, is_party(kind.link, column, values)
        if _few(connection, select(link.c.document).where(mine)):
            out.append(tuple_(document, item).in_(select(link.c.document, link.c[kind.item]).where(mine)))
        else:
            checked = mine.is_(True)  # written so, the index of the party's links cannot lead: that of the item does
            out.append(exists().where(link.c.document == document, link.c[kind.item] == item, checked))
    named = Filter(words=wanted.words, kind=wanted.kind, publisher=wanted.publisher)
    if kind.table is d:
        out += _of_documents(connection, named)
    elif named != Filter():
        out.append(in_documents(connection, document, named))
    if wanted.since:
        out.append(kind.table.c.day >= wanted.since)
    if wanted.until:
        out.append(kind.table.c.day <= wanted.until)
    if wanted.channel and kind is STATEMENTS:
        out.append(s.c.channel == wanted.channel)
    elif wanted.channel and kind.table is d:
        out.append(exists().where(s.c.document == d.c.id, s.c.channel == wanted.channel))
    return out


def _of_documents(connection: Connection, named: Filter) -> list[ColumnElement[bool]]:
    out: list[ColumnElement[bool]] = []
    if named.words:
        out.append(matches(connection.dialect, named.words, apart=True))
    if named.kind:
        out.append(d.c.kind == named.kind)
    if named.publisher:
        out.append(d.c.publisher.in_(publishers(connection, named.publisher)))
    return out


def _few(connection: Connection, query: Select[Any]) -> bool:
    some = query.limit(SOME).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one() < SOME
