"""Documents and claims under a filter, newest first, a page at a time."""

from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from communique.query.filters import actor_keys, country_code, narrow_documents
from communique.query.narrowing import Filter
from communique.store import schema

d, e, s, p = schema.documents, schema.events, schema.statements, schema.positions
Row = dict[str, Any]
LIMIT = 50
ANY = Filter()


def documents(connection: Connection, wanted: Filter = ANY, limit: int = LIMIT, skip: int = 0) -> list[Row]:
    """Documents, newest publication first; those without a date last. Every version counts as one."""
    columns = (
        d.c.id,
        d.c.text_id,
        d.c.day,
        d.c.publisher,
        d.c.title,
        d.c.kind,
        d.c.language,
        d.c.address,
        d.c.path,
        d.c.version,
    )
    query: Select[Any] = _page(narrow_documents(select(*columns), connection, wanted), d.c.day, d.c.id, limit, skip)
    return [dict(row) for row in connection.execute(query).mappings()]


def contacts(
    connection: Connection, wanted: Filter = ANY, limit: int = LIMIT, skip: int = 0, codes: str = "CONSULT"
) -> list[Row]:
    """Events (contacts unless `codes` says otherwise), latest first, each with its participants' names in order.

    The filter's days are those of the event, or of the document where the event has none; its actors take part in it.
    """
    day = func.coalesce(e.c.first_day, d.c.day)
    columns = (
        e.c.document, e.c.id, day.label("day"), e.c.first_day, e.c.last_day, e.c.action, e.c.status, e.c.code, e.c.trigger,
        e.c.words, e.c.first, e.c.last, e.c.confidence, d.c.publisher, d.c.title, d.c.address, d.c.path,
    )  # fmt: skip
    query: Select[Any] = select(*columns).join(d, d.c.id == e.c.document).where(e.c.code == codes)
    taking_part = schema.participants
    query = _of_actors(
        connection,
        query,
        wanted,
        taking_part,
        and_(taking_part.c.document == e.c.document, taking_part.c.event == e.c.id),
    )
    query = _between(_documents_of(connection, query, e.c.document, wanted), day, wanted)
    rows = [dict(r) for r in connection.execute(_page(query, day, e.c.id, limit, skip)).mappings()]
    return _named(connection, rows, taking_part, "event", {"who": None})


def statements(connection: Connection, wanted: Filter = ANY, limit: int = LIMIT, skip: int = 0) -> list[Row]:
    """Statements, newest document first, with the names of speakers and of those who relayed. Actors spoke or relayed."""
    columns = (
        s.c.document, s.c.id, d.c.day, s.c.form, s.c.channel, s.c.cue, s.c.words, s.c.first, s.c.last, s.c.confidence,
        d.c.publisher, d.c.title, d.c.address, d.c.path,
    )  # fmt: skip
    query: Select[Any] = select(*columns).join(d, d.c.id == s.c.document)
    link = schema.chain
    query = _of_actors(
        connection, query, wanted, link, and_(link.c.document == s.c.document, link.c.statement == s.c.id)
    )
    if wanted.channel:
        query = query.where(s.c.channel == wanted.channel)
    query = _between(_documents_of(connection, query, s.c.document, wanted), d.c.day, wanted)
    rows = [dict(r) for r in connection.execute(_page(query, d.c.day, s.c.id, limit, skip)).mappings()]
    return _named(connection, rows, link, "statement", {"speakers": "speaker", "via": "via"})


def positions(connection: Connection, wanted: Filter = ANY, limit: int = LIMIT, skip: int = 0) -> list[Row]:
    """Positions, newest document first, with the holders' names. The filter's actors hold them."""
    columns = (
        p.c.document, p.c.id, d.c.day, p.c.stance, p.c.target, p.c.words, p.c.first, p.c.last, p.c.confidence,
        d.c.publisher, d.c.title, d.c.address, d.c.path,
    )  # fmt: skip
    query: Select[Any] = select(*columns).join(d, d.c.id == p.c.document)
    link = schema.holders
    query = _of_actors(
        connection, query, wanted, link, and_(link.c.document == p.c.document, link.c.position == p.c.id)
    )
    query = _between(_documents_of(connection, query, p.c.document, wanted), d.c.day, wanted)
    rows = [dict(r) for r in connection.execute(_page(query, d.c.day, p.c.id, limit, skip)).mappings()]
    return _named(connection, rows, link, "position", {"holders": None})


def _page(query: Select[Any], day: ColumnElement[Any], key: ColumnElement[Any], limit: int, skip: int) -> Select[Any]:
    return query.order_by(day.is_(None), day.desc(), key).limit(limit).offset(skip)


def _between(query: Select[Any], day: ColumnElement[Any], wanted: Filter) -> Select[Any]:
    if wanted.since:
        query = query.where(day >= wanted.since)
    return query.where(day <= wanted.until) if wanted.until else query


def _documents_of(
    connection: Connection, query: Select[Any], column: ColumnElement[Any], wanted: Filter
) -> Select[Any]:
    """The filter's conditions on the document alone: words, kind, publisher."""
    narrowed = Filter(words=wanted.words, kind=wanted.kind, publisher=wanted.publisher)
    return query if narrowed == ANY else narrow_documents(query, connection, narrowed)


def _of_actors(
    connection: Connection, query: Select[Any], wanted: Filter, link: Any, joined: ColumnElement[bool]
) -> Select[Any]:
    """Each actor and each country that the filter names has a part in the item."""
    for name in wanted.actors:
        query = query.where(select(link.c.actor).where(joined, link.c.actor.in_(actor_keys(connection, name))).exists())
    for name in wanted.countries:
        actor = schema.actors
        acting = select(link.c.actor).join(actor, actor.c.key == link.c.actor)
        query = query.where(acting.where(joined, actor.c.country == country_code(name)).exists())
    return query


def _named(connection: Connection, rows: list[Row], link: Any, column: str, wanted: dict[str, str | None]) -> list[Row]:
    """Adds the names of the parties linked to each row, under the keys of `wanted` (its values: the chain's part)."""
    if not rows:
        return rows
    n = schema.entities
    item = link.c[column]
    mine = or_(*(and_(link.c.document == r["document"], item == r["id"]) for r in rows))
    part = link.c.part if "part" in link.c else link.c.ordinal
    query: Select[Any] = select(link.c.document, item.label("item"), part.label("part"), n.c.name, n.c.country)
    query = (
        query.join(n, and_(n.c.document == link.c.document, n.c.id == link.c.entity))
        .where(mine)
        .order_by(link.c.ordinal)
    )
    found = list(connection.execute(query))
    for row in rows:
        here = [f for f in found if f.document == row["document"] and f.item == row["id"]]
        for name, kind in wanted.items():
            row[name] = [f.name for f in here if kind is None or f.part == kind]
    return rows
