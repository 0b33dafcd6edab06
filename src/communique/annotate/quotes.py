"""Quotation marks: pairs that survive odd counts, several paragraphs, nesting and ``two single ones''.

A mark opens or closes by its glyph where that says so, else by the white space around it, else by what is open. A quotation
that is left open and taken up by an opening mark at the very start of the next paragraph runs on (the newspapers'
convention); any other unclosed one ends with its paragraph, so that one odd mark never swallows a document.
"""

import re
from typing import NamedTuple

from communique.annotate.layers import Paragraph, Quote
from communique.model import Span, trim

MARK = re.compile(r"[\"“”„‟«»＂]|``|''|‘‘|’’(?!\w)")
OPENING, CLOSING = frozenset("“„«") | {"``", "‘‘"}, frozenset("”»") | {"''", "’’"}
BEFORE_OPENING = frozenset("([{—–-/‘'")


class _Pair(NamedTuple):
    start: int
    inner_start: int
    inner_end: int
    end: int
    closed: bool


def find_quotes(text: str, paragraphs: tuple[Paragraph, ...]) -> tuple[Quote, ...]:
    """The outermost quotations of every paragraph, in order; nested ones lie inside them."""
    out: list[Quote] = []
    run, left_open = 0, False
    for paragraph in paragraphs:
        pairs = _pairs(text, paragraph.span, nesting=True) or _pairs(text, paragraph.span, nesting=False) or []
        for k, pair in enumerate(pairs):
            inner = trim(text, pair.inner_start, pair.inner_end)
            if inner is None:
                continue
            resumed = left_open and k == 0 and pair.start == paragraph.span.start
            if resumed:  # the convention leaves the mark out on purpose: the piece before counts as closed
                last = out[-1]
                out[-1] = Quote(last.span, last.inner, last.run)
            else:
                run += 1
            out.append(Quote(Span(pair.start, pair.end), inner, run, pair.closed))
        left_open = bool(pairs) and not pairs[-1].closed and bool(out) and out[-1].span.end == paragraph.span.end
    return tuple(out)


def _pairs(text: str, span: Span, nesting: bool) -> list[_Pair] | None:
    """Pairs of one paragraph. With `nesting`, marks that can only open may nest; None where they do not come out even."""
    out: list[_Pair] = []
    opened: re.Match[str] | None = None
    depth = 0
    for mark in MARK.finditer(text, span.start, span.end):
        opens = _opens(text, mark, span, is_open=opened is not None)
        if opened is None:
            if opens:
                opened, depth = mark, 1
        elif opens and nesting and mark.group() in OPENING:
            depth += 1
        elif opens:  # the one before was never closed; start anew here
            out.append(_Pair(opened.start(), opened.end(), mark.start(), mark.start(), False))
            opened, depth = mark, 1
        else:
            depth -= 1
            if depth == 0:
                out.append(_Pair(opened.start(), opened.end(), mark.start(), mark.end(), True))
                opened = None
    if opened is not None:
        if depth > 1:
            return None
        out.append(_Pair(opened.start(), opened.end(), span.end, span.end, False))
    return out


def _opens(text: str, mark: re.Match[str], span: Span, is_open: bool) -> bool:
    """Whether a mark opens a quotation, told by glyph, surroundings, and what is open, in this order."""
    glyph = mark.group()
    before = text[mark.start() - 1] if mark.start() > span.start else " "
    after = text[mark.end()] if mark.end() < span.end else " "
    if glyph in OPENING:
        return True
    if glyph in CLOSING and not (before.isspace() and after.isalnum()):
        return False
    loose_before, loose_after = before.isspace() or before in BEFORE_OPENING, after.isspace()
    if loose_before and not loose_after:
        return not (is_open and before in BEFORE_OPENING)
    if loose_after and not loose_before:
        return False
    if before.isdigit() and not is_open:
        return False  # 5" is a measure
    return not is_open
