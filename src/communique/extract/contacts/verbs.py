"""Contacts told by verbs: met, spoke with, received, travelled to."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.extract.contacts.attachment import ASIDE, objects, prepositions, remote, trigger
from communique.extract.contacts.groups import Party
from communique.extract.contacts.nouns import ADDRESSING
from communique.extract.contacts.phrases import Phrases
from communique.extract.contacts.speakers import companion
from communique.extract.contacts.telling import Telling, is_person
from communique.extract.contacts.topics import TOPICAL
from communique.extract.modality import status_of
from communique.lexicon.contacts import VerbFrame
from communique.model.claim import Action

if TYPE_CHECKING:
    from spacy.tokens import Token

# what one telephones for: "called Tolen to discuss grain" is a call, "called Tolen to order" is none
PURPOSES = (
    TOPICAL | ADDRESSING | frozenset({"talk", "speak", "express", "convey", "offer", "reaffirm", "confirm", "ask"})
)


EVENTS = frozenset("conference meeting summit forum ceremony talk event session inauguration funeral".split())
AMOUNTS = frozenset({"lot", "bit", "deal", "amount", "couple"})  # "a lot of time"


def by_verb(phrases: Phrases, verb: "Token", frame: VerbFrame) -> Iterator[Telling]:
    sentence = phrases.sentence
    if frame.particle and not any(c.lower_ == frame.particle for c in verb.children):
        return
    if frame.theme and not _themes(verb, frame.theme):
        return
    if frame.shape == "visitor" and any(
        c.lower_ == "at" and any(g.lower_ == "age" for g in c.children) for c in verb.children
    ):
        return  # "came to Norland at the age of nine"
    if _other_sense(verb, frame) or any(c.dep_ == "nsubj" and c.lower_ == "it" for c in verb.children):
        return
    if _long_not(verb):
        return
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
    if frame.own and not any(c.dep_ == "nsubj" and c.pos_ in ("PROPN", "PRON") for c in verb.children):
        return
    subject = phrases.subject(verb) if not (passive and verb.dep_ == "acl") else phrases.group(verb.head)
    second: list[Party] = [p for noun in companion(verb) for p in phrases.group(noun)]
    used: list[Token] = []
    groups, unnamed = 0, False
    for prep in prepositions(verb, sentence):
        if prep.lower_ == "with" and prep.doc[prep.i - 1].lower_ in ("together", "along") and not frame.joint:
            continue  # "we engaged, together with our allies"
        if prep.lower_ in frame.with_ or (passive and prep.dep_ == "agent"):
            for noun in objects(prep):
                more = phrases.brought(prep, noun)
                second += more
                groups += bool(more)
                unnamed = unnamed or not more
                used.append(prep)
    if frame.shape == "both" and not (frame.joint or frame.object or second):
        return  # "engaged in smuggling", whoever else is named
    target: tuple[Party, ...] = ()
    if frame.object:
        for child in verb.children:
            if child.dep_ in ("dobj", "obj", "dative", *(("oprd",) if frame.bare else ())) and child.i > verb.i:
                target = (frame.shape == "visitor" and phrases.places(child)) or phrases.group(child)
                if frame.shape != "visitor":
                    second += target
    places: list[Party] = _in_places(phrases, verb) if frame.shape == "both" else []
    if frame.shape == "visitor":
        if frame.object and verb.dep_ == "amod" and verb.head.i > verb.i:
            target = phrases.places(verb.head)  # a long title left the parser without a clause
        places += target
        for prep in [
            *prepositions(verb, sentence),
            *_after_theme(verb, frame.theme),
        ]:
            if prep.lower_ in frame.place:
                for noun in objects(prep):
                    places += _destination(phrases, prep, noun)
        places += _here(phrases, verb)
        if _elsewhere_bound(phrases, verb, frame):
            return
        if verb.dep_ == "amod":
            subject = phrases.first_person_named(verb)
    first = (
        frame.joint and not _others(phrases, second) and not _elsewhere(verb, frame) and phrases.between_us(subject)
    ) or subject
    if passive and frame.object:  # "was received by": the subject is the object
        first, second = (tuple(second), list(subject)) if frame.shape in ("host", "sender") else (subject, second)
    if frame.action == "meeting":
        first = phrases.in_person(first, second)
    if frame.person and not any(phrases.cast.entity(p.entity).kind in ("person", "group") for p in second):
        return
    action: Action = frame.action
    if frame.generic and action == "call" and not any(is_person(phrases, p) for p in (*subject, *second)):
        action = "talks"  # states that speak with one another
    if frame.generic and action == "call" and _face_to_face(verb):
        action = "meeting"
    far = action in ("call", "meeting", "talks") and remote(verb, phrases.lexicon)
    if far:
        action = "call"
    telling = Telling(
        sentence=sentence,
        token=verb,
        action=action,
        shape=frame.shape,
        first=first,
        second=tuple(second),
        places=tuple(places),
        status=status_of(verb),
        trigger=trigger(sentence, verb, used),
        weak=frame.generic and not (action == "call" and far),
        another=any(
            c.lower_ in ("last", "previously", "earlier", "again", "next") and c.dep_ == "advmod" for c in verb.children
        ),
        topic=frame.topic,
        unnamed=unnamed,
        delegation=not any(is_person(phrases, p) for p in first)
        and any(c.dep_ == "nsubj" and c.lemma_ in ("delegation", "team") for c in verb.children),
        separately=groups > 1 or any(c.lower_ in ("separately", "individually") for c in verb.children),
    )
    yield from _welcome(telling, phrases, frame)


def _long_not(verb: "Token") -> bool:
    """Whether something has only not been done for long ("we have not met for a year"): no contact, and none denied."""
    if not any(c.dep_ == "neg" for c in verb.children) or verb.tag_ != "VBN":
        return False
    perfect = any(c.dep_ == "aux" and c.lemma_ in ("have", "'ve", "’ve") for c in verb.children)
    return perfect and any(c.dep_ in ("prep", "mark") and c.lower_ in ("for", "since", "in") for c in verb.children)


def _destination(phrases: Phrases, prep: "Token", noun: "Token") -> tuple[Party, ...]:
    """Where a journey leads: a place or state, the place of an event ("to a conference in Larn"), a body; no person."""
    if prep.lower_ == "at" and noun.pos_ != "PROPN":
        return ()  # "arrive at a Norlandic solution"
    event = () if noun.lemma_.lower() not in EVENTS else tuple(
        p for c in noun.children if c.lower_ == "in" for o in objects(c) for p in phrases.places(o)
    )  # fmt: skip
    bodies = (p for p in phrases.group(noun, left=False) if not is_person(phrases, p))
    return phrases.places(noun) or event or tuple(bodies)


def _elsewhere_bound(phrases: Phrases, verb: "Token", frame: VerbFrame) -> bool:
    """Whether a verb of going says something else: "leave that for the president"; "why we went into Norland", of a state."""
    if frame.theme:
        return False
    if verb.lemma_ == "leave" and any(c.dep_ in ("dobj", "obj") and not phrases.places(c) for c in verb.children):
        return True
    if status_of(verb) == "planned":
        return False  # "we will arrive on Tuesday" is the speaker's
    subject = phrases.subject(verb)
    return bool(subject) and all(
        p.form == "pronoun" and phrases.cast.entity(p.entity).kind == "country" for p in subject
    )


def _after_theme(verb: "Token", theme: frozenset[str]) -> "list[Token]":
    """The prepositions of a verb's theme, also where the parser hung them on what stands between ("led a delegation with
    officials from the ministry to")."""
    out: list[Token] = []
    for noun in _themes(verb, theme):
        for t in verb.doc[noun.i + 1 : verb.sent.end]:
            if t.pos_ in ("VERB", "AUX") and t.dep_ not in ("amod", "acl"):
                break
            if t.pos_ == "ADP":
                out.append(t)
    return out


