"""How rules are written and matched: regular expressions whose letters are whole words.

A pattern is written over class names (`{month} (?P<day>D)`), blanks free, with {macros}. Each class is one character, so that a
paragraph becomes a short string and Python's `re` does the parsing.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from communique.annotate.times.expression import Timex
from communique.annotate.times.period import Period
from communique.annotate.times.words import Token, lexicon
from communique.model.when import Anchor

MACROS = {
    "unit": "(?P<unit>USMALL|UDAY|UWEEK|UMONTH|UQUARTER|UYEAR|UDECADE|UCENTURY)",
    "calunit": "(?P<unit>UDAY|UWEEK|UMONTH|UQUARTER|UYEAR|UDECADE|UCENTURY|WEEKEND)",
    "month": "(?:(?P<month>MONTH|MON DOT|MON))",
    "day": "(?P<day>D|ORDNUM|ORD)",
    "year": "(?P<year>Y|W HYPHEN? W(?:HYPHEN? W)?)",
    "weekday": "(?P<weekday>WEEKDAY|WKD DOT|WKD)",
    "quarter": "(?P<ord>ORD|SECOND|ORDNUM|FINAL) HYPHEN? (?P<quarter>UQUARTER)",
    "part": "(?P<part>PART|NIGHT)",
    "poss": "(?:APOS POSS?)",
    "qty": "(?P<qty>(?:D|N|Y)(?:HYPHEN? FRAC)?|FRAC|A? W(?:HYPHEN? W|AND W){0,5}|A? FEW|A? COUPLE OF?|SEVERAL|A? DOZEN OF?"
    "|HALF A|A HALF|A)",
    "about": "(?P<about>JUST? (?:ABOUT|NEARLY|NOT? MORE THAN|LESS THAN|AT LEAST|OVER))",
    "edge": "(?:(?P<edge>EARLY|LATE|MID|END(?=HYPHEN))HYPHEN?|THE? (?P<edgeof>BEGINNING|END|MID)OF)",
    "yearword": "(?:COMMA? OF? (?P<yearword>THIS|LAST|NEXT) UYEAR)",
    "which": "(?P<which>THIS? (?:LAST|PAST|PREVIOUS|NEXT|COMING)|THIS)",
}


@dataclass(slots=True)
class Scope:
    """What a rule may look at besides its own words: the day counted from, tense, and the times named before.

    day: None where no date is known. direction(token index): -1 past, 1 future (2: perhaps), 0 no telling.
    focus: the last calendar period named in the text; focus_day: the last day; near_day: the last one in this paragraph;
    reported: the quarter whose figures are told, which "a year earlier" does not move.
    """

    day: date | None
    anchor: Anchor
    classes: str = ""
    tokens: list[Token] = field(default_factory=list)
    direction: Callable[[int], int] = lambda index: 0
    focus: Period | None = None
    focus_day: date | None = None
    near_day: date | None = None
    reported: Period | None = None

    def remember(self, found: Timex) -> None:
        """Keep what later words ("the following day", "a year earlier") count from."""
        if found.period and found.type in ("DATE", "TIME"):
            self.focus = found.period
            if found.period.unit == "quarter" and found.anchor != "text":
                self.reported = found.period
            if found.period.unit == "day":
                self.focus_day = self.near_day = found.period.start


@dataclass(frozen=True, slots=True)
class Found:
    """A rule's match: `first` and `last` are token indexes (last exclusive)."""

    match: "re.Match[str]"
    scope: Scope

    @property
    def first(self) -> int:
        """Index of the first token."""
        return self.match.start()

    @property
    def last(self) -> int:
        """Index after the last token."""
        return self.match.end()

    def has(self, group: str) -> bool:
        """Whether the pattern has the group and it took part."""
        return self.match.re.groupindex.get(group) is not None and self.match[group] is not None

    def tokens(self, group: str = "") -> list[Token]:
        """The group's tokens, the whole match's by default; [] where the group took no part."""
        if not group:
            return self.scope.tokens[self.first : self.last]
        return self.scope.tokens[slice(*self.match.span(group))] if self.has(group) else []

    def words(self, group: str = "") -> str:
        """The group's words in lower case, joined by blanks."""
        return " ".join(t.text.lower() for t in self.tokens(group))

    def number(self, group: str) -> int:
        """The integer value of the group's first token ("13th" is 13)."""
        token = self.tokens(group)[0]
        return token.value if isinstance(token.value, int) else int(re.sub(r"\D", "", token.text) or 0)

    def code(self, group: str) -> str:
        """The code of the group's first token ("" where it took no part)."""
        tokens = self.tokens(group)
        return str(tokens[0].value) if tokens else ""

    def offsets(self, first: int | None = None, last: int | None = None) -> tuple[int, int]:
        """Where tokens first to last (exclusive) stand in the text; the whole match by default."""
        i, j = self.first if first is None else first, self.last if last is None else last
        return self.scope.tokens[i].start, self.scope.tokens[j - 1].end

    def before(self, back: int = 1) -> str:
        """The lower-case word `back` tokens before the match; "" at the paragraph's start."""
        i = self.first - back
        return self.scope.tokens[i].text.lower() if i >= 0 else ""

    def after(self, ahead: int = 0) -> str:
        """The word that follows the match, as it is written; "" at the paragraph's end."""
        i = self.last + ahead
        return self.scope.tokens[i].text if i < len(self.scope.tokens) else ""


Build = Callable[[Found, Scope], Timex | list[Timex] | None]
"""Makes of a match what it means; None refuses it, and a shorter match may then be taken."""

Table = tuple[tuple[Build | str, ...], ...]
"""Rows of a builder and the patterns that it builds from."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern over classes and its builder."""

    pattern: "re.Pattern[str]"
    build: Build


def compile_rules(tables: Iterable[Table]) -> tuple[Rule, ...]:
    """The rules of the tables, in order. Raises KeyError on a class or macro that does not exist."""
    out = []
    for table in tables:
        for build, *patterns in table:
            for pattern in patterns:
                if callable(build) and isinstance(pattern, str):
                    out.append(Rule(re.compile(_translate(pattern)), build))
    return tuple(out)


def _translate(pattern: str) -> str:
    chars = lexicon().chars
    while macro := re.search(r"\{([a-z]+)\}", pattern):
        pattern = pattern[: macro.start()] + MACROS[macro[1]] + pattern[macro.end() :]
    classed = re.sub(r"\(\?P<\w+>|[A-Z]+", lambda m: m[0] if m[0][0] == "(" else chars[m[0]], pattern)
    return classed.replace(" ", "")
