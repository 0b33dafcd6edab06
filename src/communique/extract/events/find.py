"""Other PLOVER events, read from the frames of verbs and nouns; what fits no frame with both sides is left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from communique.annotate.layers import Layers, Sentence
from communique.annotate.times import when_of
from communique.extract.contacts.groups import Party
from communique.extract.contacts.parties import Standing
from communique.extract.contacts.phrases import Phrases
from communique.extract.contacts.speakers import Speakers
from communique.extract.modality import status_of
from communique.lexicon.plover import EventNoun, EventVerb, plover_lexicon
from communique.model import Event, Issue, Participant, Span, union
from communique.model.claim import Code, Status
from communique.model.ids import claim_id
from communique.resolve import place_of
from communique.resolve.cast import Cast

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Deed:
    """What one verb or noun tells."""

    sentence: Sentence
    token: "Token"
    code: Code
    mode: str | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    status: Status
    trigger: Span


def find_events(layers: Layers, cast: Cast) -> tuple[tuple[Event, ...], tuple[Issue, ...]]:
    """The other events that a document tells, those told again joined: same code, status and sides."""
    who = Standing(layers, cast)
    told: dict[tuple[str, ...], list[Deed]] = {}
    for deed in _deeds(layers, cast):
        if not deed.actors or not deed.recipients or not who.different((*deed.actors, *deed.recipients), True):
            continue
        if {who.party(p.entity) for p in deed.actors} & {who.party(p.entity) for p in deed.recipients}:
            continue
        sides = (*sorted(p.entity for p in deed.actors), ">", *sorted(p.entity for p in deed.recipients))
        told.setdefault((deed.code, deed.status, *sides), []).append(deed)
    return tuple(_event(layers, cast, deeds) for deeds in told.values()), ()


@lru_cache(maxsize=1)
def _filter() -> re.Pattern[str]:
    """What a sentence must hold before its parse is looked at: the stems of all frames."""
    lexicon = plover_lexicon()
    stems = {lemma.rstrip("ey")[:12] for lemma in (*lexicon.verbs(), *lexicon.nouns())}
    irregular = {"struck", "withdrew", "shelled"}
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, stems | irregular))) + ")", re.I)


def _deeds(layers: Layers, cast: Cast) -> Iterator[Deed]:
    lexicon = plover_lexicon()
    verbs, nouns, found, speakers = lexicon.verbs(), lexicon.nouns(), _filter(), Speakers(layers, cast)
    for sentence in layers.sentences_with(found):
        phrases: Phrases | None = None
        for token in sentence.tokens:
            lemma = token.lemma_.lower()
            if token.pos_ == "VERB" and (verb := verbs.get(lemma)):
                phrases = phrases or Phrases(layers, cast, sentence, speakers)
                yield from _by_verb(phrases, token, verb)
            elif token.pos_ == "NOUN" and (noun := nouns.get(lemma)):
                phrases = phrases or Phrases(layers, cast, sentence, speakers)
                yield from _by_noun(phrases, token, noun)


def _by_verb(phrases: Phrases, verb: "Token", frame: EventVerb) -> Iterator[Deed]:
    children = list(verb.children)
    purpose = verb.dep_ in ("advcl", "acl", "relcl") and any(c.dep_ == "aux" and c.lower_ == "to" for c in children)
    if verb.dep_ in ("amod", "compound") or purpose:  # "a fund to support Kestria" tells no support
        return
    if frame.infinitive and not any(c.dep_ in ("xcomp", "ccomp") and c.pos_ in ("VERB", "AUX") for c in children):
        return
    if frame.with_clause and not any(c.dep_ == "prep" and c.lower_ in frame.with_clause for c in children):
        return
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in children)
    if passive or (verb.tag_ == "VBN" and verb.dep_ == "acl"):
        if "object" not in frame.recipient:
            return
        actors = tuple(p for c in children if c.dep_ == "agent" for n in c.children for p in phrases.group(n))
        suffering = [c for c in children if c.dep_ == "nsubjpass"] or ([verb.head] if verb.dep_ == "acl" else [])
        recipients = tuple(p for c in suffering for p in _suffering(phrases, c, frame.direct))
    else:
        actors = phrases.subject(verb)
        recipients = ()
        for c in children:
            if "object" in frame.recipient and (c.dep_ in ("dobj", "obj") or (c.dep_ == "nsubj" and c.i > verb.i)):
                recipients += _suffering(phrases, c, frame.direct)
            elif c.dep_ == "prep" and c.lower_ in frame.recipient:
                recipients += tuple(p for n in c.children if n.dep_ == "pobj" for p in _suffering(phrases, n, True))
        if (
            frame.infinitive and not recipients
        ):  # "urged Kestria to release": the parser hangs Kestria on the infinitive
            for clause in children:
                if clause.dep_ in ("xcomp", "ccomp"):
                    recipients += tuple(p for c in clause.children if c.dep_ == "nsubj" for p in phrases.group(c))
    yield Deed(
        sentence=phrases.sentence,
        token=verb,
        code=frame.code,
        mode=frame.mode,
        actors=actors,
        recipients=recipients,
        status="held" if _performed(verb, frame) else status_of(verb) or "held",
        trigger=phrases.sentence.span_of(verb),
    )


def _performed(verb: "Token", frame: EventVerb) -> bool:
    """Whether saying it does it ("I want to thank", "I would like to congratulate")."""
    return frame.code == "SUPPORT" and verb.dep_ == "xcomp" and verb.head.lemma_ in ("want", "like", "wish")


def _by_noun(phrases: Phrases, noun: "Token", frame: EventNoun) -> Iterator[Deed]:
    carrier = noun.head
    if noun.dep_ not in ("dobj", "obj", "nsubjpass") or carrier.lemma_ not in frame.carriers:
        return
    recipients = tuple(
        p
        for over in (noun, carrier)
        for prep in over.children
        if prep.dep_ in ("prep", "dative") and prep.lower_ in frame.recipient and prep.i > noun.i
        for n in prep.children
        if n.dep_ == "pobj"
        for p in _suffering(phrases, n, False)
    )
    if noun.dep_ == "nsubjpass":
        actors = tuple(p for c in carrier.children if c.dep_ == "agent" for n in c.children for p in phrases.group(n))
    else:
        actors = phrases.subject(carrier)
        for c in carrier.children:
            if c.dep_ == "dative" and c.pos_ != "ADP":
                recipients += phrases.group(c)
    both = frame.code == "AGREE" and not recipients and len(actors) > 1
    yield Deed(
        sentence=phrases.sentence,
        token=noun,
        code=frame.code,
        mode=frame.mode,
        actors=actors[:1] if both else actors,
        recipients=actors[1:] if both else recipients,
        status=status_of(noun) or "held",
        trigger=phrases.sentence.span_of(min(noun, carrier, key=_place), max(noun, carrier, key=_place)),
    )


def _place(token: "Token") -> int:
    return token.i


def _suffering(phrases: Phrases, noun: "Token", direct: bool) -> tuple[Party, ...]:
    """Whom a deed hits: the phrase's own party, else whose the thing is ("Kestria's raid", "the raid by Kestria")."""
    own = phrases.group(noun)
    if own or direct:
        return own
    of = tuple(
        p
        for prep in noun.children
        if prep.dep_ == "prep" and prep.lower_ in ("by", "of")
        for n in prep.children
        if n.dep_ == "pobj"
        for p in phrases.group(n, left=False)
    )
    return phrases.owner(noun) or phrases.modifiers(noun) or of


def _event(layers: Layers, cast: Cast, deeds: list[Deed]) -> Event:
    first = deeds[0]
    participants = [Participant(entity=p.entity, side="actor", mention=(p.mention,)) for p in first.actors]
    participants += [Participant(entity=p.entity, side="recipient", mention=(p.mention,)) for p in first.recipients]
    action = plover_lexicon().actions[first.code]
    return Event(
        id=claim_id("event", layers.document.id, (first.trigger,), action, *sorted(p.entity for p in participants)),
        action=action,
        code=first.code,
        mode=next((d.mode for d in deeds if d.mode), None),
        status=first.status,
        participants=tuple(participants),
        when=next((w for d in deeds if (w := when_of(layers, d.sentence, d.token))), None),
        where=place_of(layers, cast, first.sentence, first.token),
        trigger=(first.trigger,),
        evidence=union(d.sentence.span for d in deeds),
    )
