"""Rules for periods counted from the document's day or from the text: "last month", "three weeks ago", "the following year"."""

from dataclasses import replace
from datetime import date, timedelta

from communique.annotate.times import anchoring
from communique.annotate.times.build import UNANCHORED, dated, edge, moved, shift
from communique.annotate.times.expression import Timex
from communique.annotate.times.grammar import Found, Scope, Table
from communique.annotate.times.lengths import LENGTH, UNITS, length, quantity
from communique.annotate.times.period import Period, Unit
from communique.model.when import Anchor


def unit_of(m: Found) -> Unit:
    """The calendar unit that the match names."""
    return UNITS.get(m.code("unit"), "weekend")


def calendar_unit(m: Found, s: Scope) -> Timex | None:
    """ "last month", "next week", "this year", "earlier this year", "the end of the year", "the current quarter"."""
    unit, which = unit_of(m), m.words("which").split(" ")[-1]
    if m.words("unit").endswith("s") or (unit == "day" and which != "this"):
        return None
    if m.tokens("unit")[0].text[0].isupper() and m.after() == "of":
        return None  # "the end of the Year of Science"
    if s.day is None:
        return dated(m, s, None, relative=True, value="XXXX")
    if unit != "weekend" and (which == "past" or m.words("which") in ("the last", "the next")):
        # "the past year": the twelve months that end now
        ahead = which == "next"
        bounds = (s.day, moved(s.day, unit, 1)) if ahead else (moved(s.day, unit, -1), s.day)
        value = length(1, m.code("unit"))
        return Timex(*m.offsets(), type="DURATION", value=value, bounds=bounds, anchor=s.anchor)
    if unit == "week" and which == "last" and s.day.weekday() == 6 and not edge(m):
        # on a Sunday it is the week that is ending, in ISO weeks the one before: the last seven days then
        bounds = (s.day - timedelta(days=7), s.day - timedelta(days=1))
        return Timex(*m.offsets(), period=Period.around(bounds[0], "week"), bounds=bounds, anchor=s.anchor)
    period = Period.around(s.day, unit).shift(shift(which))
    if unit == "weekend" and not shift(which) and s.day.weekday() < 5 and s.direction(m.first) <= 0:
        period = period.shift(
            -1
        )  # on a weekday "the weekend" is the one just gone, unless the clause is about the future
    if unit == "quarter" and which == "latest":
        period = period.shift(-1)
    if unit == "week" and which == "this" and not edge(m) and s.direction(m.first) < 0:
        # "this week they met": no later than today
        return Timex(*m.offsets(), period=period, bounds=(period.start, s.day), anchor=s.anchor)
    if m.has("part") and period.start <= s.day <= period.end:
        # "earlier this month" ends today, "later this year" begins today
        bounds = (period.start, s.day) if m.words("part").startswith("earlier") else (s.day, period.end)
        return Timex(*m.offsets(), period=period, bounds=bounds, anchor=s.anchor)
    return dated(m, s, period, relative=True)


def anaphoric(m: Found, s: Scope) -> Timex | None:
    """ "that day", "the same month", "the following year", "the previous Friday": counted from the date named before."""
    direction = shift(m.words("which"))
    if m.has("weekday"):
        base = s.focus_day or s.day
        day = base and anchoring.weekday(base + timedelta(days=direction), m.number("weekday"), direction)
        return _told(dated(m, s, Period("day", day) if day else None, relative=True), s.focus_day is not None)
    unit = unit_of(m)
    if m.words("unit").endswith("s"):
        return None
    base = s.focus_day if unit == "day" else s.focus.start if s.focus else None
    told = base is not None
    base = base or (s.day if unit != "day" else None)
    period = Period.around(base, unit).shift(direction) if base else None
    return _told(dated(m, s, period, relative=True), told)


def _told(found: Timex, told: bool) -> Timex:
    """Anchored to the text, where `told` says so; what has nothing to refer to says that."""
    if found.period is None:
        return replace(found, reason="nothing named before it to count from")
    return replace(found, anchor="text") if told else found


