"""Text as tokens of the time grammar: each has a class (one character) and, where it has one, a value."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

Value = int | str | float | None

# Classes that are recognised by shape; all others come from lexicon/times.toml.
_SHAPES = "D Y N FRAC ORDNUM DECADE CLOCK AMPM ISO SLASH DOTTED QCODE STROKE HYPHEN DASH COMMA DOT APOS".split()
_TOKEN = re.compile(
    r"(?P<ISO>\b[12]\d{3}-\d{2}-\d{2}\b(?:T\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?)"
    r"|(?P<DOTTED>\b\d{1,2}\.\d{1,2}\.(?:19|20)\d{2}\b)"
    r"|(?P<SLASH>\b\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})\b)"
    r"|(?P<FRAC>\b\d/\d\b|[½¼¾])"
    r"|(?P<CLOCK>\b\d{1,2}:\d{2}(?::\d{2})?\b)"
    r"|(?P<DECADE>\b1\d{2}0s\b|\b20\d0s\b|['’]\d0s\b)"
    r"|(?P<ORDNUM>\b\d{1,3}(?:st|nd|rd|th)\b)"
    r"|(?P<QCODE>\b(?:Q[1-4]|H[12])\b)"
    r"|(?P<NUMBER>\d+(?:[.,]\d+)*)"
    r"|(?P<AMPM>\b[AaPp]\.[Mm]\.?|\b(?:[ap]m|[AP]M)\b)"
    r"|(?P<WORD>[^\W\d_]+)"
    r"|(?P<OTHER>[^\w\s]|_)"
)
_PUNCTUATION = {
    "/": "STROKE",
    "-": "HYPHEN",
    "‑": "HYPHEN",
    "–": "DASH",
    "—": "OTHER",
    ",": "COMMA",
    ".": "DOT",
    "'": "APOS",
    "’": "APOS",
}
OTHER = "x"


@dataclass(frozen=True, slots=True)
class Token:
    """One token: half-open offsets in the text that was given, its class and value."""

    start: int
    end: int
    text: str
    value: Value


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The classes: name -> character; word -> (character, value); words that count only with a capital letter."""

    chars: dict[str, str]
    words: dict[str, tuple[str, Value]]
    capital: frozenset[str]
    future: frozenset[str]
    past: frozenset[str]
    verbs: frozenset[str]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """lexicon/times.toml, read once. Raises ValueError where a word has two classes or a class is unknown."""
    data = tomllib.loads((files("communique.lexicon") / "times.toml").read_text("utf-8"))
    table: dict[str, tuple[str, Value]] = {}
    chars: dict[str, str] = {"OTHER": OTHER}

    def put(name: str, word: str, value: Value) -> None:
        if word in table:
            raise ValueError(f"times.toml: {word!r} has two classes")
        # A private-use block keeps classes clear of every character that means something in a regular expression.
        table[word] = (chars.setdefault(name, chr(0xE000 + len(chars))), value)

    for shape in _SHAPES:
        chars.setdefault(shape, chr(0xE000 + len(chars)))
    for name, values in [*data["numbers"].items(), *data["units"].items()]:
        for word, value in values.items():
            put(name, word, value)
    for section, name in (("parts", "PART"), ("sets", "SETWORD"), ("vague", "VAGUE")):
        for word, code in data[section].items():
            put(name, word, code)
    for name, words in data["words"].items():
        for word in words:
            put(name, word, word)
    capital = data["capital"]["classes"]
    if unknown := [name for name in capital if name not in chars]:
        raise ValueError(f"times.toml: unknown classes {unknown}")
    tense = data["tense"]
    return Lexicon(
        chars,
        table,
        frozenset(chars[c] for c in capital),
        frozenset(tense["future"]),
        frozenset(tense["past"]),
        frozenset(tense["verbs"]),
    )


def tokens_of(text: str, start: int, end: int) -> tuple[str, list[Token]]:
    """The classes of text[start:end] as a string, one character a token, and the tokens. Offsets count in `text`."""
    lex = lexicon()
    chars, words, capital = lex.chars, lex.words, lex.capital
    classes: list[str] = []
    tokens: list[Token] = []
    for m in _TOKEN.finditer(text, start, end):
        kind, word = m.lastgroup or "OTHER", m.group()
        value: Value = word
        if kind == "WORD":
            char, value = words.get(word.lower(), (OTHER, None))
            if char in capital and word.islower():
                char = OTHER
        elif kind == "NUMBER":
            char, value = _number(word, chars)
        elif kind == "OTHER":
            char = chars[_PUNCTUATION.get(word, "OTHER")]
        else:
            char = chars[kind]
        classes.append(char)
        tokens.append(Token(m.start(), m.end(), word, value))
    return "".join(classes), tokens


def _number(word: str, chars: dict[str, str]) -> tuple[str, Value]:
    if word.isdigit() and len(word) <= 6:
        number = int(word)
        if len(word) <= 2 and 1 <= number <= 31:
            return chars["D"], number
        if len(word) == 4 and 1000 <= number <= 2199:
            return chars["Y"], number
        return chars["N"], number
    try:
        return chars["N"], float(word.replace(",", ""))
    except ValueError:
        return OTHER, None
