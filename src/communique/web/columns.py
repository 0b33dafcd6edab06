"""A comparison as two columns of words: what each side says, cut where marks begin and end."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from communique.model import Span
from communique.query.comparing.comparison import Comparison, PieceKind, Row

Kind = Literal["shared", "reworded", "left", "right"]
APART = " … "


class Stretch(NamedTuple):
    """A run of words and how it is marked."""

    text: str
    kind: PieceKind


class Line(NamedTuple):
    """One thing said. kind: left or right where only that side says it. left, right: () where a side says nothing of it."""

    kind: Kind
    left: tuple[Stretch, ...]
    right: tuple[Stretch, ...]


def lines(found: Comparison, texts: Sequence[str]) -> list[Line]:
    """The rows of a comparison of two, in order. texts: of the sides."""
    return [_line(row, texts) for row in found.rows]


def _line(row: Row, texts: Sequence[str]) -> Line:
    left, right = (tuple(_stretches(row, i, texts[i])) for i in (0, 1))
    if row.kind == "only":
        return Line("left" if left else "right", left, right)
    return Line(row.kind, left, right)


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
