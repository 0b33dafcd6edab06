"""The items of a record in the order in which they are shown, numbered, each with the stretches of text that back it."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal

import msgspec
from msgspec.structs import replace

from communique.model import Entity, Event, Part, Position, Record, Span, Spans, Statement, When, hull
from communique.present.order import nested

MOST = 0.7  # of a turn
Kind = Literal["contact", "statement", "position", "event", "entity"]


class Item(msgspec.Struct, frozen=True):
    """One item. number: from 1, as the reader counts them. core: the words that are it; around: what else tells it.

    depth: how deep a statement stands in others. quiet: its words are not set apart in the text: a party's names, a whole turn.
    """

    number: int
    kind: Kind
    id: str
    what: Statement | Event | Position | Entity
    core: Spans
    around: Spans = ()
    depth: int = 0
    quiet: bool = False


def items(record: Record) -> list[Item]:
    """Contacts, statements with those within them, positions, other events, entities."""
    turns = [p for p in record.document.parts if p.role == "turn"]
    found = (Item(n, *rest) for n, rest in enumerate(_items(record), 1))
    return [replace(i, quiet=i.kind == "entity" or _whole(i, turns)) for i in found]


def _whole(item: Item, turns: list[Part]) -> bool:
    """Whether an item's words are most of what somebody said in a turn."""
    if item.kind != "statement" or not turns:
        return False
    whole = hull(item.core)
    at = bisect_right(turns, whole.start, key=lambda p: p.start) - 1
    return at >= 0 and whole.end <= turns[at].end and whole.end - whole.start > MOST * (turns[at].end - turns[at].start)


def _items(record: Record) -> Iterator[tuple[Kind, str, Statement | Event | Position | Entity, Spans, Spans, int]]:
    for event in record.contacts:
        yield "contact", event.id, event, event.trigger, _around(event), 0
    for s, depth in nested(record.statements):
        yield "statement", s.id, s, s.content, (*s.cue, *s.source, *_said(s.when)), depth
    for p in record.positions:
        yield "position", p.id, p, p.target, p.evidence, 0
    for event in record.events:
        if event.code != "CONSULT":
            yield "event", event.id, event, event.trigger, _around(event), 0
    for e in record.entities:
        yield "entity", e.id, e, tuple(m.span for m in e.mentions), (), 0


def _around(event: Event) -> Spans:
    topics = tuple(span for topic in event.topics for span in topic)
    mentions = tuple(span for p in event.participants for span in p.mention)
    return (*event.evidence, *topics, *mentions, *_said(event.when))


def _said(when: When | None) -> Spans:
    return when.said if when else ()


def first_word(item: Item) -> Span | None:
    """Where one begins to read an item's words."""
    return min(item.core or item.around, default=None)
