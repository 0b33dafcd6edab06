"""Who said what, as a small network reads it: attributions, and hints at positions and contacts from the same pass.

    tags = tag(layers)
    tags.attributions, tags.stances, tags.triggers

Nothing heavy is imported before the first call. See MODEL_CARD.md in `data/` and docs/attribution-model.md.
"""

from dataclasses import dataclass
from pathlib import Path

from communique.annotate.layers import Attribution, Layers, ScoredSpan
from communique.annotate.tagger.decode import attribution_of, confidence_of, find, scored_spans
from communique.annotate.tagger.labels import ACTIONS, STANCES
from communique.annotate.tagger.network import chosen
from communique.annotate.tagger.pieces import cut, words_of

__all__ = ["ScoredSpan", "Tags", "model_name", "tag"]


@dataclass(frozen=True, slots=True)
class Tags:
    """What the network finds in a document, in text order.

    stances: words that a party holds a position on, labelled with the stance. triggers: words that tell of a contact,
    labelled with its action.
    """

    attributions: tuple[Attribution, ...] = ()
    stances: tuple[ScoredSpan, ...] = ()
    triggers: tuple[ScoredSpan, ...] = ()


def tag(
    layers: Layers, threshold: float | None = None, *, domain: str = "diplomacy", model: Path | None = None
) -> Tags:
    """Read `layers.paragraphs` and say what they attribute to whom.

    threshold: least confidence to keep, in [0, 1]; None takes the one at which precision and recall balance best.
    domain: "diplomacy" (records as Communique makes them: nested) or "news" (flat attributions as PolNeAR has them).
    model: a folder with another model (else COMMUNIQUE_MODEL, else the one that ships). Raises MissingPartError where it
    is none; no text raises.
    """
    loaded = chosen(model)
    text = layers.text
    pieces = cut(text, ((p.span.start, p.span.end) for p in layers.paragraphs), loaded.tokenizer)
    words = words_of(text, pieces)
    if not len(words):
        return Tags()
    config = loaded.config
    reading = loaded.read(text, pieces, words, domain)
    curve = config.calibration.get(domain)
    least = threshold if threshold is not None else curve.threshold if curve else 0.0
    found = []
    for one in find(reading, loaded.scorer, config.cue_bias.get(domain, 0.0)):
        sure = confidence_of(one.evidence, curve)
        if sure >= least:
            found.append(attribution_of(text, reading, one, sure))
    return Tags(
        tuple(a for a in found if a.content),
        scored_spans(text, reading, "stance", STANCES),
        scored_spans(text, reading, "trigger", ACTIONS),
    )


def model_name(model: Path | None = None) -> str:
    """The model's name and the first eight digits of its hash, for a record's `reader.model`."""
    loaded = chosen(model)
    return f"{loaded.config.name} {loaded.digest}"
