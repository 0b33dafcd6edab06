"""What to look at first: the items that the machine is least sure of, merges that may be wrong, then open issues.

The least certain come off an index; what people confirmed or corrected is certain, and what they rejected is no more.
"""

import heapq
from typing import Any

from sqlalchemy import Connection, select

from communique.errors import UsageError
from communique.query.conditions import conditions
from communique.query.items import ABOUT
from communique.query.items import rows as items
from communique.query.narrowing import Filter
from communique.query.which import DOCUMENTS, EVENTS, POSITIONS, STATEMENTS, Kind
from communique.store import across, reader, schema
from communique.store.corrected import CERTAIN, issue_id
from communique.store.deciding import decision_of, decisions

d, r = schema.documents, across.reports
Row = dict[str, Any]
Found = tuple[float, str, str, str]
LIMIT = 50
KINDS = {"event": EVENTS, "statement": STATEMENTS, "position": POSITIONS}
WHAT = {
    "event": ("action", "status"),
    "statement": ("form", "channel", "cue"),
    "position": ("stance", "target"),
}
PARTS = {"event": ("who",), "statement": ("speakers", "via"), "position": ("holders",)}
SHOWN = ("words", "first", "last", "publisher", "title", "address", "path")
QUEUES = (*KINDS, "merge", "issue")
ANY = Filter()


def queue(
    connection: Connection, kind: str | None = None, limit: int = LIMIT, skip: int = 0, wanted: Filter = ANY
) -> list[Row]:
    """Items to review, least certain first; merges among them by their probability, issues last, newest first.

    kind: event, statement, position, merge or issue; None for all. A row: kind, document, item, confidence, day, what, who
    (names), words, first, last (offsets in the document's text), publisher, title, address, path, other (report of a merge).
    """
    if kind is not None and kind not in QUEUES:
        raise UsageError(f"{kind!r}: what can be reviewed is: {', '.join(QUEUES)}")
    most = limit + skip
    found: list[list[Found]] = []
    for name, table in KINDS.items():
        if kind in (None, name):
            found.append(_least_certain(connection, name, table, wanted, most))
    others: dict[tuple[str, str], str] = {}
    if kind in (None, "merge") and wanted == ANY:
        merges, others = _merges(connection, most)
        found.append(merges)
    page = list(heapq.merge(*found))[:most][skip:]
    rows = _rows(connection, page, others)
    if kind in (None, "issue") and len(rows) < limit:
        before = sum(map(len, found))
        rows += _issues(connection, wanted, limit - len(rows), max(0, skip - before))
    return rows


def _least_certain(connection: Connection, name: str, kind: Kind, wanted: Filter, most: int) -> list[Found]:
    table = kind.table
    query = select(table.c.confidence, table.c.document, table.c.id).where(table.c.confidence < CERTAIN)
    query = query.where(*conditions(connection, kind, wanted))
    rows = connection.execute(query.order_by(table.c.confidence, table.c.document, table.c.id).limit(most))
    return [(row.confidence, name, row.document, row.id) for row in rows]


def _merges(connection: Connection, most: int) -> tuple[list[Found], dict[tuple[str, str], str]]:
    """Reports that may not belong to their contact, and the report that each was put with."""
    decided = set()
    for row in connection.execute(select(decisions).where(decisions.c.kind == "merge", decisions.c.undone.is_(None))):
        one = decision_of(row)
        decided.add((one.item, (one.value or {}).get("with")))
    doubtful = select(r).where(r.c.probability < CERTAIN).order_by(r.c.probability, r.c.document, r.c.event)
    rows = connection.execute(doubtful.limit(most + len(decided))).all()
    whose = select(r.c.contact, r.c.document, r.c.event).where(r.c.contact.in_({row.contact for row in rows}))
    first: dict[str, str] = {}
    for row in connection.execute(whose.order_by(r.c.probability.desc(), r.c.document, r.c.event)):
        first.setdefault(row.contact, f"{row.document}/{row.event}")
    found, others = [], {}
    for row in rows:
        a, b = sorted((f"{row.document}/{row.event}", first[row.contact]))
        if (a, b) not in decided and a != b:
            found.append((row.probability, "merge", row.document, row.event))
            others[row.document, row.event] = first[row.contact]
    return found[:most], others


def _rows(connection: Connection, page: list[Found], others: dict[tuple[str, str], str]) -> list[Row]:
    wanted: dict[str, list[tuple[str, str]]] = {}
    for _, name, document, item in page:
        wanted.setdefault("event" if name == "merge" else name, []).append((document, item))
    told = {
        (name, row["document"], row["id"]): _told(name, row)
        for name, keys in wanted.items()
        for row in items(connection, KINDS[name], keys)
    }
    rows = []
    for sure, name, document, item in page:
        row = told["event" if name == "merge" else name, document, item]
        other = others.get((document, item)) if name == "merge" else None
        named = f"{document}/{item}" if name == "merge" else item
        rows.append({"kind": name, "document": document, "item": named, "confidence": sure, **row, "other": other})
    return rows


def _told(name: str, row: Row) -> Row:
    """What to show of an item."""
    who = [party for part in PARTS[name] for party in row[part]]
    what = " · ".join(str(row[column]) for column in WHAT[name] if row[column])
    return {"day": row["day"], "what": what, "who": who, **{column: row[column] for column in SHOWN}}


def _issues(connection: Connection, wanted: Filter, limit: int, skip: int) -> list[Row]:
    """Documents' open issues, newest document first, with their words."""
    i = schema.issues
    query = select(i.c.document, i.c.ordinal, d.c.day, *ABOUT).join(d, d.c.id == i.c.document)
    query = query.where(*conditions(connection, DOCUMENTS, wanted))
    query = query.order_by(d.c.day.desc().nulls_last(), d.c.id.desc(), i.c.ordinal).limit(limit).offset(skip)
    rows, records = [], {}
    for row in connection.execute(query).mappings().all():
        key = row["document"]
        if key not in records:
            records[key] = reader.record(connection, key)
        record = records[key]
        if record is None:
            continue
        issue = record.issues[row["ordinal"]]
        words = {"words": record.words(issue.spans) or None}
        ends = {
            "first": min((s.start for s in issue.spans), default=None),
            "last": max((s.end for s in issue.spans), default=None),
        }
        told = {"day": row["day"], "what": f"{issue.stage}: {issue.reason}", "who": [], **words, **ends}
        about = {c.name: row[c.name] for c in ABOUT}
        one = {"kind": "issue", "document": key, "item": issue_id(issue), "confidence": None}
        rows.append({**one, **told, **about, "other": None})
    return rows
