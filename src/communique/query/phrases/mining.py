"""What recurs: runs of 2 to 8 words that many independent texts share, that hold together, and that promise, praise or condemn.

Runs are counted by length, each length only where both shorter runs in it are frequent (Agrawal & Srikant 1994, Apriori). How
well a run holds together is the least pointwise mutual information over the places where it can be cut (Church & Hanks 1990).
A run that nearly always stands in one longer run is a piece of that one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log2
from typing import TYPE_CHECKING, NamedTuple

from communique.lexicon.phrases import phrase_lexicon
from communique.query.phrases.words import Token, stem

if TYPE_CHECKING:
    import numpy as np

LONGEST = 8  # words
LEAST = 4  # independent documents that use a run
COHESION = 4.0  # bits
PIECE = 0.7  # of a run's documents that use one longer run: then it is a piece of that
MOST_TOKENS = 10_000_000  # counted; a few hundred MB
FACTOR = 0x9E3779B97F4A7C15  # an odd number that spreads the bits


class Mined(NamedTuple):
    """A formula. stems: with what stands between, in the order most often used; documents: independent ones that use it."""

    stems: tuple[str, ...]
    documents: int
    cohesion: float


class Runs:
    """Collects texts, then finds what recurs in them. Texts of one origin count as one."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {".": 0}
        self.parts: list[str] = ["ends"]
        self.sequence: list[int] = []
        self.origin: list[int] = []
        self.capital: Counter[int] = Counter()
        self.seen: Counter[int] = Counter()
        self.origins: dict[str, int] = {}

    @property
    def full(self) -> bool:
        """Whether no more texts are taken."""
        return len(self.sequence) >= MOST_TOKENS

    def add(self, words: Iterable[Token], origin: str) -> None:
        """Take a text's words."""
        number = self.origins.setdefault(origin, len(self.origins))
        before = len(self.sequence)
        for token in words:
            if token.part == "left out":
                continue
            name = "and" if token.part == "joins" else token.stem
            if token.part in ("ends", "breaks") or name in _apart():
                name = "."
            here = self.ids.setdefault(name, len(self.ids))
            if here == len(self.parts):
                self.parts.append(token.part)
            if self.sequence[-1:] == [here] and token.part in ("joins", "ends"):
                continue
            self.sequence.append(here)
            self.seen[here] += 1
            self.capital[here] += token.capital
        self.sequence.append(0)
        self.origin += [number] * (len(self.sequence) - before)

    def mined(self) -> list[Mined]:
        """The formulas, the most used first."""
        counted = _frequent(self.sequence, self.origin)
        names = list(self.ids)
        named = {run: tuple(names[i] for i in run) for run in counted if self._whole(run)}
        total = len(self.sequence)
        candidates = {}
        for run, stems in named.items():
            if _formula(stems) and self._lower(run):
                bits = self._cohesion(run, counted, total)
                if bits >= COHESION:
                    candidates[run] = Mined(stems, counted[run][0], bits)
        return _grouped(_maximal(candidates))

    def _whole(self, run: Sequence[int]) -> bool:
        return self.parts[run[0]] == self.parts[run[-1]] == "word"

    def _lower(self, run: Sequence[int]) -> bool:
        """Whether it is more than a name: two words in lower case, and no name that a preposition hangs on."""
        lower = sum(self.parts[i] == "word" and not self._name(i) for i in run)
        return lower >= 2 and not (self._name(run[0]) or (self._name(run[-1]) and self._hangs(run)))

    def _name(self, word: int) -> bool:
        return self.capital[word] * 2 >= self.seen[word]

    def _hangs(self, run: Sequence[int]) -> bool:
        words = reversed(run)
        return next((self.parts[i] != "word" for i in words if not (self._name(i) and self.parts[i] == "word")), False)

    def _cohesion(self, run: tuple[int, ...], counted: "Counted", total: int) -> float:
        """Bits of mutual information between what stands on both sides of the loosest place."""
        least = float("inf")
        for cut in range(1, len(run)):
            if self.parts[run[cut]] != "word":
                continue
            left, right = run[:cut], run[cut:]
            while self.parts[left[-1]] != "word":
                left = left[:-1]
            expected = counted[left][1] * counted[right][1] / total
            least = min(least, log2(counted[run][1] / expected))
        return round(least, 2)


