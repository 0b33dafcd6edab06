"""From the head of a target to its words: edges, trimming, and coordination."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.annotate.layers import Sentence
from communique.extract.positions.attach import Attached
from communique.extract.positions.clause import AFFIRMING
from communique.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

HEAVY = 4  # words from which a conjunct of a noun phrase stands on its own
HEAVY_VERB = 3
OPENING, CLOSING = "“\"‘'(", ")”\"’'%"
EMPTY = frozenset({"PRON", "DET", "ADV", "PUNCT"})  # heads that name nothing
TAILS = frozenset({("as", "well"), ("in", "particular")})
TELLING = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV"})
VAGUE = frozenset(
    "be do have make get go try take come let want say keep put give thing lot way so too also just again here there now then "
    "very really actually hopefully out up down well much soon always never not please".split()
)
HYPHEN = "-"
AWAY = frozenset({"relcl", "advcl", "parataxis", "appos"})


def spans(sentence: Sentence, at: Attached) -> Iterator[tuple["Token", Span, int]]:
    """The target: its head, its words and their number; one, or one for each heavy conjunct."""
    heads = [at.head]
    bare = at.clause and _bare(at.head)
    for conjunct in _conjuncts(at.head):
        if _heavy(conjunct, at.clause) and not bare:
            heads.append(conjunct)
        bare = bare and _bare(conjunct)
    finite = {t.i for t in heads[1:] if at.clause and _to(heads[0]) and not _to(t) and _has_subject(t)}
    split = {h.i for h in heads[1:]}  # a finite clause ends an infinitive, but is no target beside it
    heads = [h for h in heads if h.i not in finite]
    if at.stop >= 0:
        heads, split = [h for h in heads if h.i < at.stop], split | {at.stop}
    for n, head in enumerate(heads):
        if head.pos_ in EMPTY:
            continue
        first = at.first if n == 0 and at.first is not None else head.left_edge
        found = _words(sentence, head, first.i, split)
        if found and (not at.clause or _says(head, found[2])):
            yield head, *found[:2]


def _conjuncts(head: "Token") -> list["Token"]:
    """What is joined to the head: its conjuncts, and nouns with a possessive of their own that the parser hung lower
    ("her help to refugees and her courage")."""
    out = [t for t in head.conjuncts if t.i > head.i]
    if head.pos_ in ("NOUN", "PROPN"):
        known = {t.i for t in out}
        low = (t for t in head.subtree if t.dep_ == "conj" and t.i > head.i and t.left_edge.tag_ == "PRP$")
        out += [t for t in low if t.i not in known and t.pos_ == "NOUN"]
    return sorted(out, key=lambda t: t.i)


def _to(verb: "Token") -> bool:
    return any(c.tag_ == "TO" for c in verb.lefts)


def _has_subject(verb: "Token") -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.lefts)


def _heavy(head: "Token", clause: bool) -> bool:
    words = head.right_edge.i - head.left_edge.i + 1
    if clause:
        return words >= HEAVY_VERB and head.pos_ in ("VERB", "AUX")
    return words >= HEAVY


def _bare(verb: "Token") -> bool:
    """Whether the verb has no words of its own, so that it shares its object with the next ("protecting and promoting X")."""
    return all(c.dep_ in ("conj", "cc", "punct", "aux", "advmod", "mark") for c in verb.children)


def _says(head: "Token", end: int) -> bool:
    """Whether a clause says enough: two words with a sense of their own ("do that", "stand up" and "try" do not)."""
    told = (t for t in head.doc[head.left_edge.i : end + 1] if t.pos_ in TELLING and t.lemma_.lower() not in VAGUE)
    return sum(1 for _ in told) > 1


def _words(sentence: Sentence, head: "Token", start: int, split: set[int]) -> tuple[Span, int, int] | None:
    """Span, number of words and last token of a target, None where nothing is left: from token `start` to the end of the
    head's own subtree, less what follows a comma as an aside or is split off."""
    doc = head.doc
    end = _end(head, split)
    limits = [doc[i].left_edge.i for i in split if i > head.i and doc[i].left_edge.i > head.i]
    end = min(end, sentence.tokens.end - 1, *(i - 1 for i in limits))
    while start < end and _idle(doc[start], OPENING, ("cc",)):
        start += 1
    while end > start and _idle(doc[end], CLOSING, ("cc", "mark")):
        end -= 1
    while end - start > 1 and (doc[end - 1].lower_, doc[end].lower_) in TAILS:
        end -= 2
        while end > start and _idle(doc[end], CLOSING, ("cc", "mark")):
            end -= 1
    if start > end or doc[end].tag_ == "POS":
        return None
    while end + 1 < sentence.tokens.end and HYPHEN in (doc[end].text, doc[end + 1].text) and not doc[end].whitespace_:
        end += 1  # "re-establishing ties" that the parser takes apart
        if doc[end].text != HYPHEN:
            end = min(max(end, _end(doc[end], split)), sentence.tokens.end - 1)
    return sentence.span_of(doc[start], doc[end]), end - start + 1, end


def _tells(token: "Token") -> bool:
    """Whether the token goes on telling what the holder did ("… and underscored"), hung too low by the parser."""
    return (
        token.dep_ == "conj" and token.tag_ in ("VBD", "VBZ") and token.lemma_ in AFFIRMING and not _has_subject(token)
    )


def _idle(token: "Token", marks: str, roles: tuple[str, ...]) -> bool:
    """Whether the token says nothing at the edge of a target: punctuation but for `marks`, white space, "to", "and"."""
    if token.is_punct:
        return token.text not in marks
    return token.is_space or token.tag_ == "TO" or (token.lower_ == "to" and token.dep_ == "aux") or token.dep_ in roles


def _end(head: "Token", split: set[int]) -> int:
    """The last token of the head's subtree that stays: asides after a comma and split conjuncts are left out."""
    end = head.i
    for child in head.rights:
        if any(child.left_edge.i <= i <= child.i for i in split) or _tells(child):
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
