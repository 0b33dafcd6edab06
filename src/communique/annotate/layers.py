"""The layers laid over a document, and the units they are made of.

Offsets are code points of `Document.text`. A layer is a tuple in text order; a stage fills one and never edits another's.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.model import Document, Part, Span, Spans, When

if TYPE_CHECKING:  # spaCy is imported only when a document is parsed
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a readable part (never chrome), without its surrounding white space and turn label."""

    index: int
    span: Span
    part: Part


@dataclass(frozen=True, slots=True)
class Sentence:
    """A parsed sentence. `tokens` is spaCy's view; token.idx counts from `offset`, the paragraph's start in the document."""

    index: int
    span: Span
    paragraph: int
    offset: int
    tokens: "SpacySpan"

    def span_of(self, first: "Token", last: "Token | None" = None) -> Span:
        """Where the tokens from `first` to `last` (inclusive) stand in the document."""
        last = first if last is None else last
        return Span(self.offset + first.idx, self.offset + last.idx + len(last.text))

    def tokens_in(self, span: Span) -> "list[Token]":
        """The tokens that overlap `span`."""
        lo, hi = span.start - self.offset, span.end - self.offset
        return [t for t in self.tokens if t.idx < hi and t.idx + len(t.text) > lo]


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted words. `span` takes in the marks; `inner` the words between. A quotation that runs over paragraphs has one
    Quote each, with the same `run`. `closed` is False where the closing mark is missing (ended by its paragraph)."""

    span: Span
    inner: Span
    run: int
    closed: bool = True


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that name a time. `when` is None where it cannot be anchored; `reason` then says why.

    kind: date (day or coarser), time (of day), duration, set ("every week").
    """

    span: Span
    kind: str
    when: When | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words attributed by a cue, as the tagger finds them: flat or overlapping, not yet joined or resolved.

    source, cue: () where there are none. confidence: calibrated, in [0, 1].
    """

    content: Spans
    cue: Spans
    source: Spans
    confidence: float


@dataclass(frozen=True, slots=True)
class ScoredSpan:
    """Words that the tagger labels (a stance, an action), with its calibrated confidence in [0, 1]."""

    span: Span
    label: str
    confidence: float


@dataclass(slots=True)
class Layers:
    """One document with all that is known about its words so far."""

    document: Document
    paragraphs: tuple[Paragraph, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    quotes: tuple[Quote, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    _starts: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that covers `offset`, or None (white space, chrome)."""
        if len(self._starts) != len(self.sentences):
            self._starts = [s.span.start for s in self.sentences]
        i = bisect_right(self._starts, offset) - 1
        if i >= 0 and offset < self.sentences[i].span.end:
            return self.sentences[i]
        return None

    def sentences_with(self, pattern: "re.Pattern[str]") -> Iterator[Sentence]:
        """The sentences in which `pattern` is found, in order: a cheap look before the parse is walked."""
        return (s for s in self.sentences if pattern.search(self.text, s.span.start, s.span.end))
