"""Sentences of a record's readable parts, by marks and lines alone: the record keeps none, and no parser runs at query time."""

import re
from collections.abc import Iterator

from communique.model import Document, Part, Span, trim

END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s+[\"“‘'(\[]*[^\Wa-z_])|[。！？]")
ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Capt|Adm|Sen|Rep|Gov|Amb|Hon|St|Jr|Sr|No|vs|Inc|Ltd|Co|Jan|Feb|Mar|Apr|Jun|Jul|Aug|"
    r"Sept?|Oct|Nov|Dec|a\.m|p\.m|e\.g|i\.e)|\b[A-Z](?:\.[A-Z])*)\.$"
)
BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
LINE = re.compile(r"\n\s*")
LIST_ITEM = re.compile(r"(?:[•·▪*–—-]|\(?\d{1,2}[.)])\s")
LETTERS = re.compile(r"[^\W\d_]{2}")
INTRODUCES = re.compile(r"(?:\S+\s+){0,11}\S+:")  # "The following is attributable to …:" says nothing of its own
WRAPPED = 130  # characters: a text whose lines are all shorter was wrapped at a width
LONGEST = 4_000  # characters: text without marks is cut, so that no row takes for ever
COMPARED = ("body", "turn")


def sentences(document: Document) -> tuple[Span, ...]:
    """Spans of the sentences of body and turns, in order; without parts, of the whole text."""
    text = document.text
    parts = document.parts or ((Part(role="body", start=0, end=len(text)),) if text else ())
    out: list[Span] = []
    for part in parts:
        if part.role in COMPARED:
            start = part.label.end if part.label else part.start
            while part.label and start < part.end and text[start] in " :.\t":
                start += 1
            for lo, hi in _lines(text, start, part.end):
                out.extend(
                    s for s in _cut(text, lo, hi) if not INTRODUCES.fullmatch(s.of(text)) and LETTERS.search(s.of(text))
                )
    return tuple(out)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Paragraphs: between blank lines; and between lines where these are not just wrapped."""
    wrapped = max((len(line) for line in text[start:end].split("\n")), default=0) <= WRAPPED
    begin = start
    for match in LINE.finditer(text, start, end):
        before = text[match.start() - 1] if match.start() > begin else ""
        ends = BLANK_LINE.match(text, match.start(), end) or LIST_ITEM.match(text, match.end(), end)
        if ends or not wrapped or before in ":;":
            yield begin, match.start()
            begin = match.end()
    yield begin, end


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for match in END.finditer(text, start, end):
        if text[match.start()] == "." and ABBREVIATED.search(text, max(begin, match.start() - 8), match.start() + 1):
            continue
        yield from _short(text, begin, match.end())
        begin = match.end()
    yield from _short(text, begin, end)


def _short(text: str, start: int, end: int) -> Iterator[Span]:
    """A stretch in pieces of at most LONGEST characters, cut at a blank where there is one."""
    while end - start > LONGEST:
        at = text.rfind(" ", start, start + LONGEST)
        at = at if at > start else start + LONGEST
        if span := trim(text, start, at):
            yield span
        start = at
    if span := trim(text, start, end):
        yield span
