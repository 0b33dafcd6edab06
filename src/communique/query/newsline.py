"""What the news line tells: the newest contacts, each with the report that was published first."""

from typing import Any

from sqlalchemy import Connection, and_, exists, func, select

from communique.query import contacts as merged
from communique.query import documents as single
from communique.query.narrowing import Filter, Key
from communique.store import schema
from communique.store.across import merged_contacts, reports

d, e = schema.documents, schema.events
Row = dict[str, Any]


def contacts(connection: Connection, wanted: Filter, limit: int, after: Key | None = None) -> list[Row]:
    """Merged contacts, latest first; a store in which nothing is merged yet gives the events of its documents instead.

    Each row has id, `contact` (the merged contact's id; None for an event), day, action, status, who (names), place, how many
    `reports` and independent `origins`; and of its first report document, event, words, title, publisher, address, path, which
    are None for a contact whose documents are just being read again.
    """
    if not connection.execute(select(exists(select(merged_contacts.c.id)))).scalar_one():
        return [
            {**row, "contact": None, "event": row["id"], "reports": 1, "origins": 1, "place": None}
            for row in single.contacts(connection, wanted, limit, after=after)
        ]
    rows = merged.contacts(connection, wanted, limit, after=after)
    nothing = dict.fromkeys(("document", "event", "words", "title", "publisher", "address", "path"))
    told = _first_reports(connection, [row["id"] for row in rows])
    return [
        {
            "id": row["id"], "contact": row["id"], "day": row["day"], "action": row["action"], "status": row["status"],
            "who": [party["name"] for party in row["who"]], "place": row["place"], "reports": row["reports"],
            "origins": row["origins"], **told.get(row["id"], nothing),
        }
        for row in rows
    ]  # fmt: skip


def newest_day(connection: Connection) -> str | None:
    """The day of the newest document: what is dated later is still to come, as far as the store knows."""
    return connection.execute(select(func.max(d.c.day))).scalar()


def _first_reports(connection: Connection, ids: list[str]) -> dict[str, Row]:
    """Of each contact the report that was published first."""
    same = and_(e.c.document == reports.c.document, e.c.id == reports.c.event)
    columns = (
        reports.c.contact,
        reports.c.document,
        reports.c.event,
        e.c.words,
        d.c.title,
        d.c.publisher,
        d.c.address,
        d.c.path,
    )
    query = select(*columns).join(e, same).join(d, d.c.id == reports.c.document).where(reports.c.contact.in_(ids))
    found: dict[str, Row] = {}
    for row in connection.execute(query.order_by(d.c.published.asc().nulls_last(), e.c.first, e.c.id)).mappings():
        found.setdefault(row["contact"], {k: v for k, v in row.items() if k != "contact"})
    return found
