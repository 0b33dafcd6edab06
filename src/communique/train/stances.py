"""Fit the weights of stance proposals on records annotated by hand.

    python -m communique.train.stances GOLD_DIR [--write]

GOLD_DIR holds ID.txt and ID.json (`positions`: stance, target, holders). Prints precision, recall and F1 by 5-fold
cross-validation over documents, holders aside; --write puts the weights of a fit on everything into the lexicon.
A proposal is right when stance and half of the shorter target's words agree with a position not yet matched.
"""

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from communique.annotate.layers import Layers
from communique.annotate.paragraphs import split
from communique.annotate.parse import parse
from communique.annotate.quotes import find_quotes
from communique.extract.positions import LEAST
from communique.extract.positions.propose import WEIGHTS, Proposal, lone, propose
from communique.ingest.text import ingest_text
from communique.lexicon.weights import probability
from communique.settings import Settings

WORD = re.compile(r"\w+")
STRENGTH = 2.0  # of the L2 prior; 1 to 5 give the same F1 within .01
FOLDS = 5
LEAVE_OUT = 1e-3  # weights smaller than this are not stored


@dataclass(frozen=True, slots=True)
class Example:
    """A document with its proposals and the annotated positions."""

    name: str
    text: str
    proposals: list[Proposal]
    gold: list[tuple[str, frozenset[str]]]


def words(text: str) -> frozenset[str]:
    """The words that count for agreement."""
    return frozenset(w for w in WORD.findall(text.lower()) if w not in ("the", "of", "and"))


def load(folder: Path) -> list[Example]:
    """All documents of a folder of annotations."""
    out = []
    for path in sorted(folder.glob("*.json")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        layers = Layers(ingest_text(text, Settings()).document)
        layers.paragraphs = split(layers.document)
        layers.sentences = parse(layers.paragraphs, text)
        layers.quotes = find_quotes(text, layers.paragraphs)
        gold = [(p["stance"], words(p["target"])) for p in json.loads(path.read_text(encoding="utf-8"))["positions"]]
        out.append(Example(path.stem, text, list(propose(layers)), gold))
    return out


def right(example: Example, proposals: Sequence[Proposal]) -> set[int]:
    """Indices of the proposals that match a position, one to one, best agreement first."""
    pairs = []
    for j, proposal in enumerate(proposals):
        said = words(proposal.target.of(example.text))
        for i, (stance, target) in enumerate(example.gold):
            shared, shorter = len(said & target), max(1, min(len(said), len(target)))
            if stance == proposal.stance and shared * 2 >= shorter:
                pairs.append((-shared / shorter, i, j))
    used: dict[int, int] = {}
    for _, i, j in sorted(pairs):
        if i not in used.values() and j not in used:
            used[j] = i
    return set(used)


def labels(example: Example) -> list[bool]:
    """Which proposals to learn as right: those that match, and those that say the same of the same words, as only one of
    them will be kept."""
    proposals, good = example.proposals, right(example, example.proposals)
    return [
        j in good or any(p.stance == proposals[k].stance and p.target.overlaps(proposals[k].target) for k in good)
        for j, p in enumerate(proposals)
    ]


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Weights by Newton's method under an L2 prior; the bias is nearly free."""
    rows = [p.features for e in examples for p in e.proposals]
    wanted = np.array([label for e in examples for label in labels(e)], dtype=float)
    names = sorted({name for row in rows for name in row})
    index = {name: n for n, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for n, row in enumerate(rows):
        x[n, [index[name] for name in row]] = 1.0
    prior = np.full(len(names), STRENGTH)
    prior[index["bias"]] = 0.01
    w = np.zeros(len(names))
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-x @ w))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(prior), x.T @ (p - wanted) + prior * w)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    return dict(zip(names, (float(v) for v in w), strict=True))


def cross_validate(examples: Sequence[Example], least: float = LEAST) -> tuple[float, float, float]:
    """Precision, recall, F1 of proposals kept at `least`, each document judged by weights that never saw it."""
    hit = kept = gold = 0
    for fold in range(FOLDS):
        table = fit([e for n, e in enumerate(examples) if n % FOLDS != fold])
        for example in examples[fold::FOLDS]:
            rated = lone([(p, probability(table, p.features)) for p in example.proposals])
            stay = [p for p, chance in rated if chance >= least]
            hit, kept, gold = hit + len(right(example, stay)), kept + len(stay), gold + len(example.gold)
    return hit / max(kept, 1), hit / max(gold, 1), 2 * hit / max(kept + gold, 1)


def main() -> None:
    """Run the command line in the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    examples = load(arguments.gold)
    print(f"{len(examples)} documents, {sum(len(e.proposals) for e in examples)} proposals")
    for least in (0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        print(f"{least:.2f}  P {{:.3f}}  R {{:.3f}}  F {{:.3f}}".format(*cross_validate(examples, least)))
    if arguments.write:
        table = fit(examples)
        lines = [f"{name}\t{w:.3f}" for name, w in sorted(table.items()) if abs(w) >= LEAVE_OUT]
        header = (
            "# Weights of stance proposals, fitted by communique.train.stances; a feature's name and its log-odds.\n"
        )
        target = Path(__file__).parents[1] / "lexicon" / WEIGHTS
        target.write_text(header + "\n".join(lines) + "\n", encoding="utf-8")
        print(f"wrote {len(lines)} weights to {target}")


if __name__ == "__main__":
    main()
