"""The cast of a document: its entities, and which words denote whom."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from communique.model import Entity, Span


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that denote one or several entities ("they", "the two leaders").

    span: the whole phrase with title and apposition; head: the words at its core (the name, the noun, the pronoun).
    entities: ids; () where the words stay open. form: name, title, nominal or pronoun. reason: why these.
    attributive: the words only qualify another phrase ("the Azerbaijani president": Azerbaijani), so they denote a party
    but take no part in what is told.
    """

    span: Span
    head: Span
    entities: tuple[str, ...]
    form: str
    reason: str
    attributive: bool = False


@dataclass(slots=True)
class Cast:
    """Entities by id and references in text order (by head start)."""

    entities: dict[str, Entity] = field(default_factory=dict)
    references: tuple[Reference, ...] = ()
    _heads: list[int] = field(default_factory=list)

    def entity(self, entity_id: str) -> Entity:
        """The entity with this id. Raises KeyError."""
        return self.entities[entity_id]

    def within(self, span: Span, attributive: bool = False) -> tuple[Reference, ...]:
        """References whose head lies inside `span`, in text order; qualifying ones only when asked for."""
        if len(self._heads) != len(self.references):
            self._heads = [r.head.start for r in self.references]
        i, out = bisect_left(self._heads, span.start), []
        while i < len(self.references) and self.references[i].head.start < span.end:
            r = self.references[i]
            if r.head.end <= span.end and (attributive or not r.attributive):
                out.append(r)
            i += 1
        return tuple(out)

    def at(self, spans: Iterable[Span]) -> tuple[str, ...]:
        """Ids of the entities that the words at `spans` denote, as the source of a statement would be read: the outermost
        phrases' heads, each once, in text order; () where nobody is denoted."""
        out: list[str] = []
        for span in spans:
            last_end = -1
            for r in self.within(span):
                if r.head.start >= last_end:
                    out.extend(e for e in r.entities if e not in out)
                    last_end = max(r.span.end, r.head.end)
        return tuple(out)

    def party(self, entity_id: str) -> str | None:
        """The state (ISO 3166-1 alpha-3) or, failing that, the body that an entity acts for."""
        entity = self.entities[entity_id]
        return entity.country or (entity.id if entity.kind == "organization" else None)
