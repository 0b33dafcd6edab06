"""What the records of both sides claim: topics present or missing, positions that each ascribes to whom."""

import re
from collections.abc import Iterable, Sequence

from communique.model import Entity, Position, Record, Span, Spans, hull
from communique.query.comparing.aligning import Bag, bag, comparable, likeness, shared
from communique.query.comparing.comparison import Held, Topic
from communique.query.comparing.parties import Known
from communique.query.comparing.publishing import state_of
from communique.query.comparing.terms import Terms, terms_of

Said = tuple[Record, Known, Sequence[Span], list[Terms]]
"""A side's record, its parties, its sentences, their terms."""
RELATIVE = re.compile(r",? (?:which|who|that)\b")
THERE = 0.6  # share of a topic's weight that one sentence must have to speak of it
SAME = 0.5  # likeness of two positions' targets


def topics(said: Sequence[Said]) -> tuple[Topic, ...]:
    """The topics of the contacts, each once, by the first side that names it as one; others have it where one sentence
    says it."""
    found: list[tuple[Topic, Bag]] = []
    bags = [[bag([t]) for t in terms] for *_, terms in said]
    for side, (record, known, spans, _) in enumerate(said):
        named = [t for e in record.contacts for t in e.topics if any(s.overlaps(t[0]) for s in spans)]
        for topic, terms in zip(named, terms_of(record, known, [_what(record, t) for t in named]), strict=True):
            mine = bag([terms])
            if not mine or any(same_topic(mine, other) for _, other in found):
                continue
            where = tuple(topic if i == side else _speaks(mine, bags[i], said[i][2]) for i in range(len(said)))
            found.append((Topic(words=record.words(topic), spans=where), mine))
    return tuple(topic for topic, _ in found)


def _what(record: Record, topic: Spans) -> Span:
    """A topic without what is only said of it ("the crossing, which …")."""
    whole = hull(topic)
    words = whole.of(record.document.text)
    cut = RELATIVE.search(words)
    return Span(whole.start, whole.start + cut.start()) if cut and cut.start() else whole


def same_topic(one: Bag, other: Bag) -> bool:
    """Whether two topics are one."""
    return one == other or shared(one, other) >= THERE * min(sum(one.values()), sum(other.values()))


def _speaks(topic: Bag, bags: list[Bag], spans: Sequence[Span]) -> Spans:
    """The sentence that has most of a topic's words, if it has enough."""
    total = sum(topic.values())
    best = max(((shared(topic, b) / total, -n) for n, b in enumerate(bags)), default=(0.0, 0))
    return (spans[-best[1]],) if best[0] >= THERE else ()


def held(said: Sequence[tuple[Record, Known, Sequence[Span]]]) -> tuple[Held, ...]:
    """Positions by holder: the same stance on the same thing in several records is one row."""
    records = [record for record, *_ in said]
    states = [state_of(r.document) for r in records]
    names = _fullest(said)
    rows: list[tuple[str, str, Entity, Bag, list[list[Position]]]] = []
    for side, (record, known, spans) in enumerate(said):
        for position, target in zip(record.positions, _targets(record, known), strict=True):
            shown = any(s.overlaps(e) for e in position.evidence for s in spans)
            for holder in position.holders if shown else ():
                entity = record.entity(holder)
                key = known.keys[holder]
                for row in rows:
                    if row[:2] == (key, position.stance) and _same(row[3], target):
                        row[4][side].append(position)
                        break
                else:
                    rows.append((key, position.stance, entity, target, [[] for _ in records]))
                    rows[-1][4][side].append(position)
    return tuple(_held(row, names[row[0]], records, states) for row in sorted(rows, key=lambda r: r[0]))


def _targets(record: Record, known: Known) -> list[Bag]:
    return [bag([t]) for t in terms_of(record, known, [hull(p.target) for p in record.positions])]


def _same(one: Bag, other: Bag) -> bool:
    return one == other or (comparable(one, other) and likeness(one, other) >= SAME)


def _fullest(said: Sequence[tuple[Record, Known, Sequence[Span]]]) -> dict[str, str]:
    """The name of each party that has the most words, whichever side calls it so."""
    names: dict[str, str] = {}
    for record, known, _ in said:
        for entity in record.entities:
            key = known.keys[entity.id]
            names[key] = max(names.get(key, ""), entity.name, key=lambda name: len(name.split()))
    return names


def _held(
    row: tuple[str, str, Entity, Bag, list[list[Position]]],
    name: str,
    records: Sequence[Record],
    states: Sequence[str | None],
) -> Held:
    key, stance, entity, _, by_side = row
    first = next(i for i, found in enumerate(by_side) if found)
    telling = [state for state, found in zip(states, by_side, strict=True) if found]
    known = entity.country is not None and all(telling)
    return Held(
        holder=key,
        name=name,
        stance=stance,
        words=records[first].words(by_side[first][0].target),
        positions=tuple(tuple(p.id for p in found) for found in by_side),
        spans=tuple(_evidence(found) for found in by_side),
        of_other=any(state != entity.country for state in telling) if known else None,
    )


def _evidence(found: Iterable[Position]) -> Spans:
    return tuple(dict.fromkeys(s for p in found for s in p.evidence))
