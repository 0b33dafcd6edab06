"""Phrases of what one side alone says, or says otherwise, that another side has in another place."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from communique.model import Span
from communique.query.comparing.aligning import bag, comparable, shared
from communique.query.comparing.comparison import Echo, Row
from communique.query.comparing.terms import Terms

Said = tuple[str, Sequence[Span], list[Terms]]
"""A side's text, its sentences, their terms."""
PART = re.compile(r"[,;:–—]|\b(?:and|as well as|including|while|but)\b")
LEAST = 5.0  # weight of a phrase that is looked for
COVERED = 0.6  # share of its weight that one sentence must have


def echoes(rows: Sequence[Row], said: Sequence[Said]) -> list[Row]:
    """The rows, with the phrases that a side which is not in the row (or has changed them) says elsewhere."""
    bags = [[bag([t]) for t in terms] for _, _, terms in said]
    where = [{span: n for n, span in enumerate(spans)} for _, spans, _ in said]
    out = []
    for row in rows:
        found: list[tuple[Echo, ...]] = []
        for i, spans in enumerate(row.spans):
            here: list[Echo] = []
            for span in spans:
                for phrase, terms in _phrases(said[i][0], span, said[i][2][where[i][span]]):
                    if not _told(phrase, row, i):
                        here.extend(_elsewhere(phrase, terms, row, i, said, bags))
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
    phrase: Span, terms: Terms, row: Row, side: int, said: Sequence[Said], bags: list[list[dict[str, float]]]
) -> Iterator[Echo]:
    mine = bag([terms])
    total = sum(mine.values())
    if total < LEAST:
        return
    for j in range(len(said)):
        if j == side:
            continue
        best = max(
            ((shared(mine, b) / total, -n) for n, b in enumerate(bags[j]) if comparable(mine, b)), default=(0.0, 0)
        )
        there = said[j][1][-best[1]] if best[0] >= COVERED else None
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
