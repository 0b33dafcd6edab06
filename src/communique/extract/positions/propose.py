"""Candidates with the stance that negation leaves them, weighed: what train/stances.py learns from and what is kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from communique.annotate.layers import Layers
from communique.extract.positions import candidates, clause
from communique.extract.positions.candidates import Candidate
from communique.extract.positions.clause import possessor_of, verb_of
from communique.extract.positions.features import DISCUSSING, beside, features
from communique.lexicon.stances import stances
from communique.lexicon.weights import probability, weights
from communique.model import Span
from communique.model.claim import Stance

WEIGHTS = "stance_weights.tsv"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate, what it says once negation is read, and its features (features.py)."""

    found: Candidate
    stance: Stance
    features: tuple[str, ...]

    @property
    def target(self) -> Span:
        """The target's words."""
        return self.found.target


def propose(layers: Layers) -> Iterator[Proposal]:
    """All proposals of a document in text order; questions, conditions and mere possibilities are left out."""
    lexicon = stances()
    turns = {p.index for p in layers.paragraphs if p.part.role == "turn"}
    quotes = [q.span for q in layers.quotes]
    at = 0
    for sentence in layers.sentences:
        while at < len(quotes) and quotes[at].end <= sentence.span.start:
            at += 1
        near = [q for q in quotes[at : at + 8] if q.overlaps(sentence.span)]
        here = list(candidates.find(sentence, layers.text, lexicon))
        for found in here:
            stance = clause.polar(found.frame, found.cue)
            if stance is None or clause.unreal(found.cue) or _said_by_another(found, here):
                continue
            cue = sentence.span_of(found.cue)
            quoted = any(q.contains(cue) for q in near)
            flipped = stance != found.frame.stance
            known = features(found, flipped, sentence.paragraph in turns, quoted) + beside(found, here)
            yield Proposal(found, stance, tuple(known))


def _said_by_another(found: Candidate, here: list[Candidate]) -> bool:
    """ "Recognized the importance of X" recognizes; "refused to condemn X" rejects nothing; in "urged Y to support X" Y may
    not support it at all."""
    if found.frame.stance == "reject" or found.frame.yields:
        return any(found.head.i == other.cue.i for other in here)
    if found.frame.id == "commit.plan" and possessor_of(found.cue) is None:  # "discussed efforts to X" commits nobody
        if verb_of(found.cue).lemma_ in DISCUSSING or any(o.head.i == found.cue.i for o in here):
            return True
    cue = found.sentence.span_of(found.cue)
    if found.frame.kind != "noun" and any(o.take.endswith("+to") and o.target.contains(cue) for o in here):
        return True
    return found.take == "prep" and any(o.frame.stance == "recognize" and o.head.i == found.cue.i for o in here)


def weigh(proposals: list[Proposal]) -> list[tuple[Proposal, float]]:
    """Each proposal with its probability; of two with one stance over the same words the likelier stays."""
    table = weights(WEIGHTS)
    rated = [(p, probability(table, p.features)) for p in proposals]
    return lone(rated)


def lone(rated: list[tuple[Proposal, float]]) -> list[tuple[Proposal, float]]:
    """Without those whose target overlaps that of a likelier one with the same stance; text order is kept."""
    kept: list[tuple[Proposal, float]] = []
    for proposal, chance in sorted(rated, key=lambda x: (-x[1], x[0].target, x[0].stance, x[0].found.frame.id)):
        if not any(k.stance == proposal.stance and k.target.overlaps(proposal.target) for k, _ in kept):
            kept.append((proposal, chance))
    return sorted(kept, key=lambda x: (x[0].target, x[0].stance))
