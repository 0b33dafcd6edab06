"""Pages whose text or title changed: what was edited, and which items of the record that touches."""

from collections import Counter
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from communique.errors import UsageError
from communique.model import Record
from communique.query.comparing.edits import Edit, edits
from communique.query.comparing.touched import Touched, touched
from communique.store import schema
from communique.store.reader import kept_record

d = schema.documents
Row = dict[str, Any]
LIMIT = 50
QUOTED = 60  # characters of an edit's words in a line
REWRITTEN = 0.3  # share of a text that was edited
NAMED = 3  # edits of a page that its line names
WEIGHT = (
    "paragraph removed", "paragraph added", "title", "sentence removed", "sentence added", "date", "number", "name",
    "office", "wording", "words removed", "words added", "link", "spelling", "capitals", "punctuation", "layout",
)  # fmt: skip
"""Kinds of edit, the weightiest first: a page's line begins with those."""
TOLD = {
    "title": "title of the page changed",
    "date": "date changed", "number": "number changed", "name": "name changed", "office": "title or office changed",
    "wording": "reworded", "capitals": "capitals", "layout": "blanks or line breaks", "link": "link changed",
}  # fmt: skip


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What differs between two versions of a page. before, after: their keys in the store; items: what the edits touched."""

    before: str
    after: str
    edits: tuple[Edit, ...]
    items: tuple[Touched, ...]
    described: str


def changes(before: Record, after: Record, keys: tuple[str, str] = ("", "")) -> Changes:
    """The edits between two versions of a page, the items that they touch, and a line that sums them up."""
    found = edits(before, after)
    items = touched(before, after, found)
    length = max(1, len(before.document.text), len(after.document.text))
    share = sum(max(len(e.was), len(e.now)) for e in found) / length
    return Changes(
        before=keys[0] or before.document.id, after=keys[1] or after.document.id, edits=tuple(found), items=tuple(items),
        described=described(found, share),
    )  # fmt: skip


def described(found: list[Edit], share: float = 0.0) -> str:
    """One line: the weightiest edits with their words, then how many others. share: of the text that they take in."""
    if not found:
        return "nothing but what is not text"
    if share >= REWRITTEN and len(found) > NAMED:
        return f"largely rewritten: {len(found)} edits in {min(share, 1):.0%} of the text"
    alike = Counter((e.kind, e.quoted, *_words(e)) for e in found)
    ranked = sorted(alike.items(), key=lambda item: WEIGHT.index(item[0][0]))
    told = [_told(*what) + (f" ({count} times)" if count > 1 else "") for what, count in ranked[:NAMED]]
    more = sum(count for _, count in ranked[NAMED:])
    return "; ".join(told) + (f"; and {more} more" if more else "")


def _words(edit: Edit) -> tuple[str, str]:
    """The words of an edit as a line quotes them, before and after."""
    was, now = _differing(edit.was, edit.now) if edit.kind == "title" else (edit.was, edit.now)
    return _short(was), _short(now)


def _differing(was: str, now: str) -> tuple[str, str]:
    """The words of two titles without those that both begin with and both end with."""
    a, b = was.split(), now.split()
    begin = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[begin:], b[begin:]
    end = next((i for i, (x, y) in enumerate(zip(a[::-1], b[::-1], strict=False)) if x != y), min(len(a), len(b)))
    return " ".join(a[: len(a) - end]), " ".join(b[: len(b) - end])


def _told(kind: str, quoted: bool, was: str, now: str) -> str:
    what = TOLD.get(kind, kind)
    where = " in a quotation" if quoted and kind not in ("capitals", "punctuation", "layout", "link") else ""
    if was and now:
        return f"{what}{where}: “{was}” → “{now}”"
    return f"{what}{where}: “{was or now}”" if was or now else what


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= QUOTED else words[: QUOTED - 1].rstrip() + "…"


def versions(connection: Connection, document: str) -> list[Row]:
    """All versions under a document's address, first to last; the document alone where it has no address."""
    address = connection.execute(select(d.c.address).where(d.c.id == document)).scalar()
    columns = (
        d.c.id,
        d.c.version,
        d.c.previous,
        d.c.day,
        d.c.added,
        d.c.retrieved,
        d.c.title,
        d.c.publisher,
        d.c.address,
    )
    which = d.c.address == address if address else d.c.id == document
    query = select(*columns).where(which).order_by(d.c.version, d.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def changes_of(connection: Connection, document: str) -> Changes:
    """What changed from the version before to this one. Raises UsageError where there is none before."""
    previous = connection.execute(select(d.c.previous).where(d.c.id == document)).scalar()
    if previous is None:
        raise UsageError(f"{document} has no version before it")
    return changes(kept_record(connection, previous), kept_record(connection, document), (previous, document))


def changed_pages(connection: Connection, since: str | None = None, limit: int = LIMIT, skip: int = 0) -> list[Row]:
    """Later versions of pages, last added first: what changed (`change`), the kinds of edit, how many items they touch.

    since: ISO day on or after which the version came into the store.
    """
    several = select(d.c.address).where(d.c.address.is_not(None)).group_by(d.c.address).having(func.count() > 1)
    columns = (
        d.c.id,
        d.c.previous,
        d.c.version,
        d.c.day,
        d.c.added,
        d.c.kind,
        d.c.title,
        d.c.publisher,
        d.c.address,
        d.c.path,
    )
    query = select(*columns).where(d.c.address.in_(several), d.c.previous.is_not(None))
    if since:
        query = query.where(d.c.added >= since)
    rows = connection.execute(query.order_by(d.c.added.desc(), d.c.id).limit(limit).offset(skip)).mappings()
    out = []
    for row in map(dict, rows):
        found = changes(kept_record(connection, row["previous"]), kept_record(connection, row["id"]))
        kinds = sorted({e.kind for e in found.edits}, key=WEIGHT.index)
        row |= {"change": found.described, "kinds": kinds, "edits": len(found.edits), "items": len(found.items)}
        out.append(row)
    return out


def rows_of(found: Changes) -> list[Row]:
    """Edits and touched items as rows of one shape, for lists and tables."""
    edited: list[Row] = [
        {
            "document": found.after, "before": found.before, "what": "edit", "kind": e.kind, "was": e.was, "now": e.now,
            "quoted": e.quoted, "item_before": None, "item": None, "fields": [],
        }
        for e in found.edits
    ]  # fmt: skip
    hit: list[Row] = [
        {
            "document": found.after, "before": found.before, "what": i.became, "kind": i.kind, "was": i.was, "now": i.now,
            "quoted": False, "item_before": i.before, "item": i.after, "fields": list(i.fields),
        }
        for i in found.items
    ]  # fmt: skip
    return edited + hit
