"""The register of a document: every entity in the making, made once and found again."""

from typing import cast

from communique.annotate.layers import Layers
from communique.annotate.mentions.phrase import Phrase
from communique.lexicon.bodies import bodies
from communique.lexicon.cities import city
from communique.lexicon.office_classes import classes_of
from communique.lexicon.offices import offices
from communique.lexicon.spells import Spell
from communique.lexicon.states import states
from communique.model.entity import EntityKind
from communique.resolve.discourse import Discourse
from communique.resolve.draft import Draft, Office
from communique.resolve.knowledge import holder, link, look_up
from communique.resolve.people import People
from communique.resolve.surroundings import Surroundings

Found = tuple[tuple[Draft, ...], str]
NOT_AMERICAN = frozenset(
    "minister premier chancellor king queen emir amir sultan emperor crown prince princess speaker".split()
)
ONE_HOLDER = frozenset(
    ("head of state", "head of government", "foreign minister", "defence minister")
)  # all in the table
INTERNATIONAL = frozenset(  # who holds these acts for a body of several states
    (
        "secretary-general",
        "deputy secretary-general",
        "high representative",
        "commission president",
        "council president",
    )
) | {"general assembly president", "un high commissioner for refugees", "un high commissioner for human rights"}
US_ONLY = frozenset(("secretary of state", "assistant secretary", "under secretary"))


class Register:
    """What is known so far: people, other entities, and who was spoken of."""

    def __init__(self, layers: Layers, around: Surroundings) -> None:
        self.layers, self.around = layers, around
        self.people, self.talk = People(), Discourse()
        self.others: dict[tuple[str, str], Draft] = {}
        self.last_state, self.last_state_at = "", -1  # code, and the sentence
        self.introduced: list[tuple[int, str, Draft]] = []  # sentence, noun and person of "the spokesman, Ada Holm"
        self._tried: dict[int, tuple[str, int, str | None]] = {}

    def drafts(self) -> list[Draft]:
        """All entities in the making: people first, then the others, in order of appearance."""
        return [*self.people.drafts, *self.others.values()]

    def other(self, kind: str, name: str, country: str | None, decision: str) -> Draft:
        """The entity of this kind and name, made when new."""
        draft = self.others.get((kind, name))
        if draft is None:
            draft = Draft(cast(EntityKind, kind), name, country=country or None, decision=decision)
            self.others[kind, name] = draft
        return draft

    def country(self, code: str, decision: str = "name of the state") -> Draft:
        """The entity of a state."""
        state = states()[code]
        draft = self.other("country", state.name, code, decision)
        draft.wikidata = state.wikidata or None
        return draft

    def city(self, name: str, near: tuple[str, ...]) -> Draft:
        """The entity of a city; where several have the name, one in a state of `near`, else the largest."""
        found = city(name, near)
        draft = self.other("place", name, found.country if found else near[0], "the city itself")
        if found:
            draft.geonames = found.geonames
        return draft

    def body(self, name: str) -> Draft:
        """The entity of a body of the table."""
        body = bodies()[name]
        draft = self.other("organization", name, body.country, "in the table of bodies")
        draft.wikidata = body.wikidata or None
        return draft

    def named(self, name: str, office: Office | None, gender: str, decision: str) -> Draft | None:
        """The person of a name, made when new; None where several fit."""
        draft, reason = self.people.find(name, office, gender)
        if draft is None:
            if reason.startswith("several"):
                return None
            draft = self.people.add(Draft("person", name, gender=gender, decision=decision), name)
        return draft

    def known(self, spells: list[Spell], reason: str) -> Draft:
        """The person that the table gives, found or made."""
        name = spells[0].person
        draft, _ = self.people.find(name, None, "-")
        draft = draft or self.people.add(Draft("person", name), name)
        if not draft.known:
            self._link(draft, spells, reason)
        return draft

    def know(self, draft: Draft) -> None:
        """Looks a person up in the table of offices, again whenever more is known of them."""
        state = (draft.name, len(draft.offices), draft.country)
        if not draft.known and self._tried.get(id(draft)) != state:
            self._tried[id(draft)] = state
            spells, reason = look_up(draft.name, draft.offices, self.around.day, draft.country)
            if spells:
                self._link(draft, spells, reason)

    def know_as(self, draft: Draft, title: str, home: str) -> None:
        """Looks a person up as the holder of an office of a state; nothing is added where the table knows nobody."""
        office = Office(title, title.lower(), classes_of(title), (home,), "", None)
        spells, reason = look_up(draft.name, [office], self.around.day, home)
        if spells and self.around.day:
            self._link(draft, spells, reason)

    def _link(self, draft: Draft, spells: list[Spell], reason: str) -> None:
        link(draft, spells, reason, self.around.day)
        for form in offices().forms(draft.name):
            self.people.also(draft, form)

    def host(self) -> Draft | None:
        """The head of the publishing organ on the day, None where that is not known."""
        around = self.around
        spells, reason = holder(around.head, around.home, around.day) if around.head and around.home else ([], "")
        return self.known(spells, reason) if spells else None

    def sides(self, phrase: Phrase) -> tuple[Draft, ...]:
        """The two sides of the contact that an official text reads out; () elsewhere."""
        if not self.around.official:
            return ()
        named = self.talk.sides(phrase, None)
        return named or self.talk.sides(phrase, self.host())

    def acts_for(self, office: Office) -> str | None:
        """The state that the holder of an office acts for."""
        if office.states:
            return office.states[0]
        if office.body:
            return bodies()[office.body].country or None
        if INTERNATIONAL & set(office.classes):
            return None
        if US_ONLY & set(office.classes):
            return "USA"
        abroad = self.around.home == "USA" and (office.noun in NOT_AMERICAN or ONE_HOLDER & set(office.classes))
        if self.around.official and self.around.home and not abroad and (office.classes or office.noun == "official"):
            return self.around.home
        return None
