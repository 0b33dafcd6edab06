"""A comparison as two columns of words: what each side says, cut where marks begin and end."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from communique.model import Span
from communique.query.comparing.comparison import Comparison, PieceKind, Row, RowKind

APART = " … "


class Stretch(NamedTuple):
    """A run of words and how it is marked."""

    text: str
    kind: PieceKind


Sentence = tuple[Stretch, ...]


class Line(NamedTuple):
    """A line of both columns. kind: shared, reworded, or only: what one side alone says up to the next line that both have."""

    kind: RowKind
    left: tuple[Sentence, ...]
    right: tuple[Sentence, ...]


def lines(found: Comparison, texts: Sequence[str]) -> list[Line]:
    """The rows of a comparison of two, in order; rows of one side alone that follow each other in one. texts: of the sides."""
    out: list[Line] = []
    for kind, rows in groupby(found.rows, key=lambda row: row.kind):
        told = [tuple(tuple(_stretches(row, i, texts[i])) for i in (0, 1)) for row in rows]
        if kind == "only":
            left, right = (tuple(cells[i] for cells in told if cells[i]) for i in (0, 1))
            out.append(Line(kind, left, right))
        else:
            out += [Line(kind, (left,), (right,)) for left, right in told]
    return out


def _stretches(row: Row, side: int, text: str) -> Iterator[Stretch]:
    """All words of a side's sentences: the pieces, and as the same what stands between them."""
    marks = row.pieces[side] if row.kind == "reworded" else ()
    for n, span in enumerate(row.spans[side]):
        if n:
            yield Stretch(APART, "same")
        at = span.start
        for piece in marks:
            start, end = max(piece.span.start, at), min(piece.span.end, span.end)
            if start >= end:
                continue
            if start > at:
                yield Stretch(text[at:start], "same")
            yield Stretch(text[start:end], piece.kind)
            at = end
        if at < span.end:
            yield Stretch(text[at : span.end], "same")


def quoted(spans: Sequence[Span], text: str) -> str:
    """The words of some spans."""
    return APART.join(text[s.start : s.end] for s in spans)
