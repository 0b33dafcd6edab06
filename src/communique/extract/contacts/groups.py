"""Which parties a noun phrase denotes: the noun's own reference, what it is coordinated with, and, for nouns that only stand
for somebody ("the Omani delegation", "the leaders of Oman and Qatar"), the state or body that qualifies them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.annotate.layers import Layers, Sentence
from communique.extract.contacts.lists import Lists
from communique.extract.contacts.speakers import Speakers
from communique.lexicon.contacts import ContactLexicon, contact_lexicon
from communique.model import Span
from communique.resolve.cast import Cast, Reference

if TYPE_CHECKING:
    from spacy.tokens import Token

STYLE = re.compile(r"\s+(?:Royal\s+|Serene\s+)?(?:Majesty|Highness|Excellency|Eminence|Holiness)\b")
POINTING = frozenset({"the", "his", "her", "its", "their", "our", "my"})
WE = frozenset({"we", "us", "our", "ours"})


@dataclass(frozen=True, slots=True)
class Party:
    """An entity and the words that bring it in."""

    entity: str
    mention: Span
    form: str = "name"


class Groups:
    """References of one sentence, looked up by token."""

    def __init__(self, layers: Layers, cast: Cast, sentence: Sentence, speakers: Speakers) -> None:
        self.layers, self.cast, self.sentence, self.speakers = layers, cast, sentence, speakers
        everything = cast.within(_unbroken(layers, sentence), attributive=True)
        self.references = tuple(r for r in everything if not r.attributive and r.entities and not self._styled(r))
        self.qualifiers = tuple(r for r in everything if r.attributive and r.entities)
        self._lists = Lists(layers, cast, sentence, self.references)
        self.lexicon: ContactLexicon = contact_lexicon()

    def _styled(self, reference: Reference) -> bool:
        """Whether a pronoun is but part of a style ("Her Majesty")."""
        return reference.form == "pronoun" and STYLE.match(self.layers.text, reference.span.end) is not None

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
            found = [
                Party(self._body(e, r), r.span, r.form) for r in chain for e in self._several_states(r) or r.entities
            ]
            found += self._included(token) if self._nobodys(found) else []
        else:
            found = list(self.represented(token)) or self._office(token) or self._apposed(token)
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
        return once(found)

    def brought(self, preposition: "Token", noun: "Token") -> tuple[Party, ...]:
        """The parties that a preposition brings: those of its object, and the names between the two that the parser hung on it
        ("with President Tolen and Foreign Minister Sool", read as one long name)."""
        end = self.sentence.span_of(preposition).end
        own = self.reference(noun)
        leading = next((r for r in self.references if 0 <= r.span.start - end <= 1), None)
        if own is not None and leading is not None and leading.span.end <= own.span.start:
            chain = self._lists.around(leading, False)
            if own in chain:
                return once(Party(self._body(e, r), r.span, r.form) for r in chain for e in r.entities)
        return self.group(noun, left=False)

    def _several_states(self, reference: Reference) -> tuple[str, ...]:
        """Who takes part in "the leaders of Valdoria, Kestria and Norland", of whom the cast knows fewer than are named:
        those it knows, and the states of the others; else ()."""
        if reference.form != "nominal":
            return ()
        states = {
            p: r.entities[0]
            for r in self.qualifiers
            if reference.span.contains(r.span) and reference.head.end <= r.span.start
            for p in [self.cast.party(r.entities[0])]
            if p is not None and self.cast.entity(r.entities[0]).kind == "country"
        }
        known = {self.cast.party(e): e for e in reference.entities if self.cast.entity(e).kind == "person"}
        fewer = len(known) < len(states) > 1 and set(known) <= set(states)
        return tuple(known.get(p, e) for p, e in states.items()) if fewer else ()

    def _nobodys(self, found: list[Party]) -> bool:
        """Whether all that is found is groups of no known party."""
        return all(self.cast.entity(p.entity).kind == "group" and self.cast.party(p.entity) is None for p in found)

    def _included(self, token: "Token") -> list[Party]:
        """Those whom a group is said to include ("leaders of both sides, including Tolen and Sool")."""
        nouns = [n for c in token.children if c.lower_ == "including" for n in c.children if n.dep_ == "pobj"]
        return [p for noun in nouns for p in self.group(noun, left=False)]

    def _apposed(self, token: "Token") -> list[Party]:
        """The person whom the words beside a title name ("the foreign secretary, the Secretary of State Ada Brandt")."""
        noun = next((c for c in token.children if c.dep_ == "appos" and c.i > token.i), None)
        beside = self.reference(noun) if noun is not None and self.reference(token) is None else None
        if beside is None and token.pos_ == "NOUN" and {c.lower_ for c in token.children} & POINTING:
            beside = self._after_comma(token)  # "with the host, President Tolen": hung elsewhere by the parser
        if beside is None or beside.form != "name":
            return []
        return [Party(e, beside.span) for e in beside.entities if self.cast.entity(e).kind == "person"]

    def _after_comma(self, token: "Token") -> Reference | None:
        """What is named right after a comma, unless a clause begins there ("met the press, Tolen said")."""
        end = self.sentence.span_of(token).end
        for r in self.references:
            if r.span.start == end + 2 and self.layers.text[end : end + 2] == ", ":
                heads = self.sentence.tokens_in(r.head)
                return None if any(t.dep_ in ("nsubj", "nsubjpass", "conj") for t in heads) else r
        return None

    def _office(self, token: "Token") -> list[Party]:
        """Who holds the office in the publishing state where a title alone, left open by the cast, stands in its own papers
        ("the Secretary met with Tolen")."""
        words = [c for c in token.children if c.dep_ != "punct"]
        if not words or words[0].lower_ != "the" or any(c.dep_ not in ("det", "compound") for c in words):
            return []
        span = self.sentence.span_of(words[0], token)
        holder = self.speakers.holder(span.of(self.layers.text).lower().removeprefix("the "))
        return [Party(holder, span, "title")] if holder else []

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
        return once(out)


def _unbroken(layers: Layers, sentence: Sentence) -> Span:
    """A sentence's span, with the next one where the parser broke it without a full stop (after a bracket, say)."""
    if sentence.index + 1 < len(layers.sentences) and sentence.span.of(layers.text)[-1] not in ".!?:;\"'”’…":
        following = layers.sentences[sentence.index + 1]
        if following.paragraph == sentence.paragraph:
            return Span(sentence.span.start, following.span.end)
    return sentence.span


def once(parties: Iterable[Party]) -> tuple[Party, ...]:
    seen: dict[str, Party] = {}
    for p in parties:
        seen.setdefault(p.entity, p)
    return tuple(seen.values())
