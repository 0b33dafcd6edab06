"""Which words differ between two versions of a text."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

TOKEN = re.compile(r"https?://\S+|www\.\S+|(?:[^\W\d_]\.){2,}|[^\W_]+(?:[.,'’-][^\W_]+)*|[^\w\s]|_")
CHUNK = re.compile(r"\S.*?(?:[.!?][\"”’)\]]*(?=\s)|(?=\s*\n)|\s*\Z)", re.DOTALL)
MARK = re.compile(r"[^\w\s]")
LONGEST = 20_000  # tokens of a changed block, beyond which it is one edit
BETWEEN = (
    1  # tokens that two edits may have between them to be one, so that a phrase rewritten is not told word by word
)


class Token(NamedTuple):
    """A word, an address or a mark, and where it stands."""

    words: str
    start: int
    end: int


class Change(NamedTuple):
    """Numbers of the tokens that changed: [i, j) before, [k, m) after."""

    i: int
    j: int
    k: int
    m: int


def tokens(text: str) -> list[Token]:
    """Words, addresses and marks of a text, in order."""
    return [Token(m[0], *m.span()) for m in TOKEN.finditer(text)]


def changed(before: str, after: str) -> tuple[list[Token], list[Token], list[Change]]:
    """The tokens of both texts and the changes between them, in order. Sentences that stayed are set aside first."""
    a, b = tokens(before), tokens(after)
    out: list[Change] = []
    for (i, j), (k, m) in _blocks(before, after, a, b):
        out.extend(_in_block(a, b, i, j, k, m))
    return a, b, _nearby(a, b, out)


def _blocks(before: str, after: str, a: list[Token], b: list[Token]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Runs of tokens, whole sentences, that differ."""
    one, other = ([m.span() for m in CHUNK.finditer(text)] for text in (before, after))
    mine, theirs = (
        [" ".join(text[s:e].split()) for s, e in chunks] for text, chunks in ((before, one), (after, other))
    )
    starts = [t.start for t in a], [t.start for t in b]
    out = []
    for tag, i, j, k, m in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            out.append((_tokens_of(starts[0], one, i, j), _tokens_of(starts[1], other, k, m)))
    return out


def _tokens_of(starts: list[int], chunks: list[tuple[int, int]], i: int, j: int) -> tuple[int, int]:
    """Numbers of the tokens in chunks [i, j); an empty run stands where the chunk i begins."""
    first = bisect_right(starts, chunks[i][0] - 1) if i < len(chunks) else len(starts)
    return first, (bisect_right(starts, chunks[j - 1][1] - 1) if j > i else first)


def _in_block(a: list[Token], b: list[Token], i: int, j: int, k: int, m: int) -> list[Change]:
    if j - i > LONGEST or m - k > LONGEST:
        return [Change(i, j, k, m)]
    mine, theirs = [t.words for t in a[i:j]], [t.words for t in b[k:m]]
    codes = SequenceMatcher(None, mine, theirs, autojunk=len(mine) > 2000).get_opcodes()
    found = [Change(i + p, i + q, k + r, k + s) for tag, p, q, r, s in codes if tag != "equal"]
    return [part for change in found for part in _parts(a, b, _slid(a, b, change))]


def _slid(a: list[Token], b: list[Token], change: Change) -> Change:
    """A run that was put in or taken out without the mark before it, where that mark may as well be the one after it."""
    i, j, k, m = change
    if i == j and k < m < len(b) and MARK.fullmatch(b[k].words) and b[k].words == b[m].words:
        return Change(i + 1, j + 1, k + 1, m + 1)
    if k == m and i < j < len(a) and MARK.fullmatch(a[i].words) and a[i].words == a[j].words:
        return Change(i + 1, j + 1, k + 1, m + 1)
    return change


def _parts(a: list[Token], b: list[Token], change: Change) -> Iterator[Change]:
    """A change cut where the letters on both sides are the same so far: each part differs in capitals, marks or blanks
    alone."""
    i, j, k, m = change
    x, y = i, k
    while i < j and k < m and x < j and y < m:
        x, y = x + 1, y + 1
        while (one := _letters(a[i:x])) != (other := _letters(b[k:y])):
            if len(one) < len(other) and x < j and other.startswith(one):
                x += 1
            elif len(other) < len(one) and y < m and one.startswith(other):
                y += 1
            else:
                break
        if one != other or not one:
            break
        while x < j and not _letters(a[x : x + 1]):
            x += 1
        while y < m and not _letters(b[y : y + 1]):
            y += 1
        if [t.words for t in a[i:x]] != [t.words for t in b[k:y]]:
            yield Change(i, x, k, y)
        i, k = x, y
    if i < j or k < m:
        yield Change(i, j, k, m)


def _nearby(a: list[Token], b: list[Token], changes: list[Change]) -> list[Change]:
    """Changes with hardly anything between them are one, where both replace words."""
    out: list[Change] = []
    for change in changes:
        last = out[-1] if out else None
        if last and _one(a[last.j : change.i], last, change) and not _alone(a, b, last, change):
            out[-1] = Change(last.i, change.j, last.k, change.m)
        else:
            out.append(change)
    return out


def _one(between: list[Token], last: Change, change: Change) -> bool:
    """Whether two changes are one: hardly anything stands between replacements, or a mark between one and what follows it."""
    if len(between) > BETWEEN:
        return False
    both = _replaces(last) and _replaces(change)
    return both or (_replaces(last) and all(MARK.fullmatch(t.words) for t in between))


def _replaces(change: Change) -> bool:
    return change.j > change.i and change.m > change.k


def _alone(a: list[Token], b: list[Token], *changes: Change) -> bool:
    """Whether one of some changes only touches capitals, marks or blanks, and so is told by itself."""
    return any(_letters(a[c.i : c.j]) == _letters(b[c.k : c.m]) for c in changes)


def _letters(run: list[Token]) -> str:
    return re.sub(r"[\W_]", "", "".join(t.words for t in run)).casefold()
