"""Whose contact it is: between actors of different parties, or at home."""

from collections.abc import Iterable

from communique.annotate.layers import Layers
from communique.extract.contacts.compounds import state_called
from communique.extract.contacts.groups import Party
from communique.lexicon.contacts import contact_lexicon
from communique.model import Entity
from communique.resolve.cast import Cast
from communique.resolve.surroundings import surroundings

IN_TABLE = "in the table of bodies"  # how the cast says that a body is known


class Standing:
    """For whom the entities of a document stand. home: the state whose organ publishes it, "" for the press."""

    def __init__(self, layers: Layers, cast: Cast) -> None:
        self.cast = cast
        around = surroundings(layers)
        self.home = around.home if around.official else ""
        self._words = contact_lexicon().standing
        self._bodies = {e.name: e.country or e.id for e in cast.entities.values() if e.kind == "organization"}

    def party(self, entity_id: str) -> str | None:
        """The state or body acted for. Where neither is known: the person itself if the office is one that speaks for a state
        or body, else None; None for places, for unnamed groups, and for those who only ask."""
        entity = self.cast.entity(entity_id)
        name = entity.name.lower()
        if name in self._words.voices or (entity.kind == "group" and any(w in name for w in self._words.private)):
            return None
        said = self._said(entity)
        if said:
            return said
        if entity.kind == "person" and self._has(entity, self._words.international):
            return entity.id
        party = self.cast.party(entity_id)
        if party is not None:
            known = entity.kind != "organization" or entity.country or entity.decision == IN_TABLE
            return (
                party if known or not self.home else None
            )  # an unknown body in a state's own paper is taken as at home
        return entity.id if entity.kind == "person" and self._has(entity, self._words.offices) else None

    def _said(self, entity: Entity) -> str | None:
        """The state or international body of the offices that a person holds; None where they name none, or several."""
        if entity.kind != "person":
            return None
        found = set()
        for role in entity.roles:
            if role.of:
                found.add(state_called(role.of) or self._bodies.get(role.of))
        found.discard(None)
        return found.pop() if len(found) == 1 else None

    def different(self, parties: Iterable[Party], clear: bool) -> bool:
        """Whether at least two parties take part. A person of unknown state counts as another party beside a foreign one, and
        where the publisher's state is unknown only if the words tell a contact clearly."""
        parties = tuple(parties)
        known = {x for p in parties if (x := self.party(p.entity)) is not None}
        if len(known) != 1:
            return len(known) > 1
        strangers = [p for p in parties if self.party(p.entity) is None and self._stranger(p)]
        return bool(strangers) and known != {self.home} and (bool(self.home) or clear)

    def asks(self, entity_id: str) -> bool:
        """Whether somebody is but a label of those who ask or preside in a transcript."""
        return self.cast.entity(entity_id).name.lower() in self._words.voices

    def leader(self, entity: Entity) -> bool:
        """Whether somebody heads a state or government, by the offices that the cast knows."""
        return any(
            any(w in role.title.lower() for w in self._words.leaders)
            and not any(w in role.title.lower() for w in self._words.below)
            for role in entity.roles
        )

    def _stranger(self, party: Party) -> bool:
        entity = self.cast.entity(party.entity)
        return (
            entity.kind == "person"
            and entity.name.lower() not in self._words.voices
            and not self._has(entity, self._words.local)
        )

    def _has(self, entity: Entity, words: tuple[str, ...]) -> bool:
        titles = " ".join(role.title.lower() for role in entity.roles)
        return any(w in titles for w in words) and not (
            words is self._words.offices and any(w in titles for w in self._words.local)
        )
