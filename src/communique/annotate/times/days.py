"""Rules for days of the calendar: ISO dates, "March 13", "13 March 2021", "March 13-15", holidays."""

from datetime import date, timedelta

from communique.annotate.times import anchoring
from communique.annotate.times.build import UNANCHORED, dated, day_of, shift
from communique.annotate.times.expression import Timex
from communique.annotate.times.grammar import Found, Scope, Table
from communique.annotate.times.period import Period, add_months
from communique.annotate.times.tense import MAYBE
from communique.annotate.times.words import lexicon
from communique.annotate.times.years import number_of_year

_AFTER_BARE_DAY = frozenset(("", ".", ",", ";", ")", "and", "at", "in", "with", "for", "to"))


def iso(m: Found, s: Scope) -> Timex | None:
    """ "2021-03-13", with or without a time."""
    try:
        period = Period("day", date.fromisoformat(m.tokens()[0].text[:10]))
    except ValueError:
        return None
    return dated(m, s, period, relative=False)


def dotted(m: Found, s: Scope) -> Timex | None:
    """ "27.11.2023": day first."""
    day, month, year = (int(x) for x in m.tokens()[0].text.split("."))
    found = day_of(year, month, day)
    return dated(m, s, found, relative=False) if found else None


def slashed(m: Found, s: Scope) -> Timex | None:
    """ "10/30/89": month first, as in the United States, unless that is impossible."""
    a, b, year = (int(x) for x in m.tokens()[0].text.split("/"))
    if year < 100:
        year += 2000 if year < 50 else 1900
    found = day_of(year, a, b) or day_of(year, b, a)
    return dated(m, s, found, relative=False) if found else None


def day_of_month(m: Found, s: Scope) -> Timex | list[Timex] | None:
    """ "March 13", "Oct. 5, 2021", "13 March", "last Oct. 23", and two days: "March 13-15", "April 24 and 25"."""
    month = m.number("month")
    if not 1 <= m.number("day") <= 31:
        return None
    first = _day(m, s, month, m.number("day"))
    if not m.has("day2"):
        return first
    if m.scope.classes[m.last : m.last + 1] in (lexicon().chars["MONTH"], lexicon().chars["MON"]):
        return None  # "March 13 and 13 April"
    second = _day(m, s, month, m.number("day2"))
    opening = Timex(
        *m.offsets(m.first, m.match.end("day")),
        period=first.period,
        anchor=first.anchor,
        value=first.value,
        reason=first.reason,
        to_next=m.words("to") not in ("and", "or"),
    )
    return [opening, second.at(*m.offsets(m.match.start("day2"), m.last))]


def _day(m: Found, s: Scope, month: int, number: int) -> Timex:
    value = f"XXXX-{month:02d}-{number:02d}"
    if m.has("year"):
        return dated(m, s, day_of(number_of_year(m), month, number), relative=False, value=value)
    if s.day is None:
        return dated(m, s, None, relative=True, value=value)
    if m.has("yearword"):
        return dated(m, s, day_of(s.day.year + shift(m.words("yearword")), month, number), relative=True, value=value)
    day = anchoring.month_day(s.day, month, number, shift(m.words("which")))
    if day and not m.has("which") and abs((day - s.day).days) > anchoring.NEAR:
        direction = s.direction(m.first)
        day = day if direction == MAYBE else anchoring.month_day(s.day, month, number, direction)
    return dated(m, s, Period("day", day) if day else None, relative=True, value=value)


def bare_day(m: Found, s: Scope) -> Timex | None:
    """ "on the 27th": of this month, of the last or of the next."""
    number = m.tokens()[-1].text[:-2]
    today = s.day
    if m.before() != "on" or m.after().lower() not in _AFTER_BARE_DAY or today is None:
        return None
    direction = s.direction(m.first)
    near = [add_months(today.replace(day=1), k) for k in (-1, 0, 1)]
    days = [found.start for d in near if (found := day_of(d.year, d.month, int(number)))]
    days = [d for d in days if (d >= today if direction > 0 else d <= today)]
    return dated(m, s, Period("day", min(days, key=lambda d: abs(d - today))), relative=True) if days else None


