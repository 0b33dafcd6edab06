"""Rules for dates counted from another day: weekdays, today, last month, three weeks ago, two days later, that day."""

from datetime import date, timedelta

from communique.annotate.times import anchoring
from communique.annotate.times.dates import UNANCHORED, dated, edge
from communique.annotate.times.expression import Timex
from communique.annotate.times.grammar import Build, Found, Rule, Scope, compile_rules
from communique.annotate.times.lengths import LENGTH, length, quantity
from communique.annotate.times.period import Period, Unit, add_months
from communique.model.when import Anchor

_UNITS: dict[str, Unit] = {"D": "day", "W": "week", "2W": "week", "M": "month", "Q": "quarter", "Y": "year", "E": "decade", "C": "century"}  # fmt: skip
_PAPERS = frozenset("Times Telegraph Express Mirror Post Mail Herald Business Night Tribune Star".split())
UNIT_AGO_AS_LENGTH = "counted from an event, not from a date"


def unit_of(m: Found) -> Unit:
    """The calendar unit that the match names."""
    return _UNITS.get(m.code("unit"), "weekend")


def weekday(m: Found, s: Scope) -> Timex | None:
    """ "on Monday", "last Friday", "Monday morning", "this coming Sunday", "late Tuesday", "Wednesday night"."""
    if (m.after() in _PAPERS and m.before() != "on") or (m.words("weekday") == "friday" and m.before() == "good"):
        return None
    name = m.tokens("weekday")[0].text
    if len(name) <= 5 and name.lower() not in ("monday", "friday", "sunday") and "." not in m.words("wd"):
        if m.before() not in ("on", "by", "until", "last", "next"):
            return None  # "Sat", "Sun", "Wed" without full stop
    number = m.number("weekday")
    if s.day is None:
        return _timed(dated(m, s, None, True, value=f"XXXX-WXX-{number + 1}"), m)
    which = m.words("which").removeprefix("this ") if m.has("which") else ""
    if which in ("last", "past", "previous"):
        day = anchoring.weekday(s.day - timedelta(days=1), number, -1)
    elif which in ("next", "coming", "following", "upcoming"):
        day = anchoring.weekday(s.day + timedelta(days=1), number, 1)
    elif which == "this":
        day = Period.around(s.day, "week").start + timedelta(days=number)
    else:
        day = anchoring.weekday(s.day, number, s.direction(m.first))
    return _timed(dated(m, s, Period("day", day), True), m)


def weekday_of_week(m: Found, s: Scope) -> Timex | None:
    """ "Monday of last week", "Friday next week"."""
    if s.day is None:
        return dated(m, s, None, True)
    week = Period.around(s.day, "week").shift({"last": -1, "next": 1}.get(m.words("which"), 0))
    return dated(m, s, Period("day", week.start + timedelta(days=m.number("weekday"))), True)


def _timed(found: Timex, m: Found) -> Timex:
    """With the part of the day, if the match has one."""
    code = "NI" if m.has("part") and m.words("part").startswith("night") else m.code("part") if m.has("part") else ""  # fmt: skip
    if not code:
        return found
    part = code if code.startswith("T") else "T" + code
    return Timex(found.start, found.end, type="TIME", period=found.period, part=part, mod=found.mod, anchor=found.anchor,
                 value=found.value and found.value + part, reason=found.reason)  # fmt: skip


def deictic(m: Found, s: Scope) -> Timex | None:
    """ "today", "earlier today", "yesterday morning", "tomorrow night", "late yesterday"."""
    if m.before() == "usa":  # the newspaper
        return None
    if s.day is None:
        return _timed(dated(m, s, None, True), m)
    return _timed(dated(m, s, Period("day", s.day + timedelta(days=m.number("deictic"))), True), m)


def day_part(m: Found, s: Scope) -> Timex | None:
    """ "tonight", "last night", "this morning", "overnight", "later this afternoon"."""
    start, end = m.offsets()
    part = "TNI" if not m.has("part") or m.words("part").startswith("night") else "T" + m.code("part")
    if s.day is None:
        return Timex(start, end, type="TIME", value="XXXX-XX-XX" + part, reason=UNANCHORED)
    day = s.day - timedelta(days=1) if m.has("last") else s.day
    return Timex(start, end, type="TIME", period=Period("day", day), part=part, anchor=s.anchor)


def day_before(m: Found, s: Scope) -> Timex | None:
    """ "the day before yesterday", "the day after tomorrow"."""
    if s.day is None:
        return dated(m, s, None, True)
    shift = m.number("deictic") + (1 if m.has("after") else -1)
    return dated(m, s, Period("day", s.day + timedelta(days=shift)), True)


