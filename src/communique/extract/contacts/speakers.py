"""Who speaks with whom in a transcript: the two whose "we met" and "our talks" are theirs, and the host of who is "here"."""

from functools import cached_property
from typing import TYPE_CHECKING

from communique.annotate.layers import Layers, Sentence
from communique.lexicon.contacts import contact_lexicon
from communique.model import Span
from communique.resolve.cast import Cast
from communique.resolve.surroundings import surroundings

if TYPE_CHECKING:
    from spacy.tokens import Token

FIRST = frozenset({"i", "me", "my", "we", "us", "our", "ours", "mine"})
OFFICES = frozenset(
    {
        "secretary",
        "secretary of state",
        "foreign minister",
        "president",
        "vice president",
        "prime minister",
        "minister",
        "chancellor",
    }
)
BESIDE = frozenset({"together", "along", "alongside", "jointly"})


class Speakers:
    """The speakers of a document's turns."""

    def __init__(self, layers: Layers, cast: Cast) -> None:
        self.layers, self.cast = layers, cast

    @cached_property
    def two(self) -> tuple[str, ...]:
        """The two persons of different parties who speak in turn, or the two leaders or ministers among more; else ()."""
        found: dict[str, None] = {}
        for paragraph in self.layers.paragraphs:
            if paragraph.part.role == "turn":
                for entity in self._first_person(paragraph.span):
                    if self._side(entity) is not None:
                        found.setdefault(entity)
        two = tuple(found)
        if len(two) > 2:  # a spokesperson who calls on the press is no third
            two = tuple(e for e in found if self.principal(e))
        return two if len(two) == 2 and len({self._side(e) for e in two}) == 2 else ()

    def _side(self, entity: str) -> str | None:
        """The party somebody acts for; heads of bodies of no state are their own."""
        titles = " ".join(role.title.lower() for role in self.cast.entity(entity).roles)
        own = any(w in titles for w in contact_lexicon().standing.international)
        return entity if own else self.cast.party(entity)

    @cached_property
    def home(self) -> str | None:
        """The country whose organ publishes the document, where the document names it."""
        around = surroundings(self.layers)
        return self.country(around.home) if around.official else None

    @cached_property
    def head(self) -> str | None:
        """Who leads the publishing organ, where the document knows just one such person."""
        return self.holder(surroundings(self.layers).head.lower())

    def holder(self, title: str) -> str | None:
        """The one person of the publishing state who holds an office ("secretary": of state), if just one is known."""
        around = surroundings(self.layers)
        if not around.official or title not in OFFICES:
            return None
        found = [
            e.id
            for e in self.cast.entities.values()
            if e.kind == "person"
            and e.country == around.home
            and any(f"{r.title.lower()} ".startswith(f"{title} ") for r in e.roles)
        ]
        return found[0] if len(found) == 1 else None

    def principal(self, entity: str) -> bool:
        """Whether somebody meets others in person rather than speaks for those who do: a head of state or government, a
        minister."""
        words = contact_lexicon().standing
        titles = [role.title.lower() for role in self.cast.entity(entity).roles]
        return any(any(w in t for w in words.principals) and not any(w in t for w in words.aides) for t in titles)

    def at(self, sentence: Sentence) -> str | None:
        """Who speaks in the turn of a sentence."""
        part = self.layers.paragraphs[sentence.paragraph].part
        if part.role != "turn":
            return None
        return next(iter(self._first_person(Span(part.start, part.end))), None)

    def state_of(self, entity: str | None) -> str | None:
        """The country, as an entity of the document, that somebody acts for."""
        code = self.cast.entity(entity).country if entity else None
        return self.country(code) if code else None

    def country(self, code: str) -> str | None:
        """The country with this code, as an entity of the document."""
        return next((e.id for e in self.cast.entities.values() if e.kind == "country" and e.country == code), None)

    def _first_person(self, span: Span) -> list[str]:
        return [
            r.entities[0]
            for r in self.cast.within(span)
            if len(r.entities) == 1
            and r.span.of(self.layers.text).lower() in FIRST
            and self.cast.entity(r.entities[0]).kind == "person"
        ]


def companion(verb: "Token") -> "list[Token]":
    """Those named before the subject as doing it too ("together with Tolen, we chaired")."""
    return [
        noun
        for prep in verb.children
        if prep.lower_ == "with" and prep.i < verb.i and any(c.lower_ in BESIDE for c in prep.children)
        for noun in prep.children
        if noun.dep_ == "pobj"
    ]
