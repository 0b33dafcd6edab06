"""Events of the store as reports to be merged."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select, tuple_

from communique.model.ids import digest
from communique.query.merging.clocks import days, home, host
from communique.query.merging.dating import dated
from communique.query.merging.told import Key, Party, Place, Told
from communique.store import schema

d, e, n, p, f = schema.documents, schema.events, schema.entities, schema.participants, schema.fingerprints
AT_ONCE = 400
CODE = "CONSULT"


def every(connection: Connection) -> list[Told]:
    """All contacts of all documents."""
    return _told(connection, _events(), _parties())


def every_key(connection: Connection) -> list[Key]:
    """Keys of all contacts of all documents."""
    query = select(e.c.document, e.c.id).where(e.c.code == CODE).order_by(e.c.document, e.c.id)
    return [(row.document, row.id) for row in connection.execute(query)]


def some(connection: Connection, keys: Iterable[Key]) -> list[Told]:
    """Those of some keys; keys that are not there are left out."""
    wanted = sorted(set(keys))
    found: list[Told] = []
    for i in range(0, len(wanted), AT_ONCE):
        part = wanted[i : i + AT_ONCE]
        documents = sorted({document for document, _ in part})
        events = _events().where(e.c.document.in_(documents), tuple_(e.c.document, e.c.id).in_(part))
        parties = _parties().where(p.c.document.in_(documents), tuple_(p.c.document, p.c.event).in_(part))
        found += _told(connection, events, parties)
    return found


def _events() -> Select[Any]:
    columns = (
        e.c.document, e.c.id, e.c.action, e.c.status, e.c.edtf, e.c.first_day, e.c.last_day, e.c.first, e.c.words,
        d.c.published, d.c.day, d.c.title, d.c.kind, d.c.publisher, d.c.address,
        n.c.name.label("place"), n.c.kind.label("place_kind"),
        n.c.country.label("place_country"), func.coalesce(f.c.origin, d.c.id).label("origin"),
        func.substr(d.c.text, 1, 200).label("head"),
    )  # fmt: skip
    place = and_(n.c.document == e.c.document, n.c.id == e.c.place)
    origin = f.c.document == e.c.document
    joined = e.join(d, d.c.id == e.c.document).outerjoin(n, place).outerjoin(f, origin)
    return select(*columns).select_from(joined).where(e.c.code == CODE)


def _parties() -> Select[Any]:
    columns = (p.c.document, p.c.event, p.c.actor, p.c.country, p.c.side, n.c.name, n.c.kind, n.c.role)
    named = and_(n.c.document == p.c.document, n.c.id == p.c.entity)
    of_contacts = and_(e.c.document == p.c.document, e.c.id == p.c.event)
    query = select(*columns).select_from(p.join(n, named).join(e, of_contacts)).where(e.c.code == CODE)
    return query.order_by(p.c.document, p.c.event, p.c.ordinal)


def _told(connection: Connection, events: Select[Any], parties: Select[Any]) -> list[Told]:
    who: dict[Key, list[Party]] = defaultdict(list)
    for row in connection.execute(parties):
        who[row.document, row.event].append(_party(row))
    return [_one(row, who[row.document, row.id]) for row in connection.execute(events)]


def _party(row: Any) -> Party:
    role = row.role.casefold() if row.role else None
    named = row.kind != "person" or (row.name.casefold() != role and row.name[:1].isupper())
    return Party(row.actor, row.name, row.kind, row.country, row.side, row.role, named)


def _one(row: Any, parties: Sequence[Party]) -> Told:
    today = days(row.published, row.address)
    head = row.title or row.head.partition("\n")[0]
    known, first, last = dated(row, parties, today, head)
    place = Place(row.place, row.place_country, row.place_kind != "country") if row.place else None
    actors = ",".join(sorted(x.actor for x in parties))
    return Told(
        document=row.document,
        event=row.id,
        action=row.action,
        status=row.status,
        edtf=row.edtf,
        first=first,
        last=last,
        dated=known,
        published=today[1],
        order=(row.published or "9999", row.first, row.document, row.id),
        parties=tuple(parties),
        place=place,
        origin=row.origin,
        likeness=digest(row.action, row.status, row.edtf or "", actors, " ".join(row.words.split())),
        home=home(row.address),
        outlet=row.publisher or host(row.address),
    )
