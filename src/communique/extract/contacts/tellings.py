"""Words that tell a contact, one telling each: the trigger, the parties on its sides, the place, the status."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from communique.annotate.layers import Layers, Sentence
from communique.extract.contacts.phrases import Party, Phrases
from communique.extract.modality import status_of
from communique.lexicon.contacts import NounFrame, VerbFrame, contact_lexicon
from communique.model import Span
from communique.model.claim import Action, Status
from communique.resolve.cast import Cast

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.lexicon.contacts import ContactLexicon

CLOSE = 4  # tokens over which a trigger takes in its carrier or preposition
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
ACCOMPANYING = frozenset(
    {"after", "during", "in", "following", "before", "at", "on", "for", "ahead", "via", "since", "of", "from"}
)
ASIDE = frozenset({"margin", "sideline", "fringe"})
NEAR = 12  # tokens in which a preposition may still belong to its noun


@dataclass(slots=True)
class Telling:
    """One place in the text that tells a contact, with what it says by itself.

    first: those who lead (visitor, host, sender, subject); second: the others. owned: whether the words point at a contact
    as known ("the call"); another: whether they set it apart from others; weak: whether the words alone do not tell one.
    """

    sentence: Sentence
    token: "Token"
    action: Action
    shape: str
    first: tuple[Party, ...]
    second: tuple[Party, ...]
    places: tuple[Party, ...] = ()
    status: Status | None = None
    trigger: tuple[Span, ...] = ()
    definite: bool = False
    another: bool = False
    weak: bool = False
    plural: bool = False
    topic: bool = False
    separately: bool = False
    first_since: bool = False
    of_body: bool = False  # what meets is a body ("the meeting of the council")
    delegation: bool = False  # its subject is "the delegation" and the like, whom the cast does not know
    owned: bool = False  # a possessive says whose it is
    unnamed: bool = False  # somebody else takes part whom the cast does not know


@lru_cache(maxsize=1)
def _filter() -> re.Pattern[str]:
    """What a sentence must hold before its parse is looked at."""
    lexicon = contact_lexicon()
    forms = {form for frame in lexicon.verb for form in (*_forms(frame.lemma), *frame.forms)}
    forms |= {form for frame in lexicon.noun for lemma in frame.lemmas for form in (lemma, lemma + "s", lemma + "es")}
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, forms), key=len, reverse=True)) + r")\b", re.I)


def _forms(lemma: str) -> tuple[str, ...]:
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    return (
        lemma,
        lemma + "s",
        lemma + "es",
        stem + "ed",
        stem + "ing",
        stem + stem[-1] + "ed",
        stem + stem[-1] + "ing",
    )


def tellings(layers: Layers, cast: Cast) -> Iterator[Telling]:
    """Every telling in text order; its sides may still be empty or of one party."""
    lexicon = contact_lexicon()
    verbs, nouns, found = lexicon.verbs(), lexicon.nouns(), _filter()
    for sentence in layers.sentences:
        if not found.search(layers.text, sentence.span.start, sentence.span.end):
            continue
        phrases: Phrases | None = None
        for token in sentence.tokens:
            lemma = token.lemma_.lower()
            if token.pos_ in ("VERB", "AUX") and lemma in verbs:
                phrases = phrases or Phrases(layers, cast, sentence)
                yield from _by_verb(phrases, token, verbs[lemma])
            elif token.pos_ in ("NOUN", "PROPN") and (frame := nouns.get(lemma) or nouns.get(lemma.rstrip("s"))):
                phrases = phrases or Phrases(layers, cast, sentence)
                yield from _by_noun(phrases, token, frame)


def _by_verb(phrases: Phrases, verb: "Token", frame: VerbFrame) -> Iterator[Telling]:
    sentence = phrases.sentence
    if frame.particle and not any(c.lower_ == frame.particle for c in verb.children):
        return
    if _other_sense(verb, frame) or any(c.dep_ == "nsubj" and c.lower_ == "it" for c in verb.children):
        return
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
    if (
        frame.own
        and not any(c.dep_ == "nsubj" for c in verb.children)
        and verb.dep_ not in ("xcomp", "conj", "relcl", "acl")
    ):
        return
    subject = phrases.subject(verb) if not (passive and verb.dep_ == "acl") else phrases.group(verb.head)
    second: list[Party] = []
    used: list[Token] = []
    groups, unnamed = 0, False
    for prep in _prepositions(verb, sentence):
        if prep.lower_ in frame.with_ or (passive and prep.dep_ == "agent"):
            for noun in _objects(prep):
                more = phrases.group(noun, left=False)
                second += more
                groups += bool(more)
                unnamed = unnamed or not more
                used.append(prep)
    target: tuple[Party, ...] = ()
    if frame.object:
        for child in verb.children:
            if child.dep_ in ("dobj", "obj", "dative", *(("oprd",) if frame.bare else ())) and child.i > verb.i:
                target = (frame.shape == "visitor" and phrases.places(child)) or phrases.group(child)
                if frame.shape != "visitor":
                    second += target
    places: list[Party] = _in_places(phrases, verb) if frame.shape == "both" else []
    if frame.shape == "visitor":
        places += target
        for prep in _prepositions(verb, sentence):
            if prep.lower_ in frame.place:
                for noun in _objects(prep):
                    places += phrases.places(noun) or phrases.group(noun, left=False)
        if not places:
            return
    first = subject
    if passive and frame.object:  # "was received by": the subject is the object
        first, second = (tuple(second), list(subject)) if frame.shape in ("host", "sender") else (subject, second)
    if frame.person and not any(phrases.cast.entity(p.entity).kind in ("person", "group") for p in second):
        return
    action: Action = frame.action
    if frame.generic and action == "call" and not any(_is_person(phrases, p) for p in (*subject, *second)):
        action = "talks"  # states that speak with one another
    if frame.generic and action == "call" and _face_to_face(verb):
        action = "meeting"
    remote = action in ("call", "meeting", "talks") and _remote(verb, phrases.lexicon)
    if remote:
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
        trigger=_trigger(sentence, verb, used),
        weak=frame.generic and not (action == "call" and remote),
        another=any(
            c.lower_ in ("last", "previously", "earlier", "again", "next") and c.dep_ == "advmod" for c in verb.children
        ),
        topic=frame.topic,
        unnamed=unnamed,
        delegation=not any(_is_person(phrases, p) for p in first)
        and any(c.dep_ == "nsubj" and c.lemma_ in ("delegation", "team") for c in verb.children),
        separately=groups > 1 or any(c.lower_ in ("separately", "individually") for c in verb.children),
    )
    yield from _welcome(telling, phrases, frame)


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
        for noun in _objects(prep)
        for p in phrases.places(noun)
    ]


def _welcome(telling: Telling, phrases: Phrases, frame: VerbFrame) -> Iterator[Telling]:
    """A host's verb with a way to a place ("welcomed the king to the capital") tells a visit."""
    if frame.shape == "host":
        for prep in _prepositions(telling.token, phrases.sentence):
            if prep.lower_ == "to" and any(phrases.places(o) for o in _objects(prep)):
                telling.action, telling.shape = "visit", "visitor"
                telling.first, telling.second = telling.second, telling.first
                break
    yield telling


