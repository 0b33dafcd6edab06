"""Positions: what each party holds about something, in the words of the text (docs/positions.md)."""

from collections.abc import Sequence

from communique.annotate.layers import Layers, ScoredSpan
from communique.extract.positions.holders import Speaking, Voice, first_person, holders, unnamed
from communique.extract.positions.propose import propose, weigh
from communique.extract.statements import setting
from communique.model import Issue, Position, Statement
from communique.model.ids import claim_id
from communique.resolve.cast import Cast

STAGE = "positions"
OWNED = ("statement", "speech")  # kinds of text whose "we" is their owner
LEAST = 0.3  # probability from which a proposal is kept: the best F1 in cross-validation (docs/positions.md)


def find_positions(
    layers: Layers, cast: Cast, statements: Sequence[Statement], stance_spans: Sequence[ScoredSpan] = ()
) -> tuple[tuple[Position, ...], tuple[Issue, ...]]:
    """The positions of a document in text order, and an issue for each clear one whose holder stays open.

    statements: those of the same document; they say who is speaking. stance_spans: what the tagger marked.
    """
    speaking = Speaking(statements)
    scene = setting.read(layers, cast)
    owner = scene.owner if scene.kind in OWNED and not scene.turns else ()
    if scene.official and not scene.turns and not owner:
        owner = first_person(cast, layers.text)
    nobody = unnamed(cast, layers.text)
    out: dict[str, Position] = {}
    issues: list[Issue] = []
    for proposal, chance in weigh(list(propose(layers))):
        if chance < LEAST:
            continue
        found, sentence, stance, target = proposal.found, proposal.found.sentence, proposal.stance, proposal.target
        if found.take == "subj" and any(cast.entity(e).kind == "person" for e in cast.at([target])):
            continue  # what is grave or essential is no person: the parser took the wrong subject
        where = sentence.span_of(found.cue)
        over = speaking.over(where)
        voice = Voice(speaking.speakers(where), owner)
        who = tuple(e for e in holders(found, cast, voice) if e not in nobody)
        turn = scene.by_paragraph.get(sentence.paragraph)
        if turn and turn.role == "questioner" and who == voice.first:
            continue  # who asks holds nothing
        if not who:
            issues.append(Issue(stage=STAGE, reason=f"open who holds it ({stance})", spans=(target,)))
            continue
        inner = over[0] if over else speaking.cued(where)
        position = Position(
            id=claim_id("position", layers.document.id, (target,), stance, *sorted(who)),
            holders=who,
            stance=stance,
            target=(target,),
            evidence=(sentence.span,),
            statement=inner.id if inner else None,
            confidence=round(chance, 3),
        )
        out.setdefault(position.id, position)
    return tuple(out.values()), tuple(issues)
