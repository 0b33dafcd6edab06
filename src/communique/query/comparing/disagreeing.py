"""Figures and dates that differ where two sides say the same thing. Rather none than a false one."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from communique.lexicon.wording import stem
from communique.model import Event, Record, Span, Spans, When
from communique.query.comparing.comparison import Disagreement, Row
from communique.query.comparing.figures import Figure, FigureKind, figures
from communique.query.comparing.parties import Known

APART = 2  # days between two dates of one contact; further apart they are of two
ALIKE = 0.4  # likeness of rows whose figures are held against each other
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
NEAR = 3  # words after a figure that say what is counted; around it, for dates and money
EMPTY = frozenset(
    map(stem, "of the a an in on at to and or by for with from as its their our new more than other last next".split())
)


def disagreements(records: Sequence[Record], known: Sequence[Known], rows: Sequence[Row]) -> tuple[Disagreement, ...]:
    """Figures of aligned rows that differ, in the order of the rows, then the date of the one contact that both sides tell."""
    out: list[Disagreement] = []
    for number, row in enumerate(rows):
        if row.likeness >= ALIKE:
            for one, other in combinations(row.sides, 2):
                out.extend(_in_row(records, row, number, one, other))
    for one, other in combinations(range(len(records)), 2):
        out.extend(_of_contact(records, known, one, other))
    return tuple(out)


def _in_row(records: Sequence[Record], row: Row, number: int, one: int, other: int) -> Iterator[Disagreement]:
    texts = records[one].document.text, records[other].document.text
    found = [
        [f for span in row.spans[i] for f in figures(text, span.start, span.end)]
        for i, text in zip((one, other), texts, strict=True)
    ]
    values = [{(f.kind, f.value) for f in side} for side in found]
    mine, theirs = (
        [f for f in side if not _said(f, there)] for side, there in zip(found, reversed(values), strict=True)
    )
    for kind in ("count", "money", "share", "day", "year"):
        a, b = ([f for f in side if f.kind == kind] for side in (mine, theirs))
        for x in a:
            matching = [y for y in b if _same_thing(x, texts[0], y, texts[1])]
            back = [z for z in a if matching and _same_thing(z, texts[0], matching[0], texts[1])]
            if len(matching) == 1 and len(back) == 1:
                yield _disagreement(
                    kind,
                    len(records),
                    {one: (x.value, (x.span,)), other: (matching[0].value, (matching[0].span,))},
                    number,
                )


def _said(figure: Figure, values: set[tuple[FigureKind, str]]) -> bool:
    """Whether the other side has a figure: a day with a year is the same as one without."""
    if figure.kind != "day":
        return (figure.kind, figure.value) in values
    return any(
        k == "day" and v[-5:] == figure.value[-5:] and ("--" in (v[:2], figure.value[:2]) or v == figure.value)
        for k, v in values
    )


def _same_thing(one: Figure, text: str, other: Figure, other_text: str) -> bool:
    """Whether two figures of a kind are of the same thing: the same noun follows; for days, money and years, the same
    words stand around."""
    if one.kind in ("count", "share"):
        return bool(_after(one.span, text) & _after(other.span, other_text))
    return bool(
        (_after(one.span, text) | _before(one.span, text))
        & (_after(other.span, other_text) | _before(other.span, other_text))
    )


def _after(span: Span, text: str) -> set[str]:
    return {
        s
        for s in [stem(w) for w in WORD.findall(text[span.end : span.end + 60].split(".")[0])][:NEAR]
        if s not in EMPTY
    }


def _before(span: Span, text: str) -> set[str]:
    return {
        s for s in [stem(w) for w in WORD.findall(text[max(0, span.start - 60) : span.start])][-NEAR:] if s not in EMPTY
    }


def _of_contact(records: Sequence[Record], known: Sequence[Known], one: int, other: int) -> Iterator[Disagreement]:
    """The date of the contact, where each side tells exactly one of an action between the same persons, on days that
    exclude each other."""
    told = [_contacts(records[i], known[i]) for i in (one, other)]
    for key in sorted(told[0].keys() & told[1].keys(), key=str):
        (mine, *more), (theirs, *further) = told[0][key], told[1][key]
        a, b = mine.when, theirs.when
        if more or further or not a or not b or not (a.start and a.end and b.start and b.end and a.said and b.said):
            continue
        if _near(a, b) and (a.end < b.start or b.end < a.start):
            yield _disagreement("contact", len(records), {one: (a.edtf, a.said), other: (b.edtf, b.said)}, None)


def _near(one: When, other: When) -> bool:
    """Whether two dates are so close that they are told of one contact rather than of two."""
    days = [date.fromisoformat(w.start) for w in (one, other) if w.start]
    return len(days) == 2 and abs((days[0] - days[1]).days) <= APART


def _contacts(record: Record, known: Known) -> dict[tuple[str, tuple[str, ...]], list[Event]]:
    out: dict[tuple[str, tuple[str, ...]], list[Event]] = {}
    for event in record.contacts:
        persons = tuple(
            sorted({known.keys[e.id] for p in event.participants if (e := record.entity(p.entity)).kind == "person"})
        )
        if event.status == "held" and len(persons) >= 2:
            out.setdefault((event.action, persons), []).append(event)
    return out


def _disagreement(kind: str, sides: int, told: dict[int, tuple[str, Spans]], row: int | None) -> Disagreement:
    values = tuple(told[i][0] if i in told else None for i in range(sides))
    return Disagreement(
        kind=kind, values=values, spans=tuple(told[i][1] if i in told else () for i in range(sides)), row=row
    )
