"""What a spokesperson passes on, read once more as a text of its own.

The tagger reads "'The Minister welcomed … and thanked …,' the spokesperson noted" for who speaks, and there that is the
spokesperson. Read without what is around it, the quotation is a readout, and the tagger finds what the Minister said.
"""

from collections.abc import Callable

from communique.annotate.layers import Attribution, Layers, Paragraph
from communique.errors import MissingPartError
from communique.extract.statements.draft import Draft
from communique.extract.statements.nesting import SUMMED_UP, covered, is_spokesperson
from communique.model import Span
from communique.resolve.cast import Cast

Reader = Callable[[Layers], tuple[Attribution, ...]]
LEAST = 6  # words; less holds no statement of another


def by_tagger(layers: Layers, threshold: float | None = None) -> tuple[Attribution, ...]:
    """The tagger's attributions of the layers' paragraphs, at `threshold` at least; none where no model is installed."""
    from communique.annotate.tagger import tag

    try:
        return tag(layers, threshold).attributions
    except MissingPartError:
        return ()


def within(drafts: list[Draft], layers: Layers, cast: Cast, reader: Reader) -> tuple[Attribution, ...]:
    """Attributions within the words of spokespersons that no statement found so far accounts for."""
    passages: list[Paragraph] = []
    for draft in drafts:
        if (
            draft.turn
            or not is_spokesperson(draft.source, draft.speakers, layers, cast)
            or covered(draft, drafts) >= SUMMED_UP
        ):
            continue
        for piece in draft.content:
            if len(piece.of(layers.text).split()) >= LEAST:
                part = next(p.part for p in layers.paragraphs if p.span.overlaps(piece))
                passages.append(Paragraph(len(passages), piece, part))
    if not passages:
        return ()
    found = reader(Layers(layers.document, tuple(sorted(passages, key=lambda p: p.span))))
    known = [c for d in drafts for c in d.cue]
    return tuple(
        a for a in found if a.cue and not any(c.overlaps(k) for c in a.cue for k in known) and _holds(passages, a)
    )


def _holds(passages: list[Paragraph], a: Attribution) -> bool:
    """Whether all of an attribution lies in one passage."""
    spans: list[Span] = [*a.content, *a.cue, *a.source]
    return any(all(p.span.contains(s) for s in spans) for p in passages)