def calendar_unit(m: Found, s: Scope) -> Timex | None:
    """ "last month", "next week", "this year", "earlier this year", "the end of the year", "the current quarter"."""
    unit = unit_of(m)
    which = m.words("which").split(" ")[-1] if m.has("which") else "this"
    word = m.words("unit")
    if word.endswith("s") or (unit == "day" and which not in ("this", "same")):
        return None
    if s.day is None:
        return dated(m, s, None, True, value="XXXX")
    if which == "past":  # "the past year": the twelve months that end now
        start, end = m.offsets()
        return Timex(start, end, type="DURATION", value=length(1, m.code("unit") or "W"), anchor=s.anchor,
                     bounds=(_count(s.day, unit, -1), s.day))  # fmt: skip
    shift = {"last": -1, "previous": -1, "latest": 0, "next": 1, "coming": 1, "upcoming": 1, "following": 1}.get(
        which, 0
    )
    period = Period.around(s.day, unit)
    if unit == "weekend":
        # before Monday's copy the weekend just gone is "the weekend"; "this weekend" may lie ahead
        if which in ("this", "the") and s.direction(m.first) <= 0 and s.day.weekday() < 5 and not _ahead(m, s):
            period = period.shift(-1)
        elif which == "last" and s.day.weekday() >= 5:
            pass
    elif which == "latest" and unit == "quarter":
        shift = -1
    elif unit == "week" and shift and s.day.weekday() == 6:
        pass
    period = period.shift(shift)
    if unit == "week" and which == "this" and not edge(m) and s.direction(m.first) < 0:
        start, end = m.offsets()  # "this week they met": no later than today
        return Timex(start, end, period=period, bounds=(period.start, s.day), anchor=s.anchor)
    return dated(m, s, period, True)


def _ahead(m: Found, s: Scope) -> bool:
    return s.direction(m.first) > 0


def anaphoric_unit(m: Found, s: Scope) -> Timex | None:
    """ "that day", "the same month", "the following year", "the previous Friday": counted from the date named before."""
    which = m.words("which").split(" ")[-1]
    shift = {"following": 1, "next": 1, "previous": -1, "preceding": -1, "prior": -1}.get(which, 0)
    if m.has("weekday"):
        base = s.focus_day or s.day
        if base is None:
            return dated(m, s, None, True)
        day = anchoring.weekday(base + timedelta(days=shift), m.number("weekday"), shift)
        return _from_text(dated(m, s, Period("day", day), True), s.focus_day is not None)
    unit = unit_of(m)
    if m.words("unit").endswith("s"):
        return None
    base = s.focus_day if unit == "day" else (s.focus.start if s.focus else None)
    if base is None:
        if unit == "day" or s.day is None:
            return dated(m, s, None, True)
        return dated(m, s, Period.around(s.day, unit).shift(shift), True)
    return _from_text(_timed(dated(m, s, Period.around(base, unit).shift(shift), True), m), True)


def _from_text(found: Timex, text: bool) -> Timex:
    anchor: Anchor = "text" if text and found.period else found.anchor
    return Timex(found.start, found.end, type=found.type, period=found.period, part=found.part, mod=found.mod,
                 value=found.value, anchor=anchor, reason=found.reason)  # fmt: skip


def _count(day: date, unit: Unit, count: int) -> date:
    """`day` moved by whole units."""
    months = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
    if unit in months:
        return add_months(day, count * months[unit])
    return day + timedelta(days=count * (1 if unit == "day" else 7))


def ago(m: Found, s: Scope) -> Timex | None:
    """ "three weeks ago", "a year earlier", "two days later", "10 days from now": a unit counted from now or from the text."""
    start, end = m.offsets()
    code = m.code("unit")
    amount = quantity(m)
    word = m.words("ago")
    deictic_word = word == "ago" or word.startswith(("from", "hence"))
    sign = -1 if word in ("ago", "earlier", "before") else 1
    base = s.day if deictic_word else (s.focus_day or (s.focus.start if s.focus else None) or s.day)
    anchor: Anchor = s.anchor if deictic_word or not (s.focus_day or s.focus) else "text"
    mod = "APPROX" if m.has("about") or m.has("so") else ""
    if amount is None:
        reference = "PAST_REF" if sign < 0 else "FUTURE_REF"
        return Timex(start, end, value=reference, reason="no number of units is given")
    if base is None:
        return Timex(start, end, value="XXXX", reason=UNANCHORED)
    if code.startswith("T"):
        part = Timex(start, end, type="TIME", period=Period("day", base), anchor=anchor)
        return part
    unit = unit_of(m)
    if code == "2W":
        amount *= 2
    count = int(amount)
    try:
        if unit == "year" and count == 1 and s.reported and m.words("qty") == "a":
            return Timex(start, end, period=s.reported.shift(4 * sign), anchor="text", mod=mod)
        if amount != count:  # "a year and a half ago"
            months = {"year": 12, "decade": 120, "month": 1}.get(unit, 0)
            if months:
                return Timex(start, end, period=Period.around(add_months(base, sign * round(amount * months)), "month"),
                             anchor=anchor, mod="APPROX")  # fmt: skip
        day = _count(base, unit, sign * count)
    except (ValueError, OverflowError):
        return Timex(start, end, value="PAST_REF", reason="beyond the calendar")
    if unit == "week" and count <= 2:  # "two weeks ago" means about that day, "six weeks ago" that week
        unit, mod = "day", "APPROX"
    return Timex(start, end, period=Period.around(day, unit), anchor=anchor, mod=mod)


