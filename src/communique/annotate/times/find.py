"""Finding: the longest rule wherever a paragraph has words of time, anchored to the document's date."""

import re
from collections.abc import Generator, Iterator
from datetime import date
from functools import lru_cache

from communique.annotate.layers import Layers
from communique.annotate.times import tense
from communique.annotate.times.expression import Timex
from communique.annotate.times.grammar import Found, Scope
from communique.annotate.times.join import joined
from communique.annotate.times.rules import rules
from communique.annotate.times.words import OTHER, lexicon, tokens_of
from communique.model import Document
from communique.model.when import Anchor

# A run of words that have a class is read only if one of these is in it.
_TRIGGERS = (
    "MONTH MON WEEKDAY WEEKDAYS WKD SEASON DEICTIC DECADEWORD HOLIDAY THANKSGIVING EASTER NEWYEAR USMALL UDAY UWEEK "
    "UMONTH UQUARTER UYEAR UDECADE UCENTURY PART NIGHT TONIGHT OVERNIGHT SETWORD VAGUE WEEKEND FUTURE PAST MOMENT W Y "
    "ISO SLASH DOTTED QCODE ORDNUM CLOCK DECADE AMPM HALF PERIOD".split()
)
_DATELINE_REACH = 160
_DATELINE_END = re.compile(r"\s*(?:\([^)\n]{2,30}\)\s*)?(?:[-–—:]|\n|$)")


@lru_cache(maxsize=1)
def _runs() -> "re.Pattern[str]":
    triggers = "".join(lexicon().chars[name] for name in _TRIGGERS)
    return re.compile(f"[^{OTHER}]*[{triggers}][^{OTHER}]*")


def find_timexes(layers: Layers) -> tuple[tuple[Timex, ...], date | None]:
    """All time expressions in text order, each as TIMEX3 would mark it, and the day counted from (None: no date known).

    Works without `layers.sentences`; where there are any, they tell tense.
    """
    day, anchor = anchor_of(layers.document)
    scope = Scope(day, anchor)
    out: list[Timex] = []
    for paragraph in layers.paragraphs:
        scope.classes, scope.tokens = tokens_of(layers.text, paragraph.span.start, paragraph.span.end)
        scope.direction = tense.Direction(layers, scope.tokens)
        scope.near_day = None
        within: list[Timex] = []
        for found in _in_paragraph(scope):
            if scope.day is None and not out and not within:
                scope.day, scope.anchor = _dateline(layers.text, found, paragraph.span.start)
            within.append(found)
        out += joined(layers.text, within)
    return tuple(out), scope.day


def anchor_of(document: Document) -> tuple[date | None, Anchor]:
    """The day that relative expressions count from, and how it is known: from the document's fields only."""
    if document.published:
        try:
            return date.fromisoformat(document.published[:10]), "published"
        except ValueError:
            pass  # an unreadable date is reported where the document is read
    if document.dateline:
        classes, tokens = tokens_of(document.dateline, 0, len(document.dateline))
        for found in _in_paragraph(Scope(None, "none", classes, tokens)):
            if found.period and found.period.unit == "day":
                return found.period.start, "dateline"
    return None, "none"


def _dateline(text: str, found: Timex, start: int) -> tuple[date | None, Anchor]:
    """The day of a full date at the head of the text, in a line of its own or before a dash."""
    if not found.period or found.period.unit != "day" or found.start - start > _DATELINE_REACH:
        return None, "none"
    return (found.period.start, "dateline") if _DATELINE_END.match(text, found.end) else (None, "none")


def _in_paragraph(scope: Scope) -> Iterator[Timex]:
    for run in _runs().finditer(scope.classes):
        i = run.start()
        while i < run.end():
            i = yield from _at(scope, i, run.end())


def _at(scope: Scope, i: int, end: int) -> Generator[Timex, None, int]:
    """What the longest rule that accepts makes of the words at token `i`; returns the token to go on from."""
    matches = [(m, rule) for rule in rules() if (m := rule.pattern.match(scope.classes, i, end))]
    for match, rule in sorted(matches, key=lambda pair: -pair[0].end()):
        try:
            built = rule.build(Found(match, scope), scope)
        except (ValueError, OverflowError):  # off the calendar, or no such year
            built = None
        if built is None:
            continue
        for found in built if isinstance(built, list) else [built]:
            scope.remember(found)
            yield found
        return match.end()
    return i + 1
