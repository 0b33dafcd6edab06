"""What words of diplomatic reports have in common: a light stemmer, groups that say the same, how common each word is."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from math import log

import msgspec

from communique.errors import LexiconError
from communique.lexicon.weights import weights

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’-][^\W_]+)*")
"""A word of a text: "U.S." is one, "U.S.-Valdorian" two."""
_POSSESSIVE = re.compile(r"['’]s?$")
RAREST = 6.0  # weight of a word that the table does not know
FRAMING = 0.25  # what is left of the weight of a word that tells how something was said
COMMON = 1.6  # taken off: a word that every fifth sentence has weighs nothing
_RULES = (
    (re.compile(r"(?<=[a-z]{3})isation"), "ization"),
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|ing)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{2})our(?=s?$|ed$|ing$|able$)"), "or"),
    (re.compile(r"^defence"), "defense"),
    (re.compile(r"(?<=[a-z]{2})tre(?=s?$)"), "ter"),
)
"""British spellings to American ones."""


class Wording(msgspec.Struct, frozen=True):
    """same: the stems of a word or run of words, and what stands for them. framing: stems of words that tell how
    something was said, not what. empty: stems that carry nothing. longest: words of the longest run in `same`."""

    same: dict[tuple[str, ...], str]
    framing: frozenset[str]
    empty: frozenset[str]
    longest: int


def parse(source: str) -> Wording:
    """Wording from the text of a TOML file. Raises LexiconError where it is malformed or a run stands in two groups."""
    try:
        data = tomllib.loads(source)
        groups = [list(map(str, group)) for group in data["groups"]]
        framing, empty = (frozenset(stem(w) for w in data[name].split()) for name in ("framing", "empty"))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise LexiconError(f"wording.toml: missing or malformed: {error}") from None
    same: dict[tuple[str, ...], str] = {}
    for group in groups:
        for words in group:
            run = tuple(stem(w) for w in words.split())
            if same.setdefault(run, group[0]) != group[0]:
                raise LexiconError(f"wording.toml: {words!r} stands in two groups")
    return Wording(same, framing, empty, max((len(run) for run in same), default=1))


@cache
def wording() -> Wording:
    """The groups that ship, read once."""
    return parse(files("communique.lexicon").joinpath("wording.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending, in lower case and American spelling; not a word of any dictionary, only the same for
    its forms."""
    word = _POSSESSIVE.sub("", word.casefold())
    for pattern, instead in _RULES:
        word = pattern.sub(instead, word)
    if len(word) <= 3 or not word.isascii():
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and re.search("[aeiouy]", word[: -len(ending)]):
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if len(word) > 4 and word.endswith("e"):
        word = word[:-1]
    return word[:-1] + "y" if len(word) > 3 and word.endswith("i") else word


def weight(stemmed: str) -> float:
    """How much a word tells, from how many sentences of officials have it: 0 for the commonest, RAREST for unknown ones."""
    if stemmed in wording().empty:
        return 0.0
    share = weights("commonness.tsv").get(stemmed)
    full = RAREST if share is None else min(RAREST, max(0.0, -log(share) - COMMON))
    return FRAMING * full if stemmed in wording().framing else full
