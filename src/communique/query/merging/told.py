"""A report as merging sees it: who, how, when and where one event of one document tells a contact."""

from functools import cached_property
from typing import Literal

import msgspec

from communique.query.merging.names import surname

Dated = Literal["day", "spell", "presumed", "window", "lately", "never"]
"""How well its time is known: a day; a few days that it lasted, or in which it lies; the day of a document that is about it; a
longer stretch in which it lies; nothing but that the document knows of it; nothing at all."""
CERTAIN: tuple[Dated, ...] = ("day", "spell", "presumed")
AHEAD = ("planned", "proposed", "cancelled")
Key = tuple[str, str]


class Party(msgspec.Struct, frozen=True):
    """One who takes part. actor: key in all documents; named: False where the text has an office only."""

    actor: str
    name: str
    kind: str
    country: str | None
    side: str
    role: str | None
    named: bool = True

    @property
    def unit(self) -> str:
        """For whom: the state, a body, or the person where the state is unknown; "" for people without a name or state."""
        if self.country:
            return self.country
        if self.kind == "person":
            return f"~{surname(self.name)}"
        return "" if self.kind in ("group", "place") else self.actor


class Place(msgspec.Struct, frozen=True):
    """Where. city: False for a state."""

    name: str
    country: str | None
    city: bool


class Told(msgspec.Struct, frozen=True, dict=True):
    """One event.

    first, last: ordinals of its days, 0 where nothing is known of them; published: of its
    document; order: who was first; likeness: its words; outlet: the publisher.
    """

    document: str
    event: str
    action: str
    status: str
    edtf: str | None
    first: int
    last: int
    dated: Dated
    published: int
    order: tuple[str, int, str, str]
    parties: tuple[Party, ...]
    place: Place | None
    origin: str
    likeness: str
    home: str | None
    outlet: str | None

    @property
    def key(self) -> Key:
        """Document and event."""
        return self.document, self.event

    @property
    def ahead(self) -> bool:
        """Told before it was to be held, whatever tense the text takes."""
        late = self.dated in ("day", "spell", "window") and self.published > self.last + 1
        return self.status in AHEAD and not late

    @cached_property
    def certain(self) -> bool:
        """Whether it can make a contact with others of its kind; the rest only joins one."""
        return self.dated in CERTAIN and self.status not in ("hypothetical", "denied")

    @cached_property
    def units(self) -> dict[str, tuple[Party, ...]]:
        """The parties by whom they act for."""
        out: dict[str, tuple[Party, ...]] = {}
        for party in self.parties:
            if party.unit:
                out[party.unit] = (*out.get(party.unit, ()), party)
        return out

    @cached_property
    def people(self) -> list[int]:
        """How many people are named for each party."""
        return [sum(p.kind == "person" and p.named for p in unit) for unit in self.units.values()]

    @property
    def received(self) -> bool:
        """Whether somebody is named on two sides at least."""
        return sum(n > 0 for n in self.people) > 1

    @property
    def lasting(self) -> bool:
        """Whether it takes all of its days, rather than one of them."""
        return self.dated != "spell" or self.action in ("visit", "summit")

    @cached_property
    def vague(self) -> bool:
        """Whether it could tell different contacts of its days: talks of any kind, a state alone, a list of people, a week."""
        listed = len(self.units) == 2 and max(self.people) > 1
        unnamed = any(all(p.kind in ("country", "group", "place") for p in unit) for unit in self.units.values())
        return self.action == "talks" or (unnamed and self.action != "visit") or listed or not self.lasting

    @cached_property
    def profile(self) -> tuple[object, ...]:
        """All that a comparison looks at, but for the words: reports that share it fit the same others."""
        who = tuple(
            sorted((p.actor, p.name, p.country or "", p.named, p.role if not p.named else "") for p in self.parties)
        )
        published = self.published if self.ahead else 0
        clock = self.home if self.action in ("call", "talks") else None
        place = None if self.action == "call" else self.place
        outlet = self.outlet if self.dated == "presumed" else None
        return who, self.action, self.status, self.first, self.last, self.dated, published, clock, place, outlet
