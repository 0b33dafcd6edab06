"""Which merged contacts some parties take part in, by the index of the rarest of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, select
from sqlalchemy.sql.elements import ColumnElement

from communique.query.filters import matching_all
from communique.store import across

c, m = across.merged_contacts, across.merged_participants
COUNTED = 20_000  # contacts of one party that are counted to find the rarest
ALL_COUNTED = 100_000  # likewise, where all are read and not the latest only
AT_ONCE = 500  # keys in one query
Row = dict[str, Any]
Wanted = list[tuple[str, list[str]]]
"""For each party, the column of `merged_participants` and the values that it may have there."""


def wanted(connection: Connection, parties: tuple[str, ...]) -> Wanted:
    """Names, Wikidata ids or states as keys; a state stands for all who act for it. Raises UsageError for unknown names."""
    return matching_all(connection, parties, ())


def contact_ids(connection: Connection, parties: Wanted) -> Select[Any]:
    """A query for the contacts that every party takes part in, as `contact` and `day`; for all where none is given."""
    return _by_rarest(sorted(parties, key=lambda p: _links(connection, *p)) if len(parties) > 1 else parties)


def all_contact_ids(connection: Connection, parties: Wanted, since: str | None, until: str | None) -> Select[Any]:
    """As `contact_ids` within days, for who reads all of them and not the latest only."""
    if len(parties) > 1:
        parties = sorted(parties, key=lambda p: _links(connection, p[0], p[1], since, until, ALL_COUNTED))
    return within(_by_rarest(parties), since, until)


def _by_rarest(parties: Wanted) -> Select[Any]:
    """The contacts of the first party, each looked up in the index of days of the others: there it costs least."""
    if not parties:
        return select(c.c.id.label("contact"), c.c.day)
    first, *others = parties
    query = select(m.c.contact, m.c.day).where(_is(m, *first)).distinct()
    for n, party in enumerate(others):
        other = m.alias(f"other{n}")
        same = and_(other.c.contact == m.c.contact, other.c.day.is_not_distinct_from(m.c.day))
        theirs = select(other.c.contact).where(same, other.c.ordinal != m.c.ordinal, _is(other, *party))
        query = query.where(exists(theirs))
    return query


def within(query: Select[Any], since: str | None, until: str | None) -> Select[Any]:
    """A query of `contact_ids` narrowed to days, so that the index of the parties is read no further."""
    day = query.selected_columns.day
    conditions = [*([day >= since] if since else []), *([day <= until] if until else [])]
    return query.where(*conditions) if conditions else query


def participants(connection: Connection, contacts: Sequence[str]) -> dict[str, list[Row]]:
    """The participants of some contacts, in order: actor, kind, name, country, side."""
    found: dict[str, list[Row]] = {contact: [] for contact in contacts}
    fields = ("actor", "kind", "name", "country", "side")
    query = select(m.c.contact, *(m.c[field] for field in fields)).order_by(m.c.contact, m.c.ordinal)
    for i in range(0, len(contacts), AT_ONCE):
        for contact, *values in connection.execute(query.where(m.c.contact.in_(contacts[i : i + AT_ONCE]))):
            found[contact].append(dict(zip(fields, values, strict=True)))
    return found


def _links(
    connection: Connection,
    column: str,
    values: list[str],
    since: str | None = None,
    until: str | None = None,
    most: int = COUNTED,
) -> int:
    some = within(select(m.c.contact, m.c.day).where(_is(m, column, values)), since, until).limit(most).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()


def _is(table: Any, column: str, values: list[str]) -> ColumnElement[bool]:
    """Written with = where there is one value: then the index gives the order of days too."""
    condition: ColumnElement[bool] = table.c[column] == values[0] if len(values) == 1 else table.c[column].in_(values)
    return condition