def _is_person(phrases: Phrases, party: Party) -> bool:
    return phrases.cast.entity(party.entity).kind == "person"


def _by_noun(phrases: Phrases, noun: "Token", frame: NounFrame) -> Iterator[Telling]:
    sentence, words = phrases.sentence, phrases.lexicon.words
    left = [c for c in noun.children if c.i < noun.i]
    modifiers = {t.lower_ for c in left for t in (c, *c.children)}
    if modifiers & words.domestic or noun.dep_ == "compound":
        return
    owner, qualifying = phrases.owner(noun), phrases.modifiers(noun)
    with_: list[Party] = []
    used: list[Token] = []
    places: list[Party] = []
    circle = False  # "between" names everybody
    of_body = False
    for prep in _prepositions(noun, sentence):
        if prep.lower_ == "with" and _aside(noun):
            continue
        if prep.lower_ in frame.with_:
            for other in _objects(prep):
                more = phrases.group(other, left=False)
                if prep.lower_ == "of" and len(pair := phrases.states_named(noun.doc[other.left_edge.i], other)) > 1:
                    more = pair  # "the meeting of the Russian-French council"
                if more:
                    with_ += more
                    used.append(prep)
                    of_body = of_body or (prep.lower_ == "of" and not _of_parties(phrases, more))
                    everybody = prep.lower_ in ("between", "among") or (
                        prep.lower_ == "of" and _of_parties(phrases, more)
                    )
                    circle = circle or (everybody and len(more) > 1)
        elif prep.lower_ in frame.place:
            for other in _objects(prep):
                places += phrases.places(other) or phrases.group(other, left=False)
    carrier = _carrier(noun, phrases.lexicon)
    subject: tuple[Party, ...] = ()
    if carrier is not None:
        subject = phrases.subject(carrier)
        for prep in _prepositions(carrier, sentence):
            if prep.lower_ == "with" and not with_ and prep.i > noun.i:
                for other in _objects(prep):
                    with_ += phrases.group(other, left=False)
        if frame.shape == "sender":
            with_ += [p for c in carrier.children if c.dep_ == "dative" and c.i < noun.i for p in phrases.group(c)]
        used.append(carrier)
    first = owner or (() if circle else subject)
    if not first and not circle and (with_ or (places and frame.shape == "visitor")):
        first = _owner_above(phrases, noun) or (phrases.clause_subject(noun) if _goes_with(noun) else ())
    if owner and not with_ and subject:
        with_ += subject
    if frame.shape == "both":
        pair = phrases.states_named(noun.doc[noun.left_edge.i], noun)
        qualifying = pair if len(qualifying) < len(pair) else qualifying
        if len({phrases.cast.party(p.entity) for p in qualifying}) > 1:
            first, with_, circle = (), [], True  # "the U.S.-EU summit"
    first_since = "first" in modifiers and any(t.lower_ == "since" for t in noun.sent if 0 < t.i - noun.i <= NEAR)
    action: Action = frame.action
    if action in ("call", "meeting", "talks") and _remote(noun, phrases.lexicon):
        action = "call"
    if frame.shape == "visitor":
        if carrier is not None and carrier.lemma_ == "accompany":
            subject += tuple(p for c in carrier.children if c.dep_ == "dobj" for p in phrases.group(c))
        first = owner or tuple(with_) or subject or first
        with_ = []
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
        status=status_of(noun),
        trigger=_trigger(sentence, noun, used),
        definite="the" in modifiers or "this" in modifiers or bool(owner),
        another=(bool(modifiers & words.another) or any(ORDINAL.fullmatch(m) for m in modifiers)) and not first_since,
        first_since=first_since,
        owned=bool(owner),
        of_body=of_body,
        weak=frame.loose and action == frame.action,
        plural=noun.tag_ in ("NNS", "NNPS") and noun.lemma_.lower() not in ("talk", "negotiation", "consultation"),
        separately="separate" in modifiers,
    )


