"""Saved searches: a filter as it stands in an address, under a name."""

from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import Connection, delete, insert, select

from communique.errors import UsageError
from communique.model.ids import digest
from communique.outgoing.entry import WHAT
from communique.query.filters import matching_all
from communique.query.narrowing import Filter
from communique.store.clock import now
from communique.store.outgoing import saved

Row = dict[str, Any]
LOCAL = "local"
SINGLE = {
    "q": "words",
    "kind": "kind",
    "publisher": "publisher",
    "channel": "channel",
    "since": "since",
    "until": "until",
}
SEVERAL = {"actor": "actors", "country": "countries"}


def spell(wanted: Filter) -> str:
    """A filter as it stands in an address, without the question mark."""
    fields = [("q", wanted.words), *(("actor", a) for a in wanted.actors), *(("country", c) for c in wanted.countries)]
    fields += [(name, getattr(wanted, name)) for name in ("kind", "publisher", "channel", "since", "until")]
    return urlencode([(name, value) for name, value in fields if value])


def parse(query: str) -> Filter:
    """The filter that an address spells. Raises UsageError for words that no filter has, and for days that are none."""
    fields: dict[str, Any] = {"actors": (), "countries": ()}
    for name, value in parse_qsl(query.removeprefix("?")):
        if name in SEVERAL:
            fields[SEVERAL[name]] += (value,)
        elif name in SINGLE:
            fields[SINGLE[name]] = value
        else:
            raise UsageError(f"{name!r}: a search can be narrowed by {', '.join((*SINGLE, *SEVERAL))}")
    for name in ("since", "until"):
        try:
            date.fromisoformat(fields.get(name) or "2000-01-01")
        except ValueError as error:
            raise UsageError(f"{fields[name]!r} is no day; write YYYY-MM-DD") from error
    return Filter(**fields)


def save(connection: Connection, name: str, what: str, query: str, owner: str = LOCAL) -> str:
    """Keep a search; its id, made of owner, what and filter: the same search twice is one. Raises UsageError."""
    if what not in WHAT:
        raise UsageError(f"{what!r}: what can be followed is: {', '.join(WHAT)}")
    if not name.strip():
        raise UsageError("a search without a name")
    wanted = parse(query)
    matching_all(connection, wanted.actors, wanted.countries)  # names that nobody bears are said now, not at night
    query = spell(wanted)
    key = "q" + digest(owner, what, query)
    if get(connection, key) is None:
        row = {"id": key, "owner": owner, "name": name.strip(), "what": what, "query": query, "created": now()}
        connection.execute(insert(saved).values(row))
    return key


def get(connection: Connection, key: str) -> Row | None:
    """A saved search by its id."""
    row = connection.execute(select(saved).where(saved.c.id == key)).mappings().first()
    return dict(row) if row is not None else None


def searches(connection: Connection, owner: str | None = None) -> list[Row]:
    """Saved searches, of one owner or of all, by name."""
    query = select(saved) if owner is None else select(saved).where(saved.c.owner == owner)
    return [dict(row) for row in connection.execute(query.order_by(saved.c.name, saved.c.id)).mappings()]


def remove(connection: Connection, key: str, owner: str | None = None) -> None:
    """Forget a search, and with it who is told of it. Raises UsageError where there is none (of that owner)."""
    mine = [saved.c.id == key, *([saved.c.owner == owner] if owner is not None else [])]
    if not connection.execute(delete(saved).where(*mine)).rowcount:
        raise UsageError(f"{key}: no such search")
