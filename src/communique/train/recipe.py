"""How a network is trained: the numbers, apart from the loop so that they can be named without torch."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts in the loss. smoothing: label smoothing of all of them."""

    cue: float = 1.0
    arguments: float = 1.0
    flat: float = 0.3
    other: float = 0.5
    smoothing: float = 0.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train. repeat: how often a document of a domain is seen each epoch (1 where not named). nested: copies of
    each diplomatic document, its sentences reported by invented speakers, an epoch (see `nesting`).
    tokens: pieces a batch. rate, new_rate: top learning rates of the encoder and of what is new.
    fraction: share of the documents of "news" to learn from (ablations)."""

    epochs: float = 6.0
    seed: int = 0
    layers: int = 6
    tokens: int = 3072
    rate: float = 2e-4
    new_rate: float = 2e-3
    warm_up: int = 80
    decay: float = 0.01
    average: float = 0.998
    repeat: dict[str, int] = field(default_factory=lambda: {"diplomacy": 3})
    nested: int = 2
    fraction: float = 1.0
    weights: Weights = field(default_factory=Weights)
