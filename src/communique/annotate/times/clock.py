"""Rules for times of day: "10:30 a.m.", "5 p.m. EST", "at 14:00", "noon"."""

from communique.annotate.times.build import UNANCHORED
from communique.annotate.times.expression import Timex
from communique.annotate.times.grammar import Found, Scope, Table
from communique.annotate.times.period import Period

_BEFORE = frozenset("at by until till from around about after before".split())


def clock(m: Found, s: Scope) -> Timex | None:
    """A time of day, on the day named last in the paragraph, else on the document's."""
    start, end = m.offsets()
    part = _hour(m) if m.has("clock") else m.code("part")
    if not part.startswith("T"):  # "morning" alone names no time
        return None
    told = s.near_day if s.focus and s.focus.unit == "day" else None
    day = told or s.day
    if day is None:
        return Timex(start, end, type="TIME", value="XXXX-XX-XX" + part, part=part, reason=UNANCHORED)
    return Timex(start, end, type="TIME", period=Period("day", day), part=part, anchor="text" if told else s.anchor)


def _hour(m: Found) -> str:
    hours, _, minutes = m.tokens("clock")[0].text.partition(":")
    hour, minute = int(hours), int(minutes[:2] or 0)
    if m.has("ampm"):
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if m.words("ampm")[0] == "p" else 0)
    elif m.before() not in _BEFORE and not m.has("zone"):
        return ""  # a score, a verse
    return f"T{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else ""


TABLE: Table = (
    (
        clock,
        "ABOUT? (?P<clock>CLOCK|D) (?P<ampm>AMPM) (?:LOCAL TIME)? (?P<zone>ZONE)?",
        "(?P<clock>CLOCK) (?:(?P<zone>ZONE|LOCAL TIME))?",
        "(?P<part>PART)",
    ),
)
