"""What confidence is worth: logistic curves from evidence to the share of right attributions, and the best threshold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from communique.annotate.tagger.decode import Found, find, span_of
from communique.annotate.tagger.network import Calibration, Network, Reading
from communique.annotate.tagger.pieces import cut, words_of
from communique.evaluate.attribution import Rates, Side, calibration_error, near, one_to_one, side_of
from communique.train.corpus import Example

Floats = NDArray[np.float64]
FOLDS = 5
THRESHOLDS = tuple(n / 50 for n in range(41))
CUE_BIASES = (0.0, -0.5, -1.0, -1.5)  # tried in turn; the one with the best F1 stays
RIDGE = 1.0
SLACK = 0.01  # thresholds that are this near to the best one are as good; the middle one of them is taken


@dataclass(frozen=True, slots=True)
class Read:
    """A document read by the network, with its gold: all of it, and whether a cue marks each."""

    example: Example
    reading: Reading
    gold: list[Side]
    cued: list[bool]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A curve with its figures. error: expected calibration error, each document judged by a curve fitted to others.
    overlap, e2e: rates at the threshold, by content and by content and source."""

    curve: Calibration
    error: float
    overlap: Rates
    e2e: Rates


def read_all(network: Network, examples: Sequence[Example]) -> list[Read]:
    """Run the network over the examples."""
    out = []
    for example in examples:
        pieces = cut(example.text, example.paragraphs, network.tokenizer)
        words = words_of(example.text, pieces)
        reading = network.read(example.text, pieces, words, example.domain)
        gold = [side_of(example.text, g.content, g.source) for g in example.attributions]
        out.append(Read(example, reading, gold, [bool(g.cue) for g in example.attributions]))
    return out


def _side(read: Read, found: Found) -> Side:
    text = read.example.text
    content = [(s.start, s.end) for run in found.content for s in span_of(text, read.reading, run)]
    source = [(s.start, s.end) for s in span_of(text, read.reading, found.source)] if found.source else []
    return side_of(text, content, source)


def _logistic(x: Floats, y: Floats) -> Floats:
    """Weights (the bias last) of a ridge-damped logistic regression, by Newton's method."""
    x = np.hstack([x, np.ones((len(x), 1))])
    w = np.zeros(x.shape[1])
    ridge = np.eye(x.shape[1]) * RIDGE
    ridge[-1, -1] = 1e-6
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + ridge, x.T @ (p - y) + ridge @ w)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    return w


def calibrate(network: Network, reads: Sequence[Read], cue_bias: float) -> Fitted | None:
    """Fit the curve of one domain on documents that were not trained on; None where there is too little to fit.

    An attribution is right when content and source agree with a gold one. The threshold is the one at which F1 by content
    and F1 by content and source are best together.
    """
    found = [find(r.reading, network.scorer, cue_bias) for r in reads]
    sides = [[_side(r, f) for f in fs] for r, fs in zip(reads, found, strict=True)]
    pairs = [near(r.gold, mine) for r, mine in zip(reads, sides, strict=True)]
    agreed = [
        [p for p in ps if r.gold[p[1]].agrees(mine[p[2]])] for r, mine, ps in zip(reads, sides, pairs, strict=True)
    ]
    right: list[bool] = []
    for mine, ps in zip(sides, agreed, strict=True):
        hits = set(one_to_one(ps).values())
        right += [j in hits for j in range(len(mine))]
    if min(sum(right), len(right) - sum(right)) < FOLDS:
        return None
    x = np.array([f.evidence for fs in found for f in fs])
    y = np.array(right, dtype=np.float64)
    document = np.array([n for n, fs in enumerate(found) for _ in fs])
    sure = np.zeros(len(y))
    for fold in range(FOLDS):
        held = document % FOLDS == fold
        w = _logistic(x[~held], y[~held])
        sure[held] = 1 / (1 + np.exp(-(x[held] @ w[:-1] + w[-1])))
    w = _logistic(x, y)
    final = 1 / (1 + np.exp(-(x @ w[:-1] + w[-1])))
    by_document = [final[document == n] for n in range(len(reads))]
    tried = [(_at(reads, pairs, by_document, t), _at(reads, agreed, by_document, t), t) for t in THRESHOLDS]
    top = max(a.f1 + b.f1 for a, b, _ in tried)
    good = [t for t in tried if t[0].f1 + t[1].f1 >= top - SLACK]
    overlap, e2e, best = good[len(good) // 2]
    curve = Calibration(tuple(round(float(v), 5) for v in w[:-1]), round(float(w[-1]), 5), best)
    return Fitted(curve, calibration_error(sure.tolist(), right), overlap, e2e)


def _at(
    reads: Sequence[Read], pairs: Sequence[Sequence[tuple[float, int, int]]], sure: Sequence[Floats], least: float
) -> Rates:
    """The rates when only attributions at least this sure are kept. A find that agrees with gold which no cue marks (a
    turn, a running quotation) is neither right nor wrong: other stages make those."""
    total = Rates(0, 0, 0)
    for r, near_ones, p in zip(reads, pairs, sure, strict=True):
        keep = p >= least
        matched = one_to_one(n for n in near_ones if keep[n[2]])
        cued = sum(r.cued[i] for i in matched)
        total += Rates(cued, int(keep.sum()) - (len(matched) - cued), sum(r.cued))
    return total
