"""Whether two reports agree when, how and where."""

from datetime import date

from communique.query.merging import weights as w
from communique.query.merging.clocks import is_west_of
from communique.query.merging.names import words
from communique.query.merging.parties import Reason, Reasons
from communique.query.merging.told import Place, Told

SPEECH = ("call", "message")


def when(one: Told, other: Told) -> Reasons:
    """What their days say; None where they exclude one contact."""
    if "never" in (one.dated, other.dated):
        return None
    for plan, report in ((one, other), (other, one)):
        if plan.ahead and not report.ahead and plan.published > report.last + 1:
            return None  # it was still to come when the other was over
    if not (one.certain and other.certain):
        return _somewhen(one, other)
    gap = max(one.first, other.first) - min(one.last, other.last)
    if one.dated == other.dated == "presumed":
        apart = one.outlet and other.outlet and one.outlet != other.outlet
        return _known(
            w.ELSEWHERE if apart else w.BOTH_PRESUMED,
            max(gap, 0),
            "documents about it of the same day",
            "documents about it {} apart",
        )
    if "presumed" in (one.dated, other.dated):
        told, stated = (one, other) if one.dated == "presumed" else (other, one)
        if told.last < stated.first:
            return None
        return _known(w.PRESUMED, max(gap, 0), "a document about it of that day", "a document about it {} later")
    if gap <= 0:
        if one.dated == other.dated == "day":
            sure = (one.first, one.last) == (other.first, other.last) and one.first == one.last
            day = date.fromordinal(max(one.first, other.first))
            return [
                (f"the same day, {day}", w.SAME_DAY) if sure else (f"the same day, {day}, by one clock", w.SAME_NIGHT)
            ]
        if one.lasting and other.lasting:
            return [("the days overlap", w.OVERLAP)]
        return [("told for days in which it lies", w.IN_SPELL if "day" in (one.dated, other.dated) else w.SPELLS)]
    if one.action == other.action == "visit" and gap <= 2:
        return [(f"{'a day' if gap == 1 else f'{gap} days'} apart, as of a longer visit", w.VISIT_NEAR)]
    if gap == 1 and _next_day_elsewhere(one, other):
        return [("a day apart, as by the clocks of both", w.NEXT_DAY_ELSEWHERE)]
    return None


def _known(table: dict[int, float], days: int, now: str, later: str) -> Reasons:
    return (
        [(later.format("1 day" if days == 1 else f"{days} days") if days else now, table[days])]
        if days in table
        else None
    )


def _next_day_elsewhere(one: Told, other: Told) -> bool:
    """Whether the report of the earlier day was published west of the other: a call at night there, the next day here."""
    west, east = (one, other) if one.first < other.first else (other, one)
    calls = (
        west.action in ("call", "talks") and east.action in ("call", "talks") and "call" in (west.action, east.action)
    )
    return calls and is_west_of(west.home, east.home)


def _somewhen(one: Told, other: Told) -> Reasons:
    """One of the two has no day of its own, only a time in which its day lies."""
    loose, firm = (other, one) if one.certain else (one, other)
    if firm.last < loose.first or firm.first > loose.last:
        return None
    if loose.dated == "lately":
        lag = firm.first - loose.first if loose.ahead else loose.last - firm.last
        if loose.ahead:
            return _known(
                w.SOON, max(lag, 0), "announced that day without a date", "announced {} before, without a date"
            )
        return _known(w.LATELY, max(lag, 0), "told that day without a date", "told {} later, without a date")
    length = loose.last - loose.first + 1
    weight = next((value for longest, value in w.WINDOW if length <= longest), None)
    return None if weight is None else [(f"told for {loose.edtf}, in which it lies", weight)]


def how(one: Told, other: Told) -> Reasons:
    """What their actions and status say."""
    reasons: list[Reason] = []
    a, b = sorted((one.action, other.action))
    if a == b:
        reasons.append(
            (f"both a {a}" if a != "talks" else "both talks", w.BOTH_TALKS if a == "talks" else w.SAME_ACTION)
        )
    elif "talks" in (a, b) and not {"visit", "message"} & {a, b}:
        reasons.append((f"{a} and {b} may be one", w.TALKS))
    elif (a, b) == ("meeting", "visit") and one.received and other.received:
        reasons.append(("a visit to somebody is a meeting with them", w.TALKS))
    elif (a, b) == ("meeting", "summit"):
        reasons.append(("a meeting of leaders is a summit to some", w.ALIKE))
    else:
        return None
    if one.ahead != other.ahead:
        reasons.append(("announced by one, told by the other", w.PLAN))
    return reasons


def same_place(one: Place, other: Place) -> bool:
    """Whether two names are one place's: "San José" and "San Jose", "Washington" and "Washington, D.C."."""
    a, b = words(one.name), words(other.name)
    return a == b or (one.country == other.country and one.city == other.city and a[: len(b)] == b[: len(a)])


def where(one: Told, other: Told) -> Reasons:
    """What their places say. A call has none that counts."""
    if one.place is None or other.place is None or one.action in SPEECH or other.action in SPEECH:
        return []
    here, there = one.place, other.place
    if same_place(here, there):
        return [(f"both in {here.name}", w.SAME_CITY if here.city else w.SAME_COUNTRY)]
    if here.country and here.country == there.country:
        return [(f"{here.name} and {there.name}", w.OTHER_CITY if here.city and there.city else w.SAME_COUNTRY)]
    if here.country and there.country:
        return [(f"{here.name} is not {there.name}", w.OTHER_COUNTRY)]
    return []
