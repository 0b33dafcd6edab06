"""Finding: the longest rule wherever a paragraph has words of time, anchored to the document's date."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from communique.annotate.layers import Layers, Sentence
from communique.annotate.times import dates, lengths, relative, tense
from communique.annotate.times.expression import Timex
from communique.annotate.times.grammar import Found, Rule, Scope
from communique.annotate.times.join import joined
from communique.annotate.times.words import OTHER, Token, lexicon, tokens_of
from communique.model import Document
from communique.model.when import Anchor

# A run of words that have a class is read only if one of these is in it.
_TRIGGERS = (
    "MONTH MON WEEKDAY WEEKDAYS WKD SEASON DEICTIC DECADEWORD HOLIDAY THANKSGIVING EASTER NEWYEAR USMALL UDAY UWEEK UMONTH "
    "UQUARTER UYEAR UDECADE UCENTURY PART NIGHT TONIGHT OVERNIGHT SETWORD VAGUE WEEKEND FUTURE PAST MOMENT Y ISO SLASH CLOCK "
    "DECADE AMPM HALF PERIOD".split()
)
_DATELINE_REACH = 160


@lru_cache(maxsize=1)
def _rules() -> tuple[Rule, ...]:
    return dates.rules() + relative.rules() + lengths.rules()


@lru_cache(maxsize=1)
def _runs() -> "re.Pattern[str]":
    chars = lexicon().chars
    triggers = "".join(chars[name] for name in _TRIGGERS if name in chars)
    return re.compile(f"[^{OTHER}]*[{triggers}][^{OTHER}]*")


def find_timexes(layers: Layers) -> tuple[Timex, ...]:
    """All time expressions in text order, each as TIMEX3 would mark it. Works without `layers.sentences`."""
    day, anchor = anchor_of(layers.document)
    scope = Scope(day, anchor)
    out: list[Timex] = []
    for paragraph in layers.paragraphs:
        scope.classes, scope.tokens = tokens_of(layers.text, paragraph.span.start, paragraph.span.end)
        scope.direction = _direction(layers, scope)
        within: list[Timex] = []
        for found in _in_paragraph(scope):
            if scope.day is None and found.period and found.period.unit == "day" and not out and not within:
                if found.start - paragraph.span.start < _DATELINE_REACH and _is_dateline(layers.text, found):
                    scope.day, scope.anchor = found.period.start, "dateline"
            within.append(found)
        out += joined(layers.text, within)
    return tuple(out)


def anchor_of(document: Document) -> tuple[date | None, Anchor]:
    """The day that relative expressions count from, and how it is known."""
    if document.published:
        try:
            return date.fromisoformat(document.published[:10]), "published"
        except ValueError:
            pass
    if document.dateline:
        classes, tokens = tokens_of(document.dateline, 0, len(document.dateline))
        for found in _in_paragraph(Scope(None, "none", classes, tokens)):
            if found.period and found.period.unit == "day":
                return found.period.start, "dateline"
    return None, "none"


def _is_dateline(text: str, found: Timex) -> bool:
    """A full date at the head of the text, in a line of its own or before a dash."""
    return bool(re.match(r"\s*(?:\([^)\n]{2,30}\)\s*)?(?:[-–—]|\n|:|$)", text[found.end : found.end + 40]))


def _in_paragraph(scope: Scope) -> Iterator[Timex]:
    for run in _runs().finditer(scope.classes):
        i = run.start()
        while i < run.end():
            hits = [(m.end(), -k, rule, m) for k, rule in enumerate(_rules()) if (m := rule.pattern.match(scope.classes, i, run.end())) and m.end() > i]  # fmt: skip
            hits.sort(key=lambda h: (h[0], h[1]), reverse=True)
            for end, _, rule, match in hits:
                built = rule.build(Found(match, scope), scope)
                if built is None:
                    continue
                for found in built if isinstance(built, list) else [built]:
                    _remember(scope, found)
                    yield found
                i = end
                break
            else:
                i += 1


def _remember(scope: Scope, found: Timex) -> None:
    """Keep what later words ("the following day", "a year earlier") count from."""
    if found.period and found.type in ("DATE", "TIME"):
        scope.focus = found.period
        if found.period.unit == "quarter" and found.anchor != "text":
            scope.reported = found.period
        if found.period.unit == "day":
            scope.focus_day = found.period.start


def _direction(layers: Layers, scope: Scope) -> "Direction":
    return Direction(layers, scope.tokens)


class Direction:
    """Past or future at a token: asks the parse where the sentences are parsed, the words otherwise."""

    def __init__(self, layers: Layers, tokens: list[Token]) -> None:
        self.layers, self.tokens = layers, tokens

    def __call__(self, index: int) -> int:
        """-1 past, 1 future, 0 no telling, for the time expression that begins at token `index`."""
        token = self.tokens[index]
        sentence: Sentence | None = self.layers.sentence_at(token.start) if self.layers.sentences else None
        if sentence is not None:
            for parsed in sentence.tokens:
                if sentence.offset + parsed.idx >= token.start:
                    if found := tense.of_parse(parsed):
                        return found
                    break
        last = index + 1
        return tense.of_words(self.tokens, index, last)
