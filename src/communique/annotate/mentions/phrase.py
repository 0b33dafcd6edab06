"""A phrase that may denote a party, as found and before anybody asks whom."""

from dataclasses import dataclass
from typing import Literal

from communique.model import Span

Kind = Literal[
    "person",  # a name with a title, an honorific or a first name
    "name",  # capitalised words whose kind is not told by themselves
    "office",  # a title or role without a name, one holder: "the Secretary"
    "group",  # several people without names: "the two leaders", "Israeli officials"
    "organ",  # a body described: "the Foreign Ministry", "the Lebanese government"
    "state", "nationality", "people", "capital", "seat", "region", "body",  # from the tables
    "pronoun",
]  # fmt: skip


@dataclass(slots=True)
class Phrase:
    """Words that may denote a party.

    span: the whole phrase; head: its core (name, noun, pronoun). first, last, root: token indices of span and of the word
    that the phrase hangs by, within sentence `sentence`. key: code of the state, name of the body, or the pronoun. name: the
    words of a name. title: the words of the title, without determiner, said where `said` is. noun: the title's head noun,
    lower case, singular. states, body: what qualifies the title ("Azerbaijani", "of Georgia", "State Department");
    to: code of the state that an envoy is sent to or deals with.
    owner: a possessive pronoun or determiner before the noun ("his", "the", "a"). count: 2 for "the two leaders", 0 unknown.
    attributive: it only qualifies a noun. place: it stands where a place is told ("in Baku").
    """

    sentence: int
    span: Span
    head: Span
    kind: Kind
    first: int
    last: int
    root: int
    key: str = ""
    name: str = ""
    title: str = ""
    noun: str = ""
    said: Span | None = None
    states: tuple[str, ...] = ()
    body: str = ""
    to: str = ""
    owner: str = ""
    count: int = 0
    gender: str = "-"
    attributive: bool = False
    place: bool = False
