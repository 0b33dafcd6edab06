"""Named phrases: persons with their titles, states and their capitals, bodies, and capitalised words of unknown kind."""

from communique.annotate.mentions.gazetteer import index
from communique.annotate.mentions.others import ORGANISED
from communique.annotate.mentions.phrase import Phrase
from communique.annotate.mentions.words import Words
from communique.lexicon.cities import city, regions
from communique.lexicon.office_classes import classes_of
from communique.lexicon.person_names import fold
from communique.lexicon.titles import title_words
from communique.model import Span
from communique.resolve.draft import Office
from communique.resolve.grammar import subject_of
from communique.resolve.knowledge import FAMOUS, look_up
from communique.resolve.people import gender_of
from communique.resolve.register import Found, Register

ARGUMENTS = frozenset(
    ("nsubj", "nsubjpass", "pobj", "dobj", "conj", "ROOT", "appos", "poss", "attr", "agent", "dative")
)
CITIES_ONLY = frozenset(("Brussels", "Geneva", "Jerusalem", "The Hague", "Amsterdam"))  # seldom stand for their state


def office_of(phrase: Phrase) -> Office | None:
    """The office that a phrase's title gives."""
    if not phrase.title:
        return None
    return Office(phrase.title, phrase.noun, classes_of(phrase.title), phrase.states[:1], phrase.body, phrase.said)


def person(register: Register, phrase: Phrase) -> Found:
    """Somebody named, perhaps with a title: found among the people so far, or new, and looked up in the table of offices."""
    office = None if _contradicted(register, phrase) else office_of(phrase)
    gender = phrase.gender if phrase.gender != "-" else gender_of(phrase.name)
    draft, reason = register.people.find(phrase.name, office, gender)
    if draft is None:
        draft = register.named(phrase.name, office, gender, "named in the text")
        if draft is None:
            return (), reason
        reason = "named here first"
    else:
        longer = len(fold(phrase.name)) > len(fold(draft.name))
        if not draft.known and (longer or len(draft.name.split()) < 2 <= len(phrase.name.split())):
            draft.name = phrase.name
        register.people.also(draft, phrase.name)
    if draft.gender == "-":
        draft.gender = gender
    if office:
        draft.add_office(office)
        if office.states or office.body:
            draft.country = draft.country or register.acts_for(office)
    register.know(draft)
    if office and draft.country is None and not draft.known:
        draft.country = register.acts_for(office)
    return (draft,), reason


def _contradicted(register: Register, phrase: Phrase) -> bool:
    """Whether a title parted from a full name by a comma is another's: a known leader of another state on that day."""
    day, said = register.around.day, phrase.said
    if not day or not said or not phrase.states or len(fold(phrase.name)) < 2:
        return False
    between = Span(min(said.end, phrase.head.end), max(said.start, phrase.head.start)).of(register.layers.text)
    if "," not in between:
        return False
    spells, _ = look_up(phrase.name, (), day, None)
    sure = [s for s in spells if FAMOUS & set(s.classes) and s.sure(day.isoformat())]
    return bool(sure) and all(s.of not in phrase.states for s in spells)


def state(register: Register, phrase: Phrase) -> Found:
    """A state by its name, nationality, people, capital or seat of government."""
    code, words = phrase.key, " ".join(phrase.head.of(register.layers.text).split())
    if phrase.kind == "region":
        return (register.other("place", code, regions()[code], "a region"),), "a region"
    if phrase.kind in ("state", "nationality"):
        register.last_state, register.last_state_at = code, phrase.sentence
        return (register.country(code),), "name of the state"
    if phrase.kind == "people":
        draft = register.other("group", words, code, "people of the state")
        draft.plural = True
        return (draft,), "people of the state"
    if phrase.kind == "capital":
        somebody, _ = register.people.find(words, None, "-")
        if somebody is not None:
            return (somebody,), "surname of somebody named in the text"
        if phrase.place or words in CITIES_ONLY:
            return (register.city(words, (code,)),), "the city itself"
        reason = "its capital stands for the government"
        return (register.country(code, reason),), reason
    return (register.other("organization", words, code, "seat standing for the government"),), "seat of the government"


def name(register: Register, phrase: Phrase, words: Words) -> Found:
    """Capitalised words that no table holds: part of a name in the text, a well-known surname, a body, or left open."""
    draft, reason = register.people.find(phrase.name, None, "-")
    if draft is not None:
        return (draft,), reason
    if reason.startswith("several"):
        return (), reason
    if _common(phrase, words):
        return (), "a common noun in capitals"
    if any(piece in index() for piece in phrase.name.split("-")[:-1]) or phrase.name.startswith("U.S."):
        return (), "a relation between states, no name"
    if phrase.place and city(phrase.name):
        near = (register.last_state, register.around.home) if register.last_state else (register.around.home,)
        return (register.city(phrase.name, near),), "a city where a place is told"
    if words.tag[phrase.root] == "NNPS" and len(phrase.name.split()) == 1:
        people = register.other("group", phrase.name, None, "people by a plural in capitals")
        people.plural = True
        return (people,), people.decision
    argument = words.dep[phrase.root] in ARGUMENTS and not phrase.attributive
    tokens = phrase.name.split()
    organised = tokens[-1].lower() in ORGANISED and len(tokens) > 1
    if not organised and not phrase.owner:
        spells, _ = look_up(phrase.name, (), register.around.day, None)
        if spells and register.around.day and spells[0].runs(register.around.day.isoformat()):
            return person(register, phrase)
    if organised:
        return (
            register.other("organization", phrase.name, None, "a body by its last word"),
        ), "a body by its last word"
    before = register.others.get(("organization", phrase.name))
    if before:
        return (before,), "named before"
    if argument and (subject_of(words, phrase.root) or _told_by(words, phrase.root)):
        if len(tokens) > 1 and not phrase.owner:
            if any(t.lower() in title_words().topics or t.lower() in title_words().modifiers for t in tokens):
                return (), "capitalised words of a subject, no name"
            return person(register, phrase)
        return (register.other("organization", phrase.name, None, "acts in the text"),), "acts in the text"
    return (), "capitalised words of unknown kind"


def _common(phrase: Phrase, words: Words) -> bool:
    """Whether capitalised words are common nouns: the last word is one, or a lone one that opens a sentence is no name."""
    tokens = phrase.name.lower().split()
    if tokens[-1] in title_words().common:
        return True
    return len(tokens) == 1 and phrase.first == 0 and words.pos[phrase.root] not in ("PROPN", "X")


def _told_by(words: Words, root: int) -> bool:
    """Whether the words stand after "according to" or "by"."""
    head = words.head[root]
    return words.dep[root] == "pobj" and (
        words.lower[head] == "by" or (words.lower[head] == "to" and words.lower[words.head[head]] == "according")
    )
