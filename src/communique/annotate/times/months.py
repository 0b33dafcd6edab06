"""Rules for months, quarters, halves and seasons: "mid-July", "last November", "the third quarter", "winter 2021/2022"."""

from datetime import date

from communique.annotate.times import anchoring
from communique.annotate.times.build import dated, shift
from communique.annotate.times.expression import Timex
from communique.annotate.times.grammar import Found, Scope, Table
from communique.annotate.times.period import Period, Unit, add_months
from communique.annotate.times.tense import MAYBE
from communique.annotate.times.years import number_of_year

_SURE = frozenset(("in", "since", "until", "till", "during"))
_PREPOSITIONS = _SURE | frozenset(
    "by from through of before after between for last next this every late early mid".split()
)
_AMBIGUOUS = frozenset(("may", "march", "mar", "jun"))


def month(m: Found, s: Scope) -> Timex | None:
    """ "July 1997", "mid-July", "last November", "December this year", "the end of September", "in May"."""
    number, name = m.number("month"), m.tokens("month")[0].text
    if not any(m.has(g) for g in ("year", "yearword", "edge", "edgeof", "which")):
        if name.lower() in _AMBIGUOUS and not _is_month(m, name):
            return None
        if m.after()[:1].isupper() and m.after()[1:2].islower() and m.before() not in _PREPOSITIONS | {"the"}:
            return None  # "April Holm", a name
        if len(name) <= 4 and name.lower() not in ("may", "june", "july") and "." not in m.words():
            return None  # "Jan" alone is a name
    if m.has("year"):
        return dated(m, s, Period("month", date(number_of_year(m), number, 1)), relative=False)
    if s.day is None:
        return dated(m, s, None, relative=True, value=f"XXXX-{number:02d}")
    if m.has("yearword") or m.words("which") == "this":
        period = Period("month", date(s.day.year + shift(m.words("yearword")), number, 1))
    elif m.has("which"):
        # in March, "last February" is a year back: the one just gone would be "last month"
        direction = shift(m.words("which"))
        beside = add_months(s.day.replace(day=1), direction)
        period = anchoring.month(beside, number, direction)
        period = period.shift(12 * direction) if period.start == beside else period
    else:
        direction = s.direction(m.first)
        near = (s.day.month - number) % 12 <= 3  # "you may remember in June", said in August
        period = anchoring.month(s.day, number, -1 if direction == MAYBE and near else direction)
    return dated(m, s, period, relative=True)


def _is_month(m: Found, name: str) -> bool:
    """ "May" and "March" alone: a month after a preposition or beside another month, not a modal, a verb or a name."""
    before, after = m.before(), m.after()
    if name.isupper() or not name[0].isupper():
        return False
    if before in _PREPOSITIONS:
        return before in _SURE or not after[:1].isupper() or after == "Day"
    if before in ("and", "to", "or") and m.first >= 2:
        return m.scope.classes[m.first - 2] == m.scope.classes[m.first]
    return before == "the" and after.islower()


def part_of_year(m: Found, s: Scope) -> Timex | None:
    """ "the third quarter", "the first half of 1998", "this year's third quarter", "fiscal second-quarter"."""
    halves = m.has("half") or m.words("code").startswith("h")
    unit: Unit = "half" if halves else "quarter"
    count = 2 if halves else 4
    number = m.number("code") if m.has("code") else 0
    number = number or {"last": count, "final": count}.get(m.words("ord")) or m.number("ord")
    if not 1 <= number <= count or m.after() == "-":
        return None
    first_month = 1 + (number - 1) * (12 // count)
    if m.has("year"):
        return dated(m, s, Period(unit, date(number_of_year(m), first_month, 1)), relative=False)
    if s.day is None:
        return dated(m, s, None, relative=True, value=f"XXXX-{'H' if halves else 'Q'}{number}")
    if m.has("yearword"):
        period = Period(unit, date(s.day.year + shift(m.words("yearword")), first_month, 1))
    elif m.has("ago"):
        period = anchoring.part_of_year(s.day, unit, first_month, -1).shift(-count)
    else:
        period = anchoring.part_of_year(s.day, unit, first_month, s.direction(m.first))
    return dated(m, s, period, relative=True)


def season(m: Found, s: Scope) -> Timex | None:
    """ "summer 2021", "last fall", "this past spring", "the winter of 1994", "in the summer", "winter 2021/2022"."""
    first_month = m.number("season")
    if m.has("year"):
        return dated(m, s, Period("season", date(number_of_year(m), first_month, 1)), relative=False)
    if not _is_season(m):
        return None
    if s.day is None:
        value = "XXXX-" + Period("season", date(2000, first_month, 1)).timex[5:]
        return dated(m, s, None, relative=True, value=value)
    if m.has("which"):
        direction = shift(m.words("which"))
        period = Period("season", date(s.day.year, first_month, 1))
        if direction > 0 and period.start <= s.day:
            period = period.shift(4)
        elif direction < 0 and period.end >= s.day:
            period = period.shift(-4)
    else:
        period = anchoring.part_of_year(s.day, "season", first_month, s.direction(m.first))
    return dated(m, s, period, relative=True)


def _is_season(m: Found) -> bool:
    """A season without a year: after "the", "in", "early" …; the verbs and nouns "fall" and "spring" only where they end."""
    word, token = m.words("season"), m.tokens("season")[0]
    if token.text[0].isupper() and m.after()[:1].isupper():
        return False  # "the Winter Games"
    if m.has("edge") or m.has("edgeof") or m.has("which"):
        return True
    led = m.words().startswith("the ") or m.before() in ("in", "by", "until", "since", "during", "from", "through")
    if word in ("fall", "spring"):
        return led and m.before() in ("in", "by", "until", "since", "during", "of") and m.after() in ("", ".", ",", ";")
    return led and not word.endswith("s")


TABLE: Table = (
    (month, "{edge}? {month} (?:COMMA? OF? {year}|{yearword})?", "{which} {month}"),
    (
        part_of_year,
        "THE? {edge}? FISCAL? HYPHEN? (?P<ord>ORD|SECOND|ORDNUM|FINAL) FISCAL? (?P<quarter>UQUARTER)"
        "(?:OF? (?:FISCAL UYEAR?)? {year}|{yearword})?",
        "FISCAL? HYPHEN? (?P<ord>ORD|SECOND|FINAL) HYPHEN (?P<quarter>UQUARTER)",
        "THE? FISCAL? {year} FISCAL? {quarter}",
        "(?P<yearword>THIS|LAST|NEXT) UYEAR {poss} {quarter}",
        "THE? CORRESPONDING? (?P<ago>UYEAR HYPHEN (?:AGO|EARLIER)) {quarter}",
        "THE? {edge}? (?P<ord>ORD|SECOND|LAST) (?P<half>HALF) OF (?:{year}|(?P<yearword>THIS|LAST|NEXT|THE) UYEAR)",
        "THE (?P<ord>ORD|SECOND) (?P<half>HALF)",
        "(?P<code>QCODE) OF? {year}",
        "{year} (?P<code>QCODE)",
    ),
    (
        season,
        "(?:THE? {edge}|THE)? (?P<season>SEASON) (?:COMMA? OF? {year})?",
        "THE? (?P<season>SEASON) OF? {year} (?:STROKE|HYPHEN|DASH) (?:Y|D)",
        "{which} {edge}? (?P<season>SEASON)",
    ),
)
