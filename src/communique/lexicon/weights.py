"""Weights of a small linear model, kept as data: a name and a number a line."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from math import exp

from communique.errors import LexiconError


def parse(name: str, source: str) -> dict[str, float]:
    """Weights from tab-separated lines; `#` starts a comment line. Raises LexiconError with file and line."""
    out: dict[str, float] = {}
    for number, line in enumerate(source.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        key, tab, value = line.partition("\t")
        try:
            weight = float(value)
        except ValueError:
            raise LexiconError(f"{name}:{number}: not a number: {value!r}") from None
        if not tab or key in out:
            raise LexiconError(f"{name}:{number}: {'no tab' if not tab else 'twice: ' + key}")
        out[key] = weight
    return out


@cache
def weights(name: str) -> dict[str, float]:
    """The weights of a file that ships (`stance_weights.tsv`), read once."""
    return parse(name, files("communique.lexicon").joinpath(name).read_text(encoding="utf-8"))


def probability(table: dict[str, float], features: Iterable[str]) -> float:
    """The logistic of the sum of the weights of `features`; unknown ones weigh nothing."""
    return 1.0 / (1.0 + exp(-sum(table.get(f, 0.0) for f in features)))
