"""Rules for years, decades and centuries, and for telling a year from any other number of four digits."""

import re
from datetime import date

from communique.annotate.times.build import dated
from communique.annotate.times.expression import Timex
from communique.annotate.times.grammar import Found, Scope, Table
from communique.annotate.times.period import Period

# A number of four digits is a year after these words.
_CUES = frozenset(
    "in since of by during until till from to through and or early late mid before after around about between fiscal for the "
    "this last next calendar year years than back as circa winter spring summer autumn fall".split()
)
_OPENINGS = frozenset(("", "(", "[", ",", ";", "—", "-", "–", "'", "’", '"', "“"))
_CLOSINGS = frozenset(("", ".", ",", ";", ")", ":", "?", "!", "to", "and"))
_OWNERS = frozenset("a an that its his her their our s".split())
# … and never after these.
_NO_CUES = frozenset(
    "resolution resolutions no number nos article room flight order law act bill rule page nearly some almost over at $ £ € # "
    "/ + %".split()
)
_COUNTED = re.compile(r"(?!is$|was$|as$|has$)[a-z]+s|people|men|women|children|percent|troops")
_GLUED = frozenset("-/%°+$")


def number_of_year(m: Found) -> int:
    """The year in digits or words ("nineteen ninety-six", "two thousand one"). Raises ValueError for other numerals."""
    tokens = m.tokens("year")
    if len(tokens) == 1:
        return m.number("year")
    values = [t.value for t in tokens if isinstance(t.value, int)]
    if values[1:2] == [1000] and values[0] == 2 and sum(values[2:]) < 100:
        return 2000 + sum(values[2:])
    if values[0] not in (18, 19, 20) or not 10 <= sum(values[1:]) < 100:
        raise ValueError(f"not a year: {m.words('year')}")
    return values[0] * 100 + sum(values[1:])


def year(m: Found, s: Scope) -> Timex | None:
    """ "2015", "early 2022", "the end of 1994", "mid-1996", "the year two thousand"."""
    number = number_of_year(m)
    spelled = len(m.tokens("year")) > 1
    if not (m.has("edge") or m.has("edgeof")) and not (1500 <= number <= 2100 and (spelled or _is_year(m, number))):
        return None
    return dated(m, s, Period("year", date(number, 1, 1)), relative=False)


def _is_year(m: Found, number: int) -> bool:
    tokens, before, after = m.scope.tokens, m.before(), m.after()
    start, end = m.offsets()
    hyphened = (
        before == "-"
        and m.first > 1
        and tokens[m.first - 2].end + 1 == start
        and tokens[m.first - 2].text[-1].isalpha()
    )
    if hyphened and m.before(2) not in ("pre", "post"):
        return False  # "West-2021", a name
    if before in _NO_CUES or (m.first and tokens[m.first - 1].end == start and before not in _OPENINGS):
        return False
    if m.last < len(tokens) and tokens[m.last].start == end and after in _GLUED:
        following = m.after(1)
        return following[:1].isdigit() if after in "-/" and not following[:1].isalpha() else after == "-"
    if _COUNTED.fullmatch(after):  # "2000 people", "from 1500 to 2000 troops"; but "the 2015 elections"
        return number >= 1900 and before in _OWNERS | {"the"}
    if before in _OWNERS:
        return number >= 1900 and after[:1].isalpha()  # "a 1996 law"
    if before in _CUES or before in _OPENINGS:
        return True
    named = m.first > 0 and tokens[m.first - 1].text[0].isupper()  # "Orion 1980", a name
    return number >= 1900 and not named and after in _CLOSINGS


def year_to_year(m: Found, s: Scope) -> list[Timex] | None:
    """ "2021/22", "2014-15": two years, the first opening a range."""
    first, short = m.number("year"), m.tokens("short")[0]
    second = (
        short.value if len(short.text) == 4 and isinstance(short.value, int) else first // 100 * 100 + int(short.text)
    )
    if len(short.text) not in (2, 4) or not 1900 <= first < second <= min(first + 20, 2100):
        return None
    periods = [Period("year", date(number, 1, 1)) for number in (first, second)]
    split = m.match.end("year")
    return [
        Timex(*m.offsets(m.first, split), period=periods[0], to_next=True),
        Timex(*m.offsets(split + 1, m.last), period=periods[1]),
    ]


def fiscal_year(m: Found, s: Scope) -> Timex:
    """ "fiscal 1998": about that year; when a fiscal year begins differs from body to body."""
    found = dated(m, s, Period("year", date(number_of_year(m), 1, 1)), relative=False)
    return Timex(found.start, found.end, period=found.period, mod=found.mod or "APPROX", point=found.point)


def decade(m: Found, s: Scope) -> Timex:
    """ "the 1990s", "the mid-1980s", "the '80s", "the nineties"."""
    if m.has("word"):
        number = 1900 + 10 * m.number("word")
    else:
        digits = int(re.sub(r"\D", "", m.words("decade")))
        number = digits if digits > 100 else digits + (2000 if digits < 30 else 1900)
    return dated(m, s, Period("decade", date(number, 1, 1)), relative=False)


def century(m: Found, s: Scope) -> Timex | None:
    """ "the 20th century", "the early nineteenth century"."""
    number = m.number("ord")
    return dated(m, s, Period("century", date((number - 1) * 100, 1, 1)), relative=False) if 2 <= number <= 21 else None


TABLE: Table = (
    (year, "(?:THE? UYEAR)? {edge}? CALENDAR? {year}"),
    (year_to_year, "(?P<year>Y) (?:STROKE|HYPHEN|DASH) (?P<short>D|N|Y)"),
    (fiscal_year, "THE? {edge}? FISCAL UYEAR? {year}"),
    (decade, "(?:THE? {edge}|THE)? (?P<decade>DECADE)", "THE {edge}? (?P<word>DECADEWORD)"),
    (century, "(?:THE? {edge}|THE)? (?P<ord>ORD|ORDNUM) HYPHEN? UCENTURY"),
)
