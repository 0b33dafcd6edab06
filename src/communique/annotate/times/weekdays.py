"""Rules for days and their parts, counted from the document's day: "on Monday", "earlier today", "last night"."""

from dataclasses import replace
from datetime import timedelta

from communique.annotate.times import anchoring
from communique.annotate.times.build import UNANCHORED, dated, shift
from communique.annotate.times.expression import Timex
from communique.annotate.times.grammar import Found, Scope, Table
from communique.annotate.times.period import Period

_PAPERS = frozenset("Times Telegraph Express Mirror Post Mail Herald Business Night Tribune Star".split())


def timed(found: Timex, m: Found) -> Timex:
    """With the part of the day, if the match has one: a TIME then."""
    if not m.has("part"):
        return found
    part = part_of_day(m)
    return replace(found, type="TIME", part=part, value=found.value and found.value + part)


def part_of_day(m: Found) -> str:
    """TIMEX3's code of the match's part of the day: "TMO", "T12:00"."""
    code = "NI" if m.words("part").startswith("night") else m.code("part")
    return code if code.startswith("T") else "T" + code


def weekday(m: Found, s: Scope) -> Timex | None:
    """ "Monday", "last Friday", "Monday morning", "this coming Sunday", "late Tuesday", "Wednesday night"."""
    if (m.after() in _PAPERS and m.before() != "on") or (m.words("weekday") == "friday" and m.before() == "good"):
        return None
    short = len(m.tokens("weekday")[0].text) <= 5 and not m.words("weekday").endswith(("day", "."))
    if short and m.before() not in ("on", "by", "until", "last", "next"):
        return None  # "Sat", "Sun", "Wed" without full stop
    number = m.number("weekday")
    if s.day is None:
        return timed(dated(m, s, None, relative=True, value=f"XXXX-WXX-{number + 1}"), m)
    direction = shift(m.words("which"))
    if direction:
        day = anchoring.weekday(s.day + timedelta(days=direction), number, direction)
    elif m.words("which") == "this":
        day = Period.around(s.day, "week").start + timedelta(days=number)
    else:
        day = anchoring.weekday(s.day, number, s.direction(m.match.start("weekday")))
    return timed(dated(m, s, Period("day", day), relative=True), m)


def weekday_of_week(m: Found, s: Scope) -> Timex | None:
    """ "Monday of last week", "Friday next week"."""
    if s.day is None:
        return dated(m, s, None, relative=True)
    week = Period.around(s.day, "week").shift(shift(m.words("which")))
    return dated(m, s, Period("day", week.start + timedelta(days=m.number("weekday"))), relative=True)


def deictic(m: Found, s: Scope) -> Timex | None:
    """ "today", "earlier today", "yesterday morning", "tomorrow night", "late yesterday"."""
    first = m.tokens()[0]
    if m.first and first.text[0].isupper() and not first.text.isupper():
        last = s.tokens[m.first - 1]
        if last.text[0].isupper() and last.end + 1 == first.start:  # "Russia Today", a name
            return None
    day = None if s.day is None else Period("day", s.day + timedelta(days=m.number("deictic")))
    return timed(dated(m, s, day, relative=True), m)


def day_part(m: Found, s: Scope) -> Timex | None:
    """ "tonight", "last night", "this morning", "overnight", "later this afternoon"."""
    start, end = m.offsets()
    part = part_of_day(m) if m.has("part") else "TNI"
    if s.day is None:
        return Timex(start, end, type="TIME", value="XXXX-XX-XX" + part, reason=UNANCHORED)
    day = s.day - timedelta(days=1) if m.has("last") else s.day
    return Timex(start, end, type="TIME", period=Period("day", day), part=part, anchor=s.anchor)


def day_beside(m: Found, s: Scope) -> Timex | None:
    """ "the day before yesterday", "the day after tomorrow"."""
    if s.day is None:
        return dated(m, s, None, relative=True)
    count = m.number("deictic") + (1 if m.has("after") else -1)
    return dated(m, s, Period("day", s.day + timedelta(days=count)), relative=True)


TABLE: Table = (
    (weekday, "(?:EARLY|LATE|EARLIER|LATER)? {which}? {weekday} (?:EARLY|LATE)? {part}?"),
    (weekday_of_week, "{weekday} OF? (?P<which>THIS|LAST|NEXT) UWEEK"),
    (
        deictic,
        "(?:EARLY|LATE|EARLIER|LATER)? (?P<deictic>DEICTIC)",
        "MID? HYPHEN? {part} HYPHEN? (?P<deictic>DEICTIC)",
        "(?P<deictic>DEICTIC) {part}",
    ),
    (day_part, "(?:EARLIER|LATER|LATE|EARLY)? (?:THIS {part}|TONIGHT|(?P<last>LAST) NIGHT)", "OVERNIGHT"),
    (day_beside, "THE? UDAY (?:BEFORE|(?P<after>AFTER)) (?P<deictic>DEICTIC)"),
)
