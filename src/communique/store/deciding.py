"""What people decide about the machine's reading: the table, and which decisions stand for a document.

Rows are added and never changed but for `undone`. The reading itself stays whole in `readings.record`; the claim tables show
it with the decisions applied (`store/corrected.py`).
"""

import json
from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Index, Integer, String, Table, Text, select

from communique.store.schema import metadata

decisions = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True, comment="In the order in which they were made."),
    Column("document", String, comment="Key in `documents`; null for an actor in all documents and for merges."),
    Column("kind", String, nullable=False, comment="event, statement, position, entity, issue, actor or merge."),
    Column(
        "item", String, nullable=False, comment="Id of the item; the key of an actor; “document/event” for a merge."
    ),
    Column("verdict", String, nullable=False, comment="confirm, reject, correct, add, join, split or comment."),
    Column("value", Text, comment="JSON: the fields corrected, or the other report of a merge."),
    Column(
        "was", Text, comment="JSON: the item as the machine read it then, so that it can be shown after a new reading."
    ),
    Column("why", Text, comment="The reviewer's comment."),
    Column("by", String, nullable=False, comment="Name of the account."),
    Column("at", String, nullable=False, comment="ISO datetime, UTC."),
    Column("undone", String, comment="When it was taken back, ISO datetime, UTC."),
    Column("undone_by", String),
    Index(None, "document", "kind", "item"),
    Index(None, "kind", "item"),
    Index(None, "at"),
    comment="Decisions of people, who, when and why.",
)

TABLES = (decisions,)

AT_ONCE = 500  # keys in one query


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One decision: see the columns of `decisions`. value, was: plain JSON."""

    number: int
    document: str | None
    kind: str
    item: str
    verdict: str
    value: dict[str, Any] | None = None
    was: dict[str, Any] | None = None
    why: str | None = None
    by: str = ""
    at: str = ""
    undone: str | None = None
    undone_by: str | None = None


Wide = dict[str, list[Decision]]
_WIDE = select(decisions).where(
    decisions.c.kind == "actor", decisions.c.undone.is_(None), decisions.c.verdict == "correct"
)


def decision_of(row: Any) -> Decision:
    """A row of the table."""
    fields = dict(row._mapping)
    for name in ("value", "was"):
        fields[name] = json.loads(fields[name]) if fields[name] else None
    return Decision(**fields)


def about_document(connection: Connection, document: str) -> list[Decision]:
    """The decisions that stand about the items of a document, in the order in which they were made; comments are none."""
    table = decisions
    query = select(table).where(table.c.document == document, table.c.undone.is_(None), table.c.verdict != "comment")
    return [decision_of(row) for row in connection.execute(query.order_by(table.c.number))]


def about_actors(connection: Connection, keys: Iterable[str], known: Wide | None = None) -> list[Decision]:
    """The decisions that stand about actors in all documents: those of some keys, and of the keys that they lead to.

    known: all that stand, where they were fetched before (`about_all_actors`).
    """
    found: Wide = {}
    wanted = set(keys)
    while wanted:
        some = {key: known.get(key, []) for key in wanted} if known is not None else _fetched(connection, wanted)
        found |= some
        wanted = {
            d.value["key"] for here in some.values() for d in here if d.value and d.value.get("key")
        } - found.keys()
    return sorted((d for here in found.values() for d in here), key=lambda d: d.number)


def about_all_actors(connection: Connection) -> Wide:
    """All decisions that stand about actors in all documents, by the key that they are about."""
    found: Wide = {}
    for row in connection.execute(_WIDE.order_by(decisions.c.number)):
        found.setdefault(row.item, []).append(decision_of(row))
    return found


def _fetched(connection: Connection, keys: Iterable[str]) -> Wide:
    ordered = sorted(keys)
    found: Wide = {key: [] for key in ordered}
    for i in range(0, len(ordered), AT_ONCE):
        query = _WIDE.where(decisions.c.item.in_(ordered[i : i + AT_ONCE])).order_by(decisions.c.number)
        for row in connection.execute(query):
            found[row.item].append(decision_of(row))
    return found
