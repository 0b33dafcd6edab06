"""The small words that decide what may be a set phrase, checked when loaded."""

import tomllib
from functools import lru_cache
from pathlib import Path

import msgspec

from communique.errors import LexiconError

FILE = Path(__file__).with_name("phrases.toml")


class PhraseLexicon(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Word lists, all in lower case; what each is for stands in the file."""

    determiners: frozenset[str]
    coordinators: frozenset[str]
    prepositions: frozenset[str]
    breaking: frozenset[str]
    counting: frozenset[str]
    reporting: frozenset[str]
    offices: frozenset[str]
    nouns: frozenset[str]
    qualifiers: frozenset[str]


@lru_cache(maxsize=1)
def phrase_lexicon() -> PhraseLexicon:
    """The lexicon that ships. Raises LexiconError where the file is malformed."""
    return read(FILE)


def read(path: Path) -> PhraseLexicon:
    """A lexicon from a TOML file. Raises LexiconError, which names the file and the place."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), PhraseLexicon)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"{path.name}: {error}") from error