def year_ago(m: Found, s: Scope) -> Timex | None:
    """ "year-earlier", "the year-ago period": a year before the quarter or year that the text speaks of."""
    if s.day is None:
        return dated(m, s, None, True, value="XXXX")
    base = s.reported or (s.focus if s.focus and s.focus.unit == "year" else Period.around(s.day, "year"))
    return _from_text(dated(m, s, base.shift(-4 if base.unit == "quarter" else -1), True), True)


def the_period(m: Found, s: Scope) -> Timex | None:
    """ "the quarter", "the latest period", "the week": the last one that the text spoke of, or the one that ended."""
    unit = unit_of(m) if m.has("unit") else "quarter"
    if s.day is None or (m.has("unit") and m.words("unit").endswith("s")):
        return None
    if unit == "quarter":
        if m.after() == "-":
            return None
        return dated(m, s, s.reported or Period.around(s.day, "quarter").shift(-1), True)
    if m.after() == "ended" or m.before() not in ("of", "for", "in", "during", "through"):
        start, end = m.offsets()
        return Timex(start, end, type="DURATION", value="P1Y", reason=LENGTH) if m.after() == "ended" else None
    return dated(m, s, Period.around(s.day, unit), True)


def year_end(m: Found, s: Scope) -> Timex | None:
    """ "year-end", "year's end", "the end of the year"."""
    if s.day is None:
        return dated(m, s, None, True, value="XXXX")
    found = dated(m, s, Period.around(s.day, "year"), True)
    if "-" in m.words():
        return Timex(found.start, found.end, period=Period("day", date(s.day.year, 12, 31)), anchor=found.anchor)
    return Timex(found.start, found.end, period=found.period, anchor=found.anchor, mod="END")


_AGO = "(?P<ago>AGO|EARLIER|BEFORE|LATER|FROM VAGUE|HENCE)"
_TABLE: list[tuple[str, Build]] = [
    ("(?P<edge>EARLY|LATE|EARLIER|LATER)? (?P<which>THIS? (?:LAST|PAST|NEXT|COMING)|THIS)? (?P<wd>{weekday}) (?:EARLY |LATE )?{part}?", weekday),
    ("(?P<wd>{weekday}) OF? (?P<which>THIS|LAST|NEXT) UWEEK", weekday_of_week),
    ("THE (?P<which>NEXT|FOLLOWING|PREVIOUS) {weekday}", anaphoric_unit),
    ("(?:THE (?P<edge>MID)HYPHEN?|(?P<edgeword>EARLY|LATE|EARLIER|LATER|MID HYPHEN)|{part} HYPHEN?)? (?P<deictic>DEICTIC)", deictic),
    ("(?P<deictic>DEICTIC) {part}", deictic),
    ("MID HYPHEN? {part} (?P<deictic>DEICTIC)", deictic),
    ("(?:EARLIER |LATER |LATE |EARLY )?(?:THIS {part}|TONIGHT|(?P<last>LAST) NIGHT)", day_part),
    ("OVERNIGHT", day_part),
    ("THE? UDAY (?:BEFORE|(?P<after>AFTER)) (?P<deictic>DEICTIC)", day_before),
    ("(?:THE? (?P<edge>EARLY|LATE|MID)HYPHEN?|(?P<early>EARLIER|LATER) IN?|THE? (?P<edgeof>BEGINNING|END|MID) OF)? (?P<which>THIS|LAST|NEXT|THE (?:CURRENT|LATEST)|CURRENT|LATEST|THIS (?:LAST|PAST|COMING)) FISCAL? {calunit}", calendar_unit),
    ("(?:(?P<early>EARLIER|LATER) IN|THE? (?P<edgeof>BEGINNING|END|MID) OF) THE FISCAL? {calunit}", calendar_unit),
    ("THE (?P<which>NEXT|COMING|PAST|LAST) FISCAL? {calunit}", calendar_unit),
    ("THE? (?P<unit>WEEKEND)", calendar_unit),
    ("(?:THE|THAT) (?P<which>SAME) {calunit}", anaphoric_unit),
    ("(?:EARLIER |LATER )?(?P<which>THAT SAME?) {calunit}", anaphoric_unit),
    ("THE (?P<which>FOLLOWING|PREVIOUS) {calunit}", anaphoric_unit),
    ("THE (?P<which>NEXT) (?P<unit>UDAY)", anaphoric_unit),
    ("{about}? {qty} HYPHEN? MORE? {unit}(?P<so>OR SO)? " + _AGO, ago),
    ("THE? CORRESPONDING? (?P<ya>UYEAR HYPHEN? (?:AGO|EARLIER)) (?:UQUARTER|PERIOD)?", year_ago),
    ("THE LATEST? (?P<unit>UQUARTER)", the_period),
    ("THE FISCAL? (?P<unit>UYEAR)", the_period),
    ("THE LATEST PERIOD", the_period),
    ("ABOUT? UYEAR (?:{poss}|HYPHEN)? END", year_end),
]  # fmt: skip


def rules() -> tuple[Rule, ...]:
    """The table, compiled."""
    return compile_rules(_TABLE)
