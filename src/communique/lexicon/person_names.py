"""Names of persons compared: case, accents, initials, particles and word order aside."""

import re
import unicodedata
from functools import lru_cache

SPLIT = re.compile(r"[^\W_]+")
SUFFIXES = frozenset("jr sr ii iii iv v".split())
PARTICLES = frozenset(
    "al el bin ibn bint de da do dos das del della di du van von der den la le y ben abu ter ould".split()
)
LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "ə": "a", "đ": "d", "ß": "ss", "æ": "ae", "þ": "th", "ð": "d"})


@lru_cache(maxsize=65536)
def fold(name: str) -> tuple[str, ...]:
    """The words of a name without case, accents, apostrophes and suffixes ("Jr.")."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("'", "").replace("\u2019", "")
    return tuple(w for w in SPLIT.findall(plain) if w not in SUFFIXES)


@lru_cache(maxsize=65536)
def core(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words that tell people apart: no single letters, no particles (unless nothing else is left)."""
    return tuple(w for w in words if len(w) > 1 and w not in PARTICLES) or words


def same_name(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two folded full names can be one person's: last words and first words agree, or one holds the other's words."""
    x, y = core(a), core(b)
    if len(x) < 2 or len(y) < 2:
        return False
    if x == y or sorted(x) == sorted(y):
        return True
    if len(x) > 2 and len(y) > 2 and not set(x[1:-1]) & set(y[1:-1]) and x[0] == y[0] and x[-1] == y[-1]:
        return "".join(x[1:-1]) == "".join(y[1:-1])  # "Sabah al-Ahmad al-Sabah" is not "Sabah al-Khalid al-Sabah"
    if x[-1] == y[-1]:
        return x[0] == y[0] or (min(len(x[0]), len(y[0])) > 2 and (x[0].startswith(y[0]) or y[0].startswith(x[0])))
    if "".join(x[1:]) == "".join(y[1:]) and x[0] == y[0]:
        return True  # "Suk-yeol" and "Sukyeol"
    shorter, longer = (x, y) if len(x) <= len(y) else (y, x)
    return shorter[0] == longer[0] and all(w in longer for w in shorter)