def ago(m: Found, s: Scope) -> Timex | None:
    """ "three weeks ago", "10 days from now": counted from now; "a year earlier", "two days later": from the text."""
    start, end = m.offsets()
    word, amount, code = m.words("ago"), quantity(m), m.code("unit")
    sign = -1 if word in ("ago", "earlier", "before") else 1
    from_now = word == "ago" or word.startswith(("from", "hence"))
    told = None if from_now else s.focus_day or (s.focus.start if s.focus else None)
    base = told or s.day
    anchor: Anchor = "text" if told else s.anchor
    mod = "APPROX" if m.has("about") or m.has("so") else ""
    if amount is None:
        reference = "PAST_REF" if sign < 0 else "FUTURE_REF"
        return Timex(start, end, value=reference, reason="how many is not said")
    if base is None:
        return Timex(start, end, value="XXXX", reason=UNANCHORED)
    if code.startswith("T"):
        return Timex(start, end, type="TIME", period=Period("day", base), anchor=anchor)
    unit = unit_of(m)
    try:
        if unit == "year" and m.words("qty") == "a" and s.reported:
            return Timex(start, end, period=s.reported.shift(4 * sign), anchor="text", mod=mod)
        day = moved(base, unit, sign * amount)
    except (ValueError, OverflowError):
        return Timex(start, end, value="PAST_REF", reason="beyond the calendar")
    if unit == "week" and amount <= 2:  # "two weeks ago" means about that day, "six weeks ago" that week
        unit, mod = "day", "APPROX"
    elif amount != int(amount):  # "a year and a half ago"
        unit, mod = ("day" if unit in ("day", "week") else "month"), "APPROX"
    return Timex(start, end, period=Period.around(day, unit), anchor=anchor, mod=mod)


def year_ago(m: Found, s: Scope) -> Timex | None:
    """ "year-earlier", "the year-ago period": a year before the quarter or year that the text speaks of."""
    if s.day is None:
        return dated(m, s, None, relative=True, value="XXXX")
    base = s.reported or (s.focus if s.focus and s.focus.unit == "year" else Period.around(s.day, "year"))
    return _told(dated(m, s, base.shift(-4 if base.unit == "quarter" else -1), relative=True), True)


def the_quarter(m: Found, s: Scope) -> Timex | None:
    """ "the quarter", "the latest period": the one reported on, else the last that ended."""
    if s.day is None or m.after() == "-":
        return None
    return dated(m, s, s.reported or Period.around(s.day, "quarter").shift(-1), relative=True)


def the_year(m: Found, s: Scope) -> Timex | None:
    """ "for the year ended March 31" is a length; "nine months of the year" this year; "the year" elsewhere neither."""
    if m.after() == "ended":
        return Timex(*m.offsets(), type="DURATION", value="P1Y", reason=LENGTH)
    if s.day is None or m.before() not in ("of", "for", "in", "during", "through"):
        return None
    return dated(m, s, Period.around(s.day, "year"), relative=True)


def year_end(m: Found, s: Scope) -> Timex | None:
    """ "year-end" (the day), "year's end"."""
    if s.day is None:
        return dated(m, s, None, relative=True, value="XXXX")
    if "-" in m.words():
        return dated(m, s, Period("day", date(s.day.year, 12, 31)), relative=True)
    return replace(dated(m, s, Period.around(s.day, "year"), relative=True), mod="END", point=True)


TABLE: Table = (
    (
        calendar_unit,
        "(?:THE? (?P<edge>EARLY|LATE|MID) HYPHEN?|(?P<part>EARLIER|LATER) IN?|THE? (?P<edgeof>BEGINNING|END|MID) OF)?"
        "(?P<which>THIS|LAST|NEXT|THE? (?:CURRENT|LATEST)|THIS (?:LAST|PAST|COMING)) FISCAL? {calunit}",
        "(?:(?P<part>EARLIER|LATER) IN|THE? (?P<edgeof>BEGINNING|END|MID) OF) (?P<which>THE) FISCAL? {calunit}",
        "(?P<which>THE (?:NEXT|COMING|PAST|LAST)) FISCAL? {calunit}",
        "THE? (?P<unit>WEEKEND)",
    ),
    (
        anaphoric,
        "THE (?P<which>NEXT|FOLLOWING|PREVIOUS) {weekday}",
        "(?:EARLIER|LATER)? (?P<which>(?:THE|THAT) SAME|THAT) {calunit}",
        "THE (?P<which>FOLLOWING|PREVIOUS) {calunit}",
        "THE (?P<which>NEXT) (?P<unit>UDAY)",
    ),
    (
        ago,
        "{about}? {qty} HYPHEN? MORE? {unit} (?P<so>OR SO)? (?P<ago>AGO|EARLIER|LATER|FROM VAGUE|HENCE)",
    ),
    (year_ago, "THE? CORRESPONDING? UYEAR HYPHEN? (?:AGO|EARLIER) (?:UQUARTER|PERIOD)?"),
    (the_quarter, "THE LATEST? UQUARTER", "THE LATEST PERIOD"),
    (the_year, "THE FISCAL? UYEAR"),
    (year_end, "ABOUT? UYEAR (?:{poss}|HYPHEN)? END"),
)
