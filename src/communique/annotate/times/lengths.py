"""Rules for lengths of time: "three years", "the past two months", "a five-day visit", "in recent weeks"."""

from datetime import date
from math import ceil

from communique.annotate.times.build import moved
from communique.annotate.times.expression import Timex
from communique.annotate.times.grammar import Found, Scope, Table
from communique.annotate.times.period import Unit

LENGTH = "a length of time, not a date"

_FRACTIONS = {
    "½": 0.5,
    "¼": 0.25,
    "¾": 0.75,
    "1/2": 0.5,
    "1/4": 0.25,
    "3/4": 0.75,
    "1/3": 1 / 3,
    "2/3": 2 / 3,
    "half": 0.5,
}
_VAGUE = frozenset("few several some many dozens".split())
_PAST, _FUTURE = frozenset(("last", "past", "recent")), frozenset(("next", "coming", "following", "ahead"))
UNITS: dict[str, Unit] = {
    "D": "day",
    "W": "week",
    "M": "month",
    "Q": "quarter",
    "Y": "year",
    "E": "decade",
    "C": "century",
}
_FINER = {"Y": (12, "M"), "W": (7, "D"), "M": (30, "D"), "TH": (60, "M"), "TM": (60, "S")}
# "a year" is a length after these, a rate or an indefinite year elsewhere
_LASTING = frozenset(
    "for in within over after about than least once nearly almost took take takes last lasts lasted lasting such quite spend "
    "spent spending barely him them her".split()
)
_ABOUT = {"more": "MORE_THAN", "over": "MORE_THAN", "less": "LESS_THAN", "at": "EQUAL_OR_MORE"}


def quantity(m: Found) -> float | None:
    """The number that the group qty says; None where it is vague ("several", "a few") or missing."""
    total, seen = 0.0, False
    for token in m.tokens("qty"):
        word = token.text.lower()
        if word in _VAGUE:
            return None
        if isinstance(token.value, int | float):
            large = token.value in (100, 1000) and word.isalpha()
            total, seen = ((total or 1) * token.value if large else total + token.value), True
        elif word in _FRACTIONS:
            total, seen = total + _FRACTIONS[word], True
        elif word in ("couple", "dozen"):
            total, seen = (2 if word == "couple" else (total or 1) * 12), True
    if seen:
        return total
    return 1.0 if m.words("qty") in ("a", "an") else None


def length(amount: float | None, code: str) -> str:
    """An ISO 8601 duration ("P2Y6M", "PT30M"; "PXD" where the number is vague); decades and centuries as years."""
    time, unit = ("T", code[1:]) if code.startswith("T") else ("", code)
    factor = {"E": 10, "C": 100}.get(unit, 1)
    if amount is None:
        return f"P{time}X{unit[-1:]}"
    amount, unit = amount * factor, {"E": "Y", "C": "Y"}.get(unit, unit)
    whole, rest = int(amount), amount - int(amount)
    if not rest or time + unit not in _FINER:
        return f"P{time}{amount:g}{unit}" if rest else f"P{time}{whole}{unit}"
    times, finer = _FINER[time + unit]
    return f"P{time}{f'{whole}{unit}' if whole else ''}{round(rest * times)}{finer}"


def duration(m: Found, s: Scope) -> Timex | None:
    """ "three years", "five-day", "nearly two weeks", "the past two months", "the next few days", "for weeks"."""
    start, end = m.offsets()
    code, which, qty, plural = m.code("unit"), m.words("which"), m.words("qty"), m.words("unit").endswith("s")
    if not (_is_length(m, qty, plural) if qty or not which else qty or plural):
        return None
    amount = quantity(m)
    if m.has("half"):
        amount = (amount or 0) + 0.5
    if not plural and qty.startswith(("a ", "an ")) and qty not in ("a half", "a few"):
        start = m.tokens()[1].start if m.words().startswith(("a ", "an ")) else start  # "a [two-year] deal"
    about = m.words("about").removeprefix("just ")
    mod = _ABOUT.get(about.split(" ")[0], "APPROX") if about else ""
    found = Timex(start, end, type="DURATION", value=length(amount, code), reason=LENGTH, mod=mod)
    if s.day is None or which not in _PAST | _FUTURE:
        return found
    bounds = _counted(s.day, amount, code, past=which in _PAST)
    return Timex(start, end, type="DURATION", value=found.value, bounds=bounds, anchor=s.anchor, mod=mod)


def _is_length(m: Found, qty: str, plural: bool) -> bool:
    unit, code = m.tokens("unit")[0], m.code("unit")
    if unit.text[0].isupper() and not unit.text.isupper() and m.first > 0 and m.before() not in (".", '"', "“"):
        return False  # a name: "60 Minutes"
    # an age
    if m.after() == "old" or (m.after() == "-" and m.after(1) == "old"):
        return False
    if m.after() == "of" and (code == "Q" or qty == "one" or m.after(1) == "age"):
        return False  # "three quarters of", "one day of", "12 years of age"
    if not qty:
        return plural and m.before() in ("for", "in", "within")
    if qty in ("a", "an"):
        return code != "Q" and (m.has("about") or m.has("half") or m.before() in _LASTING)
    return plural or code != "Q" or qty != "one"


def _counted(day: date, amount: float | None, code: str, past: bool) -> tuple[date | None, date | None]:
    """First and last day of so long a time before or after `day`; None on the far side where the number is vague."""
    far: date | None = None
    if code == "TH" and amount is not None:  # "the last 24 hours" began yesterday
        code, amount = "D", ceil(amount / 24)
    if code in UNITS and amount is not None:
        try:
            far = moved(day, UNITS[code], -amount if past else amount)
        except (ValueError, OverflowError):
            far = None
    return (far, day) if past else (day, far)


TABLE: Table = (
    (
        duration,
        "{about}? {qty} MORE? TRADING? HYPHEN? {unit} (?P<half>AND A HALF)? (?:HYPHEN? LONG)?",
        "{about}? (?:D|N|W) (?:TO|OR|HYPHEN|DASH) {qty} TRADING? HYPHEN? {unit}",
        "(?:AT LEAST)? (?:THE|THESE|THOSE)? (?P<which>LAST|PAST|NEXT|COMING|RECENT) {qty}? MORE? {unit}",
        "(?:AT LEAST)? (?:THE|THESE|THOSE) (?P<which>FOLLOWING) {qty}? MORE? {unit}",
        "THE? (?P<which>ORD|OTHERS) {qty} {unit}",
        "THE {qty} {unit}",
        "THE {unit} (?P<which>AHEAD)",
        "{unit}",
        "A {unit} OR (?:W|SO)",
    ),
)
