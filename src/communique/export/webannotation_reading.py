"""Read our Web Annotations back into records; annotations that others added to them count as comments and are named.

Every annotation is checked against the text that its document's annotation carries: position and quotation must agree.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from communique.errors import FormatError, one_line
from communique.model import Document, Entity, Event, Position, Reader, Record, Statement

KINDS: dict[str, tuple[str, type[Any]]] = {
    "entity": ("entities", Entity),
    "event": ("events", Event),
    "statement": ("statements", Statement),
    "position": ("positions", Position),
}


def read_lines(lines: Iterable[str | bytes], name: str = "annotations") -> Iterator[Record]:
    """A record for each document annotation with the items after it. Raises FormatError with the line."""
    fields: dict[str, Any] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            annotation = json.loads(line)
            body = annotation["body"]
            if isinstance(body, dict) and "communique:record" in body:
                if fields:
                    yield _record(fields)
                head = body["communique:record"]
                fields = {
                    "document": msgspec.convert(head["document"], Document),
                    "reader": msgspec.convert(head["reader"], Reader),
                    **{plural: [] for plural, _ in KINDS.values()},
                }
            elif annotation.get("communique:kind") in KINDS:
                plural, type_ = KINDS[annotation["communique:kind"]]
                if not fields:
                    raise ValueError("stands before its document")
                _check(annotation, fields["document"].text)
                fields[plural].append(msgspec.convert(annotation["communique:item"], type_))
        except (ValueError, KeyError, TypeError, AttributeError, msgspec.ValidationError) as error:
            raise FormatError(name, f"line {number}: {one_line(error)}") from error
    if fields:
        yield _record(fields)


def _check(annotation: dict[str, Any], text: str) -> None:
    targets = annotation["target"]
    for target in targets if isinstance(targets, list) else ():
        chosen = {s["type"]: s for s in target["selector"]}
        position, quote = chosen["TextPositionSelector"], chosen["TextQuoteSelector"]
        if text[position["start"] : position["end"]] != quote["exact"]:
            raise ValueError(f"{position['start']}–{position['end']} is not “{quote['exact'][:40]}”")


def _record(fields: dict[str, Any]) -> Record:
    record = Record(document=fields["document"], reader=fields["reader"])
    return msgspec.structs.replace(record, **{plural: tuple(fields[plural]) for plural, _ in KINDS.values()})
