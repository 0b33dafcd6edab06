"""Which paragraphs are page chrome. Precise rather than complete: what could be a sentence of the text is left to it."""

import re
from collections.abc import Sequence

from communique.lexicon import chrome
from communique.model import Span

LONGEST = 320  # code points of a line that can be chrome
ENDS = re.compile(r"[.!?…][\"”’')\]]*\Z")
PROSE_WORDS = 6
LIST_LINES = 3  # links taken as chrome after a "Read also" in the middle of a text
LINK_WORDS = 25
SECTION_WORDS = 4
MENU_LINES = 8
TAIL_LINES = 6  # so few lines below the text may be chrome by a section's name alone


def mark(text: str, paragraphs: Sequence[Span]) -> list[bool]:
    """For each paragraph, whether it is chrome.

    Lines of the lexicon are chrome wherever they stand; section names and the words of share bars only before the first or
    after the last sentence, or next to other chrome; links only under a heading such as "Related articles".
    """
    lexicon = chrome.load()
    lines = [text[p.start : min(p.end, p.start + LONGEST + 1)] for p in paragraphs]
    short = [p.end - p.start <= LONGEST for p in paragraphs]
    is_chrome = [ok and _stands_alone(lexicon, line) for ok, line in zip(short, lines, strict=True)]
    weak = [ok and not c and lexicon.is_weak(line) for ok, c, line in zip(short, is_chrome, lines, strict=True)]
    prose = [not c and _is_prose(line) for c, line in zip(is_chrome, lines, strict=True)]
    first = next((i for i, p in enumerate(prose) if p), len(lines))
    last = next((i for i in reversed(range(len(lines))) if prose[i]), -1)
    _mark_lists(lexicon, lines, prose, is_chrome, last)
    _mark_weak(weak, is_chrome, first, last)
    _mark_menus(lines, weak, is_chrome, first, last)
    _mark_tail(lines, weak, is_chrome, last)
    return is_chrome


def _stands_alone(lexicon: chrome.Chrome, line: str) -> bool:
    if not lexicon.is_line(line):
        return False
    # "Search." or "Go back!" is somebody talking; page furniture carries no full stop
    return not (ENDS.search(line) and len(line.split()) <= 2 and not line.rstrip().endswith(("…", "...")))


def _is_prose(line: str) -> bool:
    words = len(line.split())
    return (words >= PROSE_WORDS and ENDS.search(line) is not None) or words > LINK_WORDS


def _mark_lists(
    lexicon: chrome.Chrome, lines: Sequence[str], prose: Sequence[bool], is_chrome: list[bool], last: int
) -> None:
    """Links under a heading: all of them after the last sentence, a few in the middle of the text."""
    covered = 0  # below the text, one heading's list takes in those of the headings within it
    for i, line in enumerate(lines):
        if i < covered or not (is_chrome[i] and lexicon.is_head(line)):
            continue
        reach = len(lines) if i > last else min(len(lines), i + 1 + LIST_LINES)
        links = []
        for j in range(i + 1, reach):
            if prose[j] or ENDS.search(lines[j]) or len(lines[j].split()) > LINK_WORDS:
                break
            links.append(j)
        # in the middle, the line right above the next sentence may be a heading of the text, unless it is the only link
        if i < last and len(links) > 1 and links[-1] + 1 < len(lines) and prose[links[-1] + 1]:
            links.pop()
        for j in links:
            is_chrome[j] = True
        covered = i + len(links) if i > last else 0


def _mark_weak(weak: Sequence[bool], is_chrome: list[bool], first: int, last: int) -> None:
    """Runs of weak lines: chrome next to chrome, from three on in the middle, from two on above or below the text."""
    i = 0
    while i < len(weak):
        if not weak[i]:
            i += 1
            continue
        end = i
        while end < len(weak) and weak[end]:
            end += 1
        beside = (i > 0 and is_chrome[i - 1]) or (end < len(weak) and is_chrome[end])
        outside = end <= first or i > last
        enough = 1 if i > last >= 0 and len(weak) - last <= TAIL_LINES else 2 if outside else 3
        if (beside and outside) or end - i >= enough:
            is_chrome[i:end] = [True] * (end - i)
        i = end


def _mark_menus(lines: Sequence[str], weak: Sequence[bool], is_chrome: list[bool], first: int, last: int) -> None:
    """Long runs of short lines above or below the text, of which a good part is known furniture: menus."""
    for start, end in ((0, first), (last + 1, len(lines))):
        run: list[int] = []
        for i in range(start, end + 1):
            if i < end and len(lines[i].split()) <= SECTION_WORDS and not ENDS.search(lines[i]):
                run.append(i)
                continue
            if len(run) >= MENU_LINES and sum(is_chrome[j] or weak[j] for j in run) * 4 >= len(run):
                for j in run:
                    is_chrome[j] = True
            run = []


def _mark_tail(lines: Sequence[str], weak: Sequence[bool], is_chrome: list[bool], last: int) -> None:
    """Below the text, once the furniture has begun, the short lines between it are furniture too."""
    begun = False
    for i in range(last + 1, len(lines)):
        begun = begun or (is_chrome[i] and not weak[i])
        if begun and last >= 0 and len(lines[i].split()) <= SECTION_WORDS and not ENDS.search(lines[i]):
            is_chrome[i] = True