Counted = dict[tuple[int, ...], tuple[int, int]]


def _frequent(sequence: list[int], origin: list[int]) -> Counted:
    """Runs that enough origins share: (origins, occurrences). Single words are all counted."""
    import numpy as np

    ids, origins = np.array(sequence, dtype=np.uint64), np.array(origin, dtype=np.int64)
    hashed = ids * np.uint64(FACTOR)
    alive = np.flatnonzero(ids != 0)
    counted: Counted = {}
    for length in range(1, LONGEST + 1):
        if length > 1:
            follows = np.isin(alive + 1, alive, assume_unique=True)
            alive = alive[follows]
            alive = alive[alive + length <= len(ids)]
            with np.errstate(over="ignore"):
                longer = hashed[alive] * np.uint64(FACTOR) ^ ids[alive + length - 1] * np.uint64(FACTOR + 2)
            longer ^= longer >> np.uint64(29)
            hashed = np.zeros_like(hashed)
            hashed[alive] = longer
        least = 1 if length == 1 else LEAST
        kept, rows = _counts(hashed[alive], origins[alive], least)
        for at, documents, occurrences in rows:
            start = int(alive[at])
            counted[tuple(sequence[start : start + length])] = (documents, occurrences)
        if length > 1:
            alive = alive[kept]
    return counted


def _counts(hashed: "np.ndarray", origins: "np.ndarray", least: int) -> tuple["np.ndarray", list[tuple[int, int, int]]]:
    """Which entries are of a run in enough origins; and for each such run an entry of it, its origins, its occurrences."""
    import numpy as np

    if not len(hashed):
        return np.zeros(0, dtype=bool), []
    order = np.lexsort((origins, hashed))
    h, o = hashed[order], origins[order]
    starts = np.flatnonzero(np.concatenate(([True], h[1:] != h[:-1])))
    changes = np.concatenate(([True], (h[1:] != h[:-1]) | (o[1:] != o[:-1])))
    documents = np.add.reduceat(changes.astype(np.int64), starts)
    occurrences = np.diff(np.append(starts, len(h)))
    enough = documents >= least
    kept = np.zeros(len(h), dtype=bool)
    kept[order] = np.repeat(enough, occurrences)
    rows = zip(order[starts[enough]].tolist(), documents[enough].tolist(), occurrences[enough].tolist(), strict=True)
    return kept, list(rows)


@lru_cache(maxsize=1)
def _apart() -> frozenset[str]:
    lexicon = phrase_lexicon()
    return frozenset(stem(w) for w in lexicon.counting | lexicon.reporting | lexicon.offices)


@lru_cache(maxsize=1)
def _weighty() -> tuple[frozenset[str], frozenset[str]]:
    lexicon = phrase_lexicon()
    return frozenset(map(stem, lexicon.nouns)), frozenset(map(stem, lexicon.qualifiers))


def _formula(stems: Sequence[str]) -> bool:
    """Whether it promises, praises, demands or condemns: two such words; a mere compound noun is a term, not a formula."""
    nouns, qualifiers = _weighty()
    if len(stems) < 2 or stems[-1] in qualifiers or stems[-1].endswith("ly"):
        return False
    weight = sum(s in nouns or s in qualifiers for s in stems)
    linked = any(s in phrase_lexicon().prepositions or s == "and" for s in stems)
    return weight >= 2 and (linked or any(s in qualifiers for s in stems))


def _maximal(candidates: dict[tuple[int, ...], Mined]) -> list[Mined]:
    """Without the pieces of longer ones."""
    within: dict[tuple[int, ...], int] = defaultdict(int)
    for run, mined in candidates.items():
        for length in range(2, len(run)):
            for at in range(len(run) - length + 1):
                piece = run[at : at + length]
                if piece in candidates:
                    within[piece] = max(within[piece], mined.documents)
    return [m for run, m in candidates.items() if within[run] < PIECE * m.documents]


def _grouped(found: Iterable[Mined]) -> list[Mined]:
    """One for each set of words: the order most often used."""
    groups: dict[tuple[str, ...], Mined] = {}
    for mined in sorted(found, key=lambda m: (-m.documents, m.stems)):
        groups.setdefault(tuple(sorted(set(mined.stems) - {"and"})), mined)
    return list(groups.values())
