"""From the network's reading of a document to attributions, stances and triggers with their confidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from communique.annotate.layers import Attribution, ScoredSpan
from communique.annotate.tagger import labels
from communique.annotate.tagger.arguments import (
    IMPOSSIBLE,
    Scorer,
    best_arguments,
    best_labels,
    log_softmax,
    pair_features,
    runs_of,
)
from communique.annotate.tagger.network import Calibration, Reading
from communique.annotate.tagger.pieces import Words
from communique.model import Span, Spans

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Run = tuple[int, int]

_CUE_FOLLOWS: Final = np.array([[0, 0, IMPOSSIBLE], [0, 0, 0], [0, 0, 0]], dtype=np.float32)
LONG: Final = 50  # words of a quotation that is taken whole
_CUE_BEGINS: Final = np.array([0, 0, IMPOSSIBLE], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution in words of the document, with the evidence that its confidence is made of."""

    cue: Run
    source: Run | None
    content: tuple[Run, ...]
    evidence: tuple[float, ...]


def find(reading: Reading, scorer: Scorer, cue_bias: float) -> list[Found]:
    """All attributions whose cue the network takes for one, in the order of their cues."""
    cue_scores = log_softmax(reading.scores[:, labels.HEADS["cue"]])
    biased = cue_scores + np.array([cue_bias, 0, 0], dtype=np.float32)
    if not len(biased):
        return []
    cues = runs_of(best_labels(biased[None], _CUE_FOLLOWS, _CUE_BEGINS)[0], 1, 2)
    owned: list[tuple[Run, int, int]] = []  # a cue and the words of the window that it is asked in
    scores: list[Floats] = []
    for (low, high, own_low, own_high), projected in zip(reading.windows, reading.projected, strict=True):
        mine = [(a, min(b, high - 1)) for a, b in cues if own_low <= a < own_high]
        if not mine:
            continue
        features = pair_features(reading.words, low, high, mine)
        found = log_softmax(scorer(projected, [(a - low, b - low) for a, b in mine], features))
        for (a, b), row in zip(mine, found, strict=True):
            row[a - low : b + 1 - low] = IMPOSSIBLE
            row[a - low : b + 1 - low, labels.OUTSIDE] = 0.0
            owned.append(((a, b), low, high))
            scores.append(row)
    goes_on = reading.scores[:, labels.HEADS["content"]].argmax(axis=1) == 2
    goes_on |= _goes_on_quoting(reading.words)
    quotations = [q for q in _quotations(reading.words) if q[1] - q[0] >= LONG]
    out: list[Found] = []
    for (cue, low, high), row, best in zip(owned, scores, best_arguments(scores), strict=True):
        contents = runs_of(best, labels.CONTENT, labels.CONTENT_MORE)
        if not contents:
            continue
        sources = runs_of(best, labels.SOURCE, labels.SOURCE_MORE)
        source = max(sources, key=lambda r: float(_mean(row, best, [r])), default=None)
        shifted = [(a + low, b + low) for a, b in contents]
        shifted[-1] = (shifted[-1][0], _carried_on(shifted[-1][1], high, goes_on))
        shifted = _whole_quotations(shifted, cue, quotations)
        evidence = (
            *_evidence(cue_scores, cue, row, best, contents, source),
            *_shape(reading.words, cue, shifted),
        )
        out.append(Found(cue, (source[0] + low, source[1] + low) if source else None, tuple(shifted), evidence))
    return out


def _carried_on(last: int, high: int, goes_on: NDArray[np.bool_]) -> int:
    """The last word of a content that fills its window to the brim: it goes on as long as the next windows see content
    go on, or the quotation that it is in does."""
    if last == high - 1:
        while last + 1 < len(goes_on) and goes_on[last + 1]:
            last += 1
    return last


def _goes_on_quoting(words: Words) -> NDArray[np.bool_]:
    """For each word, whether it and the word before stand in quotation marks in one paragraph."""
    same = np.diff(words.paragraph, prepend=-1) == 0
    found: NDArray[np.bool_] = same & words.quoted & np.roll(words.quoted, 1)
    return found


def _quotations(words: Words) -> list[Run]:
    """The quotations as runs of words, marks included; one that goes over paragraphs falls apart at their ends."""
    quoted, more = words.quoted.astype(np.int64), _goes_on_quoting(words)
    return runs_of(np.where(more, 2, quoted), 1, 2)


