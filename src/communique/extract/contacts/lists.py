"""Lists of names: what stands beside a name as its like, read from the words between them rather than from the parse."""

import re

from communique.annotate.layers import Layers, Sentence
from communique.resolve.cast import Cast, Reference

# what may stand between two coordinated names; anything else ends the list
JOINT = re.compile(
    r"[\s,;]*(?:(?:and|as well as|including|such as|along with|together with|plus|both|&|or)\b)?[\s,]*"
    r"(?:(?:with|the|his|her|its|their|then|also|by|of)\s+){0,2}",
    re.I,
)
DASH = re.compile(r"\s+[–—-]\s+")
BROKEN = re.compile(r"\s*\([^()]{2,12}\)\s*")


class Lists:
    """The lists that the references of one sentence form."""

    def __init__(self, layers: Layers, cast: Cast, sentence: Sentence, references: tuple[Reference, ...]) -> None:
        self.layers, self.cast, self.sentence, self.references = layers, cast, sentence, references

    def around(self, first: Reference, left: bool) -> list[Reference]:
        """The list in which `first` stands, in order; without what precedes it unless `left`."""
        chain = [*(self._left(first) if left else ()), first, *self._right(first)]
        chain = [r for r, after in zip(chain, [*chain[1:], None], strict=True) if not self._named_next(r, after)]
        return [self._beyond(r) for r in chain]

    def _named_next(self, title: Reference, name: Reference | None) -> bool:
        """Whether a title only introduces the name after it ("the Crown Prince of Larn, Prince Tolen")."""
        if name is None or title.form == "name" or name.form != "name":
            return False
        if self.layers.text[title.span.end : name.span.start] != ", ":
            return False
        kinds = {self.cast.entity(e).kind for e in (*title.entities, *name.entities)}
        heads = self.sentence.tokens_in(title.span)
        return kinds == {"person"} and any(
            w.dep_ == "appos" and w.head in heads for t in self.sentence.tokens_in(name.span) for w in (t, t.head)
        )

    def _beyond(self, reference: Reference) -> Reference:
        """The person whom a state or body at the broken end of a sentence only introduces ("Republic of Norland (RON) |
        Foreign Minister Sool"), or a title before a dash ("the First President of Norland – Father of the Nation Sool")."""
        for r in self.references:
            if reference.form == "title" and r.form == "name" and r.span.start > reference.span.end:
                people = {self.cast.entity(e).kind for e in (*r.entities, *reference.entities)} == {"person"}
                if people and DASH.fullmatch(self.layers.text, reference.span.end, r.span.start):
                    return r
            if r.span.start >= self.sentence.span.end and reference.span.end <= self.sentence.span.end:
                gap = self.layers.text[reference.span.end : r.span.start]
                introduced = {self.cast.entity(e).kind for e in r.entities} == {"person"}
                if introduced and BROKEN.fullmatch(gap):
                    return r
                break
        return reference

    def _right(self, reference: Reference) -> list[Reference]:
        out: list[Reference] = []
        current = reference
        for r in self.references:
            if r.span.start < current.span.end or r.head.start < current.head.end:
                continue
            gap = self._gap(current.span.end, r.span.start)
            if not gap.strip() or not JOINT.fullmatch(gap) or self._new_subject(r, reference):
                break
            out.append(r)
            current = r
        return out

    def _left(self, reference: Reference) -> list[Reference]:
        out: list[Reference] = []
        current = reference
        for r in reversed(self.references):
            if r.span.end > current.span.start:
                continue
            gap = self.layers.text[r.span.end : current.span.start]
            if not gap.strip() or not JOINT.fullmatch(gap) or self._other_role(r, current):
                break
            out.insert(0, r)
            current = r
        return out

    def _gap(self, start: int, end: int) -> str:
        """The words between two names without those of time ("Blair ten days ago and Clinton last week")."""
        gap = self.layers.text[start:end]
        if end - start > 4:
            for time in self.layers.times:
                if time.span.start >= end:
                    break
                if start <= time.span.start and time.span.end <= end:
                    gap = gap.replace(time.span.of(self.layers.text), "", 1)
        return gap

    def _new_subject(self, reference: Reference, first: Reference) -> bool:
        """Whether a reference after a comma opens a clause of its own ("met the envoy, the ministry said"); not where the
        parser gave one verb both names as subjects."""
        verbs = [t.head for t in self.sentence.tokens_in(first.head) if t.dep_ in ("nsubj", "nsubjpass")]
        for token in self.sentence.tokens_in(reference.head):
            if token.dep_ in ("nsubj", "nsubjpass") and token.head.i > token.i and token.head not in verbs:
                return True
        return False

    def _other_role(self, left: Reference, right: Reference) -> bool:
        """Whether the left one of two names belongs to another phrase ("in Paris, the minister met"; "a call between Dask and
        Tolen, and Sool will meet")."""
        for token in self.sentence.tokens_in(left.head):
            first = token
            while first.dep_ == "conj" and first.head.i < first.i:
                first = first.head
            if first.dep_ == "pobj" and first.head.i < first.i:
                right_tokens = self.sentence.tokens_in(right.head)
                return not any(token in t.conjuncts for t in right_tokens)
        return False
