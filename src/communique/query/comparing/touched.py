"""Which items of a record an edit touches, and what became of them."""

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from communique.model import Record, Span, Spans
from communique.query.comparing.edits import Edit
from communique.query.comparing.word_changes import changed
from communique.store.rows import actor_key

ItemKind = Literal["statement", "contact", "event", "position"]
Became = Literal["altered", "gone", "new"]


class Touched(msgspec.Struct, frozen=True, kw_only=True):
    """An item that is not the same in both versions. before, after: its id in each record, None where it has none; was,
    now: its words; fields: what else differs (speakers, participants, date …)."""

    kind: ItemKind
    became: Became
    before: str | None = None
    after: str | None = None
    was: str = ""
    now: str = ""
    fields: tuple[str, ...] = ()


Fields = tuple[tuple[str, str], ...]
"""Names and values."""


class Item(msgspec.Struct, frozen=True):
    """A claim as it is held against that of another version. spans: its words; said: other fields, by name."""

    kind: ItemKind
    id: str
    spans: Spans
    words: str
    said: Fields


def touched(before: Record, after: Record, edits: Iterable[Edit]) -> list[Touched]:
    """Items that an edit changed, in the order of the text; those whose words and fields stayed are left out, also
    where another reading of the same words differs."""
    edits = list(edits)
    old, new = list(_items(before)), list(_items(after))
    shift = Shift(before.document.text, after.document.text)
    out: list[tuple[int, Touched]] = []
    left = {i.id: i for i in new}
    for item in old:
        twin = next((n for n in left.values() if n.kind == item.kind and _meets(item, n, shift)), None)
        if twin is not None:
            del left[twin.id]
        hit = _hit(item.spans, [e.before for e in edits]) or (twin and _hit(twin.spans, [e.after for e in edits]))
        if not hit:
            continue
        if twin is None:
            out.append(
                (shift(item.spans[0].start), Touched(kind=item.kind, became="gone", before=item.id, was=item.words))
            )
        elif differing := _differing(item, twin):
            both = {"before": item.id, "after": twin.id, "was": item.words, "now": twin.words}
            out.append((twin.spans[0].start, Touched(kind=item.kind, became="altered", fields=differing, **both)))
    for item in left.values():
        if _hit(item.spans, [e.after for e in edits]):
            out.append((item.spans[0].start, Touched(kind=item.kind, became="new", after=item.id, now=item.words)))
    return [t for _, t in sorted(out, key=lambda x: (x[0], x[1].kind, x[1].before or "", x[1].after or ""))]


def _items(record: Record) -> Iterator[Item]:
    keys = {e.id: actor_key(e) for e in record.entities}

    def who(ids: Iterable[str]) -> str:
        return "; ".join(keys[i] for i in ids)

    for s in record.statements:
        said: Fields = (("speakers", who(s.speakers)), ("via", who(s.via)), ("when", s.when.edtf if s.when else ""))
        yield Item("statement", s.id, s.content, record.words(s.content), said)
    for e in record.events:
        parties = who(p.entity for p in e.participants)
        done: Fields = (
            ("action", e.action),
            ("participants", parties),
            ("status", e.status),
            ("when", e.when.edtf if e.when else ""),
        )
        topics = (("topics", " / ".join(record.words(t) for t in e.topics)),)
        kind: ItemKind = "contact" if e.code == "CONSULT" else "event"
        yield Item(kind, e.id, e.evidence, record.words(e.evidence), done + topics)
    for p in record.positions:
        held: Fields = (("holders", who(p.holders)), ("stance", p.stance))
        yield Item("position", p.id, p.evidence, record.words(p.target), held)


def _differing(one: Item, other: Item) -> tuple[str, ...]:
    fields = ["words"] if " ".join(one.words.split()) != " ".join(other.words.split()) else []
    fields.extend(name for (name, was), (_, now) in zip(one.said, other.said, strict=True) if was != now)
    return tuple(fields)


def _hit(spans: Spans, edited: Iterable[Span | None]) -> bool:
    return any(e is not None and e.overlaps(s) for e in edited for s in spans)


def _meets(one: Item, other: Item, shift: "Shift") -> bool:
    """Whether two items stand in the same place and are of the same make."""
    (start, end), first = (shift(one.spans[0].start), shift(one.spans[0].end - 1) + 1), other.spans[0]
    overlap = min(end, first.end) - max(start, first.start)
    near = overlap > 0.5 * min(end - start, first.end - first.start)
    return near and (one.kind == "statement" or one.said[0] == other.said[0])


class Shift:
    """Offsets of one version as offsets of the other; inside a change, where that begins."""

    def __init__(self, before: str, after: str) -> None:
        a, b, changes = changed(before, after)
        self.steps: list[tuple[int, int, int]] = []
        for c in changes:
            at = a[c.i].start if c.i < len(a) else len(before)
            until = a[c.j].start if c.j < len(a) else len(before)
            there = b[c.m].start if c.m < len(b) else len(after)
            begin = b[c.k].start if c.k < len(b) else len(after)
            self.steps.append((at, begin, begin))
            self.steps.append((until, there, -1))

    def __call__(self, offset: int) -> int:
        delta, held = 0, -1
        for at, there, stop in self.steps:
            if at > offset:
                break
            delta, held = there - at, stop
        return held if held >= 0 else offset + delta
