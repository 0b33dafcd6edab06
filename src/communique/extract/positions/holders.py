"""Who holds a position: the subject or possessor of the cue, else whoever is speaking."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from communique.annotate.layers import Sentence
from communique.extract.positions.clause import possessor_of, subject_of, verb_of
from communique.model import Span, Statement
from communique.resolve.cast import Cast

if TYPE_CHECKING:
    from spacy.tokens import Token

SELF = frozenset({"i", "we", "us", "me", "my", "our", "ours", "mine"})
NOBODY = frozenset({"you", "your", "one", "there", "anyone", "everyone", "someone", "nobody"})
EMPTY = frozenset({"it", "this", "that", "what", "which", "there", "these", "those"})


class Speaking:
    """Statements by place: who speaks at an offset."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        spans = [(s, st) for st in statements for s in st.content]
        spans.sort(key=lambda x: (x[0].start, -x[0].end, x[1].id))
        self._spans = spans
        self._starts = [s.start for s, _ in spans]
        self._cues = sorted(((s, st) for st in statements for s in st.cue), key=lambda x: (x[0], x[1].id))

    def over(self, span: Span) -> tuple[Statement, ...]:
        """Statements whose content covers `span`, innermost first."""
        found = [
            (s.end - s.start, st)
            for s, st in self._spans[: bisect_right(self._starts, span.start)]
            if s.end >= span.end
        ]
        return tuple(st for _, st in sorted(found, key=lambda x: (x[0], x[1].id)))

    def cued(self, span: Span) -> Statement | None:
        """The statement whose cue overlaps `span`."""
        return next((st for s, st in self._cues if s.overlaps(span)), None)


def holders(cue: "Token", kind: str, sentence: Sentence, cast: Cast, over: Sequence[Statement]) -> tuple[str, ...]:
    """Ids of who holds it, () where nobody is named: possessor and subject resolved, first person and nobody by speaker."""
    out: list[str] = []
    open_subject = True
    for token in _named(cue, kind):
        low = token.lower_
        if low in SELF:
            found = cast.at([sentence.span_of(token)]) or _speakers(over)
        elif low in NOBODY:
            return ()
        elif low in EMPTY and not cast.at([sentence.span_of(token)]):
            found = _speakers(over)
        else:
            found = cast.at(_phrases(token, sentence))
            open_subject = False
        out.extend(e for e in found if e not in out)
    if out:
        return tuple(out)
    return _speakers(over) if open_subject else ()


def _named(cue: "Token", kind: str) -> Iterator["Token"]:
    """The tokens that name the holder: a noun's possessor, then the subject above it."""
    if kind == "noun":
        owner = possessor_of(cue)
        if owner is not None:
            yield owner
            return
    subject = subject_of(verb_of(cue))
    if subject is not None:
        yield subject


def _phrases(token: "Token", sentence: Sentence) -> list[Span]:
    """The noun phrase and those it is joined with, each from its left edge to its head."""
    out = []
    for head in (token, *token.conjuncts):
        first = head.left_edge
        out.append(sentence.span_of(first if first.i >= sentence.tokens.start else head, head))
    return sorted(out)


def _speakers(over: Sequence[Statement]) -> tuple[str, ...]:
    return over[0].speakers if over else ()
