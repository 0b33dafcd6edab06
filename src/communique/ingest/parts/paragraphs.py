"""Paragraphs of a text: lines, or blocks of lines where the text was wrapped at a fixed width."""

import itertools
import re
from collections.abc import Iterator

from communique.model import Span

LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
BLANK = " \t\xa0\u3000\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\xad"  # white space, and marks that nobody sees
WIDEST = 120  # code points; wider lines were not wrapped by hand or by a mail program
NARROWEST = 45
JUNCTIONS = 4  # line ends inside blocks that it takes to call a text wrapped


def paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs in order, without the blanks around them. Lines that nobody can see anything in are left out."""
    blocks = list(_blocks(text))
    out: list[Span] = []
    wrapped = _is_wrapped(text, blocks)
    for block in blocks:
        if wrapped and len(block) > 1 and _fits(text, block) * 5 >= (len(block) - 1) * 4:
            out.append(Span(block[0].start, block[-1].end))
        else:
            out.extend(block)
    return tuple(out)


def visible(text: str, start: int, end: int) -> Span | None:
    """The span without blanks and unseen marks at its ends; None where nothing is left."""
    while start < end and (text[start] in BLANK or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in BLANK or text[end - 1].isspace()):
        end -= 1
    return Span(start, end) if start < end else None


def _blocks(text: str) -> Iterator[list[Span]]:
    """Runs of lines without an empty line between them."""
    block: list[Span] = []
    last = 0
    for line in LINE.finditer(text):
        gap = text[last : line.start()].replace("\r\n", "\n")
        span = visible(text, line.start(), line.end())
        if block and (len(gap) > 1 or span is None):
            yield block
            block = []
        if span:
            block.append(span)
        last = line.end()
    if block:
        yield block


def _is_wrapped(text: str, blocks: list[list[Span]]) -> bool:
    """Whether line ends fall where the next word no longer fitted, all over the text."""
    many = [block for block in blocks if len(block) > 1]
    junctions = sum(len(block) - 1 for block in many)
    return junctions >= JUNCTIONS and sum(_fits(text, block) for block in many) * 10 >= junctions * 9


def _fits(text: str, block: list[Span]) -> int:
    """How many line ends of a block are where a fixed width puts them."""
    width = max(s.end - s.start for s in block)
    if not NARROWEST <= width <= WIDEST:
        return 0
    fits = 0
    for line, following in itertools.pairwise(block):
        word = text[following.start : following.end].split(maxsplit=1)[0]
        fits += (line.end - line.start) + 1 + len(word) > width - 2
    return fits
