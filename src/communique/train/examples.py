"""Windows of the training documents with what the network should say of every word."""

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from communique.annotate.tagger import labels
from communique.annotate.tagger.arguments import pair_features
from communique.annotate.tagger.pieces import WINDOW, Pieces, Window, Words, cut, laid_out, windows, words_of
from communique.train.corpus import Example, Gold, Stretch

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ints = NDArray[np.int64]
UNKNOWN = -100  # a label that is not learnt from


@dataclass(slots=True)
class Item:
    """A window to learn from. ids, features: the network's input. words: their places in it. heads: labels of each word,
    one column per head of labels.HEADS. cues: word ranges in the window; pairs: (cues, words, 4) features;
    arguments: (cues, words) labels."""

    ids: list[int]
    features: list[int]
    words: Ints
    heads: Ints
    cues: list[tuple[int, int]]
    pairs: Ints
    arguments: Ints


@dataclass(slots=True)
class Prepared:
    """A document cut into pieces, with its labels by word of the document."""

    example: Example
    pieces: Pieces
    words: Words
    heads: Ints
    cues: list[tuple[int, int]]
    arguments: Ints


def prepare(example: Example, tokenizer: "Tokenizer") -> Prepared:
    """Cut a document and lay its gold over the words."""
    pieces = cut(example.text, example.paragraphs, tokenizer)
    words = words_of(example.text, pieces)
    heads = np.zeros((len(words), len(labels.HEADS)), dtype=np.int64)
    by_cue: dict[tuple[int, int], list[Gold]] = {}
    taken: set[int] = set()
    for gold in example.attributions:
        at = words.between(*gold.cue[0]) if gold.cue else None
        if at is None:
            continue
        if at not in by_cue and taken & set(range(at[0], at[1] + 1)):
            continue  # two cues that share a word: the first one stays
        taken |= set(range(at[0], at[1] + 1))
        by_cue.setdefault(at, []).append(gold)
    cues = sorted(by_cue)
    arguments = np.zeros((len(cues), len(words)), dtype=np.int64)
    for row, at in enumerate(cues):
        _mark(heads[:, 0], [at], 1)
        spans = [_touched(words, s) for gold in by_cue[at] for s in gold.content]
        _mark(arguments[row], spans, labels.CONTENT)
        sources = [_touched(words, s) for gold in by_cue[at] for s in gold.source]
        _mark(arguments[row], sources, labels.SOURCE)
        _mark(arguments[row], [at], labels.OUTSIDE, labels.OUTSIDE)
        _mark(heads[:, 1], sources, 1)
        # Of nested contents the flat head learns the outermost; it is there to shape the encoder and to join windows.
        _mark(heads[:, 2], [s for s in spans if s and not heads[s[0] : s[1] + 1, 2].all()], 1)
    for column, (marks, names) in enumerate(
        ((example.stances, labels.STANCES), (example.triggers, labels.ACTIONS)), start=3
    ):
        heads[:, column] = 0 if marks is not None else UNKNOWN
        for stretch, name in marks or ():
            if name in names:
                _mark(heads[:, column], [_touched(words, stretch)], 1 + 2 * names.index(name))
    return Prepared(example, pieces, words, heads, cues, arguments)


def _touched(words: Words, stretch: Stretch) -> tuple[int, int] | None:
    return words.between(*stretch)


def _mark(
    column: Ints, ranges: "list[tuple[int, int] | None] | list[tuple[int, int]]", first: int, more: int | None = None
) -> None:
    """Write `first` on the first word of each range and `more` (by default first + 1) on the others."""
    for at in ranges:
        if at is not None:
            column[at[0] : at[1] + 1] = first + 1 if more is None else more
            column[at[0]] = first


def items(prepared: Prepared, rng: random.Random | None) -> list[Item]:
    """The windows of a document; with `rng` the first is cut short at random, so that every epoch cuts elsewhere."""
    first = rng.randint(WINDOW // 3, WINDOW) if rng else None
    domain = labels.DOMAINS.index(prepared.example.domain)
    found = windows(prepared.example.text, prepared.pieces, WINDOW, 0, first)
    return [_item(prepared, window, domain) for window in found]


def _item(prepared: Prepared, window: Window, domain: int) -> Item:
    words = prepared.words
    ids, features, place = laid_out(prepared.pieces, window, domain, labels.SHAPES)
    low, high = np.searchsorted(words.piece, (window.low, window.high)).tolist()
    rows = [i for i, c in enumerate(prepared.cues) if low <= c[0] and c[1] < high]
    cues = [prepared.cues[i] for i in rows]
    return Item(
        ids,
        features,
        place[words.piece[low:high] - window.low],
        prepared.heads[low:high],
        [(a - low, b - low) for a, b in cues],
        pair_features(words, low, high, cues),
        prepared.arguments[rows, low:high],
    )
