"""Records as flat rows, a table for each kind of item: for Parquet, data frames and notebooks.

Every row has the document's id, publisher, address and day, the words and where they stand (`start`, `end`: code points of the
document's text around all of the words). Names stand in lists.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from communique.model.claim import Event, Position, Statement
from communique.model.entity import Entity
from communique.model.span import Spans, hull

if TYPE_CHECKING:
    from communique.model.record import Record

Row = dict[str, Any]
TEXT, TEXTS, WHOLE, SHARE = "text", "texts", "whole", "share"
DOCUMENT = {"document": TEXT, "publisher": TEXT, "address": TEXT, "published": TEXT}
WORDS = {"words": TEXT, "start": WHOLE, "end": WHOLE, "confidence": SHARE}
WHEN = {"edtf": TEXT, "first_day": TEXT, "last_day": TEXT}
COLUMNS: dict[str, dict[str, str]] = {
    "documents": {
        **DOCUMENT, "title": TEXT, "kind": TEXT, "language": TEXT, "path": TEXT, "retrieved": TEXT, "raw_sha256": TEXT,
        "text": TEXT,
    },
    "contacts": {
        **DOCUMENT, "id": TEXT, "action": TEXT, "code": TEXT, "mode": TEXT, "status": TEXT, "participants": TEXTS,
        "countries": TEXTS, **WHEN, "place": TEXT, "topics": TEXTS, "trigger": TEXT, **WORDS,
    },
    "statements": {
        **DOCUMENT, "id": TEXT, "form": TEXT, "speakers": TEXTS, "countries": TEXTS, "via": TEXTS, "channel": TEXT,
        "addressee": TEXT, "cue": TEXT, "source": TEXT, "within": TEXT, **WHEN, **WORDS,
    },
    "positions": {
        **DOCUMENT, "id": TEXT, "holders": TEXTS, "countries": TEXTS, "stance": TEXT, "target": TEXT, "statement": TEXT,
        **WORDS,
    },
    "entities": {
        **DOCUMENT, "id": TEXT, "kind": TEXT, "name": TEXT, "country": TEXT, "roles": TEXTS, "wikidata": TEXT,
        "mentions": WHOLE, "decision": TEXT,
    },
    "issues": {**DOCUMENT, "stage": TEXT, "reason": TEXT},
}  # fmt: skip
"""Table: its columns with their types. `events` has the columns of `contacts`."""
COLUMNS["events"] = COLUMNS["contacts"]


def rows(record: "Record", table: str) -> Iterator[Row]:
    """The rows of a record in a table, each with all of its columns. Raises KeyError for a table that is not there."""
    make = MAKERS[table]
    document = record.document
    common = {
        "document": document.id, "publisher": document.publisher, "address": document.url, "published": document.published,
    }  # fmt: skip
    for row in make(record):
        yield {name: (common | row).get(name) for name in COLUMNS[table]}


def _documents(record: "Record") -> Iterator[Row]:
    d = record.document
    names = ("title", "kind", "language", "path", "retrieved", "raw_sha256", "text")
    yield {name: getattr(d, name) for name in names}


def _events(record: "Record", events: Iterable[Event]) -> Iterator[Row]:
    known = {e.id: e for e in record.entities}
    for e in events:
        who = [known[p.entity] for p in e.participants]
        yield {
            "id": e.id, "action": e.action, "code": e.code, "mode": e.mode, "status": e.status,
            "participants": [x.name for x in who], "countries": _countries(who), **_when(e),
            "place": known[e.where].name if e.where else None, "topics": [record.words(t) for t in e.topics],
            "trigger": record.words(e.trigger), **_words(record, e.evidence), "confidence": e.confidence,
        }  # fmt: skip


def _statements(record: "Record") -> Iterator[Row]:
    known = {e.id: e for e in record.entities}
    for s in record.statements:
        speakers = [known[i] for i in s.speakers]
        yield {
            "id": s.id, "form": s.form, "speakers": [x.name for x in speakers], "countries": _countries(speakers),
            "via": [known[i].name for i in s.via], "channel": s.channel,
            "addressee": known[s.addressee].name if s.addressee else None, "cue": record.words(s.cue) or None,
            "source": record.words(s.source) or None, "within": s.within, **_when(s), **_words(record, s.content),
            "confidence": s.confidence,
        }  # fmt: skip


def _positions(record: "Record") -> Iterator[Row]:
    known = {e.id: e for e in record.entities}
    for p in record.positions:
        holders = [known[i] for i in p.holders]
        yield {
            "id": p.id, "holders": [x.name for x in holders], "countries": _countries(holders), "stance": p.stance,
            "target": record.words(p.target), "statement": p.statement, **_words(record, p.evidence or p.target),
            "confidence": p.confidence,
        }  # fmt: skip


def _entities(record: "Record") -> Iterator[Row]:
    for e in record.entities:
        yield {
            "id": e.id, "kind": e.kind, "name": e.name, "country": e.country, "roles": [r.title for r in e.roles],
            "wikidata": e.wikidata, "mentions": len(e.mentions), "decision": e.decision,
        }  # fmt: skip


def _issues(record: "Record") -> Iterator[Row]:
    yield from ({"stage": i.stage, "reason": i.reason} for i in record.issues)


def _countries(entities: Iterable[Entity]) -> list[str]:
    return list(dict.fromkeys(e.country for e in entities if e.country))


def _when(item: Event | Statement | Position) -> Row:
    when = getattr(item, "when", None)
    return {"edtf": when.edtf, "first_day": when.start, "last_day": when.end} if when else {}


def _words(record: "Record", spans: Spans) -> Row:
    whole = hull(spans) if spans else None
    return {"words": record.words(spans), "start": whole.start, "end": whole.end} if whole else {}


MAKERS: "dict[str, Callable[[Record], Iterator[Row]]]" = {
    "documents": _documents,
    "contacts": lambda record: _events(record, record.contacts),
    "events": lambda record: _events(record, (e for e in record.events if e.code != "CONSULT")),
    "statements": _statements,
    "positions": _positions,
    "entities": _entities,
    "issues": _issues,
}
"""Table: what makes its rows."""
