"""Answers to questions about a store, as plain JSON. Read-only.

Every item has `document` (a key), `words` as they stand there, and `first` and `last`: `text[first:last]`, in code points.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from communique.errors import UsageError
from communique.model import Record, Spans, hull
from communique.query import contacts as merged
from communique.query import documents as queries
from communique.query.narrowing import Filter
from communique.query.timeline import line
from communique.store import reader, schema
from communique.store.across import merged_contacts
from communique.store.fulltext import terms

d = schema.documents
Row = dict[str, Any]
WHAT = ("documents", "contacts", "statements", "positions")
MOST = 50  # items in one answer
REPORTS = 3  # of one contact
EXCERPT = 240  # characters of a document in a list
TEXT = 12_000  # characters of a text in one answer
ITEMS = 200  # of a document, of each kind


def search(connection: Connection, what: str, wanted: Filter, limit: int) -> Row:
    """Documents, or what they tell, newest first. Raises UsageError."""
    if what not in WHAT:
        raise UsageError(f"{what!r}: one can search for {', '.join(WHAT)}")
    rows = getattr(queries, what)(connection, wanted, _limited(limit))
    if what == "documents":
        return {"items": [_document(connection, row, wanted.words) for row in rows]}
    return {"items": [_whole(connection, row) for row in rows]}


def show(connection: Connection, name: str, start: int = 0) -> Row:
    """A document with its record as people corrected it; `text` from `start` on. Raises UsageError."""
    key = reader.one_document(connection, name)
    record = reader.kept_record(connection, key)
    document = record.document
    text = document.text[max(0, start) : max(0, start) + TEXT]
    shown = {
        "document": key, "title": document.title, "publisher": document.publisher, "published": document.published,
        "kind": document.kind, "address": document.url, "start": max(0, start), "text": text,
        "length": len(document.text),
    }  # fmt: skip
    return {**shown, **_items(record, key)}


def contacts(connection: Connection, wanted: Filter, limit: int) -> Row:
    """Contacts in the world, each made of all its reports, newest first. Raises UsageError."""
    _merged(connection)
    rows = merged.contacts(connection, wanted, _limited(limit))
    return {"items": [_contact(connection, row, [party["name"] for party in row["who"]]) for row in rows]}


def timeline(connection: Connection, between: Sequence[str], since: str | None, until: str | None, limit: int) -> Row:
    """Contacts that all of some parties take part in, earliest first, each with the gap before it. Raises UsageError."""
    _merged(connection)
    if not between:
        raise UsageError("between whom? give one name or more")
    rows = line.timeline(connection, tuple(between), since, until, _limited(limit))
    gaps = ("since_previous", "first_since", "exact", "previous")
    return {"items": [{**_contact(connection, row, row["who"]), **{k: row[k] for k in gaps}} for row in rows]}


def compare(connection: Connection, documents: Sequence[str], contact: str | None) -> Row:
    """Documents about one thing side by side, or all reports of a contact: row by row what each says. Raises UsageError."""
    from communique.query.comparing.compare import compare as lay_out
    from communique.query.comparing.reports import compare_reports

    if bool(documents) == bool(contact):
        raise UsageError("give two documents or more, or a contact")
    if contact:
        found, records = compare_reports(connection, contact)
    else:
        keys = [reader.one_document(connection, name) for name in documents]
        kept = [record for key in keys if (record := reader.record(connection, key)) is not None]
        found, records = lay_out(kept, keys), kept
    names = [side.key or side.id for side in found.sides]
    sides = [
        {"document": n, "title": s.title, "publisher": s.publisher, "published": s.published, "address": s.address}
        for n, s in zip(names, found.sides, strict=True)
    ]

    def said(spans: Sequence[Spans]) -> list[Row | None]:
        each = zip(records, names, spans, strict=True)
        return [_quoted(record, name, here) if here else None for record, name, here in each]

    return {
        "sides": sides,
        "rows": [{"kind": row.kind, "likeness": round(row.likeness, 3), "said": said(row.spans)} for row in found.rows],
        "disagreements": [
            {"kind": one.kind, "values": list(one.values), "said": said(one.spans)} for one in found.disagreements
        ],
    }


def _limited(limit: int) -> int:
    return max(1, min(limit, MOST))


def _merged(connection: Connection) -> None:
    if connection.execute(select(merged_contacts.c.id).limit(1)).first() is None:
        raise UsageError("no contacts are merged in this store yet; search for contacts in documents instead")


def _document(connection: Connection, row: Row, wanted: str | None) -> Row:
    """A document with the words around the first that was searched for, or its beginning."""
    text = connection.execute(select(d.c.text).where(d.c.id == row["id"])).scalar_one()
    low = text.casefold() if wanted and len(text.casefold()) == len(text) else ""
    places = [low.find(term.rstrip("*")) for term in terms(wanted or "")]
    place = min((p for p in places if p >= 0), default=0)
    first = max(0, place - EXCERPT // 2)
    last = min(len(text), first + EXCERPT)
    about = ("title", "publisher", "day", "kind", "address", "path")
    return {
        "document": row["id"],
        **{k: row[k] for k in about},
        "words": text[first:last],
        "first": first,
        "last": last,
    }


def _whole(connection: Connection, row: Row) -> Row:
    """An item whose words are all those between its offsets: in the tables a sentence may stand for its trigger."""
    text = select(func.substr(d.c.text, row["first"] + 1, row["last"] - row["first"]))
    words = connection.execute(text.where(d.c.id == row["document"])).scalar_one()
    return {**row, "words": words, "sentence": row["words"]} if words != row["words"] else row


def _contact(connection: Connection, row: Row, who: Sequence[str]) -> Row:
    """A merged contact with its first reports, which carry the words."""
    found = merged.contact(connection, row["id"])
    told = [
        {
            "document": r["document"], "publisher": r["publisher"], "day": r["day"], "address": r["address"],
            "relation": r["relation"], "words": r["trigger"], "sentence": r["words"], "first": r["first"],
            "last": r["last"],
        }
        for r in (found["reports"][:REPORTS] if found else ())
    ]  # fmt: skip
    fields = ("id", "day", "edtf", "action", "status", "place", "origins")
    return {**{k: row[k] for k in fields}, "who": list(who), "reports": told, "count": row["reports"]}


def _items(record: Record, key: str) -> Row:
    names = {e.id: e.name for e in record.entities}
    statements = [
        {
            **_quoted(record, key, s.content), "id": s.id, "speakers": [names[i] for i in s.speakers],
            "via": [names[i] for i in s.via], "channel": s.channel, "form": s.form, "confidence": s.confidence,
        }
        for s in record.statements
    ]  # fmt: skip
    contacts = [
        {
            **_quoted(record, key, e.trigger), "id": e.id, "action": e.action, "status": e.status,
            "who": [names[p.entity] for p in e.participants], "when": e.when.edtf if e.when else None,
            "sentence": record.words(e.evidence), "confidence": e.confidence,
        }
        for e in record.contacts
    ]  # fmt: skip
    positions = [
        {
            **_quoted(record, key, p.target), "id": p.id, "holders": [names[i] for i in p.holders], "stance": p.stance,
            "sentence": record.words(p.evidence), "confidence": p.confidence,
        }
        for p in record.positions
    ]  # fmt: skip
    whole = {"contacts": contacts, "statements": statements, "positions": positions}
    return {**{k: v[:ITEMS] for k, v in whole.items()}, "counts": {k: len(v) for k, v in whole.items()}}


def _quoted(record: Record, key: str, spans: Spans) -> Row:
    """The words of some spans; where there are several, the pieces one by one too."""
    whole = hull(spans)
    quoted: Row = {"document": key, "words": whole.of(record.document.text), "first": whole.start, "last": whole.end}
    if len(spans) > 1:
        pieces = [{"words": s.of(record.document.text), "first": s.start, "last": s.end} for s in spans]
        return {**quoted, "pieces": pieces}
    return quoted
