"""Which items a filter lets through: their keys alone, newest first, a page at a time.

The keys come off an index that has the order already: that of the rarest party asked for, else that of the items' days. Rows
are fetched for the keys of the page only, so that an answer costs about the same in a store of any size.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, exists, func, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from communique.query.filters import matching_all, publishers
from communique.query.narrowing import Filter, Key
from communique.store import schema
from communique.store.fulltext import hits, matches

d = schema.documents
COUNTED = 5_000  # links of one party that are counted to find the rarest
SOME = 20_000  # documents of a kind or publisher that make a short list
FEW = 2_000  # documents that are sorted sooner than all are gone through


class Kind(NamedTuple):
    """A table of items, the table that links them to parties, and the column there that names the item."""

    table: Any
    link: Any
    item: str

    @property
    def key(self) -> tuple[Any, Any]:
        """Document and id of an item; a document is its own."""
        return (d.c.id, d.c.id) if self.table is d else (self.table.c.document, self.table.c.id)


DOCUMENTS = Kind(d, schema.entities, "document")
EVENTS = Kind(schema.events, schema.participants, "event")
STATEMENTS = Kind(schema.statements, schema.chain, "statement")
POSITIONS = Kind(schema.positions, schema.holders, "position")


def keys(
    connection: Connection,
    kind: Kind,
    wanted: Filter,
    own: Sequence[ColumnElement[bool]],
    limit: int,
    skip: int = 0,
    after: Key | None = None,
) -> list[tuple[str, str]]:
    """(document, id) of the items that pass. own: conditions on the items' table. after: the row before the first wanted.

    Raises UsageError for unknown names.
    """
    parties = matching_all(connection, wanted.actors, wanted.countries)
    named = Filter(words=wanted.words, kind=wanted.kind, publisher=wanted.publisher)
    if parties:
        query, day, columns = _by_party(connection, kind, parties, own)
        if named != Filter():
            query = query.where(in_documents(connection, columns[0], named))
    else:
        query, day, columns = _by_day(connection, kind, named, own)
    if wanted.since:
        query = query.where(day >= wanted.since)
    if wanted.until:
        query = query.where(day <= wanted.until)
    rows = a_page(connection, query, day, tuple(dict.fromkeys(columns)), limit, skip, after)
    return [(row[1], row[-1]) for row in rows]


def a_page(
    connection: Connection,
    query: Select[Any],
    day: ColumnElement[Any],
    columns: Sequence[ColumnElement[Any]],
    limit: int,
    skip: int = 0,
    after: Key | None = None,
) -> list[Any]:
    """Rows of a query, latest day first and those without one last, then by the columns, which make each row one of a kind.

    after: the row before the first wanted; its document is left out where the id alone tells rows apart.
    """
    query = query.order_by(day.desc().nulls_last(), *(c.desc() for c in columns))
    if after is None:
        return list(connection.execute(query.limit(limit).offset(skip)))
    rows: list[Any] = []
    own = columns[-1].type.python_type(after.id)
    last = (own,) if len(columns) == 1 else (after.document, own)
    if after.day is not None:  # one range of the index; rows without a day lie beyond it
        rows += connection.execute(query.where(tuple_(day, *columns) < (after.day, *last)).limit(limit))
    if len(rows) < limit:
        rest = query.where(day.is_(None))
        if after.day is None:
            rest = rest.where(tuple_(*columns) < last)
        rows += connection.execute(rest.limit(limit - len(rows)))
    return rows


def _by_day(
    connection: Connection, kind: Kind, named: Filter, own: Sequence[ColumnElement[bool]]
) -> tuple[Select[Any], ColumnElement[Any], tuple[Any, Any]]:
    """The items of all parties: of the documents that pass, where these are few or give the order; else each is checked."""
    few = few_pass(connection, named)
    day, columns = kind.table.c.day, kind.key
    conditions = _of_documents(connection, named, apart=not few)
    if kind.table is d:
        return select(day, d.c.id).where(*conditions, *own), day, columns
    if not conditions:
        return select(day, *columns).where(*own), day, columns
    if few or kind is not EVENTS:  # statements and positions are of their document's day
        day, columns = (day if kind is EVENTS else d.c.day), (d.c.id, kind.table.c.id)
        checked = [condition.is_(True) for condition in own]  # written so, no index of the items' can lead
        query = select(day, *columns).join(d, d.c.id == kind.table.c.document).where(*conditions, *checked)
        return query, day, columns
    return select(day, *columns).where(*own, exists().where(d.c.id == columns[0], *conditions)), day, columns


def in_documents(connection: Connection, document: ColumnElement[Any], named: Filter) -> ColumnElement[bool]:
    """That an item's document passes: one of a list where that is short, else each is looked up."""
    if not few_pass(connection, named, SOME):
        return exists().where(d.c.id == document, *_of_documents(connection, named))
    apart = bool(named.words) and not few_pass(connection, Filter(words=named.words))
    return document.in_(select(d.c.id).where(*_of_documents(connection, named, apart)))


def few_pass(connection: Connection, named: Filter, most: int | None = None) -> bool:
    """Whether one of the conditions leaves few documents. most: how many may be of a kind or publisher, which cost less."""
    if named.words and hits(connection, named.words, FEW + 1) <= FEW:
        return True
    most = FEW if most is None else most
    for condition in _of_documents(connection, Filter(kind=named.kind, publisher=named.publisher)):
        some = select(d.c.day).where(condition).limit(most + 1).subquery()
        if connection.execute(select(func.count()).select_from(some)).scalar_one() <= most:
            return True
    return False


def _by_party(
    connection: Connection, kind: Kind, parties: list[tuple[str, list[str]]], own: Sequence[ColumnElement[bool]]
) -> tuple[Select[Any], ColumnElement[Any], tuple[Any, Any]]:
    """The items that all parties have a part in, found by the one that has a part in the fewest."""
    if len(parties) > 1:
        parties = sorted(parties, key=lambda p: _links(connection, kind, *p))
    link, (first, *others) = kind.link, parties
    columns = (link.c.document, link.c[kind.item])
    query = select(link.c.day, *dict.fromkeys(columns)).distinct().where(is_party(link, *first))
    for n, party in enumerate(others):
        other = link.alias(f"other{n}")
        same = and_(other.c.document == columns[0], other.c[kind.item] == columns[1])
        query = query.where(exists().where(same, is_party(other, *party)))
    if own:
        query = query.where(exists().where(*(a == b for a, b in zip(kind.key, columns, strict=True)), *own))
    return query, link.c.day, columns


def is_party(link: Any, column: str, values: list[str]) -> ColumnElement[bool]:
    mine = link.c.key if column == "actor" and "key" in link.c else link.c[column]
    condition: ColumnElement[bool] = mine == values[0] if len(values) == 1 else mine.in_(values)
    return condition


def _links(connection: Connection, kind: Kind, column: str, values: list[str]) -> int:
    some = select(kind.link.c.document).where(is_party(kind.link, column, values)).limit(COUNTED).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()


def _of_documents(connection: Connection, named: Filter, apart: bool = False) -> list[ColumnElement[bool]]:
    """The filter's conditions on the document. apart: see `matches`."""
    conditions: list[ColumnElement[bool]] = []
    if named.words:
        conditions.append(matches(connection.dialect, named.words, apart))
    if named.kind:
        conditions.append(d.c.kind == named.kind)
    if named.publisher:
        conditions.append(d.c.publisher.in_(publishers(connection, named.publisher)))
    return conditions
