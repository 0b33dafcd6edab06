"""Series of readouts: what one publisher tells of one side's contacts with another, and which readout belongs to which.

A readout of exactly two states belongs to that of the two whose words it has. The store keeps which (`readouts`); where a
record changed since, the row says so, and the series is read off the record again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, exists, func, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from communique.store import schema
from communique.store.across import phrase_documents as looked_through
from communique.store.across import readouts as r

d, e, f, p, c = schema.documents, schema.events, schema.fingerprints, schema.participants, schema.chain
SHORT = 400  # characters: a shorter readout leaves out most of what could be said
AT_ONCE = 500


class Series(NamedTuple):
    """side: whose words (ISO code); partner: the other state; publisher: "" for none."""

    side: str
    partner: str
    publisher: str


class Readout(NamedTuple):
    """One of a series."""

    document: str
    day: str
    publisher: str | None
    title: str | None
    address: str | None


Moved = dict[str, tuple[Series | None, Series | None]]
"""For each readout that changed, the series that the store has it in, and the one that it belongs to now."""


def moved(connection: Connection, side: str | None = None, partner: str | None = None, to_keep: bool = False) -> Moved:
    """The readouts that changed, as far as they may belong to series of two states, where these are given.

    to_keep: it is to be written down, so that what changes meanwhile has to wait.
    """
    query = select(r.c.document, r.c.side, r.c.partner, r.c.publisher).where(r.c.looked == 0)
    for state, column in ((side, r.c.side), (partner, r.c.partner)):
        if state:
            taking_part = exists().where(p.c.document == r.c.document, (p.c.country == state).is_(True))
            query = query.where(or_(column == state, taking_part))
    query = query.order_by(r.c.document)
    rows = connection.execute(query.with_for_update() if to_keep else query).all()
    now = _belonging(connection, [row.document for row in rows])
    return {row.document: (_series(row), now.get(row.document)) for row in rows}


def keep(connection: Connection, changed: Moved) -> None:
    """Write down where the readouts that changed belong now."""
    nowhere = (None, None, None)
    rows = [
        dict(zip(("here", "a", "b", "c"), (key, *(now or nowhere)), strict=True)) for key, (_, now) in changed.items()
    ]
    at = update(r).where(r.c.document == bindparam("here"))
    values = {"looked": 1, "side": bindparam("a"), "partner": bindparam("b"), "publisher": bindparam("c")}
    if rows:
        connection.execute(at.values(values), rows)


def members(connection: Connection, wanted: Iterable[Series], changed: Mapping[str, tuple[Any, Series | None]],
            least: int) -> Iterator[tuple[Series, list[Readout]]]:  # fmt: skip
    """The readouts of some series, oldest first, one of each origin; series of fewer than `least` are left out."""
    series = sorted(set(wanted))
    found: dict[Series, list[str]] = {one: [] for one in series}
    for some in portions(sorted({one.side for one in series})):
        query = select(r.c.document, r.c.side, r.c.partner, r.c.publisher).where(r.c.side.in_(some))
        if len(series) == 1:
            query = query.where(r.c.partner == series[0].partner)
        for row in connection.execute(query):
            one = _series(row)
            if one in found and row.document not in changed:
                found[one].append(row.document)
    for document, (_, now) in changed.items():
        if now in found:
            found[now].append(document)
    long = {one: documents for one, documents in found.items() if len(documents) >= least}
    told = _told(connection, sorted({document for documents in long.values() for document in documents}))
    for one, documents in long.items():
        first: dict[str, Readout] = {}
        here = (told[key] for key in documents if key in told)
        for readout, origin in sorted(here, key=lambda x: (x[0].day, x[0].document)):
            first.setdefault(origin, readout)
        if len(first) >= least:
            yield one, list(first.values())


def _series(row: Any) -> Series | None:
    return Series(row.side, row.partner, row.publisher) if row.side else None


def _belonging(connection: Connection, documents: list[str]) -> dict[str, Series]:
    """The series of those readouts that belong to one."""
    found: dict[str, Series] = {}
    for some in portions(documents):
        long = select(d.c.id, d.c.publisher).where(
            d.c.id.in_(some), d.c.kind == "readout", d.c.day.is_not(None), func.length(d.c.text) >= SHORT
        )
        publisher = {row.id: row.publisher or "" for row in connection.execute(long)}
        met: dict[str, set[str]] = defaultdict(set)
        parties = select(p.c.document, p.c.country).join(e, (e.c.document == p.c.document) & (e.c.id == p.c.event))
        parties = parties.where(p.c.document.in_(some), p.c.country.is_not(None), _checked(e.c.code == "CONSULT"))
        for row in connection.execute(parties.distinct()):
            met[row.document].add(row.country)
        statements = func.count(c.c.statement.distinct())
        spoken = select(c.c.document, c.c.country).where(c.c.document.in_(some), _checked(c.c.part == "speaker"))
        spoken = spoken.where(c.c.country.is_not(None)).group_by(c.c.document, c.c.country)
        for row in connection.execute(spoken.order_by(c.c.document, statements.desc(), c.c.country)):
            states = met[row.document]
            if len(states) == 2 and row.country in states and row.document in publisher:
                (partner,) = states - {row.country}
                found.setdefault(row.document, Series(row.country, partner, publisher[row.document]))
    return found


def _checked(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """A condition that no index leads to."""
    return condition.is_(True)


def _told(connection: Connection, documents: list[str]) -> dict[str, tuple[Readout, str]]:
    """Readouts with their origins; those that were not looked through for phrases yet are left out."""
    columns = (d.c.id, d.c.day, d.c.publisher, d.c.title, d.c.address, func.coalesce(f.c.origin, d.c.id))
    query = (
        select(*columns).join(looked_through, looked_through.c.document == d.c.id).outerjoin(f, f.c.document == d.c.id)
    )
    found = {}
    for some in portions(documents):
        for *fields, origin in connection.execute(query.where(d.c.id.in_(some))):
            found[fields[0]] = (Readout(*fields), origin)
    return found


def portions(keys: list[str]) -> list[list[str]]:
    """Keys, as many as go into one query."""
    return [keys[i : i + AT_ONCE] for i in range(0, len(keys), AT_ONCE)]
