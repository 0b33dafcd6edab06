"""Phrases of what one side alone says, or says otherwise, that another side has in another place."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from communique.model import Span
from communique.query.comparing.aligning import Bag, bag, shared, sharing, telling_of
from communique.query.comparing.comparison import Echo, Row
from communique.query.comparing.terms import Terms

Said = tuple[str, Sequence[Span], list[Terms]]
"""A side's text, its sentences, their terms."""
Speaking = tuple[list[Bag], dict[str, list[int]]]
"""A side's sentences, and which of them have a telling term."""
PART = re.compile(r"[,;:–—]|\b(?:and|as well as|including|while|but)\b")
LEAST = 5.0  # weight that a phrase must have, and have in common with what says it
COVERED = 0.55  # share of its weight that one sentence must have


def echoes(rows: Sequence[Row], said: Sequence[Said]) -> list[Row]:
    """The rows, with the phrases that a side which is not in the row (or has changed them) says elsewhere."""
    bags = [[bag([t]) for t in terms] for _, _, terms in said]
    speaking = [(b, telling_of(b)) for b in bags]
    where = [{span: n for n, span in enumerate(spans)} for _, spans, _ in said]
    out = []
    for row in rows:
        found: list[tuple[Echo, ...]] = []
        for i, spans in enumerate(row.spans):
            here: list[Echo] = []
            for span in spans:
                for phrase, terms in _phrases(said[i][0], span, said[i][2][where[i][span]]):
                    if not _told(phrase, row, i):
                        here.extend(_elsewhere(phrase, terms, row, i, said, speaking))
            found.append(tuple(here))
        out.append(msgspec.structs.replace(row, echoes=tuple(found)))
    return out


def _told(phrase: Span, row: Row, side: int) -> bool:
    """Whether most of a phrase is said by the others in this row."""
    told = sum(
        min(p.span.end, phrase.end) - max(p.span.start, phrase.start)
        for p in row.pieces[side]
        if p.kind != "changed" and p.span.overlaps(phrase)
    )
    return told >= 0.5 * (phrase.end - phrase.start)


def _elsewhere(
    phrase: Span, terms: Terms, row: Row, side: int, said: Sequence[Said], speaking: list[Speaking]
) -> Iterator[Echo]:
    """The sentence of each other side that has most of a phrase, two telling terms at least."""
    mine = bag([terms])
    total = sum(mine.values())
    if total < LEAST:
        return
    for j in range(len(said)):
        if j == side:
            continue
        bags, where = speaking[j]
        found = ((shared(mine, bags[n]), -n) for n in sharing(mine, where, 2))
        best, n = max(found, default=(0.0, 0))
        there = said[j][1][-n] if best >= max(LEAST, COVERED * total) else None
        if there and there not in row.spans[j]:
            yield Echo(phrase, j, there)


def _phrases(text: str, sentence: Span, terms: Terms) -> Iterator[tuple[Span, Terms]]:
    """Stretches between commas, conjunctions and the like, that hold terms."""
    cuts = [m.start() for m in PART.finditer(text, sentence.start, sentence.end)]
    cuts = [c for c in cuts if not any(t.span.start <= c < t.span.end and " " in t.span.of(text) for t in terms)]
    for lo, hi in zip((sentence.start, *cuts), (*cuts, sentence.end), strict=True):
        inside = tuple(t for t in terms if lo <= t.span.start < hi)
        telling = [t for t in inside if t.weight]
        if telling:
            yield Span(telling[0].span.start, telling[-1].span.end), inside