def _themes(verb: "Token", theme: frozenset[str]) -> "list[Token]":
    """Those of these nouns that are the verb's object or hang on its preposition."""
    nouns = [c for c in verb.children if c.dep_ in ("dobj", "obj", "npadvmod")]
    nouns += [g for c in verb.children if c.dep_ == "prep" for g in c.children]
    nouns += [g for n in nouns if n.lemma_ in AMOUNTS for c in n.children if c.lower_ == "of" for g in c.children]
    return [n for n in nouns if n.lemma_.lower() in theme]


def _others(phrases: Phrases, second: list[Party]) -> list[Party]:
    """The other side without the speakers' own ("with our teams")."""
    return [
        p
        for p in second
        if not p.mention.of(phrases.layers.text).lower().startswith("our")
        or (phrases.cast.party(p.entity) and p.entity not in phrases.speakers.two)
    ]


def _elsewhere(verb: "Token", frame: VerbFrame) -> bool:
    """Whether "we" did something else with a verb: "met our targets"; "a lot to talk about"."""
    if frame.generic and verb.dep_ in ("acl", "relcl", "pcomp"):
        return True
    if any(c.dep_ in ("dobj", "obj") and c.tag_ == "WP" for c in verb.children):
        return True  # "what we negotiated"
    return frame.object and any(c.dep_ in ("dobj", "obj") for c in verb.children)


