"""Conversations that a text tells of, in which its statements were made: who took part, when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from communique.annotate.layers import Layers
from communique.annotate.times import when_of
from communique.extract.statements.draft import Draft
from communique.extract.statements.grammar import cue_head
from communique.extract.statements.nesting import is_spokesperson
from communique.extract.statements.setting import Setting
from communique.model import Span, When
from communique.resolve.cast import Cast

CONVERSED = re.compile(
    r"\b(?:spoke|spoken|speaks|met|meets|talked|meeting|conversations?|calls?|talks|consultations|phoned|telephoned|called|"
    r"hosted(?! by)|received|briefed|discussions?)\b",
    re.IGNORECASE,
)
SIDES = re.compile(r"(?:the |both |two )+(?:sides|parties|interlocutors|two)\Z", re.IGNORECASE)
ENDS = '.?!:;"”’)'


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation told at `start`: who took part, and when it was."""

    start: int
    people: tuple[str, ...]
    when: When | None


def find_talks(drafts: list[Draft], layers: Layers, cast: Cast, setting: Setting) -> list[Talk]:
    """Conversations told outside what is said, in text order: a sentence with a word of talking and two who take part.
    People count first; bodies and groups only where fewer than two people are named."""
    if setting.turns:
        return []
    out: list[Talk] = []
    said = sorted(p for d in drafts for p in d.content)
    for span in _whole_sentences(layers):
        inside = [p for p in said if p.overlaps(span)]
        told = [m for m in CONVERSED.finditer(layers.text, span.start, span.end) if not _in(inside, m.start())]
        if not told:
            continue
        free = [r for r in cast.within(span) if r.form != "pronoun" and not _in(inside, r.head.start)]
        named = dict.fromkeys(e for r in free for e in r.entities if cast.entity(e).kind == "person")
        people = tuple(e for e in named if not is_spokesperson((), (e,), layers, cast))
        if len(people) < 2:
            bodies = [r for r in free if r.head.start > told[0].start()]
            people += tuple(dict.fromkeys(e for r in bodies for e in r.entities if cast.entity(e).kind != "person"))
        if len(people) >= 2:
            out.append(Talk(span.start, people, _when(layers, told[0].start())))
    return out


def talk_of(draft: Draft, layers: Layers, talks: list[Talk]) -> Talk | None:
    """The last conversation told, up to the draft's own sentence, in which a speaker took part."""
    sentence = layers.sentence_at(draft.anchor.start)
    here = sentence.span.end if sentence else draft.anchor.end
    return next((t for t in reversed(talks) if t.start < here and set(draft.speakers) & set(t.people)), None)


def said_when(draft: Draft, layers: Layers, setting: Setting, talks: list[Talk]) -> When | None:
    """The time that the grammar gives the cue ("said on Monday"), never one that is part of what was said; in a
    readout, else, the time of the conversation."""
    sentence, verb = cue_head(draft, layers)
    when = when_of(layers, sentence, verb) if sentence is not None and verb is not None else None
    if when and not any(said.overlaps(p) for said in when.said for p in draft.content):
        return when
    talk = talk_of(draft, layers, talks) if setting.body == "readout" and draft.outer is None else None
    return talk.when if talk else None


def both_sides(drafts: list[Draft], layers: Layers, cast: Cast, setting: Setting) -> None:
    """In an official text about a conversation of two people, "the two sides" and "the parties" are these two."""
    if not setting.official or setting.turns:
        return
    talks = [
        t for t in find_talks(drafts, layers, cast, setting) if all(cast.entity(e).kind == "person" for e in t.people)
    ]
    taken: dict[tuple[str, ...], tuple[str, ...]] = {}
    for draft in sorted(drafts, key=lambda d: d.anchor):
        before = [t for t in talks if t.start <= draft.anchor.start and len(t.people) == 2]
        if not before or any(cast.entity(e).kind == "person" for e in draft.speakers):
            continue
        words = " ".join(s.of(layers.text) for s in draft.source)
        if SIDES.match(words):
            taken[draft.speakers] = before[-1].people
            draft.speakers = before[-1].people
        elif words.lower() == "they" and draft.speakers in taken:
            draft.speakers = taken[draft.speakers]


def _when(layers: Layers, at: int) -> When | None:
    sentence = layers.sentence_at(at)
    token = next(iter(sentence.tokens_in(Span(at, at + 1))), None) if sentence else None
    return when_of(layers, sentence, token) if sentence is not None and token is not None else None


def _in(pieces: list[Span], at: int) -> bool:
    return any(p.start <= at < p.end for p in pieces)


def _whole_sentences(layers: Layers) -> Iterator[Span]:
    """Sentences, with those that the parser cut off before their full stop put together again."""
    start, paragraph = -1, -1
    for sentence in layers.sentences:
        if start < 0 or sentence.paragraph != paragraph:
            start, paragraph = sentence.span.start, sentence.paragraph
        if layers.text[sentence.span.end - 1] in ENDS:
            yield Span(start, sentence.span.end)
            start = -1
