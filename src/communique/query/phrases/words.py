"""A text as words for comparing forms: folded, with plurals and spellings levelled, each with its place and its part."""

import re
import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple

from communique.lexicon.phrases import phrase_lexicon

Part = Literal["word", "small", "left out", "joins", "breaks", "ends"]
"""word: carries meaning; small: a preposition; left out: determiners and owners; joins: and, or, a comma; breaks: pronouns,
auxiliaries …; ends: the end of a sentence or clause."""

TOKEN = re.compile(
    r"((?:[^\W\d_]\.){2,}|[^\W_]+(?:['’](?!s\b)[^\W\d_]+)?)(['’]s?(?!\w))?"  # a word, and the mark of an owner
    r"|(,|&)|([.!?;:()\[\]\"“”—–…]|\n\s*\n|\n(?![ \t]*[a-z]))"
)
OUR = re.compile(r"our(?=(ed|ing|able)?$)")
SHORT = 4  # letters of the shortest word that may be a plural


class Token(NamedTuple):
    """A word. stem: folded and levelled; capital: begins with one."""

    stem: str
    part: Part
    start: int
    end: int
    capital: bool


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words and marks of a text between two offsets."""
    found = []
    for match in TOKEN.finditer(text, start, len(text) if end is None else end):
        word, owner, joins, _ = match.groups()
        if word:
            stem, part = _read(word, bool(owner))
            found.append(Token(stem, part, match.start(1), match.end(1), word[0].isupper()))
        elif joins:
            found.append(Token(",", "joins", match.start(), match.end(), False))
        else:
            found.append(Token(".", "ends", match.start(), match.end(), False))
    return found


@lru_cache(maxsize=200_000)
def _read(word: str, owner: bool) -> tuple[str, Part]:
    folded = _folded(word)
    lexicon = phrase_lexicon()
    if folded in lexicon.determiners or (owner and word[0].isupper()):
        return folded, "left out"
    if folded in lexicon.coordinators:
        return "and", "joins"
    if folded in lexicon.prepositions:
        return folded, "small"
    if folded in lexicon.breaking or "'" in folded:
        return folded, "breaks"
    return stem(folded), "word"


def _folded(word: str) -> str:
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).replace("’", "'")
    return word.casefold()


def stem(folded: str) -> str:
    """A word in lower case without its plural, in American spelling."""
    if len(folded) > SHORT and folded.endswith("ies"):
        folded = folded[:-3] + "y"
    elif len(folded) >= SHORT and folded.endswith("s") and not folded.endswith(("ss", "us", "is")):
        folded = folded[:-2] if folded.endswith(("sses", "shes", "ches", "xes")) else folded[:-1]
    folded = OUR.sub("or", folded)
    return folded.replace("isation", "ization").replace("defence", "defense")
