"""How many contacts: by month or week, and by pair. A contact counts once, however many reports tell it."""

from itertools import combinations
from typing import Any, Literal

from sqlalchemy import Connection, Select, and_, func, select
from sqlalchemy.sql.elements import ColumnElement

from communique.query.naming import state_names
from communique.query.timeline.among import all_contact_ids, contact_ids, wanted, within
from communique.store import across, schema

c, m = across.merged_contacts, across.merged_participants
Row = dict[str, Any]
Level = Literal["states", "persons"]
CIRCLE = 4
"""Parties in one contact that count as talking with one another; a summit of twenty says little about any two of them."""


def by_month(
    connection: Connection,
    between: tuple[str, ...] = (),
    since: str | None = None,
    until: str | None = None,
    statuses: tuple[str, ...] = ("held",),
) -> list[Row]:
    """Rows of month ("2025-03"), action, status and contacts, in that order.

    A contact that is known to the month counts in its month; month is None for one whose date is open or wider than a month.
    """
    first, last = func.substr(c.c.first_day, 1, 7), func.substr(c.c.last_day, 1, 7)
    rows = _counted(connection, between, since, until, statuses, first, last)
    return [{"month": unit} | row for unit, row in rows]


def by_day(
    connection: Connection,
    between: tuple[str, ...] = (),
    since: str | None = None,
    until: str | None = None,
    statuses: tuple[str, ...] = ("held",),
) -> list[Row]:
    """Rows of day, action, status and contacts, in that order; day is None for what is not known to the day."""
    rows = _counted(connection, between, since, until, statuses, c.c.first_day, c.c.last_day)
    return [{"day": unit} | row for unit, row in rows]


def _counted(
    connection: Connection,
    between: tuple[str, ...],
    since: str | None,
    until: str | None,
    statuses: tuple[str, ...],
    first: Any,
    last: Any,
) -> list[tuple[str | None, Row]]:
    query = select(first, last, c.c.action, c.c.status, func.count()).group_by(first, last, c.c.action, c.c.status)
    if between:
        ids = all_contact_ids(connection, wanted(connection, between), since, until).subquery()
        same_day = (
            [ids.c.day == c.c.day] if since or until else []
        )  # each has a day then, and its index has all that is read
        query = query.join(ids, and_(ids.c.contact == c.c.id, *same_day))
    counts: dict[tuple[str | None, str, str], int] = {}
    for start, end, action, status, number in connection.execute(_within(query, since, until, statuses)):
        key = (start if start == end else None, action, status)
        counts[key] = counts.get(key, 0) + number
    order = sorted(counts, key=lambda k: (k[0] is None, k))
    return [(unit, {"action": action, "status": status, "contacts": counts[unit, action, status]})
            for unit, action, status in order]  # fmt: skip


def pairs(
    connection: Connection,
    since: str | None = None,
    until: str | None = None,
    limit: int = 50,
    level: Level = "states",
    of: str | None = None,
    latest: int | None = None,
) -> list[Row]:
    """Who talks with whom, most first: one, other (keys), their names, and contacts held.

    level: states, by whom the participants act for; or persons. of: only contacts that this party takes part in. Contacts of
    more than CIRCLE parties are left out. latest: only so many contacts are looked at.
    """
    key = m.c.country if level == "states" else m.c.actor
    ids = _within(select(c.c.id), since, until, ("held",))
    if of is not None:
        own = within(contact_ids(connection, wanted(connection, (of,))), since, until)
        if latest is not None:
            day, contact = own.selected_columns.day, own.selected_columns.contact
            own = own.order_by(day.desc().nulls_last(), contact.desc()).limit(latest)
        mine = own.subquery()
        ids = ids.join(mine, mine.c.contact == c.c.id)
    elif latest is not None:
        ids = ids.order_by(c.c.day.desc().nulls_last(), c.c.id.desc()).limit(latest)
    found = ids.subquery()
    query = select(m.c.contact, key, m.c.name).join(found, found.c.id == m.c.contact).where(key.is_not(None))
    if level == "persons":
        query = query.where(m.c.kind == "person")
    circles: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    for contact, party, name in connection.execute(query):
        circles.setdefault(contact, set()).add(party)
        names[party] = min(names.get(party, name), name)
    if level == "states":
        names = state_names(connection, names)
    counts: dict[tuple[str, str], int] = {}
    for circle in circles.values():
        if len(circle) <= CIRCLE:
            for pair in combinations(sorted(circle), 2):
                counts[pair] = counts.get(pair, 0) + 1
    order = sorted(counts, key=lambda p: (-counts[p], p))[:limit]
    return [{"one": a, "other": b, "one_name": names[a], "other_name": names[b], "contacts": counts[a, b]}
            for a, b in order]  # fmt: skip


def _within(query: Select[Any], since: str | None, until: str | None, statuses: tuple[str, ...]) -> Select[Any]:
    conditions: list[ColumnElement[bool]] = [c.c.status.in_(statuses)] if statuses else []
    if since:
        conditions.append(c.c.day >= since)
    if until:
        conditions.append(c.c.day <= until)
    return query.where(*conditions)


def documents_kept(connection: Connection) -> tuple[int, str | None, str | None]:
    """How many documents the answers rest on, and the first and last day of their publication."""
    d = schema.documents
    number = connection.execute(select(func.count()).select_from(d)).scalar_one()
    first, last = (connection.execute(select(f(d.c.day))).scalar_one() for f in (func.min, func.max))
    return number, first, last