def _whole_quotations(contents: list[Run], cue: Run, quotations: Sequence[Run]) -> list[Run]:
    """A content that begins or ends where a long quotation does takes in all of it, if the cue stands outside.

    The network has seen few quotations of this length, and stops after some sentences; shorter ones it knows better.
    """
    grown = []
    for first, last in contents:
        for low, high in quotations:
            if low <= cue[0] <= high or last < low or first > high:
                continue
            if first <= low + 1 or last >= high - 2:
                first, last = min(first, low), max(last, high)
        grown.append((first, last))
    out: list[Run] = []
    for first, last in sorted(grown):
        if out and first <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], last))
        else:
            out.append((first, last))
    return out


def _mean(row: Floats, best: Ints, runs: Sequence[Run]) -> float:
    """Mean log probability of the labels chosen in `runs`."""
    places = np.concatenate([np.arange(a, b + 1) for a, b in runs])
    return float(row[places, best[places]].mean())


def _evidence(
    cue_scores: Floats, cue: Run, row: Floats, best: Ints, contents: Sequence[Run], source: Run | None
) -> tuple[float, ...]:
    """What tells a right attribution from a wrong one: log odds of the cue; mean log probability of the content's words;
    of its ends; of the source (0 where there is none) and whether there is one; how many fragments."""
    inside = -float(np.expm1(min(-1e-6, cue_scores[cue[0], 0])))  # probability that the word is part of a cue
    odds = float(np.log(max(inside, 1e-6)) - min(-1e-6, cue_scores[cue[0], 0]))
    after = [b + 1 for _, b in contents if b + 1 < len(best)]
    ends = np.array([a for a, _ in contents] + after)
    return (
        float(np.clip(odds, -6.0, 6.0)),
        max(_mean(row, best, contents), -4.0),
        max(float(row[ends, best[ends]].mean()), -4.0),
        max(_mean(row, best, [source]), -4.0) if source else 0.0,
        float(source is not None),
        float(min(len(contents), 3)),
    )


def _shape(words: Words, cue: Run, contents: Sequence[Run]) -> tuple[float, ...]:
    """More evidence: the share of the content in quotation marks, its length on a log scale, and whether any of it stands in
    another sentence than the cue."""
    places = np.concatenate([np.arange(a, b + 1) for a, b in contents])
    apart = any(words.stops[a] != words.stops[cue[0]] for a, _ in contents)
    return float(words.quoted[places].mean()), float(np.log(len(places))), float(apart)


def confidence_of(evidence: Sequence[float], curve: Calibration | None) -> float:
    """The calibrated probability, rounded so that it is the same on every machine."""
    if curve is None:
        return round(float(1 / (1 + np.exp(-evidence[0]))), 3)
    z = curve.bias + sum(w * x for w, x in zip(curve.weights, evidence, strict=True))
    return round(float(1 / (1 + np.exp(-z))), 3)


def span_of(text: str, reading: Reading, run: Run) -> Spans:
    """The stretches of text that a run of words covers; two where unread text (chrome) stands between paragraphs."""
    words = reading.words
    out: list[Span] = []
    for i in range(run[0], run[1] + 1):
        start, end = int(words.starts[i]), int(words.ends[i])
        broken = i > run[0] and words.paragraph[i] != words.paragraph[i - 1] and text[out[-1].end : start].strip()
        if out and not broken:
            out[-1] = Span(out[-1].start, max(end, out[-1].end))
        elif end > start:
            out.append(Span(start, end))
    return tuple(out)


def attribution_of(text: str, reading: Reading, found: Found, confidence: float) -> Attribution:
    """An attribution in code points of the text."""
    content = tuple(s for run in found.content for s in span_of(text, reading, run))
    source = span_of(text, reading, found.source) if found.source else ()
    return Attribution(content, span_of(text, reading, found.cue), source, confidence)


def scored_spans(text: str, reading: Reading, head: str, names: Sequence[str]) -> tuple[ScoredSpan, ...]:
    """The spans of a head (stance, trigger): runs of words that the network reads as one of its labels."""
    scores = log_softmax(reading.scores[:, labels.HEADS[head]])
    best = scores.argmax(axis=1)
    out: list[ScoredSpan] = []
    for kind, name in enumerate(names):
        for run in runs_of(best, 1 + 2 * kind, 2 + 2 * kind):
            both = np.exp(scores[run[0] : run[1] + 1, 1 + 2 * kind : 3 + 2 * kind]).sum(axis=1)
            sure = round(float(np.exp(np.log(np.maximum(both, 1e-6)).mean())), 3)
            out += [ScoredSpan(span, name, sure) for span in span_of(text, reading, run)]
    return tuple(sorted(out, key=lambda s: (s.span, s.label)))
