"""Numbers, money, shares and dates in a text, with their values."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from communique.model import Span

FigureKind = Literal["count", "money", "share", "day", "year"]
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
WORDS = {
    w: n
    for n, w in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen twenty".split(),
        2,
    )
}
MONTHS = {m: n for n, m in enumerate(
    "January February March April May June July August September October November December".split(), 1
)}  # fmt: skip
SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP"}
NAMES = {"dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR"}
_MONTH = "|".join(MONTHS)
DAY = re.compile(
    rf"\b(?:(?P<m1>{_MONTH}) (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[–-]\d)|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? "
    rf"(?P<m2>{_MONTH}))\b(?:,? (?P<y>(?:19|20)\d\d)\b)?"
)
NUMBER = re.compile(
    rf"""
    (?P<sign>US\$|[$€£])? (?<![\w.,:-]) (?!\d{{1,2}}:\d\d)
    (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?) (?![\w]*[–-]?\w*-\d)
    (?:[ -] (?P<scale>{"|".join(SCALES)})s?\b)?
    (?P<share>[ ]?%|[ ]percent\b|[ ]per[ ]cent\b)?
    (?:[ ](?P<name>{"|".join(NAMES)}|U\.?S\.?[ ]dollars)\b)?
    (?![\w-])
    """,
    re.VERBOSE,
)
WORD = re.compile(rf"\b({'|'.join(WORDS)})\b(?: (?P<scale>{'|'.join(SCALES)})\b)?", re.IGNORECASE)


class Figure(NamedTuple):
    """A figure: value in its own unit ("16 June 2021" is 2021-06-16, "16 June" --06-16; money is led by its currency)."""

    span: Span
    kind: FigureKind
    value: str


def figures(text: str, start: int, end: int) -> list[Figure]:
    """The figures between two offsets, in order; none overlaps another."""
    out: list[Figure] = []
    for found in (*_days(text, start, end), *_numbers(text, start, end), *_words(text, start, end)):
        if not any(found.span.overlaps(other.span) for other in out):
            out.append(found)
    return sorted(out)


def _days(text: str, start: int, end: int) -> Iterator[Figure]:
    for m in DAY.finditer(text, start, end):
        month, day = MONTHS[m["m1"] or m["m2"]], int(m["d1"] or m["d2"])
        if 1 <= day <= 31:
            yield Figure(Span(*m.span()), "day", f"{m['y'] or '-'}-{month:02}-{day:02}")


def _numbers(text: str, start: int, end: int) -> Iterator[Figure]:
    for m in NUMBER.finditer(text, start, end):
        span, digits = Span(*m.span()), m["digits"]
        value = _plain(float(digits.replace(",", "")) * SCALES.get(m["scale"] or "", 1.0))
        if len(digits) == 4 and digits.isdecimal() and 1900 <= int(digits) <= 2099 and m.end() == m.end("digits"):
            yield (
                Figure(span, "year", digits) if not m["sign"] else Figure(span, "money", f"{SIGNS[m['sign']]} {value}")
            )
        elif m["sign"] or m["name"]:
            yield Figure(span, "money", f"{SIGNS.get(m['sign'] or '') or NAMES.get(m['name'], 'USD')} {value}")
        else:
            yield Figure(span, "share" if m["share"] else "count", value)


def _words(text: str, start: int, end: int) -> Iterator[Figure]:
    for m in WORD.finditer(text, start, end):
        yield Figure(
            Span(*m.span()), "count", _plain(WORDS[m[1].lower()] * SCALES.get((m["scale"] or "").lower(), 1.0))
        )


def _plain(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
