"""Records as one tidy CSV table: a row for every item, told apart by the column `kind`."""

import csv
import io
from collections.abc import Iterable, Iterator

from communique.model import Entity, Event, Position, Record, Spans, Statement, hull
from communique.present.escape import cell
from communique.present.labels import Labels

COLUMNS = (
    "document",
    "publisher",
    "published",
    "kind",
    "id",
    "what",
    "who",
    "whom",
    "via",
    "channel",
    "status",
    "when",
    "where",
    "about",
    "words",
    "start",
    "end",
    "confidence",
)
"""kind: contact, event, statement, position, entity or issue. what: action, form, stance, kind of entity or stage.
who: actors (of both sides where both act), speakers or holders. whom: recipients, or the addressee. when: EDTF.
about: topics, or the target. start, end: code points of the document's text around all of `words`. Several values in
one cell are separated by "; "."""

Row = dict[str, str]


def header() -> str:
    """The first line."""
    return _line(COLUMNS)


def to_rows(record: Record) -> str:
    """The lines of one record."""
    labels = Labels(record)
    d = record.document
    common = {"document": d.path or d.url or d.id, "publisher": d.publisher or "", "published": d.published or ""}
    return "".join(_line(cell((common | row).get(c, "")) for c in COLUMNS) for row in _rows(record, labels))


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _rows(record: Record, labels: Labels) -> Iterator[Row]:
    yield from (_event(e, labels) for e in record.events)
    yield from (_statement(s, labels) for s in record.statements)
    yield from (_position(p, labels) for p in record.positions)
    yield from (_entity(e, labels) for e in record.entities)
    for issue in record.issues:
        yield {"kind": "issue", "what": issue.stage, "about": issue.reason} | _words(issue.spans, labels)


def _event(event: Event, labels: Labels) -> Row:
    actors, recipients, both = labels.sides(event)
    return {
        "kind": "contact" if event.code == "CONSULT" else "event",
        "id": event.id,
        "what": event.action,
        "who": _names(actors + both, labels),
        "whom": _names(recipients, labels),
        "status": event.status,
        "when": event.when.edtf if event.when else "",
        "where": labels.name(event.where) if event.where else "",
        "about": "; ".join(labels.words(t) for t in event.topics),
        "confidence": _number(event.confidence),
    } | _words(event.evidence, labels)


def _statement(statement: Statement, labels: Labels) -> Row:
    return {
        "kind": "statement",
        "id": statement.id,
        "what": statement.form,
        "who": _names(statement.speakers, labels),
        "whom": labels.name(statement.addressee) if statement.addressee else "",
        "via": _names(statement.via, labels),
        "channel": statement.channel or "",
        "when": statement.when.edtf if statement.when else "",
        "confidence": _number(statement.confidence),
    } | _words(statement.content, labels)


def _position(position: Position, labels: Labels) -> Row:
    return {
        "kind": "position",
        "id": position.id,
        "what": position.stance,
        "who": _names(position.holders, labels),
        "about": labels.words(position.target),
        "confidence": _number(position.confidence),
    } | _words(position.evidence, labels)


def _entity(entity: Entity, labels: Labels) -> Row:
    role = labels.role(entity.id)
    first = tuple(m.span for m in entity.mentions[:1])
    return {"kind": "entity", "id": entity.id, "what": entity.kind, "who": entity.name, "about": role or ""} | _words(
        first, labels
    )


def _names(ids: tuple[str, ...], labels: Labels) -> str:
    return "; ".join(labels.name(i) for i in ids)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _words(spans: Spans, labels: Labels) -> Row:
    if not spans:
        return {}
    whole = hull(spans)
    return {"words": labels.words(spans), "start": str(whole.start), "end": str(whole.end)}
