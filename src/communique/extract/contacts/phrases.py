"""Which parties a phrase of the parse denotes: the noun's own reference, what it is coordinated with, and, for nouns that only
stand for somebody ("the Omani delegation"), the state or body that qualifies them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from communique.annotate.layers import Layers, Sentence
from communique.lexicon.contacts import ContactLexicon, contact_lexicon
from communique.lexicon.states import states
from communique.model import Span
from communique.resolve.cast import Cast, Reference

if TYPE_CHECKING:
    from spacy.tokens import Token

# what may stand between two coordinated names; anything else ends the list
JOINT = re.compile(
    r"[\s,;]*(?:(?:and|as well as|including|such as|along with|together with|plus|both|&|or)\b)?[\s,]*(?:(?:with|the|his|her|its|their|then|also|by|of)\s+){0,2}",
    re.I,
)
BROKEN = re.compile(r"\s*\([^()]{2,12}\)\s*")
OBJECT_CONTROL = frozenset(
    {
        "invite",
        "ask",
        "urge",
        "want",
        "allow",
        "order",
        "send",
        "expect",
        "encourage",
        "persuade",
        "require",
        "dispatch",
        "request",
        "press",
        "push",
        "force",
        "bring",
        "schedule",
        "have",
        "see",
        "help",
        "enable",
        "authorize",
    }
)
COMPOUND = re.compile(r"\b[A-Z][\w.]*(?:[-–—][A-Z][\w.]*)+")
WE = frozenset({"we", "us", "our", "ours"})
PLACES = frozenset({"place", "country"})


@dataclass(frozen=True, slots=True)
class Party:
    """An entity and the words that bring it in."""

    entity: str
    mention: Span
    form: str = "name"


class Phrases:
    """References of one sentence, looked up by token."""

    def __init__(self, layers: Layers, cast: Cast, sentence: Sentence) -> None:
        self.layers, self.cast, self.sentence = layers, cast, sentence
        everything = cast.within(_unbroken(layers, sentence), attributive=True)
        self.references = tuple(r for r in everything if not r.attributive and r.entities)
        self.qualifiers = tuple(r for r in everything if r.attributive and r.entities)
        self.lexicon: ContactLexicon = contact_lexicon()

    def reference(self, token: "Token") -> Reference | None:
        """The reference that `token` heads or stands in: by its core first, else the narrowest around it."""
        at = self.sentence.offset + token.idx
        around = [r for r in self.references if r.span.start <= at < r.span.end]
        core = [r for r in around if r.head.start <= at < r.head.end]
        return min(core or around, key=lambda r: (r.span.end - r.span.start, r.span.start), default=None)

    def group(self, token: "Token", left: bool = True) -> tuple[Party, ...]:
        """The parties of the phrase headed by `token`, coordinated ones included."""
        first = self.reference(token)
        found: list[Party] = []
        if first is not None:
            chain = [first, *self._rightwards(first)]
            if left:
                chain = [*self._leftwards(first), *chain]
            chain = [self._beyond(r) for r in chain]
            found = [Party(self._body(e, r), r.span, r.form) for r in chain for e in r.entities]
        else:
            found = list(self.represented(token))
        last = max((p.mention.end for p in found), default=-1)
        for other in token.conjuncts:
            if (
                other.i > token.i
                and self.sentence.offset + other.idx >= last
                and other.pos_ in ("NOUN", "PROPN", "PRON")
            ):
                more = self.reference(other)
                found += [Party(e, more.span, more.form) for e in more.entities] if more else self.represented(other)
        return _once(found)

    def _body(self, entity: str, reference: Reference) -> str:
        """For an unnamed group, the body or state that its words name ("U.N. officials"); for the "we" of somebody who speaks
        for a state, that state; else the entity itself."""
        if len(reference.entities) == 1 and reference.span.of(self.layers.text).lower() in WE:
            country = self.cast.entity(entity).country
            return next(
                (e.id for e in self.cast.entities.values() if e.kind == "country" and e.country == country), entity
            )
        if self.cast.entity(entity).kind == "group" and self.cast.party(entity) is None:
            for r in self.qualifiers:
                if reference.span.contains(r.span) and self.cast.party(r.entities[0]) is not None:
                    return r.entities[0]
        return entity

    def states_named(self, start: "Token", end: "Token") -> tuple[Party, ...]:
        """The states that compounds between two tokens name ("U.S.-Russia", "the Russian-French council"), where there are two
        at least and the cast knows them as countries."""
        span = self.sentence.span_of(start, end)
        codes = {e.country: e.id for e in self.cast.entities.values() if e.kind == "country"}
        found: list[Party] = []
        for compound in COMPOUND.finditer(self.layers.text, span.start, span.end):
            named = [c for half in re.split(r"[-–—]", compound.group()) if (c := state_called(half))]
            if len(set(named)) > 1:
                found += [Party(codes[c], Span(*compound.span())) for c in named if c in codes]
        return _once(found) if len(found) > 1 else ()

    def places(self, token: "Token") -> tuple[Party, ...]:
        """The places and states of a phrase of place, one for each state ("Larn, Valdoria; and Port Sele, Kestria")."""
        at = self.sentence.offset + token.idx
        everything = sorted((*self.references, *self.qualifiers), key=lambda r: r.head)
        everything = [r for r in everything if any(self.cast.entity(e).kind in PLACES for e in r.entities)]
        chain: list[Reference] = []
        for r in everything:
            if not chain:
                if r.span.start <= at < r.span.end:
                    chain.append(r)
            elif r.head.start >= chain[-1].head.end:
                if not JOINT.fullmatch(self.layers.text[chain[-1].head.end : r.head.start]):
                    break
                chain.append(r)
        found: dict[str, Party] = {}
        for r in chain:
            entity = self.cast.entity(r.entities[0])
            key = entity.country or entity.id
            if key not in found or entity.kind == "country":
                found[key] = Party(entity.id, r.span)
        return tuple(found.values())

    def represented(self, token: "Token") -> tuple[Party, ...]:
        """The states or bodies that a noun without a reference of its own stands for ("Omani officials", "officials from
        Oman", "a delegation led by the minister")."""
        if token.lemma_.lower() not in self.lexicon.words.representatives:
            return ()
        for child in token.children:
            if child.dep_ == "acl" and child.lemma_ in ("lead", "head") and child.i > token.i:
                for by in child.children:
                    if by.dep_ in ("agent", "prep"):
                        for leader in by.children:
                            return self.group(leader, left=False)
        span = self.sentence.span_of(token.doc[token.left_edge.i], token)
        out = [
            Party(e, r.span) for r in (*self.qualifiers, *self.references) if span.contains(r.head) for e in r.entities
        ]
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "from"):
                for noun in child.children:
                    out += self.group(noun, left=False)
        return _once(out)

    def modifiers(self, token: "Token") -> tuple[Party, ...]:
        """The parties that qualify a noun from the left ("U.S.-Russia talks"), possessives left out."""
        words = [
            t for c in token.children if c.i < token.i and c.dep_ not in ("poss", "prep", "relcl") for t in c.subtree
        ]
        spots = {self.sentence.offset + t.idx for t in words}
        return _once(
            Party(e, r.span)
            for r in sorted((*self.qualifiers, *self.references), key=lambda r: r.head)
            if any(r.head.start <= s < r.head.end for s in spots) and r.head.end <= self.sentence.offset + token.idx
            for e in r.entities
        )

    def owner(self, token: "Token") -> tuple[Party, ...]:
        """The parties of a noun's possessive ("the king's visit", "his visit")."""
        for child in token.children:
            if child.dep_ == "poss":
                at = self.sentence.offset + child.idx
                found = self.group(child)
                if not found:
                    found = tuple(
                        Party(e, r.span) for r in self.qualifiers if r.head.start <= at < r.head.end for e in r.entities
                    )
                return found
        return ()

    def subject(self, verb: "Token", depth: int = 0) -> tuple[Party, ...]:
        """The parties that a verb's clause has as its subject, borrowed from the clause above where it has none."""
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass"):
                if child.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
                    return self.group(verb.head)
                return self.group(child)
        if depth > 4 or verb.head == verb:
            return ()
        head = verb.head
        if verb.dep_ in ("xcomp", "ccomp", "advcl", "conj", "pcomp", "dep", "oprd", "prep"):
            if verb.dep_ in ("xcomp", "ccomp") and head.lemma_ in OBJECT_CONTROL:
                for child in head.children:
                    if child.dep_ in ("dobj", "nsubjpass"):
                        return self.group(child)
            if verb.dep_ in ("xcomp", "ccomp") and head.lemma_ in ("call", "appeal"):
                for child in head.children:  # "called on Tolen to enter talks"
                    if child.dep_ == "prep" and child.lower_ in ("on", "upon", "to", "for"):
                        return _once(p for noun in child.children for p in self.group(noun, left=False))
            while head.pos_ in ("ADP", "SCONJ", "PART") and head.head != head:
                head = head.head
            if head.pos_ in ("NOUN", "PROPN", "ADJ"):
                return self.owner(head) or self.subject(head.head, depth + 1)
            return self.subject(head, depth + 1)
        if verb.dep_ in ("acl", "relcl"):
            if verb.tag_ == "VB" or any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children):
                return self.owner(head) or self._by(head) or self.subject(head.head, depth + 1)
            return self.group(head)
        return ()

    def _by(self, noun: "Token") -> tuple[Party, ...]:
        """Those by whom a noun is done ("an effort by Tolen to …")."""
        for prep in noun.children:
            if prep.lower_ == "by":
                for other in prep.children:
                    return self.group(other, left=False)
        return ()

    def clause_subject(self, token: "Token") -> tuple[Party, ...]:
        """The subject of the clause around a noun."""
        current = token
        for _ in range(8):
            if current.head == current:
                return ()
            if current.dep_ in ("nsubj", "nsubjpass"):
                return ()
            current = current.head
            if current.pos_ in ("VERB", "AUX"):
                return self.subject(current)
        return ()

    def _beyond(self, reference: Reference) -> Reference:
        """The person whom a state or body at the broken end of a sentence only introduces ("Republic of Norland (RON) |
        Foreign Minister Sool")."""
        for r in self.references:
            if r.span.start >= self.sentence.span.end and reference.span.end <= self.sentence.span.end:
                gap = self.layers.text[reference.span.end : r.span.start]
                introduced = {self.cast.entity(e).kind for e in r.entities} == {"person"}
                if introduced and BROKEN.fullmatch(gap):
                    return r
                break
        return reference

    def _rightwards(self, reference: Reference) -> list[Reference]:
        out: list[Reference] = []
        current = reference
        for r in self.references:
            if r.span.start < current.span.end or r.head.start < current.head.end:
                continue
            gap = self._gap(current.span.end, r.span.start)
            if not gap.strip() or not JOINT.fullmatch(gap) or self._new_subject(r, gap):
                break
            out.append(r)
            current = r
        return out

    def _leftwards(self, reference: Reference) -> list[Reference]:
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

    def _new_subject(self, reference: Reference, gap: str) -> bool:
        """Whether a reference after a comma opens a clause of its own ("met the envoy, the ministry said")."""
        for token in self.sentence.tokens_in(reference.head):
            if token.dep_ in ("nsubj", "nsubjpass") and token.head.i > token.i:
                return True
        return False

    def _other_role(self, left: Reference, right: Reference) -> bool:
        """Whether the left one of two names belongs to another phrase ("in Paris, the minister met")."""
        for token in self.sentence.tokens_in(left.head):
            if token.dep_ == "pobj" and token.head.i < token.i:
                right_tokens = self.sentence.tokens_in(right.head)
                return not any(token in t.conjuncts for t in right_tokens)
        return False


@lru_cache(maxsize=1)
def _states() -> dict[str, str]:
    return {
        name.lower(): state.iso3
        for state in states().values()
        for name in (*state.adjectives, *state.aliases, state.name)
    }


def state_called(name: str) -> str | None:
    """The code of the state with this name, alias or adjective; None for other words."""
    return _states().get(name.lower())


def _unbroken(layers: Layers, sentence: Sentence) -> Span:
    """A sentence's span, with the next one where the parser broke it without a full stop (after a bracket, say)."""
    if sentence.index + 1 < len(layers.sentences) and sentence.span.of(layers.text)[-1] not in ".!?:;\"'”’…":
        following = layers.sentences[sentence.index + 1]
        if following.paragraph == sentence.paragraph:
            return Span(sentence.span.start, following.span.end)
    return sentence.span


def _once(parties: "object") -> tuple[Party, ...]:
    seen: dict[str, Party] = {}
    for p in parties:  # type: ignore[attr-defined]
        seen.setdefault(p.entity, p)
    return tuple(seen.values())
