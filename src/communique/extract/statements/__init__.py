"""Statements: who said what, in whose words, through whom, to whom, how. See docs/statements.md.

setting    what the document says about all of its statements: owner, relays, turns
turns      a paragraph of a turn is a statement
join       attributions joined into statements; bounds: where their words begin and end
quoted     quotations that no cue claims
weed       what attributes nothing; asides: "as we have said"
nesting    what is said within what is said; the chain
reread     what a spokesperson passes on, read once more
speakers   whose words, by the grammar of the cue; discourse: by the text around
voice      spokespersons who relay what is told in their words
talks      the conversations in which it was said: the two sides, when
channel    how; addressee: to whom
"""

from communique.annotate.layers import Attribution, Layers
from communique.extract.statements import (
    addressee,
    channel,
    discourse,
    join,
    nesting,
    reread,
    setting,
    speakers,
    talks,
    turns,
    voice,
    weed,
)
from communique.extract.statements.draft import Draft
from communique.model import Issue, Statement
from communique.resolve.cast import Cast


def find_statements(
    layers: Layers, cast: Cast, reader: reread.Reader = reread.by_tagger
) -> tuple[tuple[Statement, ...], tuple[Issue, ...]]:
    """The statements of a document in text order, and what stayed open about them.

    Needs layers.paragraphs, sentences, quotes, times, attributions. reader: reads once more what spokespersons pass on.
    Never raises for a text.
    """
    frame = setting.read(layers, cast)
    drafts = _drafts(layers, layers.attributions, cast, frame)
    if more := reread.within(drafts, layers, cast, reader):
        drafts = _drafts(layers, (*layers.attributions, *more), cast, frame)
    voice.find_voices(drafts, layers, cast)
    for draft in drafts:
        draft.via = nesting.chain(draft, frame, layers, cast)
    dropped = nesting.summed_up(drafts, layers, cast) + nesting.by_publisher(drafts, layers)
    for draft in _outermost_first(drafts):
        if not draft.turn:
            draft.channel = channel.find_channel(draft, layers, cast, frame)
    drafts = _without(drafts, dropped)
    told = talks.find_talks(drafts, layers, cast, frame)
    addressee.address(drafts, layers, cast, frame, told)
    for draft in drafts:
        draft.when = talks.said_when(draft, layers, frame, told)
    drafts.sort(key=lambda d: (d.hull.start, not d.turn, d.anchor, d.hull.end))
    issues = tuple(
        Issue(stage="statements", reason="nobody known is named by the source", spans=d.source)
        for d in drafts
        if d.source and not d.speakers
    )
    return _sealed(drafts, layers.document.id), issues


def _drafts(layers: Layers, attributions: tuple[Attribution, ...], cast: Cast, frame: setting.Setting) -> list[Draft]:
    """Turns and attributions as drafts, nested, each with its speakers."""
    drafts = turns.drafts(layers, frame) + join.drafts(layers, attributions, frame)
    nesting.nest(layers, drafts)
    for draft in _outermost_first(drafts):
        speakers.complete_source(draft, layers, cast)
        draft.speakers = speakers.find_speakers(draft, layers, cast, frame)
        speakers.cite(draft, layers, cast)
    discourse.first_person(drafts, layers, frame)
    discourse.nearest_source(drafts, layers)
    discourse.of_texts(drafts, layers)
    discourse.keep_apart(drafts, layers, cast)
    talks.both_sides(drafts, layers, cast, frame)
    return _without(drafts, weed.weeds(drafts, layers))


def _outermost_first(drafts: list[Draft]) -> list[Draft]:
    """In text order, every draft after the one it stands within and the one it follows."""

    def depth(draft: Draft) -> int:
        return 1 + depth(draft.outer) if draft.outer else 0

    return sorted(drafts, key=lambda d: (depth(d), d.hull.start, d.anchor, d.hull.end))


def _without(drafts: list[Draft], dropped: list[Draft]) -> list[Draft]:
    """The drafts that stay; those within a dropped one take its channel and stand where it stood."""
    for draft in drafts:
        if draft.outer in dropped and draft.outer is not None:
            draft.channel = draft.channel or draft.outer.channel
            draft.outer = draft.outer.outer
    return [d for d in drafts if d not in dropped]


def _sealed(drafts: list[Draft], document: str) -> tuple[Statement, ...]:
    """Statements, each id once."""
    out: dict[str, Statement] = {}
    for draft in drafts:
        statement = draft.seal(document)
        out.setdefault(statement.id, statement)
    return tuple(out.values())
