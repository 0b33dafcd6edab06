"""How far back some words reach: "since the end of September", "in two years", "this month", "in as many weeks"."""

import re
from datetime import date, timedelta
from typing import Literal, NamedTuple

from communique.annotate.layers import Layers, TimeExpression
from communique.annotate.paragraphs import split
from communique.annotate.times.edtf import public
from communique.annotate.times.expression import Timex
from communique.annotate.times.find import find_timexes
from communique.annotate.times.period import add_months
from communique.model import Document

Basis = Literal["since", "length", "window", "event", "office", "ever"]
_OFFICE = re.compile(
    r"\b(?:as (?:(?:the|an?|his|her|new|newly|\w+ed|foreign|prime|vice|deputy|acting|state)\s){0,4}(?:secretary|president|"
    r"minister|chancellor|premier|ambassador|chief|head|leader|commissioner|representative|envoy|chair\w*|director|king|queen)|"
    r"since (?:his|her|their) (?:appointment|election|inauguration)|"
    r"since (?:\w+ )?(?:taking|assuming|coming|becoming|being (?:elected|appointed|sworn))(?: \w+)?|"
    r"since (?:the )?(?:new )?\w* ?(?:administration|government|president|minister)|in (?:this|that) capacity|"
    r"of (?:his|her|the) (?:presidency|administration|term|tenure))\b|"
    r"\bsince (?:he|she|you|I)(?:[’']ve| was| became| took| have| has)?\b",
    re.I,
)
_SINCE = re.compile(r"\bsince\s+", re.I)
_WITHIN = re.compile(r"\b(?:in|over|within|during)\s+(?:the\s+)?$|^\s*$", re.I)
_OF = re.compile(r"^\s*of\s+$", re.I)  # of the number itself: not "talks on the crisis of 2023"
_AS_MANY = re.compile(r"\bin as many (?P<unit>day|week|month|year)s\b", re.I)
_THIS = re.compile(r"(?:this|the current)\s", re.I)
_UNITS = {"D": 1.0, "W": 7.0, "M": 30.44, "Y": 365.25}
SLACK = 0.15
"""Share of a length said in round figures ("two years") by which the contact before may lie nearer or further."""


class Reach(NamedTuple):
    """basis: see `Said`. first, last: ISO days, None where not told. start, end: of the words."""

    basis: Basis
    first: str | None
    last: str | None
    start: int
    end: int


def reach(tail: str, day: str | None, number: int) -> Reach | None:
    """How far back the words after a noun of contact reach, counted from an ISO day; None where they tell no time."""
    since, office = _SINCE.search(tail), _OFFICE.search(tail)
    if since and (nearer := _counted(tail[: since.start()], day, number)):
        return nearer  # "second call this year and the 37th since 2013"
    if since and not (office and office.start() < since.start()):
        times = times_in(tail[since.start() :], day)
        at = since.end() - since.start()
        for timex, time in times:
            end = since.start() + timex.end
            if time.when is None or time.when.end is None or (day and time.when.end >= day):
                break  # no date, or "since November" in November: which one?
            if timex.start == at:
                return Reach("since", _from(timex, time.when.start), time.when.end, since.start(), end)
            return Reach("office" if office else "event", None, time.when.end, since.start(), end)
    if office:
        return Reach("office", None, None, office.start(), office.end())
    if since:
        return Reach("event", None, None, since.start(), len(tail))
    return _counted(tail, day, number)


def _counted(tail: str, day: str | None, number: int) -> Reach | None:
    """The first time in some words that counts back: "in as many weeks", "in two years", "this month"."""
    if (many := _AS_MANY.search(tail)) and day:
        return Reach("window", *_span(day, _UNITS[many["unit"][0].upper()] * number, "", 2), *many.span())
    return next(
        (found for timex, time in times_in(tail, day) if (found := _within(tail, day, number, timex, time))), None
    )


def _from(timex: Timex, first: str | None) -> str | None:
    """The first day meant: "the end of September" is any of its last ten."""
    ends = timex.mod == "END" and timex.point and timex.period and timex.period.unit == "month"
    return first[:8] + "21" if ends and first else first


def _within(tail: str, day: str | None, number: int, timex: Timex, time: TimeExpression) -> Reach | None:
    """What "in two years", "this month", "of 2021" tell."""
    before = tail[: timex.start]
    if timex.type == "DURATION" and (_WITHIN.search(before) or _OF.search(before)):
        days = _days(timex.value)
        span = _span(day, days, timex.mod, number) if day and days else (None, None)
        return Reach("length" if number == 1 else "window", span[0], span[1], timex.start, timex.end)
    if timex.type == "DATE" and time.when and timex.period and timex.period.unit not in ("day", "weekend"):
        if _THIS.match(tail, timex.start) or _OF.search(before):
            return Reach("window", time.when.start, time.when.end, timex.start, timex.end)
    return None


def _span(day: str, days: float, mod: str, number: int) -> tuple[str, str]:
    """For the first in a length: the days on which the contact before may have been; for the nth: the window itself."""
    end = date.fromisoformat(day)
    if number > 1:
        return (end - timedelta(days=round(days))).isoformat(), day
    near = days * (1 - SLACK) if mod != "MORE_THAN" else days
    far = days * (1 + SLACK) if mod != "MORE_THAN" else days * 2
    return (end - timedelta(days=round(far))).isoformat(), (end - timedelta(days=round(near))).isoformat()


def _days(value: str) -> float | None:
    """Days of a TIMEX3 length ("P1Y6M"); None for a vague one."""
    return sum(int(n) * _UNITS[u] for n, u in re.findall(r"(\d+)([DWMY])", value)) or None


def times_in(text: str, day: str | None) -> list[tuple[Timex, TimeExpression]]:
    """The times of some words, as the grammar finds them and as a record gives them, "since" left aside."""
    layers = Layers(Document(id="", text=text, raw_sha256="", published=day))
    layers.paragraphs = split(layers.document)
    found, anchor = find_timexes(layers)
    plain = _SINCE.sub(lambda m: " " * len(m[0]), text)
    return [(timex, time) for timex in found for time in public(plain, (timex,), anchor)]


def months_between(first: str, last: str) -> list[str]:
    """The months ("2025-03") from that of one ISO day to that of another."""
    start, end = date.fromisoformat(first).replace(day=1), date.fromisoformat(last)
    return [
        add_months(start, n).isoformat()[:7] for n in range((end.year - start.year) * 12 + end.month - start.month + 1)
    ]
