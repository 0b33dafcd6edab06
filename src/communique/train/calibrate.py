"""What confidence is worth: logistic curves from evidence to the share of right attributions, and the best threshold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from communique.annotate.tagger.decode import Found, find, span_of
from communique.annotate.tagger.network import Calibration, Network, Reading
from communique.annotate.tagger.pieces import cut, words_of
from communique.evaluate.attribution import Side, calibration_error, paired, side_of
from communique.train.corpus import Example

Floats = NDArray[np.float64]
FOLDS = 5
CUE_BIASES = (0.0, -0.5, -1.0, -1.5)  # tried in turn; the one with the best F1 stays
RIDGE = 1.0


@dataclass(frozen=True, slots=True)
class Read:
    """A document read by the network, with its gold: all of it, and whether a cue marks each."""

    example: Example
    reading: Reading
    gold: list[Side]
    cued: list[bool]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A curve with its figures. error: expected calibration error, each document judged by a curve fitted to others."""

    curve: Calibration
    error: float
    f1: float
    precision: float
    recall: float


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


def calibrate(network: Network, reads: Sequence[Read], cue_bias: float, sources: bool) -> Fitted | None:
    """Fit the curve of one domain on documents that were not trained on.

    An attribution is right when content and source agree with a gold one. sources: whether the threshold that balances
    precision and recall asks for the source too (else for the content alone). None where there is too little to fit.
    """
    found = [find(r.reading, network.scorer, cue_bias) for r in reads]
    sides = [[_side(r, f) for f in fs] for r, fs in zip(reads, found, strict=True)]
    right: list[bool] = []
    for r, mine in zip(reads, sides, strict=True):
        hits = set(paired(r.gold, mine, Side.agrees).values())
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
    best = max((_at(reads, sides, document, final, t, sources) for t in np.arange(0.0, 0.81, 0.02)), key=lambda b: b[0])
    curve = Calibration(tuple(round(float(v), 5) for v in w[:-1]), round(float(w[-1]), 5), round(float(best[3]), 2))
    return Fitted(curve, calibration_error(sure.tolist(), right), *(float(b) for b in best[:3]))


def _at(
    reads: Sequence[Read],
    sides: Sequence[Sequence[Side]],
    document: NDArray[np.int64],
    sure: Floats,
    least: float,
    sources: bool,
) -> tuple[float, float, float, float]:
    """F1, precision, recall when only attributions at least this sure are kept. A find that agrees with gold which no cue
    marks (a turn, a running quotation) is neither right nor wrong: other stages make those."""
    hit = wanted = kept = 0
    for n, (r, mine) in enumerate(zip(reads, sides, strict=True)):
        keep = [s for s, p in zip(mine, sure[document == n], strict=True) if p >= least]
        pairs = paired(r.gold, keep, Side.agrees) if sources else paired(r.gold, keep)
        cued = sum(r.cued[i] for i in pairs)
        hit += cued
        kept += len(keep) - (len(pairs) - cued)
        wanted += sum(r.cued)
    return (2 * hit / max(1, kept + wanted), hit / max(1, kept), hit / max(1, wanted), least)
