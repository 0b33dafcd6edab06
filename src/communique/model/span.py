"""The one span type: half-open, frozen, in code points of `Document.text`."""

from collections.abc import Iterable

import msgspec


class Span(msgspec.Struct, frozen=True, order=True):
    """A stretch of text, `text[start:end]`; 0 <= start < end. Raises ValueError otherwise."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]

    def contains(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether at least one code point is shared."""
        return self.start < other.end and other.start < self.end

    def shift(self, offset: int) -> "Span":
        """The same stretch, `offset` code points further on."""
        return Span(self.start + offset, self.end + offset)


Spans = tuple[Span, ...]


def trim(text: str, start: int, end: int) -> Span | None:
    """The span without white space at its ends; None when nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def union(spans: Iterable[Span]) -> Spans:
    """Sorted, with touching or overlapping spans joined."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


def hull(spans: Iterable[Span]) -> Span:
    """The smallest span around all of them; `spans` must not be empty."""
    items = list(spans)
    return Span(min(s.start for s in items), max(s.end for s in items))
