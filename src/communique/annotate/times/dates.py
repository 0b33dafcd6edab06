"""Rules for dates named by the calendar: days, months, years, quarters, seasons, decades, centuries, holidays."""

import re
from datetime import date, timedelta

from communique.annotate.times import anchoring
from communique.annotate.times.expression import Timex
from communique.annotate.times.grammar import Build, Found, Rule, Scope, compile_rules
from communique.annotate.times.period import Period, Unit, add_months

UNANCHORED = "no date known to count from"
NO_SUCH_DAY = "no such day in the calendar"
_EDGES = {"early": "START", "beginning": "START", "start": "START", "opening": "START", "mid": "MID", "middle": "MID"}
_EDGES |= {"late": "END", "end": "END", "close": "END"}
# A four-digit number is a year after these words, or where a noun of time, a comma or an end follows (see `year`).
_YEAR_CUES = frozenset(
    "in since of by during until till from to through and or early late mid before after around about between fiscal "
    "for the this last next calendar year years than back as circa".split()
)
_NOT_YEAR_CUES = frozenset(
    "resolution resolutions no number nos article room flight order law act bill rule page".split()
)
_NOT_YEAR_CUES |= {"$", "£", "€", "#", "/", "+", "nearly", "some", "almost", "over", "at"}
_MODALS = frozenset(
    "be have not also well need take help lead seem come go want yet still i we you he she it they".split()
)


def edge(m: Found) -> str:
    """TIMEX3 mod of "early", "the end of" …"""
    word = (m.has("edge") and m.words("edge")) or m.words("edgeof")
    return _EDGES.get(word, "")


def dated(m: Found, s: Scope, period: Period | None, relative: bool, **more: str) -> Timex:
    """A Timex of type DATE over the whole match."""
    start, end = m.offsets()
    if period is None:
        reason = UNANCHORED if s.day is None else NO_SUCH_DAY
        return Timex(start, end, value=more.get("value", "XXXX-XX-XX"), reason=reason, mod=edge(m))
    anchor = s.anchor if relative else "none"
    return Timex(start, end, period=period, anchor=anchor, mod=edge(m), point=m.has("edgeof") and edge(m) != "MID")


def number_of_year(m: Found, group: str = "year") -> int:
    """The year in digits or words ("nineteen ninety-six", "two thousand")."""
    tokens = m.tokens(group)
    if len(tokens) == 1:
        return m.number(group)
    values = [t.value for t in tokens if isinstance(t.value, int)]
    if 1000 in values:
        return 1000 * values[0] + sum(v for v in values[2:] if v < 100)
    return values[0] * 100 + sum(values[1:])


def _day(year: int, month: int, day: int) -> Period | None:
    try:
        return Period("day", date(year, month, day))
    except ValueError:
        return None


def iso(m: Found, s: Scope) -> Timex | None:
    try:
        period = Period("day", date.fromisoformat(m.tokens()[0].text[:10]))
    except ValueError:
        return None
    return dated(m, s, period, relative=False)


def slashed(m: Found, s: Scope) -> Timex | None:
    a, b, year = (int(x) for x in m.tokens()[0].text.split("/"))
    if year < 100:
        year += 2000 if year < 50 else 1900
    return dated(m, s, found, False) if (found := _day(year, a, b) or _day(year, b, a)) else None