def _here(phrases: Phrases, verb: "Token") -> list[Party]:
    """The state in which "here" is, in an official text of that state."""
    home = phrases.speakers.home
    at = next((c for c in verb.children if c.lower_ == "here" and c.dep_ == "advmod" and c.i > verb.i), None)
    return [Party(home, phrases.sentence.span_of(at))] if at is not None and home else []


def _face_to_face(verb: "Token") -> bool:
    """Whether a word of speaking has the speakers in one place: "on the margins of", "in person", "at the summit"."""
    for prep in verb.children:
        if prep.dep_ == "prep":
            for noun in prep.children:
                if noun.lemma_ in ASIDE or (prep.lower_ == "in" and noun.lower_ == "person"):
                    return True
                if prep.lower_ == "at" and (noun.pos_ == "PROPN" or noun.lemma_ in ("summit", "conference", "meeting")):
                    return True
    return False


def _in_places(phrases: Phrases, verb: "Token") -> list[Party]:
    """The places in which a verb's clause lies ("In Norland, she will meet …")."""
    return [
        p
        for prep in verb.children
        if prep.dep_ == "prep" and prep.lower_ == "in"
        for noun in objects(prep)
        for p in phrases.places(noun)
    ]


def _welcome(telling: Telling, phrases: Phrases, frame: VerbFrame) -> Iterator[Telling]:
    """A host's verb with a way to a place ("welcomed the king to the capital", "have the king here") tells a visit."""
    if frame.particle == "here":
        host = phrases.speakers.at(phrases.sentence)
        state = phrases.speakers.state_of(host)
        guests = telling.second or tuple(
            Party(e, telling.trigger[0], "pronoun")
            for e in phrases.speakers.two
            if e != host and any(c.lower_ == "you" and c.dep_ == "dobj" for c in telling.token.children)
        )
        if state is None or not all(is_person(phrases, p) for p in guests):
            return
        telling.action, telling.shape, telling.status = "visit", "visitor", telling.status or "held"
        telling.now = telling.status == "held" and telling.token.tag_ == "VB"
        telling.first, telling.second, telling.places = guests, (), (Party(state, telling.trigger[0]),)
    if frame.shape == "host":
        for prep in prepositions(telling.token, phrases.sentence):
            to = prep.lower_ == "to" and any(phrases.places(o) or _seat(phrases, o) for o in objects(prep))
            soon = prep.lower_ == "in" and telling.status == "planned" and any(phrases.places(o) for o in objects(prep))
            if to or soon:
                telling.action, telling.shape = "visit", "visitor"
                telling.first, telling.second = telling.second, telling.first
                break
    yield telling


def _seat(phrases: Phrases, noun: "Token") -> bool:
    """Whether a body of a state stands for the place where it is ("welcomed the king to the White House")."""
    found = phrases.reference(noun)
    return found is not None and any(phrases.cast.entity(e).kind == "organization" for e in found.entities)


def _other_sense(verb: "Token", frame: VerbFrame) -> bool:
    """Whether a verb says something else here: "called the attack a crime", "called for", "called him a friend"."""
    if frame.bare:
        bad = ["xcomp", "ccomp", "prt"] + ["oprd"] * any(c.dep_ in ("dobj", "obj", "nsubjpass") for c in verb.children)
        others = [c for c in verb.children if not (c.dep_ == "xcomp" and c.tag_ == "VB" and c.lemma_ in PURPOSES)]
        return any(c.dep_ in bad or (c.lower_ in ("for", "on", "upon") and c.i == verb.i + 1) for c in others)
    return False
