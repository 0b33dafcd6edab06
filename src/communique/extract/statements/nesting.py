"""Statements within statements, and the chain that follows from it: who relays whom."""

import re

from communique.annotate.layers import Layers
from communique.extract.statements.bounds import shared
from communique.extract.statements.draft import Draft
from communique.extract.statements.grammar import cue_head
from communique.extract.statements.places import Places
from communique.extract.statements.setting import Setting
from communique.lexicon.channels import channels
from communique.model import Spans, union
from communique.resolve.cast import Cast

CLOSE = 80  # code points between the cues of two who are given the same words
SUMMED_UP = 0.6  # share of a spokesperson's words that the statements within must cover to stand for them


def nest(layers: Layers, drafts: list[Draft]) -> None:
    """Give every draft the smallest statement whose words hold its cue, or, without one, all of its words."""
    places = Places.of(layers, drafts)
    for draft in sorted(drafts, key=lambda d: (-d.length, d.anchor, d.hull)):
        if draft.turn:
            continue
        holders = [
            o for o in places.at(draft.anchor) if o is not draft and _holds(o, draft) and not _stands_in(o, draft)
        ]
        draft.outer = min(holders, key=lambda o: (o.length, o.anchor, o.hull), default=None)


def _same_words(outer: Draft, inner: Draft) -> bool:
    """Whether two sources were given the same words, so that the first relays the second: "A added that B discussed …"."""
    if not (outer.source and inner.source and outer.cue and inner.cue) or outer.source == inner.source:
        return False
    close = outer.anchor < inner.anchor and inner.anchor.start - outer.anchor.end <= CLOSE
    return close and 10 * shared(outer.content, inner.content) >= 8 * max(outer.length, inner.length)


def _stands_in(draft: Draft, other: Draft) -> bool:
    """Whether `draft` is part of `other`, at any depth."""
    outer = draft.outer
    while outer is not None and outer is not other:
        outer = outer.outer
    return outer is other


def _holds(outer: Draft, inner: Draft) -> bool:
    if outer.turn:
        return any(p.overlaps(inner.anchor) for p in outer.content)
    if not any(p.contains(inner.anchor) for p in outer.content):
        return _same_words(outer, inner)
    back = any(p.contains(outer.anchor) for p in inner.content)
    return not back or (outer.length, inner.anchor) > (inner.length, outer.anchor)


def is_publisher(words: str, layers: Layers) -> bool:
    """Whether `words` name the document's own publisher: a text's report is the text itself, and never a relay in it."""
    publisher = (layers.document.publisher or "").casefold().strip()
    return bool(publisher) and re.search(rf"(?<!\w){re.escape(publisher)}(?!\w)", words.casefold()) is not None


def by_publisher(drafts: list[Draft], layers: Layers) -> list[Draft]:
    """What the publisher of a news text says that it reports ("…, our correspondent reports"): the text, not a statement."""
    if layers.document.kind != "news":
        return []
    own = [
        d
        for d in drafts
        if d.source and not d.turn and is_publisher(" ".join(s.of(layers.text) for s in d.source), layers)
    ]
    return [
        d
        for d in own
        if (verb := cue_head(d, layers)[1]) is not None and verb.lemma_.lower() in ("report", "write", "learn")
    ]


def chain(draft: Draft, setting: Setting, layers: Layers, cast: Cast) -> tuple[str, ...]:
    """Who relays a draft's words, nearest the speaker first; nobody relays himself, and never the publisher."""
    out: list[str] = list(draft.via)
    outer = draft.outer
    while outer is not None:
        out += [*outer.speakers, *outer.via]
        outer = outer.outer
    if not draft.turn and not setting.turns:
        out += setting.relays
    kept = dict.fromkeys(e for e in out if e not in draft.speakers and not _same_name(e, layers, cast))
    return tuple(kept)


def _same_name(entity: str, layers: Layers, cast: Cast) -> bool:
    return cast.entity(entity).name.casefold() == (layers.document.publisher or "").casefold()


def is_spokesperson(source: Spans, speakers: tuple[str, ...], layers: Layers, cast: Cast) -> bool:
    """Whether all speakers speak for others by office, or the words at `source` say so."""
    pattern = channels().spokesperson
    if any(pattern.search(s.of(layers.text)) for s in source):
        return True
    return bool(speakers) and all(any(pattern.search(r.title) for r in cast.entity(e).roles) for e in speakers)


def covered(draft: Draft, drafts: list[Draft]) -> float:
    """The share of a statement's words that what others are told to say within it takes, in [0, 1]."""
    inner = [d for d in drafts if d.outer is draft and not set(d.speakers) & set(draft.speakers)]
    spoken = union(s for d in inner for s in (*d.content, *d.cue, *d.source))
    return shared(spoken, draft.content) / draft.length


def summed_up(drafts: list[Draft], layers: Layers, cast: Cast) -> list[Draft]:
    """The spokespersons' statements that only pass on what others said: those within stand for them, and the
    spokesperson is how they were relayed ("Blinken 'expressed support', the spokesperson said" is a statement by Blinken)."""
    return [
        d
        for d in drafts
        if not d.turn and is_spokesperson(d.source, d.speakers, layers, cast) and covered(d, drafts) >= SUMMED_UP
    ]
