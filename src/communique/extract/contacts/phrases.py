"""The parties around a verb or noun that tells a contact: its subject, owner, places, and what qualifies it."""

import re
from typing import TYPE_CHECKING

from communique.extract.contacts.compounds import states_compounded
from communique.extract.contacts.groups import WE, Groups, Party, once
from communique.extract.contacts.lists import JOINT
from communique.resolve.cast import Reference

if TYPE_CHECKING:
    from spacy.tokens import Token

OBJECT_CONTROL = frozenset(
    "invite ask urge want allow order send expect encourage persuade require dispatch request press push force bring "
    "schedule have see help enable authorize".split()
)
BEFORE_VERB = re.compile(r"\s+(?:(?:today|yesterday|also|then|\w+ly)\s+)?(?:co-?)?")
PLACES = frozenset({"place", "country"})


class Phrases(Groups):
    """What one sentence says of who takes part."""

    def first_person_named(self, before: "Token") -> tuple[Party, ...]:
        """The person whom a sentence names first, with those coordinated, ahead of a word."""
        at = self.sentence.offset + before.idx
        for r in self.references:
            if r.form == "name" and r.span.end < at and self.cast.entity(r.entities[0]).kind == "person":
                return once(Party(e, x.span, x.form) for x in self._lists.around(r, False) for e in x.entities)
        return ()

    def between_us(self, parties: tuple[Party, ...]) -> tuple[Party, ...]:
        """The two who speak in a transcript, where all that is said of the parties is "we" or "our"; else ()."""
        if parties and self.ours(parties):
            if any(p.entity in self.speakers.two for p in parties):
                return tuple(Party(e, parties[0].mention, "pronoun") for e in self.speakers.two)
        return ()

    def ours(self, parties: tuple[Party, ...]) -> bool:
        """Whether "we" or "our" is all that is said of them."""
        return all(p.mention.of(self.layers.text).lower() in WE for p in parties)

    def in_person(self, first: tuple[Party, ...], second: "list[Party]") -> tuple[Party, ...]:
        """The sides of a meeting: "we" is who speaks, not the state, where a minister or leader met persons."""
        speaker = self.speakers.at(self.sentence)
        if speaker is None or not second or not self.speakers.principal(speaker):
            return first
        if any(self.cast.entity(p.entity).kind != "person" for p in second):
            return first
        ours = {p.entity for p in first if p.mention.of(self.layers.text).lower() in WE}
        return once(Party(speaker, p.mention, p.form) if p.entity in ours else p for p in first)

    def states_named(self, start: "Token", end: "Token") -> tuple[Party, ...]:
        """The states that compounds between two tokens name ("U.S.-Russia", "the Russian-French council"), where there are two
        at least and the cast knows them as countries."""
        span = self.sentence.span_of(start, end)
        codes = {e.country: e.id for e in self.cast.entities.values() if e.kind == "country"}
        found = [Party(codes[c], at) for c, at in states_compounded(self.layers.text, span) if c in codes]
        return once(found) if len(found) > 1 else ()

    def states_within(self, noun: "Token") -> tuple[Party, ...]:
        """The states that stand in the phrase of a noun, at its end ("the Council of Valdoria and Kestria")."""
        span = self.sentence.span_of(noun, noun.doc[noun.right_edge.i])
        return once(
            Party(e, r.span)
            for r in sorted((*self.references, *self.qualifiers), key=lambda r: r.head)
            if span.contains(r.head)
            for e in r.entities
            if self.cast.entity(e).kind == "country"
        )

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

    def modifiers(self, token: "Token") -> tuple[Party, ...]:
        """The parties that qualify a noun from the left ("U.S.-Russia talks"), possessives left out."""
        words = [
            t for c in token.children if c.i < token.i and c.dep_ not in ("poss", "prep", "relcl") for t in c.subtree
        ]
        spots = {self.sentence.offset + t.idx for t in words}
        return once(
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
        edge = token.left_edge.i
        if edge - 2 >= self.sentence.tokens.start and token.doc[edge - 1].lower_ in ("'s", "’s"):
            return self.group(token.doc[edge - 2], left=False)  # hung elsewhere by the parser
        return ()

    def subject(self, verb: "Token", depth: int = 0) -> tuple[Party, ...]:
        """The parties that a verb's clause has as its subject, borrowed from the clause above where it has none."""
        auxiliaries = (g for c in verb.children if c.dep_ == "aux" for g in c.children)
        for child in (*verb.children, *auxiliaries):
            if child.dep_ in ("nsubj", "nsubjpass"):
                if child.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
                    return self.group(verb.head)
                found = self.group(child)
                others = [c for c in verb.children if c.dep_ == "nsubj" and c.i > child.i]
                if others and self._nobodys(list(found)):
                    continue  # "Friends, Dask and I met"
                return found
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
                        return once(p for noun in child.children for p in self.group(noun, left=False))
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
                    return once(Party(e, x.span, x.form) for x in self._lists.around(r, True) for e in x.entities)
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
            if current.pos_ in ("VERB", "AUX") and current.lower_ != "following":  # a preposition, whatever its tag
                return self.subject(current) or self._agent(current)
        return ()

    def _agent(self, verb: "Token") -> tuple[Party, ...]:
        """By whom something is done that is no party itself ("this was stated by the president after talks")."""
        if not any(c.dep_ == "nsubjpass" for c in verb.children):
            return ()
        return once(
            p for c in verb.children if c.dep_ == "agent" for noun in c.children for p in self.group(noun, left=False)
        )

    @property
    def headline(self) -> bool:
        """Whether the sentence is the document's headline."""
        return self.layers.paragraphs[self.sentence.paragraph].part.role == "headline"

    def titled(self, before: "Token") -> tuple[Party, ...]:
        """The two persons whom a headline names ahead of their meeting ("Dask and Tolen Before Their Meeting")."""
        if not self.headline:
            return ()
        at = self.sentence.offset + before.idx
        named = once(
            Party(e, r.span, r.form)
            for r in self.references
            if r.form == "name" and r.span.end < at
            for e in r.entities
            if self.cast.entity(e).kind == "person"
        )
        return named if len(named) == 2 else ()
