"""The words of one row on two sides: what is the same, alike, moved or changed; and phrases that stand in other rows."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from communique.model import Span
from communique.query.comparing.comparison import Piece, PieceKind
from communique.query.comparing.terms import Term, Terms

ANCHOR = 1.0  # weight of words in common that hold two wordings together; less lies between changes by chance
MOVED = 4.0  # weight of words that stand elsewhere in the row


def pieces(text: str, terms: Terms, other: str, others: Terms) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The pieces of both sides of a row, each in order. terms, others: of all sentences of the row on each side."""
    a, b = [t.what for t in terms], [t.what for t in others]
    kinds: tuple[list[PieceKind], list[PieceKind]] = (["changed"] * len(a), ["changed"] * len(b))
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    for i, j, size in blocks:
        ends = (i == 0 and j == 0) or (i + size == len(a) and j + size == len(b))
        if not ends and sum(t.weight for t in terms[i : i + size]) < ANCHOR:
            continue
        for k in range(size):
            same = terms[i + k].span.of(text).casefold() == others[j + k].span.of(other).casefold()
            kinds[0][i + k] = kinds[1][j + k] = "same" if same else "alike"
    _mark_moved(terms, others, kinds)
    return _joined(terms, kinds[0]), _joined(others, kinds[1])


def _mark_moved(terms: Terms, others: Terms, kinds: tuple[list[PieceKind], list[PieceKind]]) -> None:
    """The longest runs that both sides have among what is changed, longest first, if they tell anything."""
    a = [t.what if k == "changed" else f"<{n}" for n, (t, k) in enumerate(zip(terms, kinds[0], strict=True))]
    b = [t.what if k == "changed" else f">{n}" for n, (t, k) in enumerate(zip(others, kinds[1], strict=True))]
    told = {t.what: t.weight for t in terms}
    while sum(told.get(what, 0.0) for what in set(a) & set(b)) >= MOVED:
        i, j, size = SequenceMatcher(None, a, b, autojunk=False).find_longest_match()
        if sum(t.weight for t in terms[i : i + size]) >= MOVED:
            kinds[0][i : i + size] = ["moved"] * size
            kinds[1][j : j + size] = ["moved"] * size
        a[i : i + size] = [f"<{n}" for n in range(i, i + size)]
        b[j : j + size] = [f">{n}" for n in range(j, j + size)]


def _joined(terms: Sequence[Term], kinds: Sequence[PieceKind]) -> tuple[Piece, ...]:
    out: list[Piece] = []
    for term, kind in zip(terms, kinds, strict=True):
        if out and out[-1].kind == kind and term.span.start - out[-1].span.end < 40:
            out[-1] = Piece(Span(out[-1].span.start, term.span.end), kind)
        else:
            out.append(Piece(term.span, kind))
    return tuple(out)


def weighed(terms: Terms, found: tuple[Piece, ...], kind: PieceKind) -> float:
    """Share of the terms' weight that stands in pieces of a kind."""
    total = sum(t.weight for t in terms)
    return sum(t.weight for t in terms if any(p.kind == kind and p.span.contains(t.span) for p in found)) / (total or 1)
