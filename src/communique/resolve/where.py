"""Where something happened: only a place that the text puts there."""

from typing import TYPE_CHECKING

from communique.annotate.layers import Layers, Sentence
from communique.resolve.cast import Cast

if TYPE_CHECKING:
    from spacy.tokens import Token

PREPOSITIONS = frozenset(("in", "at", "near", "inside"))


def place_of(layers: Layers, cast: Cast, sentence: Sentence, head: "Token") -> str | None:
    """The id of the place or state that a preposition of place under `head` (a verb or noun) names; None where none does.

    Looks at "in Geneva" hung by `head`, by its auxiliaries or, for a noun, by the verb that it is the object of; a nationality
    or the subject's state is never a place.
    """
    for token in (
        (head, head.head) if head.pos_ in ("NOUN", "PROPN") and head.dep_ in ("dobj", "pobj", "nsubj") else (head,)
    ):
        for child in token.children:
            if child.lower_ in PREPOSITIONS and child.dep_ == "prep":
                for noun in child.children:
                    if noun.dep_ == "pobj":
                        found = _named(cast, sentence, noun)
                        if found:
                            return found
    return None


def _named(cast: Cast, sentence: Sentence, noun: "Token") -> str | None:
    span = sentence.span_of(noun)
    for reference in cast.within(sentence.span, attributive=True):
        if reference.head.overlaps(span) or reference.head.contains(span):
            for entity_id in reference.entities:
                if cast.entity(entity_id).kind in ("place", "country"):
                    return entity_id
    return None
