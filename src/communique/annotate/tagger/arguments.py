"""What each word of a window is to each cue in it: scores and the best reading of them, in numpy.

A cue asks every word of its window "are you my source, my content, or neither?". So one word may answer to several cues,
which is how statements nested in statements come out. The network gives every word a projection of `WIDTH` numbers (its
columns: `PARTS`); the small scorer on top is the same as `train.model.ArgumentScorer`, whose weights it loads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from communique.annotate.tagger.labels import ARGUMENTS, CONTENT_MORE, OUTSIDE, SOURCE, SOURCE_MORE
from communique.annotate.tagger.labels import CONTENT as CONTENT_LABEL
from communique.annotate.tagger.pieces import Words

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

HIDDEN, PAIR = 128, 64  # width of the additive and of the bilinear part
WIDTH: Final = 3 * (HIDDEN + PAIR)
PARTS: Final = {  # columns of the projection: as a word, as a cue's first word, as a cue's last word
    "word": slice(0, HIDDEN + PAIR),
    "first": slice(HIDDEN + PAIR, 2 * (HIDDEN + PAIR)),
    "last": slice(2 * (HIDDEN + PAIR), WIDTH),
}
DISTANCES, PARAGRAPHS, BETWEEN = 17, 5, 8  # sizes of the three kinds of pair feature
IMPOSSIBLE: Final = -1e4

# Which label may follow which: a further word only after a word of its kind.
_FOLLOWS = np.full((ARGUMENTS, ARGUMENTS), 0.0, dtype=np.float32)
_FOLLOWS[[OUTSIDE, CONTENT_LABEL, CONTENT_MORE], SOURCE_MORE] = IMPOSSIBLE
_FOLLOWS[[OUTSIDE, SOURCE, SOURCE_MORE], CONTENT_MORE] = IMPOSSIBLE
_BEGINS = np.zeros(ARGUMENTS, dtype=np.float32)
_BEGINS[[SOURCE_MORE, CONTENT_MORE]] = IMPOSSIBLE


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights of the argument scorer, as `train.export` stores them."""

    distance: Floats  # (DISTANCES, HIDDEN)
    paragraph: Floats  # (PARAGRAPHS, HIDDEN)
    cues: Floats  # (BETWEEN, HIDDEN)
    stops: Floats  # (BETWEEN, HIDDEN)
    bias: Floats  # (ARGUMENTS,)
    out: Floats  # (HIDDEN, ARGUMENTS)
    pair: Floats  # (ARGUMENTS, PAIR, PAIR)

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Scorer":
        """From the arrays of an .npz file; KeyError where one is missing."""
        return cls(**{name: arrays[name].astype(np.float32) for name in cls.__slots__})

    def __call__(self, projected: Floats, cues: Sequence[tuple[int, int]], features: Ints) -> Floats:
        """Scores (cues, words, ARGUMENTS) for the words' projections (words, WIDTH); cues are word index pairs."""
        first, last = [c[0] for c in cues], [c[1] for c in cues]
        asking = projected[first, PARTS["first"]] + projected[last, PARTS["last"]]
        answering = projected[:, PARTS["word"]]
        hidden = answering[None, :, :HIDDEN] + asking[:, None, :HIDDEN]
        hidden += self.distance[features[..., 0]]
        hidden += (self.paragraph[:, None] + self.cues[None])[features[..., 1], features[..., 2]]
        hidden += self.stops[features[..., 3]]
        np.maximum(hidden, 0.0, out=hidden)
        scores: Floats = hidden @ self.out + self.bias
        pairs = np.einsum("cp,apq->caq", asking[:, HIDDEN:], self.pair, optimize=True)
        scores += (pairs @ answering[:, HIDDEN:].T).transpose(0, 2, 1)
        return scores


def pair_features(words: Words, low: int, high: int, cues: Sequence[tuple[int, int]]) -> Ints:
    """Features (cues, words low..high, 4) of a cue and a word: signed distance on a log scale, paragraphs apart, other
    cues between, sentence stops between (the last two: at most 3, and on which side). Cues: word indices of the document.
    """
    place = np.arange(low, high)
    begins = np.array([c[0] for c in cues], dtype=np.int64)[:, None]
    ends = np.array([c[1] for c in cues], dtype=np.int64)[:, None]
    after, before = place > ends, place < begins
    apart = np.where(after, place - ends, np.where(before, begins - place, 0))
    log = np.minimum(8, 1 + np.floor(np.log2(np.maximum(apart, 1))).astype(np.int64))
    distance = 8 + np.where(after, log, np.where(before, -log, 0))
    paragraph = np.clip(words.paragraph[place] - words.paragraph[begins], -2, 2) + 2
    starts = np.sort(begins[:, 0])
    count_at, count_next = np.searchsorted(starts, place), np.searchsorted(starts, place + 1)
    own_at, own_past = np.searchsorted(starts, begins), np.searchsorted(starts, ends + 1)
    cues_between = np.where(after, count_at - own_past, np.where(before, own_at - count_next, 0))
    stops_between = np.abs(words.stops[place] - words.stops[begins])
    side = 4 * after
    return np.stack(
        [
            distance,
            paragraph,
            np.clip(cues_between, 0, 3) + side,
            np.minimum(stops_between, 3) + side,
        ],
        axis=-1,
    )


def log_softmax(scores: Floats) -> Floats:
    """Scores as log probabilities over the last axis."""
    shifted: Floats = scores - scores.max(axis=-1, keepdims=True)
    shifted -= np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return shifted


def best_labels(scores: Floats, follows: Floats, begins: Floats) -> Ints:
    """The best label sequences (rows, words) for log scores (rows, words, labels) under transition scores (Viterbi)."""
    rows, length, labels = scores.shape
    back = np.empty((length, rows, labels), dtype=np.int8)
    best = scores[:, 0] + begins
    for t in range(1, length):
        through = best[:, :, None] + follows
        back[t] = through.argmax(axis=1)
        best = through.max(axis=1) + scores[:, t]
    out = np.empty((rows, length), dtype=np.int64)
    out[:, -1] = best.argmax(axis=1)
    for t in range(length - 1, 0, -1):
        out[:, t - 1] = back[t, np.arange(rows), out[:, t]]
    return out


def best_arguments(scores: Sequence[Floats]) -> list[Ints]:
    """The best labels of each cue's words, given the log scores (words, ARGUMENTS) of each; all cues at once."""
    if not scores:
        return []
    longest = max(len(s) for s in scores)
    padded = np.full((len(scores), longest, ARGUMENTS), IMPOSSIBLE, dtype=np.float32)
    padded[..., OUTSIDE] = 0.0
    for row, s in zip(padded, scores, strict=True):
        row[: len(s)] = s
    found = best_labels(padded, _FOLLOWS, _BEGINS)
    return [labels[: len(s)] for labels, s in zip(found, scores, strict=True)]


def runs_of(labels: Ints, first: int, more: int) -> list[tuple[int, int]]:
    """The runs (first word, last word) that begin with label `first` and go on with `more`."""
    out: list[tuple[int, int]] = []
    for i in np.flatnonzero((labels == first) | (labels == more)).tolist():
        if out and labels[i] == more and out[-1][1] == i - 1:
            out[-1] = (out[-1][0], i)
        else:
            out.append((i, i))
    return out
