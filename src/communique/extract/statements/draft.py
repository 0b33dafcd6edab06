"""A statement in the making. Each step here fills some of its fields; `seal` makes the claim."""

from dataclasses import dataclass
from typing import Optional

from communique.model import Span, Spans, Statement, When, hull, ids
from communique.model.claim import Channel, Form


@dataclass(slots=True, eq=False)
class Draft:
    """outer: the statement whose words this one is part of; turn: whether it is a paragraph of a speaker's turn; hull:
    the stretch from its first to its last word; follows: the statement whose speaker runs on, where it has no cue."""

    content: Spans
    cue: Spans
    source: Spans
    confidence: float
    form: Form = "indirect"
    turn: bool = False
    follows: Optional["Draft"] = None
    outer: Optional["Draft"] = None
    speakers: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    channel: Channel | None = None
    addressee: str | None = None
    when: When | None = None

    @property
    def hull(self) -> Span:
        """The stretch from the first to the last word of the content."""
        return hull(self.content)

    @property
    def anchor(self) -> Span:
        """Where the statement is made: its cue, else its source, else its content."""
        return (self.cue or self.source or self.content)[0]

    @property
    def length(self) -> int:
        """Code points of content."""
        return sum(s.end - s.start for s in self.content)

    def id(self, document: str) -> str:
        """The id, from kind, document, content and cue."""
        return ids.claim_id("statement", document, self.content, str(self.cue[0].start) if self.cue else "")

    def seal(self, document: str) -> Statement:
        """The statement as it stands in the record."""
        return Statement(
            id=self.id(document),
            form=self.form,
            content=self.content,
            cue=self.cue,
            source=self.source,
            speakers=self.speakers,
            via=self.via,
            channel=self.channel,
            addressee=self.addressee,
            when=self.when,
            within=self.outer.id(document) if self.outer else None,
            confidence=round(self.confidence, 3),
        )
