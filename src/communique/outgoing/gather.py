"""Entries of a search: the newest, for a feed; those that came in since, for a delivery."""

from collections.abc import Collection, Sequence
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, func, select, text, tuple_

from communique.outgoing.entry import Entry, entries_of, entry_id
from communique.outgoing.searches import parse
from communique.query import documents as queries
from communique.query.conditions import conditions
from communique.query.items import rows as items
from communique.query.narrowing import Filter
from communique.query.which import DOCUMENTS, EVENTS, POSITIONS, STATEMENTS, Kind
from communique.store import across, outgoing, schema

d, r = schema.documents, across.reports
Row = dict[str, Any]
KINDS: dict[str, Kind] = {
    "documents": DOCUMENTS,
    "contacts": EVENTS,
    "statements": STATEMENTS,
    "positions": POSITIONS,
}
LIMIT = 50
ALERTS = 200  # looked at
AT_ONCE = 500


def newest(connection: Connection, what: str, query: str, limit: int = LIMIT, site: str | None = None) -> list[Entry]:
    """The newest entries of a search, as its page lists them. Raises UsageError."""
    if what == "alerts":
        return entries_of(what, _with_added(connection, _alerts(connection, parse(query), limit)), site)
    ask = getattr(queries, what)
    return entries_of(what, _with_added(connection, ask(connection, parse(query), limit)), site)


def horizon(connection: Connection) -> int:
    """The number up to which all documents are there: none of a smaller number can come in later."""
    if connection.dialect.name == "postgresql":  # numbers are given before they are committed: wait for those who write
        connection.execute(text("LOCK TABLE documents IN SHARE MODE"))
    return connection.execute(select(func.max(d.c.number))).scalar_one() or 0


def since(
    connection: Connection, what: str, query: str, after: int, until: int, site: str | None = None
) -> list[Entry]:
    """Entries of documents numbered above `after` and up to `until`, in the order in which they came in.

    Of the reports of one contact only the first is an entry; the ids of the others are its `others`.
    """
    wanted = parse(query)
    if what == "alerts":
        rows = _with_added(connection, _alerts(connection, wanted, ALERTS))
        return [e for e, row in zip(entries_of(what, rows, site), rows, strict=True) if after < row["number"] <= until]
    kind = KINDS[what]
    document, item = kind.key
    keyed = select(document, item).where(*conditions(connection, kind, wanted))
    if kind.table is d:
        keyed = keyed.where(d.c.number > after, d.c.number <= until).order_by(d.c.number)
    else:
        new = select(d.c.id, d.c.number).where(d.c.number > after, d.c.number <= until).subquery()
        keyed = keyed.join(new, new.c.id == document).order_by(new.c.number, kind.table.c.first, item)
    if kind is EVENTS:
        keyed = keyed.where((schema.events.c.code == "CONSULT").is_(True))  # written so, its index does not lead
    keys = [(row[0], row[1]) for row in connection.execute(keyed)]
    found = entries_of(what, _with_added(connection, items(connection, kind, keys)), site)
    return _told_once(connection, found) if kind is EVENTS else found


def unsent(connection: Connection, delivery: str, entries: Sequence[Entry]) -> list[Entry]:
    """Those entries of which nothing was sent yet."""
    table = outgoing.sent
    ids = sorted({i for e in entries for i in (e.id, *e.others)})
    known: set[str] = set()
    for i in range(0, len(ids), AT_ONCE):
        mine = (table.c.delivery == delivery, table.c.entry.in_(ids[i : i + AT_ONCE]))
        known.update(connection.execute(select(table.c.entry).where(*mine)).scalars())
    return [e for e in entries if known.isdisjoint((e.id, *e.others))]


def _alerts(connection: Connection, wanted: Filter, limit: int) -> list[Row]:
    """Phrase alerts; of the filter's countries the first is who speaks, the second of whom."""
    from communique.query.phrases.alerts import alerts

    of, about, *_ = (*wanted.countries, None, None)
    return alerts(connection, of, about, limit)


def _with_added(connection: Connection, rows: list[Row]) -> list[Row]:
    """Rows with `added` and `number` of their documents; for an alert, of the last readout."""

    def key(row: Row) -> str:
        return str(row["without"][-1]["document"] if "without" in row else row.get("document") or row["id"])

    wanted, found = sorted({key(row) for row in rows}), {}
    for i in range(0, len(wanted), AT_ONCE):
        query = select(d.c.id, d.c.added, d.c.number).where(d.c.id.in_(wanted[i : i + AT_ONCE]))
        found.update({row.id: row for row in connection.execute(query)})
    return [{**row, "added": found[key(row)].added, "number": found[key(row)].number} for row in rows]


def _told_once(connection: Connection, found: Sequence[Entry]) -> list[Entry]:
    """Of several reports of one contact the first, with the entries that the others would be."""
    keys = [(e.document, e.item) for e in found]
    contact: dict[tuple[str | None, str | None], str] = {}
    reports: dict[str, list[str]] = {}
    for some in _portions(keys):
        mine = select(r.c.contact).where(
            r.c.document.in_([k[0] for k in some]), tuple_(r.c.document, r.c.event).in_(some)
        )
        query = select(r.c.contact, r.c.document, r.c.event).where(r.c.contact.in_(mine))
        for row in connection.execute(query.order_by(r.c.contact, r.c.document, r.c.event)):
            contact[row.document, row.event] = row.contact
            ids = reports.setdefault(row.contact, [])
            if (name := entry_id("contacts", row.document, row.event)) not in ids:
                ids.append(name)
    seen: set[str] = set()
    out = []
    for entry in found:
        of = contact.get((entry.document, entry.item))
        if of is None:
            out.append(entry)
        elif of not in seen:
            seen.add(of)
            out.append(replace(entry, others=tuple(i for i in reports[of] if i != entry.id)))
    return out


def _portions(keys: Sequence[Any]) -> Collection[Sequence[Any]]:
    return [keys[i : i + AT_ONCE] for i in range(0, len(keys), AT_ONCE)]
