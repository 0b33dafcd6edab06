"""Asides: "The road, as we have said, is open". What is said is the clause that the aside stands in."""

import re
from typing import TYPE_CHECKING

from communique.annotate.layers import Layers
from communique.extract.statements.draft import Draft
from communique.extract.statements.grammar import cue_head
from communique.model import Span, Spans, hull, trim

if TYPE_CHECKING:
    from spacy.tokens import Token

AS = re.compile(r"(?<!\w)as(?:\s+\w+ly)?\s+\Z", re.IGNORECASE)
WHOLE = 4  # words of a content that is left as it is
FEWEST = 3  # words of a clause that says something
RELATIVE = re.compile(r"(?:who|whom|whose|which|that)\b", re.IGNORECASE)
AFTER = re.compile(r"[^,.;:?!—–\n]{0,40}?[,.]")  # "as I said (before),"
COMMAS = " \t\n,;–—"


def host(draft: Draft, layers: Layers) -> Spans | None:
    """The content of an aside's statement: as it is, the clause around the aside where it is but a scrap of that, () where
    there is no such clause; None where the cue is no aside."""
    sentence, verb = cue_head(draft, layers)
    if sentence is None or verb is None or not draft.source:
        return None
    block = hull((*draft.cue, *draft.source))
    lead = AS.search(layers.text, max(sentence.span.start, block.start - 30), block.start)
    if lead is None or verb.dep_ == "ROOT" or not sentence.span.contains(block):
        return None
    after = AFTER.match(layers.text, block.end, sentence.span.end)
    if after is None or any(p.start < after.end() and block.end < p.end for p in draft.content):
        return None  # "as he announced new talks, …": what is said is the aside's own
    if not _is_scrap(draft, layers):
        return draft.content
    clause = _clause(verb)
    if clause is None:
        return ()
    left, right = sentence.span_of(clause.left_edge).start, sentence.span_of(clause.right_edge).end
    pieces = ((left, lead.start()), (after.end(), right))
    spans = tuple(s for a, b in pieces if a < b and (s := _bare(layers.text, a, b)))
    words = sum(len(s.of(layers.text).split()) for s in spans)
    return spans if words >= FEWEST else ()


def _is_scrap(draft: Draft, layers: Layers) -> bool:
    words = sum(len(p.of(layers.text).split()) for p in draft.content)
    broken = any(RELATIVE.match(layers.text, p.start) for p in draft.content)
    return words < WHOLE or broken


def _clause(aside: "Token") -> "Token | None":
    """The verb whose clause the aside stands in: out of relative clauses, up to one with a subject."""
    verb = aside.head
    while verb.dep_ in ("relcl", "aux", "auxpass") and verb.head != verb:
        verb = verb.head
    while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
        verb = verb.head
    return verb if verb.pos_ in ("VERB", "AUX") else None


def _bare(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    return trim(text, start + len(words) - len(words.lstrip(COMMAS)), start + len(words.rstrip(COMMAS + ".")))
