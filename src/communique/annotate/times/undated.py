"""Rules for times that name no date: repeated ones ("every week", "annually") and vague ones ("now", "recently", "soon")."""

from communique.annotate.times.expression import Timex
from communique.annotate.times.grammar import Found, Scope, Table
from communique.annotate.times.lengths import length, quantity
from communique.annotate.times.weekdays import part_of_day

REPEATED = "a repeated time, not a date"
VAGUE = "names no date"
_SEASONS = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}


def every(m: Found, s: Scope) -> Timex | None:
    """ "every week", "each Thursday", "every two years", "Tuesdays", "Monday nights", "twice a year"."""
    if m.has("weekday"):
        if m.has("part") and m.has("plural") and not m.words("part").endswith("s"):
            return None
        value = f"XXXX-WXX-{m.number('weekday') + 1}" + (part_of_day(m) if m.has("part") else "")
    elif m.has("month"):
        value = f"XXXX-{m.number('month'):02d}"
    elif m.has("season"):
        value = "XXXX-" + _SEASONS[m.number("season")]
    elif m.has("unit"):
        value = length(quantity(m) if m.has("qty") else 2 if m.has("second") else 1, m.code("unit"))
    else:
        value = "P1D"
    return Timex(*m.offsets(), type="SET", value=value, reason=REPEATED)


def regularly(m: Found, s: Scope) -> Timex | None:
    """ "daily", "weekly", "annually"; not in a name ("the Daily Mail", "the party daily Pravda") nor "a quarterly dividend"."""
    named = m.tokens()[0].text[0].isupper() and m.first > 0 and m.before() not in (".", '"', "“")
    if named or m.after()[:1].isupper() or (m.words() == "quarterly" and m.after()[:1].isalpha()):
        return None
    return Timex(*m.offsets(), type="SET", value=m.code("set"), reason=REPEATED)


def vague(m: Found, s: Scope) -> Timex | None:
    """ "now", "currently", "recently", "soon", "the future", "these days"."""
    if (m.words() == "soon" and m.after() in ("after", "as")) or m.before() == "as":
        return None
    value = next((str(t.value) for t in m.tokens() if str(t.value).endswith("_REF")), "")
    value = value or {"future": "FUTURE_REF", "past": "PAST_REF"}.get(m.tokens()[-1].text.lower(), "PRESENT_REF")
    return Timex(*m.offsets(), value=value, reason=VAGUE)


TABLE: Table = (
    (
        every,
        "EVERY (?P<second>SECOND|OTHERS)? {unit}",
        "EVERY {qty} {unit}",
        "(?:EVERY|ANY) {weekday} {part}?",
        "EVERY (?:{month}|(?P<season>SEASON)|{part})",
        "ON? (?P<weekday>WEEKDAYS)",
        "(?P<plural>(?P<weekday>WEEKDAY)) {part}",
        "(?:(?:D|W) TWICE|TWICE|ONCE) (?:A|PER|EVERY) {unit}",
        "PER {unit}",
    ),
    (regularly, "(?P<set>SETWORD)"),
    (vague, "(?:RIGHT|MORE)? VAGUE", "THE? NEAR? FUTURE", "THE PAST", "THESE UDAY", "AT THE MOMENT"),
)