def _owner_above(phrases: Phrases, noun: "Token") -> tuple[Party, ...]:
    """Whose the thing is that a noun depends on ("his plans for a summit with")."""
    if noun.dep_ == "pobj" and noun.head.head.pos_ == "NOUN":
        return phrases.owner(noun.head.head)
    return ()


def _goes_with(noun: "Token") -> bool:
    """Whether the clause around a noun tells what its subject did there or then ("after a call with Tolen, Dask said")."""
    return noun.dep_ == "pobj" and noun.head.lower_ in ACCOMPANYING


def _of_parties(phrases: Phrases, parties: tuple[Party, ...]) -> bool:
    """Whether "of" names those who take part ("a call of Dask and Tolen"), not the bodies that meet."""
    return all(phrases.cast.entity(p.entity).kind in ("person", "country") for p in parties)


def _carrier(noun: "Token", lexicon: "ContactLexicon") -> "Token | None":
    """The verb that carries a noun so that its subject takes part ("hold talks", "arrive for talks")."""
    head, link = noun.head, noun.dep_
    if link == "conj":
        return _carrier(head, lexicon) if head != noun else None
    if link == "pobj" and head.pos_ in ("ADP", "SCONJ"):
        if head.lower_ not in ("for", "in", "on", "to", "into", "of", "up"):
            return None
        head, link = head.head, "prep"
        if head.pos_ == "NOUN" and head.lemma_ in ("series", "round", "number", "part", "set", "day", "hour"):
            return _carrier(head, lexicon)
    if (
        link in ("dobj", "obj", "prep", "attr")
        and head.pos_ in ("VERB", "AUX")
        and head.lemma_ in lexicon.words.carriers
    ):
        return head
    return None


