"""Which drafts touch which paragraph, and which sentences a stretch: so that a long text costs no more a word than a short."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from communique.annotate.layers import Layers, Paragraph, Quote, Sentence
from communique.extract.statements.draft import Draft
from communique.model import Span


@dataclass(slots=True)
class Places:
    """Drafts by the paragraphs that their content and cue stand in. Made anew when drafts have been added."""

    starts: list[int]
    held: dict[int, list[Draft]] = field(default_factory=dict)

    @classmethod
    def of(cls, layers: Layers, drafts: Iterable[Draft]) -> "Places":
        """The places of `drafts`."""
        places = cls([p.span.start for p in layers.paragraphs])
        for draft in drafts:
            for at in dict.fromkeys(i for s in (*draft.content, *draft.cue) for i in places._range(s)):
                places.held.setdefault(at, []).append(draft)
        return places

    def at(self, span: Span) -> list[Draft]:
        """The drafts that touch a paragraph of `span`, each once, in the order given."""
        found = [d for i in self._range(span) for d in self.held.get(i, ())]
        return list({id(d): d for d in found}.values())

    def _range(self, span: Span) -> range:
        return range(max(bisect_right(self.starts, span.start) - 1, 0), max(bisect_left(self.starts, span.end), 1))


def sentences_in(layers: Layers, span: Span) -> tuple[Sentence, ...]:
    """The sentences that overlap `span`, in order."""
    lo = max(bisect_right(layers.sentences, span.start, key=lambda s: s.span.start) - 1, 0)
    hi = bisect_left(layers.sentences, span.end, key=lambda s: s.span.start)
    return tuple(s for s in layers.sentences[lo:hi] if s.span.overlaps(span))


def paragraph_at(layers: Layers, offset: int) -> Paragraph:
    """The paragraph that `offset` stands in, else the one before it, else the first."""
    return layers.paragraphs[max(bisect_right(layers.paragraphs, offset, key=lambda p: p.span.start) - 1, 0)]


def quotes_in(layers: Layers, span: Span) -> tuple[Quote, ...]:
    """The quotations that overlap `span`, in order."""
    lo = max(bisect_right(layers.quotes, span.start, key=lambda q: q.span.start) - 1, 0)
    hi = bisect_left(layers.quotes, span.end, key=lambda q: q.span.start)
    return tuple(q for q in layers.quotes[lo:hi] if q.span.overlaps(span))


def quote_at(layers: Layers, offset: int) -> Quote | None:
    """The quotation that `offset` stands in, marks included."""
    i = bisect_right(layers.quotes, offset, key=lambda q: q.span.start) - 1
    return layers.quotes[i] if i >= 0 and offset < layers.quotes[i].span.end else None
