"""From the head of a target to its words: edges, trimming, and coordination."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.annotate.layers import Sentence
from communique.extract.positions.attach import Attached
from communique.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

HEAVY = 4  # words from which a conjunct of a noun phrase stands on its own
HEAVY_VERB = 3
OPENING, CLOSING = "“\"‘'(", ")”\"’'%"
EMPTY = frozenset({"PRON", "DET", "ADV", "PUNCT"})  # heads that name nothing
AWAY = frozenset({"relcl", "advcl", "parataxis", "appos"})


def spans(sentence: Sentence, at: Attached) -> Iterator[tuple["Token", Span, int]]:
    """The target: its head, its words and their number; one, or one for each heavy conjunct."""
    heads = [at.head]
    for conjunct in _conjuncts(at.head):
        if _heavy(conjunct, at.clause):
            heads.append(conjunct)
    split = {h.i for h in heads[1:]}
    if at.stop >= 0:
        heads, split = [h for h in heads if h.i < at.stop], split | {at.stop}
    for n, head in enumerate(heads):
        if head.pos_ in EMPTY:
            continue
        first = at.first if n == 0 and at.first is not None else head.left_edge
        found = _words(sentence, head, first.i, split)
        if found:
            yield head, *found


def _conjuncts(head: "Token") -> list["Token"]:
    """What is joined to the head: its conjuncts, and nouns with a possessive of their own that the parser hung lower
    ("her help to refugees and her courage")."""
    out = [t for t in head.conjuncts if t.i > head.i]
    if head.pos_ in ("NOUN", "PROPN"):
        known = {t.i for t in out}
        low = (t for t in head.subtree if t.dep_ == "conj" and t.i > head.i and t.left_edge.tag_ == "PRP$")
        out += [t for t in low if t.i not in known and t.pos_ == "NOUN"]
    return sorted(out, key=lambda t: t.i)


def _heavy(head: "Token", clause: bool) -> bool:
    words = head.right_edge.i - head.left_edge.i + 1
    if clause:
        return words >= HEAVY_VERB and head.pos_ in ("VERB", "AUX")
    return words >= HEAVY


def _words(sentence: Sentence, head: "Token", start: int, split: set[int]) -> tuple[Span, int] | None:
    """From token `start` to the end of the head's own subtree, less what follows a comma as an aside or is split off."""
    doc = head.doc
    end = _end(head, split)
    limits = [doc[i].left_edge.i for i in split if i > head.i and doc[i].left_edge.i > head.i]
    end = min(end, sentence.tokens.end - 1, *(i - 1 for i in limits))
    while start < end and _idle(doc[start], OPENING, ("cc",)):
        start += 1
    while end > start and _idle(doc[end], CLOSING, ("cc", "mark")):
        end -= 1
    if start > end:
        return None
    return sentence.span_of(doc[start], doc[end]), end - start + 1


def _idle(token: "Token", marks: str, roles: tuple[str, ...]) -> bool:
    """Whether the token says nothing at the edge of a target: punctuation but for `marks`, white space, "to", "and"."""
    if token.is_punct:
        return token.text not in marks
    return token.is_space or token.tag_ == "TO" or token.dep_ in roles


def _end(head: "Token", split: set[int]) -> int:
    """The last token of the head's subtree that stays: asides after a comma and split conjuncts are left out."""
    end = head.i
    for child in head.rights:
        if any(child.left_edge.i <= i <= child.i for i in split):
            break
        if (
            child.dep_ in AWAY
            and child.left_edge.i > 0
            and head.doc[child.left_edge.i - 1].text in (",", "–", "—", "(")
        ):
            break
        if child.dep_ == "prep" and child.lower_ in ("including",) and head.doc[child.i - 1].text == ",":
            break
        end = max(end, _end(child, split))
    return end
