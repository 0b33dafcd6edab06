"""To whom, and when: the object of the cue, the other side of the conversation told, or the listener before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.annotate.layers import Layers, Sentence
from communique.extract.statements.draft import Draft
from communique.extract.statements.grammar import beside, cue_head
from communique.extract.statements.nesting import is_spokesperson
from communique.extract.statements.setting import Setting
from communique.lexicon.channels import channels
from communique.lexicon.cues import cues
from communique.model import Span, When
from communique.model.claim import Channel
from communique.resolve.cast import Cast

if TYPE_CHECKING:
    from spacy.tokens import Token

CONVERSED = re.compile(
    r"\b(?:spoke|spoken|speaks|met|meets|talked|meeting|conversations?|calls?|talks|consultations|phoned|telephoned|called|"
    r"hosted|received|briefed|discussions?)\b",
    re.IGNORECASE,
)
SIDES = re.compile(r"(?:the |both |two )+(?:sides|parties|interlocutors|two)\Z", re.IGNORECASE)
ENDS = '.?!:;"”’)'
PEOPLE_OF = {"people", "government", "authority", "nation", "citizen", "leader", "official", "ally"}


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation told at `start`: the people who took part."""

    start: int
    people: tuple[str, ...]


def address(drafts: list[Draft], layers: Layers, cast: Cast, setting: Setting) -> None:
    """Fill the addressees of all drafts that are no turns."""
    talks = _talks(drafts, layers, cast, setting)
    last: Draft | None = None
    for draft in sorted(drafts, key=lambda d: (d.anchor, d.hull)):
        if draft.turn:
            continue
        told = _object(draft, layers, cast)
        heard = _other_side(draft, layers, cast, setting, talks)
        draft.addressee = told if told and not (heard and _is_matter(told, draft, layers, cast)) else heard
        if heard and draft.via and not setting.official and draft.channel in (None, "call", "meeting"):
            draft.channel = "readout"  # what was said in a conversation, given out by a spokesperson
        if told and draft.channel is None and not setting.official:
            draft.channel = _listener(draft, layers)
        if draft.outer is None:
            if last is not None and not setting.official and _goes_on(draft, last, layers):
                draft.channel = draft.channel or last.channel
                draft.addressee = draft.addressee or last.addressee
            last = draft


def _is_matter(told: str, draft: Draft, layers: Layers, cast: Cast) -> bool:
    """Whether the object of a cue is rather what is praised than who is spoken to ("welcomed the Council's presidency")."""
    verb = cue_head(draft, layers)[1]
    return verb is not None and verb.lemma_.lower() in cues().praising and cast.entity(told).kind == "organization"


def both_sides(drafts: list[Draft], layers: Layers, cast: Cast, setting: Setting) -> None:
    """In an official text about a conversation of two people, "the two sides" and "the parties" are these two."""
    if not setting.official or setting.turns:
        return
    talks = [t for t in _talks(drafts, layers, cast, setting) if all(cast.entity(e).kind == "person" for e in t.people)]
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


def said_when(draft: Draft, layers: Layers) -> When | None:
    """The time told beside the cue: the nearest anchored day or time of day in its sentence, outside the words said."""
    sentence = layers.sentence_at(draft.anchor.start)
    if sentence is None or draft.turn:
        return None
    near = [
        t
        for t in layers.times
        if t.when is not None
        and t.kind in ("date", "time")
        and sentence.span.contains(t.span)
        and not any(t.span.overlaps(p) for p in draft.content)
    ]
    best = min(near, key=lambda t: (abs(t.span.start - draft.anchor.start), t.span.start), default=None)
    return best.when if best else None


