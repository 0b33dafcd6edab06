"""Attributions against gold: by the words of their content, and of their source.

The same measure as the shared task scorers use: two contents agree when the Jaccard of the sets of words that they cover
is at least one half; sources agree when they share a word, or when there is none on either side.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

WORD: Final = re.compile(r"\w+")
LEAST: Final = 0.5

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Side:
    """One attribution as sets of word starts."""

    content: frozenset[int]
    source: frozenset[int]

    def agrees(self, other: "Side") -> bool:
        """Whether the sources agree."""
        return bool(self.source & other.source) or not (self.source or other.source)


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts of right, found and wanted with precision, recall and F1."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of the found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the wanted that was found."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 0.0

    def __add__(self, other: "Rates") -> "Rates":
        return Rates(self.right + other.right, self.found + other.found, self.wanted + other.wanted)


def side_of(text: str, content: Iterable[Stretch], source: Iterable[Stretch]) -> Side:
    """The words that the stretches touch."""

    def starts(stretches: Iterable[Stretch]) -> frozenset[int]:
        out: set[int] = set()
        for start, end in stretches:
            # A stretch that begins or ends inside a word touches all of it.
            while 0 < start < len(text) and text[start - 1].isalnum() and text[start].isalnum():
                start -= 1
            out.update(m.start() for m in WORD.finditer(text, start, end))
        return frozenset(out)

    return Side(starts(content), starts(source))


def near(gold: Sequence[Side], found: Sequence[Side]) -> list[tuple[float, int, int]]:
    """(minus Jaccard, index of gold, index of found) of all pairs whose contents agree, the closest first."""
    out = []
    for i, g in enumerate(gold):
        for j, f in enumerate(found):
            common = len(g.content & f.content)
            if common and common >= LEAST * len(g.content | f.content):
                out.append((-common / len(g.content | f.content), i, j))
    return sorted(out)


def one_to_one(pairs: Iterable[tuple[float, int, int]]) -> dict[int, int]:
    """{index of gold: index of found}, greedily in the order given."""
    out: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in pairs:
        if i not in out and j not in used:
            out[i] = j
            used.add(j)
    return out


def paired(
    gold: Sequence[Side], found: Sequence[Side], allowed: Callable[[Side, Side], bool] = lambda g, f: True
) -> dict[int, int]:
    """{index of gold: index of found}, one to one, the closest contents first."""
    return one_to_one(p for p in near(gold, found) if allowed(gold[p[1]], found[p[2]]))


def calibration_error(sure: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: how far confidence and share of right ones lie apart, over bins of equal width."""
    total = 0.0
    for b in range(bins):
        inside = [i for i, p in enumerate(sure) if min(bins - 1, int(p * bins)) == b]
        total += abs(sum(sure[i] for i in inside) - sum(right[i] for i in inside))
    return total / len(sure) if sure else 0.0
