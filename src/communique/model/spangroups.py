"""A record's words by what they are: what spaCy calls span groups, and notebooks highlight."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.model.span import Span

if TYPE_CHECKING:
    from communique.model.record import Record

Item = tuple[Span, str, str]
"""Where, what it is, id of the item."""


def groups(record: "Record") -> Iterator[tuple[str, list[Item]]]:
    """Each group with its spans, in the order of the text."""
    statements, events, positions = record.statements, record.events, record.positions
    yield "mentions", sorted((m.span, e.kind, e.id) for e in record.entities for m in e.mentions)
    yield "contents", sorted((span, s.form, s.id) for s in statements for span in s.content)
    yield "cues", sorted((span, "cue", s.id) for s in statements for span in s.cue)
    yield "sources", sorted((span, "source", s.id) for s in statements for span in s.source)
    yield "triggers", sorted((span, e.action, e.id) for e in events for span in e.trigger)
    yield "evidence", sorted((span, e.action, e.id) for e in events for span in e.evidence)
    yield "targets", sorted((span, p.stance, p.id) for p in positions for span in p.target)
