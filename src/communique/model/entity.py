"""Parties in the world, and the stretches of text that denote them."""

from typing import Literal

import msgspec

from communique.model.span import Span, Spans

EntityKind = Literal["person", "organization", "country", "place", "group"]
MentionForm = Literal["name", "title", "nominal", "pronoun"]


class Mention(msgspec.Struct, frozen=True, order=True):
    """A stretch of text that denotes an entity, with its title and apposition where they stand next to the name."""

    start: int
    end: int
    form: MentionForm

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """An office or role held. of: the state or body; since, until: ISO dates or None; said: the words that give it, () when
    it is known from the office table alone."""

    title: str
    of: str | None = None
    since: str | None = None
    until: str | None = None
    said: Spans = ()


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """A party in the world. country: ISO 3166-1 alpha-3 of the state acted for. decision: why this entity and not another."""

    id: str
    kind: EntityKind
    name: str
    country: str | None = None
    roles: tuple[Role, ...] = ()
    wikidata: str | None = None
    geonames: int | None = None
    mentions: tuple[Mention, ...] = ()
    decision: str = ""