def _object(draft: Draft, layers: Layers, cast: Cast) -> str | None:
    """The one whom the cue's complement names: "told X", "urged X to", "called on X", "said to X"."""
    sentence, verb = cue_head(draft, layers)
    if sentence is None or verb is None:
        return None
    lemma, table = verb.lemma_.lower(), cues()
    candidates: list[Token] = []
    if lemma in table.addressing.get("", ()) and not (lemma in table.asking and not _asks(verb)):
        candidates += [c for c in verb.children if c.dep_ in ("dobj", "dative", "nsubjpass") and c.pos_ != "ADP"]
        candidates += [
            s
            for c in verb.children
            if c.dep_ in ("ccomp", "xcomp")
            for s in c.children
            if s.dep_ == "nsubj" and s.i > verb.i
        ]
    for child in verb.children:
        if child.dep_ in ("prep", "dative", "agent") and lemma in table.addressing.get(child.lower_, ()):
            candidates += [c for c in child.children if c.dep_ == "pobj"]
    for candidate in candidates:
        found = [e for e in _denoted(candidate, sentence, cast) if e not in draft.speakers]
        if len(found) == 1:
            return found[0]
    return None


def _asks(verb: "Token") -> bool:
    return any(
        c.dep_ in ("xcomp", "ccomp", "advcl") and any(g.dep_ == "aux" for g in c.children) for c in verb.children
    )


def _denoted(token: "Token", sentence: Sentence, cast: Cast) -> tuple[str, ...]:
    """Whom a phrase denotes by its head; "the people of X" and "X's government" denote X."""
    head = sentence.span_of(token)
    left = sentence.span_of(token.left_edge, token)
    for reference in cast.within(left, attributive=False):
        if reference.head.contains(head):
            return reference.entities
    if token.lemma_.lower() in PEOPLE_OF:
        return cast.at((sentence.span_of(token.left_edge, token.right_edge),))
    return ()


def _talks(drafts: list[Draft], layers: Layers, cast: Cast, setting: Setting) -> list[Talk]:
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
            out.append(Talk(span.start, people))
    return out


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


def _other_side(draft: Draft, layers: Layers, cast: Cast, setting: Setting, talks: list[Talk]) -> str | None:
    """The one person on the other side of the last conversation told, for what one side said in it."""
    if not draft.speakers or draft.outer is not None or not talks:
        return None
    verb = cue_head(draft, layers)[1]
    if verb is not None and verb.lemma_.lower() in cues().mutual and len(draft.speakers) > 1:
        return None
    sentence = layers.sentence_at(draft.anchor.start)
    here = sentence.span.end if sentence else draft.anchor.end
    before = [t for t in talks if t.start < here and set(draft.speakers) & set(t.people)]
    if not before:
        return None
    talk = before[-1]
    relayed = bool(draft.via)
    if not setting.official and not relayed and not (sentence and talk.start == sentence.span.start):
        return None
    parties = {cast.party(e) or e for e in draft.speakers}
    rest = [e for e in talk.people if e not in draft.speakers and e not in draft.via]
    others = [e for e in rest if (cast.party(e) or e) not in parties] or rest
    return others[0] if len(others) == 1 else None


def _listener(draft: Draft, layers: Layers) -> Channel | None:
    """The channel that the listener named beside the cue tells."""
    return channels().of_listener(beside(draft, layers))


def _goes_on(draft: Draft, last: Draft, layers: Layers) -> bool:
    """Whether a statement continues its speaker's last one: the same speaker, and the cue or a pronoun says so."""
    if not draft.speakers or draft.speakers != last.speakers or draft.via != last.via:
        return False
    if draft.follows is last:
        return True
    between = layers.text[last.hull.end : draft.hull.start] if last.hull.end < draft.hull.start else ""
    if between.count("\n\n") > 2:
        return False
    source = " ".join(s.of(layers.text) for s in draft.source).lower()
    verb = cue_head(draft, layers)[1]
    goes_on = verb is not None and (
        verb.lemma_.lower() in cues().continuing or any(c.lower_ in cues().continuing_adverbs for c in verb.children)
    )
    return goes_on or source in ("he", "she", "they", "it", "him", "her", "them")
