"""Which parties a phrase of the parse denotes: the noun's own reference, what it is coordinated with, and, for nouns that only
stand for somebody ("the Omani delegation"), the state or body that qualifies them."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.annotate.layers import Layers, Sentence
from communique.extract.contacts.compounds import states_compounded
from communique.extract.contacts.lists import JOINT, Lists
from communique.extract.contacts.speakers import Speakers
from communique.lexicon.contacts import ContactLexicon, contact_lexicon
from communique.model import Span
from communique.resolve.cast import Cast, Reference

if TYPE_CHECKING:
    from spacy.tokens import Token

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
BEFORE_VERB = re.compile(r"\s+(?:(?:today|yesterday|also|then|\w+ly)\s+)?(?:co-?)?")
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

    def __init__(self, layers: Layers, cast: Cast, sentence: Sentence, speakers: Speakers) -> None:
        self.layers, self.cast, self.sentence, self.speakers = layers, cast, sentence, speakers
        everything = cast.within(_unbroken(layers, sentence), attributive=True)
        self.references = tuple(r for r in everything if not r.attributive and r.entities)
        self.qualifiers = tuple(r for r in everything if r.attributive and r.entities)
        self._lists = Lists(layers, cast, sentence, self.references)
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
            alone = token.lower_ in ("i", "he", "she") and not token.conjuncts  # "Chairman, colleagues, I shall speak"
            chain = self._lists.around(first, left and not alone)
            found = [Party(self._body(e, r), r.span, r.form) for r in chain for e in r.entities]
        else:
            found = list(self.represented(token))
        if not found and token.pos_ == "PROPN":
            found = list(self._named_in(token))
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

    def _named_in(self, token: "Token") -> tuple[Party, ...]:
        """The person named in the phrase of a title that the cast left open ("Vice-President, Head of … Ada Brandt")."""
        span = self.sentence.span_of(token.doc[token.left_edge.i], token.doc[token.right_edge.i])
        for r in self.references:
            if span.contains(r.head) and r.form == "name" and self.cast.entity(r.entities[0]).kind == "person":
                return tuple(Party(e, r.span) for e in r.entities)
        return ()

    def _body(self, entity: str, reference: Reference) -> str:
        """For an unnamed group, the body or state that its words name ("U.N. officials"); for the "we" of somebody who speaks
        for a state, that state; else the entity itself."""
        ours = reference.span.of(self.layers.text).lower() in WE and entity not in self.speakers.two
        if len(reference.entities) == 1 and ours:
            country = self.cast.entity(entity).country
            return next(
                (e.id for e in self.cast.entities.values() if e.kind == "country" and e.country == country), entity
            )
        if self.cast.entity(entity).kind == "group" and self.cast.party(entity) is None:
            for r in self.qualifiers:
                if reference.span.contains(r.span) and self.cast.party(r.entities[0]) is not None:
                    return r.entities[0]
        return entity

    def first_person_named(self, before: "Token") -> tuple[Party, ...]:
        """The person whom a sentence names first, with those coordinated, ahead of a word."""
        at = self.sentence.offset + before.idx
        for r in self.references:
            if r.form == "name" and r.span.end < at and self.cast.entity(r.entities[0]).kind == "person":
                return _once(Party(e, x.span, x.form) for x in self._lists.around(r, False) for e in x.entities)
        return ()

    def between_us(self, parties: tuple[Party, ...]) -> tuple[Party, ...]:
        """The two who speak in a transcript, where all that is said of the parties is "we" or "our"; else ()."""
        if parties and all(p.mention.of(self.layers.text).lower() in WE for p in parties):
            if any(p.entity in self.speakers.two for p in parties):
                return tuple(Party(e, parties[0].mention, "pronoun") for e in self.speakers.two)
        return ()

    def states_named(self, start: "Token", end: "Token") -> tuple[Party, ...]:
        """The states that compounds between two tokens name ("U.S.-Russia", "the Russian-French council"), where there are two
        at least and the cast knows them as countries."""
        span = self.sentence.span_of(start, end)
        codes = {e.country: e.id for e in self.cast.entities.values() if e.kind == "country"}
        found = [Party(codes[c], at) for c, at in states_compounded(self.layers.text, span) if c in codes]
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
        auxiliaries = (g for c in verb.children if c.dep_ == "aux" for g in c.children)
        for child in (*verb.children, *auxiliaries):
            if child.dep_ in ("nsubj", "nsubjpass"):
                if child.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
                    return self.group(verb.head)
                return self.group(child)
        if depth == 0 and verb.tag_ in ("VBD", "VBZ", "VBP") and (just := self._just_before(verb)):
            return just
        if depth > 4 or verb.head == verb:
            return ()
        head = verb.head
        if verb.dep_ in ("xcomp", "ccomp", "advcl", "conj", "pcomp", "dep", "oprd", "prep", "acomp"):
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

    def _just_before(self, verb: "Token") -> tuple[Party, ...]:
        """The name right before a finite verb that the parser left without a subject."""
        start = self.sentence.offset + verb.idx
        for r in reversed(self.references):
            if r.span.end <= start:
                if r.form == "name" and BEFORE_VERB.fullmatch(self.layers.text[r.span.end : start]):
                    return _once(Party(e, x.span, x.form) for x in self._lists.around(r, True) for e in x.entities)
                return ()
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
