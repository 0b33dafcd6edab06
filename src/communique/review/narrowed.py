"""A filter's conditions on items that are read in an order of their own: each is a check, or a short list that leads."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, exists, func, select
from sqlalchemy.sql.elements import ColumnElement

from communique.query.filters import matching_all, publishers
from communique.query.narrowing import Filter
from communique.store import schema
from communique.store.fulltext import hits, matches

d = schema.documents
FEW = 5_000  # rows that are sorted sooner than all items are gone through


class Kind(NamedTuple):
    """A table of items, the table that links them to parties, the column there that names the item, columns that tell what."""

    table: Any
    link: Any
    item: str
    what: tuple[Any, ...]


_e, _s, _p = schema.events, schema.statements, schema.positions
KINDS = {
    "event": Kind(_e, schema.participants, "event", (_e.c.action, _e.c.status)),
    "statement": Kind(_s, schema.chain, "statement", (_s.c.form, _s.c.channel, _s.c.cue)),
    "position": Kind(_p, schema.holders, "position", (_p.c.stance, _p.c.target)),
}


def conditions(connection: Connection, kind: Kind, wanted: Filter) -> list[ColumnElement[bool]]:
    """What an item must fulfil to pass. Raises UsageError for unknown names."""
    table, link = kind.table, kind.link
    out: list[ColumnElement[bool]] = []
    for column, values in matching_all(connection, wanted.actors, wanted.countries):
        mine = link.c.key if column == "actor" and "key" in link.c else link.c[column]
        here = select(link.c.document).where(mine.in_(values))
        if _few(connection, here):
            out.append(table.c.document.in_(here))
        same = [link.c.document == table.c.document, mine.in_(values)]
        if link is not schema.entities:
            same.append(link.c[kind.item] == table.c.id)
        out.append(exists().where(*same))
    if wanted.words:
        led = hits(connection, wanted.words, FEW + 1) <= FEW
        out.append(_documents(table, [matches(connection.dialect, wanted.words, apart=not led)], led))
    if wanted.kind:
        out.append(_checked(connection, table, d.c.kind == wanted.kind))
    if wanted.publisher:
        out.append(_checked(connection, table, d.c.publisher.in_(publishers(connection, wanted.publisher))))
    if wanted.channel and "channel" in table.c:
        out.append(table.c.channel == wanted.channel)
    days = [d.c.day >= wanted.since] if wanted.since else []
    days += [d.c.day <= wanted.until] if wanted.until else []
    if days:
        out.append(_checked(connection, table, *days))
    return out


def _checked(connection: Connection, table: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return _documents(table, list(conditions), _few(connection, select(d.c.id).where(*conditions)))


def _documents(table: Any, conditions: list[ColumnElement[bool]], led: bool) -> ColumnElement[bool]:
    """That an item's document passes. led: few do, so that their list comes first; else each is looked up."""
    if led:
        passed: ColumnElement[bool] = table.c.document.in_(select(d.c.id).where(*conditions))
        return passed
    return exists().where(d.c.id == table.c.document, *conditions)


def _few(connection: Connection, query: Select[Any]) -> bool:
    some = query.limit(FEW + 1).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one() <= FEW
