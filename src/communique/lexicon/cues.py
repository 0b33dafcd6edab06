"""What attributing words tell beside that there is a statement: who is spoken to, who relays. Data in cues.toml."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from communique.errors import LexiconError


@dataclass(frozen=True, slots=True)
class Cues:
    """Sets of lower-case lemmas. addressing: by preposition ("" for the object), the verbs whose complement is spoken
    to; asking: those of them whose object counts only before an infinitive; mutual: said between sides, to nobody;
    abstract: nouns that cannot say anything."""

    addressing: dict[str, frozenset[str]]
    asking: frozenset[str]
    mutual: frozenset[str]
    continuing: frozenset[str]
    continuing_adverbs: frozenset[str]
    citing: frozenset[str]
    voicing: frozenset[str]
    praising: frozenset[str]
    abstract: frozenset[str]
    demanding: frozenset[str]


def parse(source: str) -> Cues:
    """Cues from the text of a TOML file. Raises LexiconError naming the table that is missing or malformed."""
    try:
        data = tomllib.loads(source)
        return Cues(
            addressing={row["prep"]: frozenset(row["verbs"]) for row in data["addressing"]},
            asking=frozenset(data["asking"]["verbs"]),
            mutual=frozenset(data["mutual"]["verbs"]),
            continuing=frozenset(data["continuing"]["verbs"]),
            continuing_adverbs=frozenset(data["continuing"]["adverbs"]),
            citing=frozenset(data["citing"]["words"]),
            voicing=frozenset(data["voicing"]["verbs"]),
            praising=frozenset(data["praising"]["verbs"]),
            abstract=frozenset(data["abstract"]["nouns"]),
            demanding=frozenset(data["demanding"]["verbs"]),
        )
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"cues.toml: {error}") from None
    except (KeyError, TypeError) as error:
        raise LexiconError(f"cues.toml: missing or malformed: {error}") from None


@lru_cache(maxsize=1)
def cues() -> Cues:
    """The cues that ship, read once."""
    return parse(files("communique.lexicon").joinpath("cues.toml").read_text(encoding="utf-8"))
