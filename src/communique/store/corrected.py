"""The corrected layer: a record with people's decisions applied. The machine's record is never changed.

What is rejected leaves, what is corrected has the fields that people gave, what people confirmed or corrected is certain
(confidence 1.0). Ids stay. A decision applies to the item of its id, else to the one of its kind whose words are the same for
the most part, so that it outlives a newer reading of the same text. A decision that would leave words without backing by the
text is passed over, with the reason.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from communique.model import Entity, Event, Issue, Position, Record, Span, Spans, Statement
from communique.model.grounding import unbacked
from communique.model.ids import digest
from communique.store.deciding import Decision
from communique.store.draft import Draft, Item, main_spans
from communique.store.rows import actor_key

CERTAIN = 1.0
ALIKE = 0.5  # share of the words of two items that both have, for a decision to pass from one to the other
SAME = 0.8  # likewise, for an item that people added to stand in place of the machine's
TYPES: dict[str, type[Item]] = {"statement": Statement, "event": Event, "position": Position, "entity": Entity}
PERSONAL = ("kind", "name", "country", "wikidata")
"""Fields of an entity that a decision about an actor in all documents may set."""


class Corrected(NamedTuple):
    """A record with decisions applied. items: {number of a decision: id of the item it applied to}. idle: {number: why it
    could not be applied}."""

    record: Record
    items: dict[int, str]
    idle: dict[int, str]


def corrected(record: Record, decisions: Iterable[Decision]) -> Record:
    """The record as people corrected it. Pure; without decisions it is the record itself."""
    return apply(record, decisions).record


def apply(record: Record, decisions: Iterable[Decision]) -> Corrected:
    """The corrected record, and what became of each decision. Decisions are applied in the order of their numbers."""
    standing = sorted((d for d in decisions if d.undone is None and d.verdict != "comment"), key=lambda d: d.number)
    if not standing:
        return Corrected(record, {}, {})
    out = _apply(record, standing, careful=False)
    sound = not out.idle and next(unbacked(out.record), None) is None
    return out if sound else _apply(record, standing, careful=True)


def issue_id(issue: Issue) -> str:
    """What an issue is called in decisions: stage, reason and place decide."""
    return "i" + digest(issue.stage, issue.reason, ",".join(f"{s.start}-{s.end}" for s in issue.spans))


def _apply(record: Record, standing: Sequence[Decision], careful: bool) -> Corrected:
    """careful: re-verify the record after each decision, and pass over those that break it."""
    draft = Draft.of(replace(record, entities=_renamed(record.entities, standing)))
    faults = set(unbacked(record)) if careful else set()
    items, idle = {}, {}
    for decision in standing:
        if decision.kind in ("actor", "merge"):
            continue
        before = draft.copy() if careful else draft
        try:
            items[decision.number] = _one(draft, decision)
            broken = [line for line in unbacked(draft.record()) if line not in faults] if careful else []
            if broken:
                raise ValueError(broken[0])
        except (LookupError, ValueError) as error:
            draft = before
            items.pop(decision.number, None)
            idle[decision.number] = str(error.args[0])
    return Corrected(draft.record(), items, idle)


def _one(draft: Draft, decision: Decision) -> str:
    """Apply one decision to the draft; the id of the item. Raises LookupError, ValueError with the reason why it cannot be."""
    kind, value = decision.kind, decision.value or {}
    if kind == "issue":
        return draft.settle_issue(decision.item, issue_id)
    if decision.verdict == "add":
        item = _converted({**value, "id": decision.item}, kind)
        draft.add(kind, item, _displaced(draft, kind, item))
        return decision.item
    found = _found(draft, decision)
    if decision.verdict == "reject":
        draft.remove(kind, found)
    elif decision.verdict == "join":
        draft.join(found, str(value["with"]))
    else:
        item = draft.back(kind, found)
        if decision.verdict == "correct":
            item = _converted({**msgspec.to_builtins(item), **value, "id": found}, kind)
        draft.items[kind][found] = item if isinstance(item, Entity) else replace(item, confidence=CERTAIN)
    return found


def _converted(fields: dict[str, Any], kind: str) -> Item:
    if kind != "entity":
        fields = {**fields, "confidence": CERTAIN}
    try:
        return msgspec.convert(fields, TYPES[kind])
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error


def _found(draft: Draft, decision: Decision) -> str:
    """The id of the item that a decision is about: its own, else that of the item most like it as it was then."""
    here = {**draft.gone[decision.kind], **draft.items[decision.kind]}
    if decision.item in here:
        return decision.item
    was = _points(tuple(Span(s["start"], s["end"]) for s in _spans_of(decision.kind, decision.was or {})))
    alike = [(_share(was, _points(main_spans(item))), item_id) for item_id, item in here.items()]
    share, item_id = max(alike, default=(0.0, ""))
    if share < ALIKE:
        raise LookupError("the reading has no such item now")
    return item_id


def _displaced(draft: Draft, kind: str, item: Item) -> str | None:
    """The machine's item that one added by people stands for as well."""
    points = _points(main_spans(item))
    alike = [(_share(points, _points(main_spans(other))), i) for i, other in draft.items[kind].items()]
    share, found = max(alike, default=(0.0, ""))
    return found if share >= SAME and kind != "entity" else None


def _spans_of(kind: str, was: dict[str, Any]) -> list[dict[str, int]]:
    field = {"statement": "content", "event": "trigger", "position": "target", "entity": "mentions"}[kind]
    return was.get(field) or []


def _points(spans: Spans) -> set[int]:
    return {i for span in spans for i in range(span.start, span.end)}


def _share(one: set[int], other: set[int]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _renamed(entities: tuple[Entity, ...], standing: Sequence[Decision]) -> tuple[Entity, ...]:
    """The entities with what people decided of actors in all documents."""
    wide = [d for d in standing if d.kind == "actor"]
    return tuple(in_all_documents(e, wide) for e in entities) if wide else entities


def in_all_documents(entity: Entity, wide: Sequence[Decision]) -> Entity:
    """An entity with the decisions about its actor applied, and with those about the actor that it then is, and so on.

    Several decisions about one actor apply in the order in which they were made.
    """
    seen: set[str] = set()
    while (key := actor_key(entity)) not in seen:
        seen.add(key)
        for decision in wide:
            if decision.item == key and decision.value:
                fields = {name: decision.value[name] for name in PERSONAL if name in decision.value}
                entity = replace(entity, **fields)
    return entity
