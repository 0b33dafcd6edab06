"""Word pieces of a document and the windows of them that the network reads.

A window is a run of whole paragraphs (or of sentences of a paragraph that is too long) of at most `WINDOW` pieces with
the marks [CLS] and [SEP] counted; windows overlap by up to `OVERLAP` pieces, and each piece is owned by one window.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WINDOW: Final = 256
OVERLAP: Final = 64
CLS, SEP = 101, 102
STOPS: Final = frozenset(".?!")
_SURROGATE = re.compile("[\ud800-\udfff]")
_OPEN, _CLOSE, _EITHER = frozenset("“«„"), frozenset("”»"), '"'

Ints = NDArray[np.int64]


@dataclass(slots=True)
class Pieces:
    """The pieces of a document, column by column. starts, ends: code points of the text. first: begins a word."""

    ids: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    first: list[bool] = field(default_factory=list)
    paragraph: list[int] = field(default_factory=list)
    shape: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(slots=True)
class Words:
    """The words of a document: where each stands, its paragraph, its first piece, how many sentence stops precede it,
    and whether it is in quotation marks."""

    starts: Ints
    ends: Ints
    paragraph: Ints
    piece: Ints
    stops: Ints
    quoted: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.starts)

    def between(self, start: int, end: int) -> tuple[int, int] | None:
        """The first and last word (inclusive) that the stretch [start, end) touches; None where it touches none."""
        first = bisect_left(self.ends, start + 1)
        last = bisect_left(self.starts, end) - 1
        return (first, last) if first <= last else None


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces [low, high) are read together; those in [own_low, own_high) are owned."""

    low: int
    high: int
    own_low: int
    own_high: int


def cut(text: str, paragraphs: Iterable[tuple[int, int]], tokenizer: "Tokenizer") -> Pieces:
    """The pieces of `paragraphs`, which are stretches [start, end) of `text` in order."""
    out = Pieces()
    for index, (low, high) in enumerate(paragraphs):
        # A lone surrogate cannot be encoded; one stand-in of the same length keeps the offsets.
        words = _SURROGATE.sub("�", text[low:high])
        encoding = tokenizer.encode(words, add_special_tokens=False)
        inside, before = 0, None
        for id_, (start, end), word in zip(encoding.ids, encoding.offsets, encoding.word_ids, strict=True):
            piece = words[start:end]
            quoted = inside
            if piece in _OPEN:
                quoted = inside = 1
            elif piece == _EITHER:
                quoted, inside = 1, 1 - inside
            elif piece in _CLOSE:
                inside = 0
            capital = 2 if len(piece) > 1 and piece.isupper() else 1 if piece[:1].isupper() else 0
            out.ids.append(id_)
            out.starts.append(low + start)
            out.ends.append(low + end)
            out.first.append(word != before and not (start and _initials(words, start, end)))
            out.paragraph.append(index)
            out.shape.append(capital * 2 + quoted)
            before = word
    return out


def _initials(text: str, start: int, end: int) -> bool:
    """Whether the piece goes on with initials that have begun: the first stop, "S" and the last stop of "U.S."."""
    if end - start != 1:
        return False
    back, piece = text[max(0, start - 3) : start], text[start:end]
    if piece == ".":
        more = text[end : end + 1].isupper() and text[end + 1 : end + 2] == "."
        return back[-1:].isupper() and (not back[-2:-1].isalnum()) and (more or back[-2:-1] == ".")
    return piece.isupper() and back[-1:] == "." and back[-2:-1].isupper() and text[end : end + 1] == "."


