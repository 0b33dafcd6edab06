"""Two reports compared: the log-odds that they tell one contact, and why."""

import math
from typing import NamedTuple

from communique.query.merging import circumstances, weights
from communique.query.merging.parties import Reason, parties
from communique.query.merging.told import Told

NEVER = -20.0


class Score(NamedTuple):
    """logit: natural log-odds; NEVER where they exclude each other. reasons: what was added up."""

    logit: float
    reasons: tuple[Reason, ...]


IMPOSSIBLE = Score(NEVER, ())


def compare(one: Told, other: Told) -> Score:
    """How likely two reports tell one contact. The order of the two does not matter."""
    if one.likeness == other.likeness and one.origin == other.origin and one.document != other.document:
        return Score(weights.SAME_WORDS, (("the same words in a copy", weights.SAME_WORDS),))
    if one.status in ("denied", "hypothetical") or other.status in ("denied", "hypothetical"):
        return IMPOSSIBLE
    if one.order > other.order:
        one, other = other, one
    found: list[Reason] = []
    for part in (circumstances.how, circumstances.when, parties, circumstances.where):
        reasons = part(one, other)
        if reasons is None:
            return IMPOSSIBLE
        found += reasons
    return Score(round(weights.PRIOR + sum(weight for _, weight in found), 6), tuple(found))


def probability(logit: float) -> float:
    """Of log-odds; two places."""
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, logit)))), 3)
