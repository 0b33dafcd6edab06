"""A filter as SQL: names become keys, conditions become clauses."""

from functools import lru_cache

from sqlalchemy import Connection, Select, and_, exists, or_, select

from communique.errors import UsageError
from communique.lexicon.states import states
from communique.query.narrowing import Filter
from communique.store import schema
from communique.store.rows import fold

d = schema.documents


def actor_keys(connection: Connection, name: str) -> list[str]:
    """Keys of the parties that a name may mean: a Wikidata id or key, a full name, or the end of one; for a state, all who
    act for it.

    Raises UsageError where nobody of that name is in the store.
    """
    folded = fold(name)
    state = state_code(name)
    keys, names = schema.actors.c.key, schema.actor_names
    exact = [keys == name] + ([schema.actors.c.country == state] if state else [])
    found = set(connection.execute(select(keys).where(or_(*exact))).scalars())
    found.update(connection.execute(select(names.c.key).where(names.c.folded == folded)).scalars())
    if not found and folded:
        ends = names.c.folded.like("% " + folded.replace("%", "").replace("_", " "))
        found.update(connection.execute(select(names.c.key).where(ends)).scalars())
    if not found:
        raise UsageError(f"nobody called {name!r} is in the store")
    return sorted(found)


@lru_cache(maxsize=1)
def _state_names() -> dict[str, str]:
    names = {fold(alias): s.iso3 for s in states().values() for alias in (*s.aliases, s.name)}
    return names | {s.iso3.lower(): s.iso3 for s in states().values()}


def state_code(name: str) -> str | None:
    """ISO 3166-1 alpha-3 of a state given by code, name or another of its names; None for anything else."""
    return _state_names().get(fold(name))


def country_code(name: str) -> str:
    """The ISO code of a state given by code or name. Raises UsageError."""
    code = state_code(name)
    if code is None:
        raise UsageError(f"{name!r} is no state that is known here")
    return code


def narrow_documents(query: Select[tuple[str]], connection: Connection, wanted: Filter) -> Select[tuple[str]]:
    """`query` (which selects from `documents`) under the filter's conditions on the document."""
    from communique.store.fulltext import matches

    if wanted.words:
        query = query.where(matches(connection.dialect, wanted.words))
    if wanted.kind:
        query = query.where(d.c.kind == wanted.kind)
    if wanted.publisher:
        query = query.where(d.c.publisher.ilike(f"%{wanted.publisher}%"))
    if wanted.since:
        query = query.where(d.c.day >= wanted.since)
    if wanted.until:
        query = query.where(d.c.day <= wanted.until)
    e = schema.entities
    for name in wanted.actors:
        named = and_(e.c.document == d.c.id, e.c.key.in_(actor_keys(connection, name)))
        query = query.where(exists().where(named))
    for name in wanted.countries:
        query = query.where(exists().where(and_(e.c.document == d.c.id, e.c.country == country_code(name))))
    if wanted.channel:
        s = schema.statements
        query = query.where(exists().where(and_(s.c.document == d.c.id, s.c.channel == wanted.channel)))
    return query