def day_of_month(m: Found, s: Scope) -> Timex | list[Timex] | None:
    """ "March 13", "Oct. 5, 2021", "13 March", "Monday, March 13", "March 13-15" (two days, the first opening a range)."""
    month = m.number("month")
    if not 1 <= m.number("day") <= 31:
        return None

    def resolve(number: int) -> Period | None:
        if m.has("year"):
            return _day(number_of_year(m), month, number)
        if s.day is None:
            return None
        if m.has("yearword"):
            return _day(s.day.year + _shift(m.words("yearword")), month, number)
        found = anchoring.month_day(s.day, month, number, s.direction(m.first) if _far(s.day, month) else 0)
        return Period("day", found) if found else None

    relative = not m.has("year")
    first = dated(m, s, resolve(m.number("day")), relative, value=f"XXXX-{month:02d}-{m.number('day'):02d}")
    if not m.has("day2"):
        return first
    second = dated(m, s, resolve(m.number("day2")), relative, value=f"XXXX-{month:02d}-{m.number('day2'):02d}")
    day1, day2 = m.match.span("day"), m.match.span("day2")
    if m.match.start("month") < day1[0]:
        split, after = day1[1], day2[0]
    else:
        split, after = day1[1], day2[0]
    joined = m.words("to") not in ("and", "or")
    a = Timex(*m.offsets(m.first, split), period=first.period, anchor=first.anchor, value=first.value, reason=first.reason,
              to_next=joined)  # fmt: skip
    return [a, second.at(*m.offsets(after, m.last))]


def _far(day: date, month: int) -> bool:
    """Whether a month is so far from `day` that tense should say which year is meant, not nearness."""
    return min((month - day.month) % 12, (day.month - month) % 12) >= 5


