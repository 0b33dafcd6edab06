"""Merged contacts: newest first under a filter, one with all its reports, and the one that an event belongs to."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, select

from communique.query.filters import matching_all
from communique.query.narrowing import Filter, Key
from communique.query.which import COUNTED, SOME, a_page, few_pass, in_documents, is_party
from communique.store import schema
from communique.store.across import former_contacts as former
from communique.store.across import merged_contacts as c
from communique.store.across import merged_participants as who
from communique.store.across import reports as r

d, e = schema.documents, schema.events
Row = dict[str, Any]
COLUMNS = (
    c.c.id, c.c.day, c.c.first_day, c.c.last_day, c.c.edtf, c.c.action, c.c.status, c.c.place, c.c.reports, c.c.origins,
    c.c.probability,
)  # fmt: skip
AT_ONCE = 500
LONGEST_TRAIL = 100  # former ids followed


def contacts(
    connection: Connection,
    wanted: Filter,
    limit: int,
    skip: int = 0,
    between: tuple[str, str] | None = None,
    after: Key | None = None,
) -> list[Row]:
    """Merged contacts, latest first. between: two parties who both take part, names or states, beside those of the filter.

    after: the row that the page goes on from.

    Each row has `who`, the participants as {actor, name, country, side}. The filter's days are the contact's; its words, kind
    and publisher are those of a document that reports it; its channel asks nothing. Raises UsageError for unknown names.
    """
    parties = matching_all(connection, (*wanted.actors, *(between or ())), wanted.countries)
    query, day, key = _by_party(connection, parties) if parties else (select(c.c.id), c.c.day, c.c.id)
    named = Filter(words=wanted.words, kind=wanted.kind, publisher=wanted.publisher)
    if named != Filter():
        passing = select(r.c.contact).where(in_documents(connection, r.c.document, named))
        short = few_pass(connection, named, SOME)
        query = query.where(key.in_(passing) if short else exists(passing.where(r.c.contact == key)))
    if wanted.since:
        query = query.where(day >= wanted.since)
    if wanted.until:
        query = query.where(day <= wanted.until)
    ids = [row[0] for row in a_page(connection, query, day, (key,), limit, skip, after)]
    return _rows(connection, ids)


def contact(connection: Connection, key: str) -> Row | None:
    """The merged contact of an id (`key`) with its `reports`, first published first; None where there is none.

    A former id finds what it is now. Each report has document (its key), event, relation (tells or announces), probability,
    reasons ([{what, weight}]; weight None where a person decided), origin, publisher, title, address, kind, day (the
    document's), action, status, edtf, the trigger and the words of the event, and first and last, where the trigger stands in
    the document's text.
    """
    rows = _rows(connection, [_current(connection, key)])
    if not rows:
        return None
    columns = (
        r.c.document, r.c.event, r.c.relation, r.c.probability, r.c.reasons, r.c.origin, d.c.publisher, d.c.title,
        d.c.address, d.c.path, d.c.kind, d.c.day, e.c.action, e.c.status, e.c.edtf, e.c.trigger, e.c.words, e.c.first,
        e.c.last,
    )  # fmt: skip
    same = and_(e.c.document == r.c.document, e.c.id == r.c.event)
    query = select(*columns).join(d, d.c.id == r.c.document).join(e, same).where(r.c.contact == rows[0]["id"])
    order = (d.c.published.asc().nulls_last(), e.c.first, r.c.document, r.c.event)
    told = [dict(row) for row in connection.execute(query.order_by(*order)).mappings()]
    for row in told:
        row["reasons"] = json.loads(row["reasons"])
    return {**rows[0], "reports": told, "count": rows[0]["reports"]}


def reported_in(connection: Connection, documents: Sequence[str], limit: int, after: Key | None = None) -> list[Row]:
    """Merged contacts that some documents report, latest first; rows as `contacts` gives them."""
    query = select(c.c.id).where(c.c.id.in_(select(r.c.contact).where(r.c.document.in_(documents))))
    return _rows(connection, [row[0] for row in a_page(connection, query, c.c.day, (c.c.id,), limit, after=after)])


def number_reported(connection: Connection, documents: Sequence[str], most: int) -> int:
    """How many merged contacts some documents report, counted up to `most`."""
    found = select(r.c.contact).where(r.c.document.in_(documents)).distinct().limit(most).subquery()
    return connection.execute(select(func.count()).select_from(found)).scalar_one()


def contact_of(connection: Connection, document: str, event: str) -> str | None:
    """The id of the merged contact that an event tells; None where it has not been merged."""
    return connection.execute(select(r.c.contact).where(r.c.document == document, r.c.event == event)).scalar()


def _current(connection: Connection, key: str) -> str:
    """The id that a contact has now."""
    for _ in range(LONGEST_TRAIL):
        found = connection.execute(select(former.c.contact).where(former.c.id == key)).scalar()
        if found is None:
            break
        key = found
    return key


def _by_party(connection: Connection, parties: Sequence[tuple[str, list[str]]]) -> tuple[Select[Any], Any, Any]:
    """Contacts that all parties take part in, found by the one that takes part in the fewest."""
    first, *others = sorted(parties, key=lambda party: _counted(connection, *party)) if len(parties) > 1 else parties
    query = select(who.c.contact, who.c.day).distinct().where(is_party(who, *first))
    for number, party in enumerate(others):
        other = who.alias(f"other{number}")
        same = and_(
            other.c.contact == who.c.contact, other.c.day.is_not_distinct_from(who.c.day)
        )  # in the index of days
        query = query.where(exists(select(other.c.contact).where(same, is_party(other, *party))))
    return query, who.c.day, who.c.contact


def _counted(connection: Connection, column: str, values: list[str]) -> int:
    some = select(who.c.contact).where(is_party(who, column, values)).limit(COUNTED).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()


def _rows(connection: Connection, ids: Sequence[str]) -> list[Row]:
    """Rows of some ids in their order; ids that are not there are left out."""
    found: dict[str, Row] = {}
    people: dict[str, list[Row]] = defaultdict(list)
    for some in (ids[i : i + AT_ONCE] for i in range(0, len(ids), AT_ONCE)):
        found.update(
            (row["id"], dict(row)) for row in connection.execute(select(*COLUMNS).where(c.c.id.in_(some))).mappings()
        )
        parties = select(who).where(who.c.contact.in_(some)).order_by(who.c.contact, who.c.ordinal)
        for row in connection.execute(parties):
            people[row.contact].append({"actor": row.actor, "name": row.name, "country": row.country, "side": row.side})
    for key, one in found.items():
        one["who"] = people[key]
    return [found[key] for key in ids if key in found]
