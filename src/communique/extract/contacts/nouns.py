"""Contacts told by nouns: a meeting with, talks between, the visit of, the U.S.-Russia summit."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.extract.contacts.attachment import NEAR, aside, carrier_of, objects, prepositions, remote, trigger
from communique.extract.contacts.compounds import capital, states_compounded
from communique.extract.contacts.groups import Party
from communique.extract.contacts.phrases import Phrases
from communique.extract.contacts.speakers import companion
from communique.extract.contacts.telling import Telling, is_person
from communique.extract.modality import status_of
from communique.lexicon.contacts import NounFrame
from communique.model.claim import Action

if TYPE_CHECKING:
    from spacy.tokens import Token

ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
ATTENDING = frozenset({"participate", "attend", "take", "join", "host", "chair", "lead", "convene", "address", "open"}) | {
    "co-host", "cohost", "co-chair", "cochair", "hold",
}  # fmt: skip
ADDRESSING = frozenset({"congratulate", "thank", "inform", "brief", "assure", "tell", "invite", "update", "wish"})
HOSTING = frozenset({"host", "co-host", "cohost", "convene", "chair", "organize", "organise", "lead", "initiate"})
HELD = frozenset({"chaired", "hosted", "opened", "held", "convened", "co-chaired", "co-hosted", "led", "initiated"})
SENDING = frozenset({"send", "extend"})
OFFERING = frozenset({"offer", "extend", "express", "convey", "present", "give"})  # "offered congratulations to"
ACCOMPANYING = frozenset(
    {"after", "during", "in", "following", "before", "at", "on", "for", "ahead", "via", "since", "of", "from"}
)


def by_noun(phrases: Phrases, noun: "Token", frame: NounFrame) -> Iterator[Telling]:
    sentence, words = phrases.sentence, phrases.lexicon.words
    left = [c for c in noun.children if c.i < noun.i]
    modifiers = {t.lower_ for c in left for t in (c, *c.children)}
    if modifiers & words.domestic or noun.dep_ == "compound" or (frame.action == "summit" and aside(noun)):
        return
    owner, qualifying = phrases.owner(noun), phrases.modifiers(noun)
    with_: list[Party] = []
    used: list[Token] = []
    places: list[Party] = []
    if noun.lemma_ == "call" and _demand(noun):
        return
    if frame.carried:  # a conference that is only spoken of is nobody's contact, nor that of the city where it is
        bearer = carrier_of(noun, phrases.lexicon)
        if bearer is None or bearer.lemma_ not in (SENDING if frame.shape == "sender" else ATTENDING):
            return
        qualifying = tuple(p for p in qualifying if not capital(p.mention.of(phrases.layers.text)))
    circle = False  # "between" names everybody
    of_body = False
    for prep in prepositions(noun, sentence):
        if prep.lower_ == "with" and aside(noun):
            continue
        if prep.lower_ in frame.with_:
            for other in objects(prep):
                more = phrases.brought(prep, other)
                if prep.lower_ == "of" and len(pair := _states_of_body(phrases, other, more)) > 1:
                    more = pair
                if more:
                    with_ += more
                    used.append(prep)
                    of_body = of_body or (prep.lower_ == "of" and not _of_parties(phrases, more))
                    everybody = prep.lower_ in ("between", "among") or (
                        prep.lower_ == "of" and _of_parties(phrases, more)
                    )
                    circle = circle or (everybody and len(more) > 1)
        elif prep.lower_ == "by" and prep.dep_ == "agent" and prep.head.lemma_ in HOSTING:
            with_ += [p for other in objects(prep) for p in phrases.group(other, left=False)]
        elif prep.lower_ in frame.place:
            for other in objects(prep):
                places += phrases.places(other) or phrases.group(other, left=False)
    if not with_:
        with_ += [p for by in _chaired_by(noun) for other in objects(by) for p in phrases.group(other, left=False)]
    carrier = carrier_of(noun, phrases.lexicon) or _held_by(noun)
    subject: tuple[Party, ...] = ()
    if carrier is not None:
        subject = phrases.subject(carrier)
        subject += tuple(p for other in companion(carrier) for p in phrases.group(other))
        for prep in prepositions(carrier, sentence):
            if prep.lower_ == "with" and not with_ and prep.i > noun.i:
                for other in objects(prep):
                    with_ += phrases.group(other, left=False)
        if frame.shape == "sender":
            with_ += [p for c in carrier.children if c.dep_ == "dative" and c.i < noun.i for p in phrases.group(c)]
        if frame.shape == "sender" and not with_:  # "sent a message of greetings to Tolen"
            with_ += [
                p
                for t in [*noun.subtree, *carrier.children]
                if t.lower_ == "to" and t.i > noun.i
                for o in objects(t)
                for p in phrases.group(o)
            ]
        used.append(carrier)
    if owner and len({phrases.cast.party(p.entity) for p in subject} - {None}) > 1 and phrases.ours(owner):
        owner = subject  # "Dask and I have concluded our talks"
    first = owner or (() if circle else subject)
    if not first and not circle and (with_ or (places and frame.shape == "visitor")):
        first = _owner_above(phrases, noun) or (phrases.clause_subject(noun) if _goes_with(noun) else ())
    if frame.shape == "both" and not (owner or with_ or qualifying or carrier):
        first, addressed = _spoken_to(phrases, noun)
        with_ += addressed
        first = first or _both_there(phrases, noun) or (phrases.titled(noun) if noun.dep_ == "pobj" else ())
    if carrier is not None and with_ and not first and phrases.speakers.home:
        if any(c.dep_ == "expl" for c in carrier.children):  # "there have been talks with", said by a state
            first = (Party(phrases.speakers.home, sentence.span_of(noun)),)
    if frame.shape == "both" and with_ and not (first or qualifying or circle) and "a" in modifiers:
        head = phrases.speakers.head  # "this came up during a recent call with Tolen", said by a president's own office
        first = (Party(head, sentence.span_of(noun)),) if head and _leaders(phrases, with_) else ()
    if (
        frame.shape == "both"
        and not with_
        and (two := phrases.between_us(owner or (first if noun.dep_ == "dobj" else ())))
    ):
        first, owner = two, two  # "our talks", of the two who speak
    elif owner and not with_ and subject:
        with_ += subject
    if frame.shape == "both":
        edge = noun.doc[noun.left_edge.i]
        pair = phrases.states_named(edge, noun)
        if not pair and states_compounded(phrases.layers.text, sentence.span_of(edge, noun)):
            return  # "the U.S.-Russia summit" where the cast does not know them: nobody else's
        qualifying = pair if len(qualifying) < len(pair) else qualifying
        if len({phrases.cast.party(p.entity) for p in qualifying}) > 1:
            first, with_, circle = (), [], True  # "the U.S.-EU summit"
    persons = tuple(p for p in subject if is_person(phrases, p))
    sides = {phrases.cast.party(p.entity) for p in (*first, *with_, *(qualifying if circle else ()))}
    acting = {x for p in persons if (x := phrases.cast.party(p.entity)) not in (None, p.entity)}
    if circle and 1 < len(sides) <= len(persons) and acting and acting <= sides:
        first, with_, qualifying, circle = (
            persons,
            [],
            (),
            False,
        )  # the ministers who chair "the Kestria-Norland dialogue"
    if of_body and noun.tag_ in ("NN", "NNP") and len({phrases.cast.party(p.entity) for p in first} - {None}) > 1:
        with_ = []  # what two sides convened a meeting of is no third
    if frame.action == "meeting":
        first = phrases.in_person(first, with_)
    first_since = "first" in modifiers and any(t.lower_ == "since" for t in noun.sent if 0 < t.i - noun.i <= NEAR)
    action: Action = frame.action
    if action in ("call", "meeting", "talks") and remote(noun, phrases.lexicon):
        action = "call"
    if frame.shape == "visitor":
        if carrier is not None and carrier.lemma_ == "accompany":
            subject += tuple(p for c in carrier.children if c.dep_ == "dobj" for p in phrases.group(c))
        first = owner or tuple(with_) or subject or first
        with_ = _hosts(phrases, subject) if owner and carrier is not None and carrier.lemma_ == "have" else []
    elif not owner and qualifying:
        with_ = [*qualifying, *with_]
    yield Telling(
        sentence=sentence,
        token=noun,
        action=action,
        shape=frame.shape,
        first=first,
        second=tuple(with_),
        places=tuple(places),
        status=status_of(noun) or ("planned" if phrases.headline and noun.head.lower_ == "before" else None),
        trigger=trigger(sentence, noun, used),
        definite="the" in modifiers or "this" in modifiers or bool(owner),
        another=(bool(modifiers & words.another) or any(ORDINAL.fullmatch(m) for m in modifiers)) and not first_since,
        first_since=first_since,
        owned=bool(owner),
        of_body=of_body,
        home=phrases.speakers.home,
        weak=frame.loose and action == frame.action,
        plural=noun.tag_ in ("NNS", "NNPS") and noun.lemma_.lower() not in ("talk", "negotiation", "consultation"),
        separately="separate" in modifiers,
    )


def _leaders(phrases: Phrases, parties: list[Party]) -> bool:
    """Whether all are persons who meet leaders and ministers themselves."""
    return all(is_person(phrases, p) and phrases.speakers.principal(p.entity) for p in parties)


def _owner_above(phrases: Phrases, noun: "Token") -> tuple[Party, ...]:
    """Whose the thing is that a noun depends on ("his plans for a summit with")."""
    if noun.dep_ == "pobj" and noun.head.head.pos_ == "NOUN":
        return phrases.owner(noun.head.head)
    return ()


def _held_by(noun: "Token") -> "Token | None":
    """The verb of a clause on a noun that says who had it ("the call they had")."""
    return next(
        (
            c
            for c in noun.children
            if c.dep_ == "relcl"
            and c.lemma_ in ("have", "hold")
            and any(s.dep_ == "nsubj" and s.lower_ not in ("which", "that", "who") for s in c.children)
        ),
        None,
    )


def _spoken_to(phrases: Phrases, noun: "Token") -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Who addresses whom in the clause of a call ("during the call, Dask congratulated Tolen"); ((), ()) elsewhere."""
    verb = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in ("during", "in") else noun
    if noun.dep_ == "pobj" and noun.head.lower_ == "for" and noun.head.head.lemma_ == "thank":
        lone = {c.dep_ for c in noun.children} & {"det", "poss"} and not any(
            c.lower_ in ("for", "to") for c in noun.children
        )
        verb = noun.head.head if lone and noun.tag_ == "NN" else noun  # "thanked Tolen for a good conversation"
    if verb.lemma_ in OFFERING and verb != noun:
        return _offered(phrases, verb)
    if verb.lemma_ not in ADDRESSING or any(c.dep_ == "nsubjpass" for c in verb.children):
        return (), ()
    return phrases.subject(verb), tuple(p for c in verb.children if c.dep_ == "dobj" for p in phrases.group(c))