def part_of_month(m: Found, s: Scope) -> Timex | None:
    """ "the last week of July", "the first day of May 2021"; weeks are counted from the month's first or last day."""
    if m.has("year"):
        month = Period("month", date(number_of_year(m), m.number("month"), 1))
    elif s.day is None:
        return dated(m, s, None, relative=True)
    else:
        month = anchoring.month(s.day, m.number("month"), s.direction(m.first))
    if m.has("weekday"):
        return _nth_weekday(m, s, month)
    count = 7 if m.has("week") else 1
    number = 0 if m.words("ord") in ("last", "final") else m.number("ord")
    first = month.start + timedelta(days=count * (number - 1)) if number else month.end - timedelta(days=count - 1)
    if first > month.end:
        return None
    if count == 1:
        return dated(m, s, Period("day", first), relative=not m.has("year"))
    last = min(month.end, first + timedelta(days=6))
    anchor = "none" if m.has("year") else s.anchor
    return Timex(*m.offsets(), period=Period.around(first, "week"), bounds=(first, last), anchor=anchor)


def _nth_weekday(m: Found, s: Scope, month: Period) -> Timex | None:
    """ "the fourth Saturday of November", "the last Friday in May"."""
    weekday = m.number("weekday")
    if m.words("ord") in ("last", "final"):
        day = anchoring.weekday(month.end, weekday, -1)
    else:
        day = anchoring.weekday(month.start, weekday, 1) + timedelta(weeks=m.number("ord") - 1)
    if not month.start <= day <= month.end:
        return None
    return dated(m, s, Period("day", day), relative=not m.has("year"))


def week_of(m: Found, s: Scope) -> Timex | None:
    """ "the week of March 6"."""
    found = day_of_month(m, s)
    if not isinstance(found, Timex) or found.period is None:
        return None
    return Timex(*m.offsets(), period=Period.around(found.period.start, "week"), anchor=found.anchor)


def holiday(m: Found, s: Scope) -> Timex | None:
    """Christmas, New Year, Thanksgiving, Easter, with Day or Eve; the nearest unless a year or "last" is there."""
    if m.has("newyear") and not m.has("eve") and not m.has("feast"):
        return None
    start, end = m.offsets()

    def on(year: int) -> date:
        if m.has("thanksgiving"):
            return anchoring.thanksgiving(year)
        if m.has("easter"):
            return anchoring.easter(year)
        fixed = 101 if m.has("newyear") else m.number("holiday")
        return date(year, fixed // 100, fixed % 100) - timedelta(days=1 if m.has("eve") else 0)

    if m.has("year"):
        return Timex(start, end, period=Period("day", on(number_of_year(m))))
    today = s.day
    if today is None:
        return Timex(start, end, value="XXXX-XX-XX", reason=UNANCHORED)
    direction = shift(m.words("which")) if m.has("which") else s.direction(m.first)
    days = [on(today.year + k) for k in (-1, 0, 1, 2)]
    wanted = [d for d in days if (d < today if direction < 0 else d >= today)] if direction else days
    return Timex(start, end, period=Period("day", min(wanted, key=lambda d: abs((d - today).days))), anchor=s.anchor)


TABLE: Table = (
    (iso, "ISO"),
    (slashed, "SLASH"),
    (dotted, "DOTTED"),
    (bare_day, "THE ORDNUM"),
    (
        day_of_month,
        "(?:(?:THIS? COMING)? {weekday} COMMA?)? {month} THE? {day} (?:COMMA? {year}|{yearword})?",
        "(?:{weekday} COMMA?)? THE? {day} OF? {month} (?:COMMA? {year}|{yearword})?",
        "(?P<which>LAST|NEXT) {month} {day}",
        "{month} {day} (?P<to>TO|HYPHEN|DASH|AND|OR|UNTIL) (?P<day2>D|ORDNUM) (?:COMMA? {year})?",
        "{day} (?P<to>TO|HYPHEN|DASH|AND|OR|UNTIL) (?P<day2>D|ORDNUM) OF? {month} (?:COMMA? {year})?",
    ),
    (
        part_of_month,
        "THE? (?P<ord>ORD|SECOND|LAST|FINAL) (?:(?P<week>UWEEK)|UDAY|{weekday}) (?:OF|IN) {month} (?:COMMA? OF? {year})?",
    ),
    (week_of, "THE? UWEEK OF {month} {day} (?:COMMA? {year})?"),
    (
        holiday,
        "{which}? (?:(?P<holiday>HOLIDAY)|(?P<thanksgiving>THANKSGIVING)|(?P<easter>EASTER)|(?P<newyear>NEWYEAR UYEAR {poss}?))"
        "(?:(?P<eve>EVE)|(?P<feast>UDAY))? {year}?",
    ),
)
