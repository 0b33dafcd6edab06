"""A record taken apart, so that items can be taken out, put back, changed and added; and put together again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from msgspec.structs import replace

from communique.model import Entity, Event, Issue, Participant, Position, Record, Spans, Statement

Item = Statement | Event | Position | Entity


def main_spans(item: Item) -> Spans:
    """The words that an item is known by: what was said, the trigger, the target, the mentions."""
    if isinstance(item, Statement):
        return item.content
    if isinstance(item, Event):
        return item.trigger
    return item.target if isinstance(item, Position) else tuple(m.span for m in item.mentions)


@dataclass(slots=True)
class Draft:
    """Items by kind and id. gone: what was taken out, by kind and id. same: {entity: the one that it turned out to be}."""

    machine: Record
    items: dict[str, dict[str, Item]]
    gone: dict[str, dict[str, Item]]
    same: dict[str, str] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()

    @classmethod
    def of(cls, record: Record) -> "Draft":
        """A draft that is the record."""
        items: dict[str, dict[str, Item]] = {
            "entity": {e.id: e for e in record.entities},
            "statement": {s.id: s for s in record.statements},
            "event": {e.id: e for e in record.events},
            "position": {p.id: p for p in record.positions},
        }
        return cls(record, items, {kind: {} for kind in items}, issues=record.issues)

    def copy(self) -> "Draft":
        """Another draft of the same items."""
        items, gone = ({kind: dict(some) for kind, some in each.items()} for each in (self.items, self.gone))
        return Draft(self.machine, items, gone, dict(self.same), self.issues)

    def remove(self, kind: str, item_id: str) -> None:
        """Take an item out; nothing happens to one that is out."""
        if item_id in self.items[kind]:
            self.gone[kind][item_id] = self.items[kind].pop(item_id)

    def back(self, kind: str, item_id: str) -> Item:
        """An item, put back where it was taken out."""
        self.same.pop(item_id, None)
        if item_id in self.gone[kind]:
            item = self.gone[kind].pop(item_id)
            self._insert(kind, item)
        return self.items[kind][item_id]

    def add(self, kind: str, item: Item, displaced: str | None) -> None:
        """Add an item at its place in the text; `displaced` leaves for it."""
        if displaced:
            self.remove(kind, displaced)
        self._insert(kind, item)

    def _insert(self, kind: str, item: Item) -> None:
        start = min((s.start for s in main_spans(item)), default=0)
        here = {i: other for i, other in self.items[kind].items() if i != item.id}
        later = [i for i, other in here.items() if min((s.start for s in main_spans(other)), default=0) > start]
        place = list(here).index(later[0]) if later else len(here)
        ordered = list(here.values())
        ordered.insert(place, item)
        self.items[kind] = {other.id: other for other in ordered}

    def join(self, entity: str, other: str) -> None:
        """Make two entities one, the other. Raises LookupError where there is no other."""
        whole, part = self.items["entity"].get(other), self.back("entity", entity)
        if not isinstance(whole, Entity) or not isinstance(part, Entity) or entity == other:
            raise LookupError(f"no other entity {other}")
        mentions = tuple(sorted({*whole.mentions, *part.mentions}))
        self.items["entity"][other] = replace(whole, mentions=mentions)
        self.remove("entity", entity)
        self.same[entity] = other

    def settle_issue(self, name: str, name_of: Callable[[Issue], str]) -> str:
        """Take an issue out; its name. Raises LookupError where there is none of that name."""
        left = tuple(issue for issue in self.issues if name_of(issue) != name)
        if len(left) == len(self.issues):
            raise LookupError("the reading has no such issue now")
        self.issues = left
        return name

    def record(self) -> Record:
        """The record of what is in the draft. What pointed to an item that is out points nowhere, or to what it lay in."""
        document = self.machine.document
        parts = tuple(replace(p, speaker=self._who(p.speaker)) for p in document.parts)
        of_kind = self.items
        return replace(
            self.machine,
            document=replace(document, parts=parts),
            entities=tuple(e for e in of_kind["entity"].values() if isinstance(e, Entity)),
            statements=tuple(self._statement(s) for s in of_kind["statement"].values() if isinstance(s, Statement)),
            events=tuple(self._event(e) for e in of_kind["event"].values() if isinstance(e, Event)),
            positions=tuple(
                p for p in map(self._position, of_kind["position"].values()) if isinstance(p, Position) and p.holders
            ),
            issues=self.issues,
        )

    def _who(self, entity: str | None) -> str | None:
        """Whom a reference means now; None where that entity was taken out."""
        while entity in self.same:
            entity = self.same[entity]
        return None if entity in self.gone["entity"] else entity

    def _all(self, entities: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(who for who in map(self._who, entities) if who is not None))

    def _outer(self, statement: str | None) -> str | None:
        seen = set()
        while statement in self.gone["statement"] and statement not in seen:
            seen.add(statement)
            gone = self.gone["statement"][statement]
            statement = gone.within if isinstance(gone, Statement) else None
        return None if statement in seen else statement

    def _statement(self, s: Statement) -> Statement:
        within = self._outer(s.within)
        return replace(
            s,
            speakers=self._all(s.speakers),
            via=self._all(s.via),
            addressee=self._who(s.addressee),
            within=None if within == s.id else within,
        )

    def _event(self, e: Event) -> Event:
        parties: dict[str, Participant] = {}
        for party in e.participants:
            who = self._who(party.entity)
            if who is not None:
                parties.setdefault(who, replace(party, entity=who))
        return replace(e, participants=tuple(parties.values()), where=self._who(e.where))

    def _position(self, p: Item) -> Item:
        if not isinstance(p, Position):
            return p
        statement = None if p.statement in self.gone["statement"] else p.statement
        return replace(p, holders=self._all(p.holders), statement=statement)