def _shift(word: str) -> int:
    return {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(word.split(" ")[0], 0)


def month_of_year(m: Found, s: Scope) -> Timex | None:
    """ "July 1997", "mid-July", "last November", "December this year", "the end of September", "in May"."""
    number = m.number("month")
    name = m.tokens("month")[0].text
    bare = not any(m.has(g) for g in ("year", "yearword", "edge", "edgeof", "which"))
    if bare and name.lower() in ("may", "march", "mar", "jun") and not _is_month(m, name):
        return None
    if len(name) <= 4 and name.lower() not in ("may", "june", "july") and bare and "." not in m.words():
        return None  # "Jan" alone is a name, "Oct" alone rare
    value = f"XXXX-{number:02d}"
    if m.has("year"):
        return dated(m, s, Period("month", date(number_of_year(m), number, 1)), False)
    if s.day is None:
        return dated(m, s, None, True, value=value)
    if m.has("yearword"):
        return dated(m, s, Period("month", date(s.day.year + _shift(m.words("yearword")), number, 1)), True)
    if m.has("which"):
        shift = _shift(m.words("which"))
        if shift:
            # in March, "last February" is a year back: the one just gone would be "last month"
            period = anchoring.month(add_months(s.day.replace(day=1), shift), number, shift)
            period = period.shift(12 * shift) if period == Period.around(add_months(s.day, shift), "month") else period
        else:
            period = Period("month", date(s.day.year, number, 1))
        return dated(m, s, period, True)
    direction = s.direction(m.first)
    return dated(m, s, anchoring.month(s.day, number, direction), True)


def _is_month(m: Found, name: str) -> bool:
    """ "May" and "March" alone: a month after a preposition or before a comma, not a modal, a verb or a name."""
    if not name[0].isupper() or name.isupper():
        return False
    before, after = m.before(), m.after()
    if before in ("in", "since", "by", "until", "till", "during", "from", "through", "of", "before", "after", "between", "for", "last", "next", "this", "every"):  # fmt: skip
        return not (after[:1].isupper() and after not in ("Day",)) or before in ("in", "since", "until", "during")
    if before in ("and", "to", "or", "the") and m.first >= 2:
        return m.scope.classes[m.first - 2] == m.scope.classes[m.first] or (before == "the" and after.islower())
    return False


def year(m: Found, s: Scope) -> Timex | None:
    """ "2015", "early 2022", "the end of 1994", "fiscal 1998", "mid-1996"."""
    number = number_of_year(m)
    words = len(m.tokens("year")) > 1
    if words and (
        not 1800 <= number <= 2099 or not {"nineteen", "eighteen", "thousand"} & set(m.words("year").split())
    ):
        return None
    if not m.has("edge") and not m.has("edgeof") and not m.has("fiscal"):
        if not 1500 <= number <= 2100 or not _is_year(m, words):
            return None
    found = dated(m, s, Period("year", date(number, 1, 1)), False)
    return found


def _is_year(m: Found, words: bool) -> bool:
    token = m.tokens("year")[0]
    text = m.scope.tokens
    before, after = m.before(), m.after()
    glued_before = m.first > 0 and text[m.first - 1].end == token.start and text[m.first - 1].text not in "(-–—'\"“[/"
    glued_after = (
        m.last < len(text) and text[m.last].start == m.offsets()[1] and after in ("-", "/", "%", "°", "+", "$")
    )
    if glued_before or before in _NOT_YEAR_CUES:
        return False
    if glued_after and not (after == "-" and text[m.last + 1].text.isalpha() if m.last + 1 < len(text) else False):
        return after in ("-", "/") and m.last + 1 < len(text) and isinstance(text[m.last + 1].value, int)
    if before in ("a", "an", "that", "its", "his", "her", "their", "our", "s") and number_of_year(m) >= 1900:
        return bool(after) and after[0].isalpha()  # "a 1996 law"
    cued = before in _YEAR_CUES or before in ("", "(", "[", ",", ";", "—", "-", "'", "’", '"', "“")
    if not words and before in ("about", "around", "than", "for", "some", "or", "to", "and", "as", "from"):
        # "about 2000 people", "from 1500 to 2000 troops": a plural noun after it makes it a count
        if after.islower() and after.endswith("s") and after not in ("is", "was", "as", "has"):
            return False
    if before in ("of", "in", "the", "from") and re.fullmatch(r"[a-z]+s|people|men|women|percent", after):
        return after in ("is", "was", "as", "has") or (before == "the" and int(m.number("year")) >= 1900)
    if words:
        return (
            before
            in (
                "in",
                "of",
                "since",
                "year",
                "by",
                "until",
                "late",
                "early",
                "to",
                "the",
            )
            or number_of_year(m) >= 1900
        )
    if cued:
        return True
    if m.first and text[m.first - 1].text[0].isupper():
        return False  # "Orion 1980", a name
    return number_of_year(m) >= 1900 and (
        not after or after in (".", ",", ";", ")", ":", "?", "!") or after in ("to", "and")
    )


def fiscal_year(m: Found, s: Scope) -> Timex | None:
    found = dated(m, s, Period("year", date(number_of_year(m), 1, 1)), False)
    return Timex(found.start, found.end, period=found.period, mod="APPROX" if not found.mod else found.mod)


def part_of_year(m: Found, s: Scope) -> Timex | None:
    """ "the third quarter", "the 1988 first half", "this year's third quarter", "fiscal second-quarter", "winter 2021"."""
    unit: Unit = "quarter"
    if m.has("half"):
        unit = "half"
    word = m.words("ord") if m.has("ord") else ""
    count = 4 if unit == "quarter" else 2
    number = {"last": count, "final": count, "second": 2}.get(word) or (m.number("ord") if m.has("ord") else 0)
    if not 1 <= number <= count or m.after() == "-":
        return None
    first_month = 1 + (number - 1) * (12 // count)
    letter = "Q" if unit == "quarter" else "H"
    if m.has("year"):
        return dated(m, s, Period(unit, date(number_of_year(m), first_month, 1)), False)
    if s.day is None:
        return dated(m, s, None, True, value=f"XXXX-{letter}{number}")
    if m.has("yearword"):
        return dated(m, s, Period(unit, date(s.day.year + _shift(m.words("yearword")), first_month, 1)), True)
    if m.has("ago"):
        return dated(m, s, anchoring.part_of_year(s.day, unit, first_month, -1).shift(-count), True)
    direction = s.direction(m.first)
    return dated(m, s, anchoring.part_of_year(s.day, unit, first_month, direction), True)


def season(m: Found, s: Scope) -> Timex | None:
    """ "summer 2021", "last fall", "this past spring", "the winter of 1994", "in the summer", "winter 2021/2022"."""
    first_month = m.number("season")
    start, end = m.offsets()
    if m.has("year"):
        number = number_of_year(m)
        return dated(m, s, Period("season", date(number, first_month, 1)), False)
    word = m.words("season")
    which = m.words("which")
    if not which:
        if word.endswith("s") and not m.has("edge"):
            return None
        if m.before() not in ("the", "in", "by", "until", "since", "this", "during", "from", "through") and not (
            m.words().startswith(("the", "early", "late", "mid")) or m.has("edge")
        ):
            return None
        if word in ("fall", "spring") and not (
            m.words().startswith("the ")
            and m.after() in (".", ",", "", ";")
            and m.before() in ("in", "by", "until", "since", "during", "of")
        ):
            return None
    if s.day is None:
        return dated(m, s, None, True, value="XXXX-" + Period("season", date(2000, first_month, 1)).timex[5:])
    if which:
        shift = _shift(which.replace("this past", "past").replace("this coming", "coming"))
        current = Period("season", date(s.day.year, first_month, 1))
        if shift < 0:
            period = anchoring.part_of_year(s.day, "season", first_month, -1)
            period = period.shift(-4) if period.start <= s.day <= period.end else period
        elif shift > 0:
            period = current if current.start > s.day else current.shift(4)
        else:
            period = current
        return dated(m, s, period, True)
    return dated(m, s, anchoring.part_of_year(s.day, "season", first_month, s.direction(m.first)), True)


def decade(m: Found, s: Scope) -> Timex | None:
    """ "the 1990s", "the mid-1980s", "the '80s", "the nineties"."""
    if m.has("word"):
        number = 1900 + 10 * m.number("word")
    else:
        digits = int(re.sub(r"\D", "", m.tokens("decade")[0].text))
        number = digits if digits > 100 else (2000 if digits < 30 else 1900) + digits
    return dated(m, s, Period("decade", date(number, 1, 1)), False)


def century(m: Found, s: Scope) -> Timex | None:
    number = m.number("ord") if m.words("ord") != "second" else 2
    if not 2 <= number <= 21:
        return None
    return dated(m, s, Period("century", date((number - 1) * 100, 1, 1)), False)


def holiday(m: Found, s: Scope) -> Timex | None:
    """Christmas, New Year, Thanksgiving, Easter, with Day or Eve; the nearest unless a year or "last" is there."""
    follower = m.after().lower() if not m.has("eve") else ""
    start, end = m.offsets()
    if m.has("newyear") and not m.has("eve") and follower != "day":
        return None
    take_day = not m.has("eve") and m.after() == "Day"
    if take_day:
        end = m.scope.tokens[m.last].end

    def on(number: int) -> date:
        if m.has("thanksgiving"):
            return anchoring.thanksgiving(number)
        if m.has("easter"):
            return anchoring.easter(number)
        fixed = 101 if m.has("newyear") else m.number("holiday")
        return date(number, fixed // 100, fixed % 100) - timedelta(days=1 if m.has("eve") else 0)

    if m.has("year"):
        return Timex(start, end, period=Period("day", on(number_of_year(m))))
    if s.day is None:
        return Timex(start, end, value="XXXX-XX-XX", reason=UNANCHORED)
    days = [on(s.day.year + k) for k in (-1, 0, 1, 2)]
    direction = _shift(m.words("which")) if m.has("which") else s.direction(m.first)
    if direction:
        days = [d for d in days if (d < s.day if direction < 0 else d >= s.day)]
    day = min(days, key=lambda d: abs((d - (s.day or d)).days))
    return Timex(start, end, period=Period("day", day), anchor=s.anchor)


def week_of(m: Found, s: Scope) -> Timex | None:
    """ "the week of March 6"."""
    found = day_of_month(m, s)
    if not isinstance(found, Timex) or found.period is None:
        return None
    start, end = m.offsets()
    return Timex(start, end, period=Period.around(found.period.start, "week"), anchor=found.anchor)


_WHICH = "(?P<which>THIS? (?:LAST|PAST|PREVIOUS|NEXT|COMING)|THIS)"
_YEARWORD = "(?:OF? (?P<yearword>THIS|LAST|NEXT) UYEAR)"
_TABLE: list[tuple[str, Build]] = [
    ("ISO", iso),
    ("SLASH", slashed),
    ("(?:THIS? COMING? {weekday} COMMA?)? {month} THE? {day} (?:COMMA? {year}|COMMA? " + _YEARWORD + ")?", day_of_month),
    ("(?:{weekday} COMMA?)? THE? {day} (?:OF )?{month}(?:COMMA? {year}|COMMA? " + _YEARWORD + ")?", day_of_month),
    ("{month} {day} (?P<to>TO|HYPHEN|DASH|AND|OR|UNTIL) (?P<day2>D|ORDNUM)(?:COMMA? {year})?", day_of_month),
    ("{day} (?P<to>TO|HYPHEN|DASH|AND|OR|UNTIL) (?P<day2>D|ORDNUM) OF? {month}(?:COMMA? {year})?", day_of_month),
    ("THE? UWEEK OF {month} {day}(?:COMMA? {year})?", week_of),
    ("{edge}? {month} (?:COMMA? OF? {year}|" + _YEARWORD + ")?", month_of_year),
    (_WHICH + " {month}", month_of_year),
    ("(?:THE? UYEAR)? {edge}? (?P<fiscal>CALENDAR UYEAR?)? {year}", year),
    ("THE? {edge}? FISCAL UYEAR? {year}", fiscal_year),
    ("THE? {edge}? FISCAL? HYPHEN? (?P<ord>ORD|SECOND|ORDNUM|FINAL) FISCAL? (?P<quarter>UQUARTER)(?:OF? (?:FISCAL UYEAR?)? {year}|" + _YEARWORD + ")?", part_of_year),
    ("FISCAL? HYPHEN? (?P<ord>ORD|SECOND|FINAL) HYPHEN (?P<quarter>UQUARTER)", part_of_year),
    ("THE? FISCAL? {year} FISCAL? (?P<ord>ORD|SECOND|FINAL) HYPHEN? (?P<quarter>UQUARTER)", part_of_year),
    ("(?P<yearword>THIS|LAST|NEXT) UYEAR {poss} (?P<ord>ORD|SECOND|FINAL) HYPHEN? (?P<quarter>UQUARTER)", part_of_year),
    ("THE? CORRESPONDING? (?P<ago>UYEAR HYPHEN (?:AGO|EARLIER)) (?P<ord>ORD|SECOND|FINAL) HYPHEN? (?P<quarter>UQUARTER)", part_of_year),
    ("(?:THE|ITS)? {edge}? (?P<ord>ORD|SECOND|LAST) (?P<half>HALF) OF {year}", part_of_year),
    ("(?:THE|ITS)? (?P<ord>ORD|SECOND|LAST) (?P<half>HALF) (?:OF (?P<yearword>THIS|LAST|NEXT|THE) UYEAR)?", part_of_year),
    ("(?P<half>HALF) OF {year}", lambda m, s: None),
    ("(?:THE? {edge}|THE)? (?P<season>SEASON)(?: COMMA? OF? {year})?", season),
    ("(?P<season>SEASON) {year} (?:STROKE|HYPHEN|DASH) (?:Y|D)", season),
    (_WHICH + " {edge}? (?P<season>SEASON)", season),
    ("(?:THE? {edge}|THE)? (?P<decade>DECADE)", decade),
    ("THE {edge}? (?P<word>DECADEWORD)", decade),
    ("(?:THE? {edge}?)? {ord} HYPHEN? UCENTURY", century),
    (_WHICH + "? (?:(?P<holiday>HOLIDAY)|(?P<thanksgiving>THANKSGIVING)|(?P<easter>EASTER)|(?P<newyear>NEWYEAR UYEAR {poss}?)) (?P<eve>EVE)? {year}?", holiday),
]  # fmt: skip


def rules() -> tuple[Rule, ...]:
    """The table, compiled."""
    return compile_rules(_TABLE)
