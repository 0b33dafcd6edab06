"""Page chrome: lines that belong to a page and not to its text. Data in chrome.toml."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from communique.errors import LexiconError

OUTER = re.compile(r"\A[^\w(©\"“‘'#@$€£]+|[^\w)\"”’'!?.…%]+\Z")
COUNT = re.compile(r"(?:\s*[(\[]\s*\d[\d.,]*\s*[)\]]|\s+\d{1,4})\Z")
KINDS = ("lines", "heads", "sections", "actions", "patterns")


def normal(line: str) -> str:
    """A line as the lexicon has it: lower case, straight apostrophes, single blanks, no outer marks, icons or counts."""
    line = " ".join(line.replace("’", "'").replace("\u200b", "").casefold().split())
    line = OUTER.sub("", line)
    return COUNT.sub("", line).rstrip(".…!? ") or line


@dataclass(frozen=True, slots=True)
class Chrome:
    """Normalised lines by kind (see chrome.toml), and one expression for the patterns, to be matched against a whole line."""

    lines: frozenset[str]
    heads: frozenset[str]
    sections: frozenset[str]
    actions: frozenset[str]
    patterns: re.Pattern[str]

    def is_line(self, line: str) -> bool:
        """Whether a whole line is chrome on its own."""
        key = normal(line)
        return key in self.lines or key in self.heads or self.matches(line)

    def matches(self, line: str) -> bool:
        """Whether one of the patterns takes in the whole line."""
        return self.patterns.fullmatch(" ".join(line.replace("’", "'").split()).strip(" \t|•·*»>-–—")) is not None

    def is_head(self, line: str) -> bool:
        """Whether a line opens a list of links."""
        return normal(line) in self.heads

    def is_weak(self, line: str) -> bool:
        """Whether a line is chrome when it stands next to chrome: a section's name, a word of a share bar."""
        key = normal(line)
        return key in self.sections or key in self.actions


def parse(source: str) -> Chrome:
    """The chrome lexicon from the text of a TOML file. Raises LexiconError with the row and what is wrong."""
    try:
        raw = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"chrome.toml: {error}") from None
    if sorted(raw) != sorted(KINDS):
        raise LexiconError(f"chrome.toml: tables {sorted(raw)} instead of {sorted(KINDS)}")
    for kind in KINDS:
        for item in raw[kind]:
            if not isinstance(item, str) or not item:
                raise LexiconError(f"chrome.toml: {kind}: not a line: {item!r}")
            if kind == "patterns":
                try:
                    re.compile(item)
                except re.error as error:
                    raise LexiconError(f"chrome.toml: patterns: {item!r}: {error}") from None
            elif item != item.casefold().strip():
                raise LexiconError(f"chrome.toml: {kind}: not in lower case: {item!r}")
    return Chrome(
        lines=frozenset(normal(x) for x in raw["lines"]),
        heads=frozenset(normal(x) for x in raw["heads"]),
        sections=frozenset(normal(x) for x in raw["sections"]),
        actions=frozenset(normal(x) for x in raw["actions"]),
        patterns=re.compile("|".join(f"(?:{p})" for p in raw["patterns"]), re.IGNORECASE),
    )


@lru_cache(maxsize=1)
def load() -> Chrome:
    """The chrome lexicon that ships. Raises LexiconError."""
    return parse((files("communique.lexicon") / "chrome.toml").read_text(encoding="utf-8"))
