"""Pronouns: whom "he", "they" and "we" stand for."""

from communique.annotate.layers import Layers
from communique.annotate.mentions.phrase import Phrase
from communique.annotate.mentions.words import Words
from communique.model import Span
from communique.resolve.cast import Cast
from communique.resolve.draft import Draft
from communique.resolve.register import Found, Register

HE, SHE = frozenset(("he", "him", "his", "himself")), frozenset(("she", "her", "hers", "herself"))
IT, THEY = (
    frozenset(("it", "its", "itself")),
    frozenset(("they", "their", "them", "theirs", "themselves", "both", "the two")),
)
EMPTY = frozenset(  # verbs of an "it" that stands for nothing: "it takes time", "when it comes to"
    """come comes came cost costs mean means meant take takes took seem seems seemed appear appears appeared turn turns turned
    matter matters mattered happen happens happened depend depends depended remain remains remained follow follows look looks
    looked sound sounds feel feels help helps make makes snow snowed rain rained""".split()
)
JOINT = frozenset(  # what two sides do in a readout, and crowds do not
    """agreed affirmed reaffirmed reiterated discussed deplored condemned welcomed underscored underlined stressed emphasized
    emphasised noted pledged committed reviewed exchanged highlighted expressed shared resolved concurred""".split()
)
WE = frozenset("we us our ourselves ours".split())
FIRST = WE | frozenset("i me my myself mine".split())


def pronoun(register: Register, phrase: Phrase, words: Words, speakers: tuple[Draft, ...]) -> Found:
    """Whom a pronoun stands for. `speakers`: of the turn or text around it, for the first person outside quotations."""
    quote = register.around.quote_at(phrase.head.start)
    key = phrase.key
    if key in HE or key in SHE:
        gender = "m" if key in HE else "f"
        found, reason = register.talk.one(words, phrase, ("person",), gender, quote)
        return ((found,) if found else ()), reason
    if key in IT:
        thing = words.lower[words.head[phrase.root]] in ("is", "was", "'s", "be", "been", "were", "are")
        empty = words.lower[words.head[phrase.root]] in EMPTY or words.lower[phrase.root - 1 : phrase.root] == ["when"]
        if key == "it" and (thing or empty or words.dep[phrase.root] not in ("nsubj", "poss")):
            return (), "may stand for no party"
        found, reason = register.talk.one(words, phrase, ("country", "organization"), "-", quote)
        return ((found,) if found else ()), reason
    if key in FIRST:
        if quote >= 0:
            return (), "first person within a quotation: its speaker"
        return (speakers, "speaker of the turn or text") if speakers else ((), "first person of an unknown author")
    if key in THEY:
        many, reason = register.talk.many(phrase, words)
        if key == "they" and all(d.kind == "group" for d in many) and words.lower[words.head[phrase.root]] in JOINT:
            sides = register.sides(phrase)
            return (sides, "the two sides of the readout") if sides else (many, reason)
        return many, reason
    return (), "relative"


def first_person(layers: Layers, cast: Cast, speaker_ids: tuple[str, ...], span: Span) -> tuple[str, ...]:
    """Whom the words at `span` denote when they are said by `speaker_ids`: first-person words mean the speakers.

    Use it for words inside a quotation, whose speaker only the statement tells; others are looked up in the cast.
    """
    if span.of(layers.text).strip().lower() in FIRST:
        return speaker_ids
    return cast.at([span])
