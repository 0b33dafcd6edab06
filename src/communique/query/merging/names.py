"""Whether two names can be one person's, however they came into Latin letters."""

import re
from functools import lru_cache

from communique.lexicon.person_names import core, fold, same_name

SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(?<=[a-z])(?:iy|yy|ij|yj|ii|iĭ|yi|y|i|j)$", "i"),
        (r"(?:sch|tsch|tch|ch|cz)", "c"),
        (r"(?:shch|sh|sz)", "s"),
        (r"(?:kh|gh)", "h"),
        (r"zh", "z"),
        (r"(?:ts|tz)", "z"),
        (r"ph", "f"),
        (r"(?:ou|oo)", "u"),
        (r"(?:ee)", "i"),
        (r"[wv]", "v"),
        (r"[qk]", "k"),
        (r"(?:iu|yu|ju)", "u"),
        (r"(?:ia|ya|ja)", "a"),
        (r"(?:io|yo|jo)", "o"),
        (r"(?:ie|ye|je)", "e"),
        (r"[yj]", "i"),
        (r"(.)\1+", r"\1"),
    )
)
LONG = 6  # letters of a surname that may differ in one


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """The words that tell people apart, folded."""
    return core(fold(name))


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """A folded word as it sounds, roughly: "zelenskyy", "zelensky" and "zelenskiy" are one."""
    for pattern, to in SOUNDS:
        word = pattern.sub(to, word)
    return word


def surname(name: str) -> str:
    """The last word of a name, as it sounds; "" for a name without letters."""
    found = words(name)
    return sound(found[-1]) if found else ""


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> str | None:
    """full: both names are one person's; surname: one is a surname alone and fits; None: two persons."""
    a, b = words(one), words(other)
    if not a or not b:
        return None
    if a == b or same_name(a, b):
        return "full" if len(a) > 1 else "surname"
    x, y = tuple(map(sound, a)), tuple(map(sound, b))
    if len(x) == 1 or len(y) == 1:
        short, long = (x, y) if len(x) == 1 else (y, x)
        return "surname" if _near(short[0], long[-1]) or short[0] in long[1:] else None
    if _near(x[-1], y[-1]) and (_near(x[0], y[0]) or (x[0][0] == y[0][0] and min(len(a[0]), len(b[0])) <= 2)):
        return "full"
    return "full" if same_name(x, y) else None


def _near(one: str, other: str) -> bool:
    """The same but for one letter of a long word."""
    if one == other:
        return True
    if min(len(one), len(other)) < LONG or abs(len(one) - len(other)) > 1:
        return False
    i = 0
    while i < min(len(one), len(other)) and one[i] == other[i]:
        i += 1
    return one[i + 1 :] == other[i + 1 :] or one[i:] == other[i + 1 :] or one[i + 1 :] == other[i:]
