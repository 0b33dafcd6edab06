"""What the rules' builders share: expressions over a whole match, "early" and "the end of", "last" and "next"."""

from datetime import date, timedelta

from communique.annotate.times.expression import Timex
from communique.annotate.times.grammar import Found, Scope
from communique.annotate.times.period import Period, Unit, add_months

UNANCHORED = "no date known to count from"
NO_SUCH_DAY = "no such day in the calendar"

_EDGES = {
    **dict.fromkeys(("early", "beginning", "start", "opening"), "START"),
    **dict.fromkeys(("mid", "middle"), "MID"),
    **dict.fromkeys(("late", "end", "close"), "END"),
}
_SHIFTS = {
    **dict.fromkeys(("last", "past", "previous", "preceding", "prior"), -1),
    **dict.fromkeys(("next", "coming", "upcoming", "following"), 1),
}
_MONTHS = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}


def edge(m: Found) -> str:
    """TIMEX3 mod of "early", "the end of" …; "" without one."""
    return _EDGES.get(m.words("edge") or m.words("edgeof"), "")


def shift(words: str) -> int:
    """-1 for "last", "this past" …, 1 for "next" …, 0 otherwise."""
    return _SHIFTS.get(words.split(" ")[-1], 0) if words else 0


def dated(m: Found, s: Scope, period: Period | None, *, relative: bool, value: str = "XXXX-XX-XX") -> Timex:
    """A DATE over the whole match; without a period, one that could not be anchored, and `value` as far as it is known."""
    start, end = m.offsets()
    if period is None:
        return Timex(start, end, value=value, reason=UNANCHORED if s.day is None else NO_SUCH_DAY, mod=edge(m))
    point = m.has("edgeof") and edge(m) != "MID"
    return Timex(start, end, period=period, anchor=s.anchor if relative else "none", mod=edge(m), point=point)


def day_of(year: int, month: int, day: int) -> Period | None:
    """That day, or None where the calendar has no such day."""
    try:
        return Period("day", date(year, month, day))
    except ValueError:
        return None


def moved(day: date, unit: Unit, count: float) -> date:
    """`day` moved by so many units. Raises ValueError or OverflowError off the calendar."""
    if unit in _MONTHS:
        return add_months(day, round(count * _MONTHS[unit]))
    return day + timedelta(days=round(count * (1 if unit == "day" else 7)))
