"""The tables of merged contacts: what has to be worked out again, and writing it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, and_, delete, func, insert, select, tuple_

from communique.query.merging.contact import Contact
from communique.query.merging.index import Index
from communique.query.merging.keys import months, pairs_of
from communique.query.merging.load import CODE
from communique.query.merging.told import Key, Party
from communique.store import schema
from communique.store.across import former_contacts as former
from communique.store.across import merged_contacts as c
from communique.store.across import merged_decisions as followed
from communique.store.across import merged_participants as who
from communique.store.across import reports as r
from communique.store.deciding import decisions

e, f = schema.events, schema.fingerprints
AT_ONCE = 400
ROWS = 5_000
Some = TypeVar("Some")


def unmerged(connection: Connection) -> list[Key]:
    """Contacts of documents that no merged contact has yet."""
    same = and_(r.c.document == e.c.document, r.c.event == e.c.id)
    query = select(e.c.document, e.c.id).outerjoin(r, same).where(e.c.code == CODE, r.c.document.is_(None))
    return [(row.document, row.id) for row in connection.execute(query.order_by(e.c.document, e.c.id))]


def stale(connection: Connection) -> list[str]:
    """Merged contacts of which a report is gone, or has another origin than when it was merged."""
    there = select(func.count()).select_from(r).where(r.c.contact == c.c.id).scalar_subquery()
    found = set(connection.execute(select(c.c.id).where(c.c.reports != there)).scalars())
    moved = select(r.c.contact).join(f, f.c.document == r.c.document).where(f.c.origin != r.c.origin)
    return sorted(found | set(connection.execute(moved).scalars()))


def all_contacts(connection: Connection) -> list[str]:
    """Ids of all merged contacts."""
    return list(connection.execute(select(c.c.id).order_by(c.c.id)).scalars())


def merged_reports(connection: Connection) -> int:
    """How many reports are merged."""
    return connection.execute(select(func.count()).select_from(r)).scalar_one()


def outdated(connection: Connection) -> bool:
    """Whether there is anything to do."""
    from communique.query.merging.decided import in_force

    return bool(newly_decided(connection, in_force(connection)) or unmerged(connection) or stale(connection))


def newly_decided(connection: Connection, known: Mapping[int, tuple[str, Key, Key]]) -> list[Key]:
    """The reports that people decided about, or took a decision back, since the last run."""
    before = set(connection.execute(select(followed.c.number)).scalars())
    changed = before ^ known.keys()
    if not changed:
        return []
    from communique.query.merging.decided import read

    rows = connection.execute(select(decisions).where(decisions.c.number.in_(sorted(changed))))
    return sorted({key for row in rows if (found := read(row)) for key in found[1:]})


def follow(connection: Connection, known: Mapping[int, Any]) -> None:
    """Keep which decisions the merged contacts follow."""
    connection.execute(delete(followed).where(followed.c.number.not_in(sorted(known))))
    before = set(connection.execute(select(followed.c.number)).scalars())
    if new := [{"number": n} for n in known if n not in before]:
        connection.execute(insert(followed), new)


def beside(connection: Connection, contacts: Sequence[str]) -> set[Key]:
    """The reports of some contacts and of those from which they had to be told apart."""
    other = c.alias()
    found: set[Key] = set()
    for some in _portions(contacts):
        query = (
            select(r.c.document, r.c.event)
            .join(other, other.c.id == r.c.contact)
            .join(c, c.c.component == other.c.component)
        )
        found.update((row.document, row.event) for row in connection.execute(query.where(c.c.id.in_(some)).distinct()))
    return found


def gone(connection: Connection, contacts: Sequence[str]) -> set[str]:
    """The keys under which reports stand that may have meant one of these contacts."""
    found: set[str] = set()
    for some in _portions(contacts):
        parties: dict[str, list[Party]] = {}
        for row in connection.execute(select(who).where(who.c.contact.in_(some))):
            parties.setdefault(row.contact, []).append(
                Party(row.actor, row.name, row.kind, row.country, row.side, None)
            )
        query = select(c.c.id, c.c.first_day, c.c.last_day).where(c.c.id.in_(some), c.c.first_day.is_not(None))
        for row in connection.execute(query):
            for month in months(*(_ordinal(day) for day in (row.first_day, row.last_day))):
                found.update(f"{pair}?{month}" for pair in pairs_of(parties.get(row.id, [])))
    return found


def together(connection: Connection, keys: Sequence[Key]) -> Iterator[list[Key]]:
    """The reports of each contact that one of these belongs to."""
    contacts = sorted(contacts_of(connection, keys))
    for some in _portions(contacts):
        found: dict[str, list[Key]] = {}
        for row in connection.execute(select(r.c.contact, r.c.document, r.c.event).where(r.c.contact.in_(some))):
            found.setdefault(row.contact, []).append((row.document, row.event))
        yield from (sorted(found[contact]) for contact in some)


def contacts_of(connection: Connection, keys: Sequence[Key]) -> set[str]:
    """Ids of the contacts that some reports belong to."""
    found: set[str] = set()
    for some in _portions(keys):
        documents = sorted({document for document, _ in some})
        query = select(r.c.contact).where(r.c.document.in_(documents), tuple_(r.c.document, r.c.event).in_(some))
        found.update(connection.execute(query).scalars())
    return found


def contact_with(connection: Connection, key: Key) -> tuple[list[Key], str]:
    """The reports of the contact that one belongs to, and the component of that contact."""
    mine = select(r.c.contact).where(r.c.document == key[0], r.c.event == key[1]).scalar_subquery()
    rows = connection.execute(select(r.c.document, r.c.event, c.c.component).join(c).where(r.c.contact == mine)).all()
    return [(row.document, row.event) for row in rows], rows[0].component


def write(connection: Connection, contacts: Sequence[Contact], dropped: Iterable[str], index: Index) -> None:
    """Put contacts in the place of those whose reports they have, and of those dropped. Ids that end lead on."""
    keys = [(row["document"], row["event"]) for contact in contacts for row in contact.reports]
    old = sorted(contacts_of(connection, keys) | set(dropped))
    new = {key: c.row["id"] for key, c in zip(keys, (c for c in contacts for _ in c.reports), strict=True)}
    leads = _leads(connection, old, new, index)
    for some in _portions(old):
        for table, column in ((r, r.c.contact), (who, who.c.contact), (c, c.c.id)):
            connection.execute(delete(table).where(column.in_(some)))
    for table, rows in (
        (c, [contact.row for contact in contacts]),
        (who, [row for contact in contacts for row in contact.participants]),
        (r, [row for contact in contacts for row in contact.reports]),
    ):
        for i in range(0, len(rows), ROWS):
            connection.execute(insert(table), rows[i : i + ROWS])
    alive = sorted({c.row["id"] for c in contacts} | leads.keys())
    for some in _portions(alive):
        connection.execute(delete(former).where(former.c.id.in_(some)))
    if leads:
        connection.execute(insert(former), [{"id": one, "contact": to} for one, to in sorted(leads.items())])


def _leads(connection: Connection, old: Sequence[str], new: Mapping[Key, str], index: Index) -> dict[str, str]:
    """Where ids lead that end now: to what became of the first of their reports that is still there."""
    ends = sorted(set(old) - set(new.values()))
    found: dict[str, str] = {}
    for some in _portions(ends):
        members: dict[str, list[Key]] = {}
        for row in connection.execute(select(r.c.contact, r.c.document, r.c.event).where(r.c.contact.in_(some))):
            members.setdefault(row.contact, []).append((row.document, row.event))
        for contact, keys in members.items():
            left = sorted((t for t in index.told(keys) if t.key in new), key=lambda t: t.order)
            if left:
                found[contact] = new[left[0].key]
    return found


def _ordinal(day: str) -> int:
    from datetime import date

    return date.fromisoformat(day).toordinal()


def _portions(wanted: Sequence[Some]) -> Iterator[Sequence[Some]]:
    return (wanted[i : i + AT_ONCE] for i in range(0, len(wanted), AT_ONCE))