def _offered(phrases: Phrases, verb: "Token") -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Who offers something to whom in the clause of a call ("Dask expressed his condolences to Tolen")."""
    to = [t for c in verb.children if c.dep_ == "dobj" for t in c.children if t.lower_ == "to"]
    to += [c for c in verb.children if c.dep_ in ("dative", "prep") and c.lower_ == "to"]
    return phrases.subject(verb), tuple(p for t in to for o in objects(t) for p in phrases.group(o, left=False))


def _chaired_by(noun: "Token") -> "list[Token]":
    """The "by" of those who hold what the subject of a passive tells ("the dialogue was co-chaired by"), read from the words:
    parsers lose themselves in "co-chaired"."""
    if noun.dep_ not in ("nsubj", "nsubjpass"):
        return []
    for t in noun.doc[noun.i + 1 : noun.sent.end]:
        if t.lower_ == "by" and t.dep_ == "agent" and noun.doc[t.i - 1].lower_ in HELD:
            return [t]
        if (t.tag_ in ("VBD", "VBZ", "VBP") and t.lemma_ not in ("be", "co", "have")) or t.text in (",", ";"):
            break
    return []


def _demand(call: "Token") -> bool:
    """Whether a call is one for something ("renewed its calls for the government to step down"), not one with somebody."""
    preps = {c.lower_ for c in call.children if c.dep_ == "prep"}
    return "for" in preps and not preps & {"with", "between", "among"}


def _states_of_body(phrases: Phrases, noun: "Token", found: tuple[Party, ...]) -> tuple[Party, ...]:
    """The states whose body meets: "the meeting of the Russian-French council", "of the Council of Valdoria and Kestria"."""
    edge = noun.doc[noun.left_edge.i]
    if pair := phrases.states_named(edge, noun):
        return pair
    if any(phrases.cast.entity(p.entity).kind in ("person", "country") for p in found) or noun.pos_ != "PROPN":
        return ()
    return phrases.states_within(noun)


def _hosts(phrases: Phrases, subject: tuple[Party, ...]) -> list[Party]:
    """The states of those who have somebody's visit ("we just had the king's visit")."""
    states = ((phrases.speakers.state_of(p.entity) or p.entity, p) for p in subject)
    return [Party(state, p.mention, p.form) for state, p in states]


def _goes_with(noun: "Token") -> bool:
    """Whether the clause around a noun tells what its subject did there or then ("after a call with Tolen, Dask said")."""
    return noun.dep_ in ("pobj", "dobj") and noun.head.lower_ in ACCOMPANYING


def _both_there(phrases: Phrases, noun: "Token") -> tuple[Party, ...]:
    """The persons of different parties whose clause tells what they did in or after something that has no owner ("following
    talks, Dask and Tolen made statements"); else ()."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("after", "during", "following") or noun.lemma_ == "summit":
        return ()
    parties = phrases.clause_subject(noun)
    sides = {phrases.cast.party(p.entity) for p in parties} - {None}
    return parties if len(sides) > 1 and all(is_person(phrases, p) for p in parties) else ()


def _of_parties(phrases: Phrases, parties: tuple[Party, ...]) -> bool:
    """Whether "of" names those who take part ("a call of Dask and Tolen"), not the bodies that meet."""
    return all(phrases.cast.entity(p.entity).kind in ("person", "country") for p in parties)
