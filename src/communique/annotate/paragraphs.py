"""Paragraphs: the units that every later layer reads. Chrome is left out here, so that nothing reads it for claims."""

import re
from bisect import bisect_right

from communique.annotate.layers import Paragraph
from communique.ingest.parts import paragraphs as blocks_of
from communique.model import Document, Part, trim

LABEL_END = re.compile(r"\s*[:.\-\u2013\u2014]?\s*")
LONGEST = 20_000  # a longer line is cut at a sentence end or a blank, so that one odd line cannot take all memory


def split(document: Document) -> tuple[Paragraph, ...]:
    """The paragraphs of all readable parts, in order, white space trimmed; lines wrapped at a width are one paragraph.

    Without parts, the whole text is body.
    """
    text = document.text
    parts = document.parts or ((Part(role="body", start=0, end=len(text)),) if text else ())
    blocks = blocks_of(text)
    ends = [block.end for block in blocks]
    out: list[Paragraph] = []
    for part in parts:
        if part.role == "chrome":
            continue
        start = part.start
        if part.label:
            after = LABEL_END.match(text, part.label.end, part.end)
            start = after.end() if after else part.label.end
        for block in blocks[bisect_right(ends, start) :]:
            if block.start >= part.end:
                break
            for lo, hi in _cut(text, max(block.start, start), min(block.end, part.end)):
                span = trim(text, lo, hi)
                if span:
                    out.append(Paragraph(len(out), span, part))
    return tuple(out)


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Pieces of at most LONGEST code points, cut after a full stop where one is near, else at a blank, else hard."""
    pieces = []
    while end - start > LONGEST:
        window = text[start : start + LONGEST]
        at = max(window.rfind(". "), window.rfind("? "), window.rfind("! ")) + 1
        at = at or window.rfind(" ") + 1 or LONGEST
        pieces.append((start, start + at))
        start += at
    pieces.append((start, end))
    return pieces