def _prepositions(token: "Token", sentence: Sentence) -> "list[Token]":
    """Prepositions that may bring a side or place of `token`: its own, those that hang on what follows it without another
    verb between, and a second one joined to the first ("with Oman and with Qatar")."""
    out = []
    end = sentence.tokens.end
    for i in range(token.i + 1, min(end, token.i + 1 + NEAR * 2)):
        t = token.doc[i]
        if t.pos_ in ("VERB", "AUX") and t.dep_ not in ("amod", "compound") and not _inside(t, token):
            break
        if t.dep_ in ("prep", "agent", "dative") or (t.pos_ == "ADP" and t.dep_ != "prt"):
            if t.head == token or (t.lower_ in ("with", "between") and _belongs(t, token)) or _chain(t, token):
                out.append(t)
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative") and child not in out:
            out.append(child)
        elif child.dep_ == "advcl":
            out += [m for m in child.children if m.dep_ == "mark" and m.lower_ == "with"]
    return out


def _inside(verb: "Token", token: "Token") -> bool:
    """Whether a verb hangs on what it qualifies within the phrase of `token` ("talks held with", "officials visiting")."""
    return verb.dep_ in ("acl", "relcl") and (verb.head == token)


def _belongs(prep: "Token", token: "Token") -> bool:
    """Whether a "with" may be misplaced by the parser: near, and not hung on another noun that tells a contact, unless that
    noun only says where ("on the margins of the summit with")."""
    head = prep.head
    other = head.i > token.i and head.lemma_.lower() in contact_lexicon().nouns()
    return prep.i - token.i <= NEAR and (not other or _aside(head))


def _aside(noun: "Token") -> bool:
    """Whether something stands "on the margins of" a noun."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_ in ASIDE


def _chain(prep: "Token", token: "Token") -> bool:
    head = prep.head
    return (
        prep.dep_ == "conj"
        and head.head == token
        or (prep.dep_ == "prep" and head.dep_ == "prep" and head.head == token)
    )


def _objects(prep: "Token") -> "list[Token]":
    """The nouns that a preposition brings; also where the parser made a name the subject of a purpose ("with the premier to
    strengthen ties")."""
    out = []
    for c in prep.children:
        if c.dep_ in ("pobj", "dobj", "obj") or (c.dep_ == "pcomp" and c.pos_ not in ("VERB", "AUX")):
            out.append(c)
        elif c.dep_ == "pcomp":  # hung as a purpose
            out += [g for g in c.children if g.dep_ == "nsubj" and g.i < c.i]
    if prep.dep_ == "mark":
        out += [g for g in prep.head.children if g.dep_ == "nsubj" and g.i > prep.i]
    if not out and prep.i + 1 < len(prep.doc):
        right = prep.doc[prep.i + 1]
        if right.pos_ in ("PROPN", "NOUN", "PRON", "DET", "ADJ"):
            out = [right]
    return out


def _other_sense(verb: "Token", frame: VerbFrame) -> bool:
    """Whether a verb says something else here: "called the attack a crime", "called for", "called him a friend"."""
    if frame.bare:
        bad = ["xcomp", "ccomp", "prt"] + ["oprd"] * any(c.dep_ in ("dobj", "obj", "nsubjpass") for c in verb.children)
        return any(c.dep_ in bad or (c.lower_ in ("for", "on", "upon") and c.i == verb.i + 1) for c in verb.children)
    return False


def _remote(token: "Token", lexicon: "ContactLexicon") -> bool:
    """Whether a word of distance ("by phone", "virtually", "via videoconference") hangs on `token` or on what carries it."""
    carrier = token.head if token.dep_ in ("dobj", "pobj", "conj", "attr") else token
    for t in token.sent:
        if t.lower_ in lexicon.words.remote:
            above = t
            for _ in range(4):
                if above == token or above == carrier:
                    return True
                if above != t and above.pos_ in ("VERB", "AUX"):
                    break
                above = above.head
    return False


def _trigger(sentence: Sentence, told: "Token", others: "list[Token]") -> tuple[Span, ...]:
    """The words of the trigger: the word that tells, with carrier, auxiliary and preposition where they stand close by."""
    first = last = told
    for t in sorted(set(others), key=lambda t: abs(t.i - told.i)):
        if t.i < first.i and first.i - t.i <= CLOSE:
            first = t
        elif t.i > last.i and t.i - last.i <= CLOSE:
            last = t
    return (sentence.span_of(first, last),)
