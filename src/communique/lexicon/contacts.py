"""The words that tell a contact: verb and noun frames, checked when loaded."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from communique.errors import LexiconError
from communique.model.claim import Action

Shape = Literal["both", "visitor", "host", "sender"]
FILE = Path(__file__).with_name("contacts.toml")


class VerbFrame(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"with_": "with"}):
    """How a verb tells a contact; `contacts.toml` explains the fields."""

    lemma: str
    action: Action
    particle: str | None = None
    theme: frozenset[str] = frozenset()
    with_: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    object: bool = False
    person: bool = False
    joint: bool = False
    bare: bool = False
    generic: bool = False
    own: bool = False
    forms: tuple[str, ...] = ()
    topic: bool = False
    shape: Shape = "both"


class NounFrame(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"with_": "with"}):
    """How a noun tells a contact; `contacts.toml` explains the fields."""

    lemmas: tuple[str, ...]
    action: Action
    with_: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    loose: bool = False
    carried: bool = False
    shape: Shape = "both"


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Small word lists."""

    departures: frozenset[str]
    carriers: frozenset[str]
    remote: frozenset[str]
    representatives: frozenset[str]
    another: frozenset[str]
    domestic: frozenset[str]


class StandingWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words of offices that say for whom somebody stands; `contacts.toml` explains the lists."""

    offices: tuple[str, ...]
    local: tuple[str, ...]
    international: tuple[str, ...]
    leaders: tuple[str, ...]
    below: tuple[str, ...]
    principals: tuple[str, ...]
    aides: tuple[str, ...]
    voices: frozenset[str]
    private: tuple[str, ...]


class Confidence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Shares of right contacts by how they are told."""

    told: float
    gathered: float


class ContactLexicon(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    verb: tuple[VerbFrame, ...]
    noun: tuple[NounFrame, ...]
    words: Words
    standing: StandingWords
    confidence: Confidence

    def verbs(self) -> dict[str, VerbFrame]:
        """Frames by lemma."""
        return {f.lemma: f for f in self.verb}

    def nouns(self) -> dict[str, NounFrame]:
        """Frames by lemma."""
        return {lemma: f for f in self.noun for lemma in f.lemmas}


@lru_cache(maxsize=1)
def contact_lexicon() -> ContactLexicon:
    """The lexicon that ships. Raises LexiconError where the file is malformed."""
    return read(FILE)


def read(path: Path) -> ContactLexicon:
    """A lexicon from a TOML file. Raises LexiconError, which names the file and the place."""
    try:
        lexicon = msgspec.convert(tomllib.loads(path.read_text("utf-8")), ContactLexicon)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"{path.name}: {error}") from error
    seen: set[str] = set()
    for lemma in [f.lemma for f in lexicon.verb] + ["noun " + x for f in lexicon.noun for x in f.lemmas]:
        if lemma in seen:
            raise LexiconError(f"{path.name}: '{lemma}' stands twice")
        seen.add(lemma)
    return lexicon