def words_of(text: str, pieces: Pieces) -> Words:
    """The words that the pieces make up."""
    first = [i for i, begins in enumerate(pieces.first) if begins]
    last = [i - 1 for i in first[1:]] + [len(pieces) - 1] if first else []
    starts = [pieces.starts[i] for i in first]
    ends = [pieces.ends[i] for i in last]
    stop = np.array([text[s:e] in STOPS for s, e in zip(starts, ends, strict=True)], dtype=np.int64)
    return Words(
        starts=np.array(starts, dtype=np.int64),
        ends=np.array(ends, dtype=np.int64),
        paragraph=np.array([pieces.paragraph[i] for i in first], dtype=np.int64),
        piece=np.array(first, dtype=np.int64),
        stops=np.cumsum(stop) - stop,
        quoted=np.array([pieces.shape[i] % 2 == 1 for i in first], dtype=np.bool_),
    )


def _segments(text: str, pieces: Pieces, longest: int) -> list[tuple[int, int]]:
    """Paragraphs as piece ranges; one longer than `longest` falls apart after its sentences, or where it must."""
    out: list[tuple[int, int]] = []
    size = len(pieces)
    edges = [i for i in range(size) if i == 0 or pieces.paragraph[i] != pieces.paragraph[i - 1]] + [size]
    for low, high in pairwise(edges):
        if high - low <= longest:
            out.append((low, high))
            continue
        begin = low
        for i in range(low, high):
            ends_sentence = text[pieces.starts[i] : pieces.ends[i]] in STOPS and i - begin >= 16
            if i + 1 == high or ends_sentence or i + 1 - begin >= longest // 2:
                out.append((begin, i + 1))
                begin = i + 1
    return out


def _length(pieces: Pieces, low: int, high: int) -> int:
    """How long the pieces are in a window, with a mark for every paragraph break and at both ends."""
    return high - low + pieces.paragraph[high - 1] - pieces.paragraph[low] + 2


def windows(
    text: str, pieces: Pieces, size: int = WINDOW, overlap: int = OVERLAP, first: int | None = None
) -> list[Window]:
    """The windows of a document in order. first: size of the first window (training shifts the windows by it)."""
    segments = _segments(text, pieces, size - 16)
    runs: list[tuple[int, int]] = []
    i = 0
    while i < len(segments):
        room = first if first is not None and not runs else size
        j = i + 1
        while j < len(segments) and _length(pieces, segments[i][0], segments[j][1]) <= room:
            j += 1
        runs.append((segments[i][0], segments[j - 1][1]))
        if j == len(segments):
            break
        k = j
        while k - 1 > i and segments[j - 1][1] - segments[k - 1][0] <= overlap:
            k -= 1
        i = k
    out: list[Window] = []
    for n, (low, high) in enumerate(runs):
        own_low = low if n == 0 else (low + runs[n - 1][1]) // 2
        own_high = high if n == len(runs) - 1 else (runs[n + 1][0] + high) // 2
        out.append(Window(low, high, own_low, own_high))
    return out


def laid_out(pieces: Pieces, window: Window, domain: int, shapes: int) -> tuple[list[int], list[int], Ints]:
    """A window as the network takes it: ids, features, and the place of each piece low..high among them."""
    ids, features = [CLS], [domain * shapes]
    place = np.empty(window.high - window.low, dtype=np.int64)
    paragraph = pieces.paragraph[window.low]
    for n in range(window.low, window.high):
        if pieces.paragraph[n] != paragraph:
            paragraph = pieces.paragraph[n]
            ids.append(SEP)
            features.append(domain * shapes)
        place[n - window.low] = len(ids)
        ids.append(pieces.ids[n])
        features.append(domain * shapes + pieces.shape[n])
    ids.append(SEP)
    features.append(domain * shapes)
    return ids, features, place


def batches(lengths: Sequence[int], tokens: int) -> list[list[int]]:
    """Indices grouped so that no group, padded to its longest member, holds more than `tokens` (one member at least)."""
    out: list[list[int]] = []
    for i in sorted(range(len(lengths)), key=lambda i: (lengths[i], i)):
        if out and (len(out[-1]) + 1) * lengths[i] <= tokens:
            out[-1].append(i)
        else:
            out.append([i])
    return out
