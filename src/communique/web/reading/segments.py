"""A text cut at every boundary of every item, so that stretches that overlap can all be marked."""

import re
from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from communique.model import Part, Record
from communique.web.reading.items import Item, first_word

LINE = re.compile(r"[^\n]+")


class Segment(msgspec.Struct, frozen=True):
    """A stretch within one paragraph that the same items cover throughout.

    items: numbers of the items that it backs; core: of those whose own words it is; claimed: whether one of these is to be
    set apart. label: whether it names who speaks in a turn. begins: ids of the items that one
    begins to read here; ends: items of which the last of their own words end here.
    """

    text: str
    items: tuple[int, ...] = ()
    core: tuple[int, ...] = ()
    claimed: bool = False
    label: bool = False
    begins: tuple[str, ...] = ()
    ends: tuple[Item, ...] = ()


class Paragraph(msgspec.Struct, frozen=True):
    """A line of the text. role: of the part that it stands in; new: whether it is the first line of that part."""

    role: str
    new: bool
    segments: list[Segment]


def paragraphs(record: Record, items: list[Item]) -> Iterator[Paragraph]:
    """The text, line by line, cut where items begin and end. Every character that is no line break is in one segment."""
    text, parts = record.document.text, record.document.parts
    edges = _edges(items)
    for label in (p.label for p in parts if p.label):
        edges.setdefault(label.start, [])
        edges.setdefault(label.end, [])
    begins, ends = _begins(items), _ends(items)
    cuts = sorted(edges)
    quiet = {item.number for item in items if item.quiet}
    covering: dict[int, bool] = {}  # number of an item: whether these are its own words
    counts: dict[tuple[int, bool], int] = {}
    at, seen = 0, None
    for start, end, part in _lines(text, parts):
        segments = []
        position = start
        while position < end:
            while at < len(cuts) and cuts[at] <= position:
                _step(counts, covering, edges[cuts[at]])
                at += 1
            stop = min(cuts[at] if at < len(cuts) else end, end)
            numbers = tuple(sorted(covering))
            own = tuple(n for n in numbers if covering[n])
            named = part is not None and part.label is not None and part.label.start <= position < part.label.end
            claimed = not quiet.issuperset(own)
            segments.append(
                Segment(text[position:stop], numbers, own, claimed, named, begins.get(position, ()), ends.get(stop, ()))
            )
            position = stop
        yield Paragraph(part.role if part else "body", part is not seen or part is None, segments)
        seen = part


def _edges(items: list[Item]) -> dict[int, list[tuple[int, bool, int]]]:
    """Offset: what begins (+1) or ends (−1) there, as (number, own words, change)."""
    found: dict[int, list[tuple[int, bool, int]]] = {}
    for item in items:
        for own, spans in ((True, item.core), (False, item.around)):
            for span in spans:
                found.setdefault(span.start, []).append((item.number, own, 1))
                found.setdefault(span.end, []).append((item.number, own, -1))
    return found


def _step(counts: dict[tuple[int, bool], int], covering: dict[int, bool], changes: list[tuple[int, bool, int]]) -> None:
    for number, core, change in changes:
        counts[number, core] = counts.get((number, core), 0) + change
    for number in {n for n, _, _ in changes}:
        own, around = counts.get((number, True), 0), counts.get((number, False), 0)
        if own or around:
            covering[number] = own > 0
        else:
            covering.pop(number, None)


def _begins(items: list[Item]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for item in items:
        first = first_word(item)
        if first:
            found[first.start] = (*found.get(first.start, ()), item.id)
    return found


def _ends(items: list[Item]) -> dict[int, tuple[Item, ...]]:
    """Where a claim's own words end: there its number stands. Parties are named too often to be numbered."""
    found: dict[int, tuple[Item, ...]] = {}
    for item in items:
        if item.kind != "entity" and item.core:
            last = max(span.end for span in item.core)
            found[last] = (*found.get(last, ()), item)
    return found


def _lines(text: str, parts: tuple[Part, ...]) -> Iterator[tuple[int, int, Part | None]]:
    """Lines, cut where a part begins or ends, with the part that each stands in; blank ones left out."""
    starts = [p.start for p in parts]
    bounds = sorted({b for p in parts for b in (p.start, p.end)})
    for match in LINE.finditer(text):
        start, end = match.span()
        inner = bounds[bisect_right(bounds, start) : bisect_right(bounds, end - 1)]
        for left, right in zip([start, *inner], [*inner, end], strict=True):
            if text[left:right].strip():
                part = parts[bisect_right(starts, left) - 1] if parts and starts[0] <= left else None
                yield left, right, part if part and left < part.end else None
