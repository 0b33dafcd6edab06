"""W3C Web Annotation: every item as an annotation with position and quote selectors, one JSON-LD object a line.

The first annotation of a document is about the whole of it and carries its text, so that the others can be checked without it
(https://www.w3.org/TR/annotation-model/; positions count code points, as the model says). What the model has no words for
stands under `communique:`; `communique:item` is the item as in our own record.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from communique.export.output import Output
from communique.model import Record, Span, Spans

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"communique": "https://communique.invalid/ns#"}]
BESIDE = 32  # code points of text on either side of a quotation


def write(records: Iterable[Record], out: Output) -> None:
    """One annotation a line."""
    with out.stream() as stream:
        for record in records:
            for annotation in annotations(record):
                stream.write(json.dumps(annotation, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")


def annotations(record: Record) -> Iterator[dict[str, Any]]:
    """The annotations of one record: the document, its entities, events, statements, positions."""
    document = record.document
    whole = {"reader": msgspec.to_builtins(record.reader), "document": msgspec.to_builtins(document)}
    yield {
        **_head(document.id, "describing"),
        "body": {"type": "TextualBody", "value": document.text, "format": "text/plain", "communique:record": whole},
        "target": _source(record),
    }
    for e in record.entities:
        spans = tuple(m.span for m in e.mentions)
        yield _annotation(record, "entity", e.id, "identifying", e.name, spans, e)
    for event in record.events:
        told = f"{event.action} ({event.status}): " + ", ".join(
            record.entity(p.entity).name for p in event.participants
        )
        yield _annotation(record, "event", event.id, "classifying", told, event.evidence or event.trigger, event)
    for s in record.statements:
        chain = " via ".join(
            x
            for x in (", ".join(record.entity(i).name for i in s.speakers), *(record.entity(i).name for i in s.via))
            if x
        )
        yield _annotation(record, "statement", s.id, "describing", f"said by {chain or 'nobody named'}", s.content, s)
    for p in record.positions:
        holders = ", ".join(record.entity(i).name for i in p.holders)
        yield _annotation(record, "position", p.id, "describing", f"{holders}: {p.stance}", p.target, p)


def _annotation(
    record: Record, kind: str, key: str, motivation: str, told: str, spans: Spans, item: Any
) -> dict[str, Any]:
    body = {"type": "TextualBody", "value": told, "format": "text/plain", "language": "en"}
    return {
        **_head(key, motivation),
        "body": body,
        "target": [_target(record, span) for span in spans] or _source(record),
        "communique:kind": kind,
        "communique:item": msgspec.to_builtins(item),
    }


def _head(key: str, motivation: str) -> dict[str, Any]:
    return {"@context": CONTEXT, "id": f"urn:communique:{key}", "type": "Annotation", "motivation": motivation}


def _source(record: Record) -> str:
    return record.document.url or f"urn:communique:{record.document.id}"


def _target(record: Record, span: Span) -> dict[str, Any]:
    text = record.document.text
    quote = {
        "type": "TextQuoteSelector",
        "exact": span.of(text),
        "prefix": text[max(0, span.start - BESIDE) : span.start],
        "suffix": text[span.end : span.end + BESIDE],
    }
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return {
        "type": "SpecificResource",
        "source": _source(record),
        "selector": [position, quote],
        "communique:text_sha256": digest,
    }
