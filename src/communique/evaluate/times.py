"""Scores of time expressions against TimeML files, in the manner of TempEval-3 (UzZaman et al. 2013, task A).

From raw text and the document's date. Spans: strict (same start and end) and relaxed (any overlap, one to one). Value: F1 over
relaxed matches whose TIMEX3 value is equal. The document's own creation time is not counted, nor what lies outside <TEXT>.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from communique.annotate.layers import Layers, Paragraph
from communique.annotate.times.find import find_timexes
from communique.annotate.times.timex import timex3
from communique.model import Document, Part, Span, trim

_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_BLOCK = re.compile(r"(?:(?!\n[ \t]*\n).)+", re.S)


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked expression: half-open offsets, TIMEX3 type and value."""

    start: int
    end: int
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class TimemlDocument:
    """One TimeML file: its text without tags, the date it was written, its gold expressions in order."""

    name: str
    text: str
    date: str
    gold: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over documents, and the F1 that follow from them."""

    gold: int
    found: int
    strict: int
    relaxed: int
    value: int
    type: int

    def f1(self, hits: int) -> float:
        """2 · hits / (gold + found); 0 where both are empty."""
        return 2 * hits / (self.gold + self.found) if self.gold + self.found else 0.0


def read_timeml(path: Path) -> TimemlDocument:
    """Read a .tml file. Raises ValueError where it has no <TEXT> or no creation time."""
    source = path.read_text("utf-8")
    body = re.search(r"<TEXT>(.*?)</TEXT>", source, re.S)
    created = re.search(r"<TIMEX3[^>]*functionInDocument=\"CREATION_TIME\"[^>]*>", source)
    if not body or not created:
        raise ValueError(f"{path}: not a TimeML document with text and creation time")
    text: list[str] = []
    length, position, gold = 0, 0, []
    opened: list[tuple[int, dict[str, str]]] = []
    for tag in _TAG.finditer(body[1]):
        piece = html.unescape(body[1][position : tag.start()])
        text.append(piece)
        length, position = length + len(piece), tag.end()
        if tag[2] != "TIMEX3":
            continue
        if not tag[1]:
            opened.append((length, dict(_ATTRIBUTE.findall(tag[3]))))
        elif opened:
            start, attributes = opened.pop()
            if start < length:
                gold.append(Marked(start, length, attributes["type"], attributes["value"]))
    text.append(html.unescape(body[1][position:]))
    value = dict(_ATTRIBUTE.findall(created[0]))["value"]
    return TimemlDocument(path.stem, "".join(text), value[:10], tuple(sorted(gold, key=lambda g: (g.start, g.end))))


def layers_of(document: TimemlDocument) -> Layers:
    """The text as layers: paragraphs at blank lines, nothing parsed."""
    whole = Part(role="body", start=0, end=max(1, len(document.text)))
    published = document.date if re.fullmatch(r"\d{4}-\d\d-\d\d", document.date) else None
    doc = Document(id=document.name, text=document.text, raw_sha256="", published=published, parts=(whole,))
    spans = [trim(document.text, m.start(), m.end()) for m in _BLOCK.finditer(document.text)]
    kept: list[Span] = [s for s in spans if s]
    return Layers(doc, tuple(Paragraph(i, span, whole) for i, span in enumerate(kept)))


def found_in(document: TimemlDocument, layers: Layers | None = None) -> tuple[Marked, ...]:
    """What we mark in the document's text; `layers`: the document's, where they hold a parse."""
    found, _ = find_timexes(layers or layers_of(document))
    return tuple(Marked(t.start, t.end, *timex3(t)) for t in found)


def score(pairs: Iterable[tuple[Iterable[Marked], Iterable[Marked]]]) -> Score:
    """Score (gold, found) pairs, one for each document."""
    gold_count = found_count = strict = relaxed = value = kind = 0
    for gold, found in pairs:
        gold, found = tuple(gold), list(found)
        gold_count, found_count = gold_count + len(gold), found_count + len(found)
        for g, f in align(gold, found):
            relaxed += 1
            strict += (g.start, g.end) == (f.start, f.end)
            value += g.value == f.value
            kind += g.type == f.type
    return Score(gold_count, found_count, strict, relaxed, value, kind)


def align(gold: Iterable[Marked], found: Iterable[Marked]) -> list[tuple[Marked, Marked]]:
    """One-to-one pairs of overlapping expressions: exact ones first, then in text order."""
    rest = list(found)
    pairs, left = [], []
    for g in gold:
        exact = next((f for f in rest if (f.start, f.end) == (g.start, g.end)), None)
        if exact:
            rest.remove(exact)
            pairs.append((g, exact))
        else:
            left.append(g)
    for g in left:
        near = next((f for f in rest if f.start < g.end and g.start < f.end), None)
        if near:
            rest.remove(near)
            pairs.append((g, near))
    return sorted(pairs, key=lambda p: p[0].start)
