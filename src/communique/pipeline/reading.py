"""The state of one reading: what the stages fill, in their order."""

from dataclasses import dataclass, field

from communique.annotate.layers import Layers, ScoredSpan
from communique.model import Document, Event, Issue, Part, Position, Statement
from communique.resolve.cast import Cast
from communique.settings import Settings


@dataclass(slots=True)
class Reading:
    """One document being read. A stage fills the fields that it gives and changes no other."""

    document: Document
    settings: Settings
    layers: Layers
    stances: tuple[ScoredSpan, ...] = ()
    triggers: tuple[ScoredSpan, ...] = ()
    cast: Cast = field(default_factory=Cast)
    parts: tuple[Part, ...] = ()
    statements: tuple[Statement, ...] = ()
    contacts: tuple[Event, ...] = ()
    events: tuple[Event, ...] = ()
    positions: tuple[Position, ...] = ()
    issues: list[Issue] = field(default_factory=list)
