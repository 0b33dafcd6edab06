"""How documents are laid out: words of speakers' labels, bylines, issuing offices. Data in layout.toml."""

import tomllib
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files

from communique.errors import LexiconError


@dataclass(frozen=True, slots=True)
class Layout:
    """Lower-case words and phrases by what they show a line to be."""

    titles: frozenset[str]
    offices: frozenset[str]
    no_starts: frozenset[str]
    askers: frozenset[str]
    no_speakers: frozenset[str]
    byline_starts: tuple[str, ...]
    issuers: frozenset[str]


def parse(source: str) -> Layout:
    """The layout words from the text of a TOML file. Raises LexiconError with what is wrong."""
    try:
        raw = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"layout.toml: {error}") from None
    names = [f.name for f in fields(Layout)]
    if sorted(raw) != sorted(names):
        raise LexiconError(f"layout.toml: tables {sorted(raw)} instead of {sorted(names)}")
    for name in names:
        for item in raw[name]:
            if not isinstance(item, str) or not item or item != item.lower().strip():
                raise LexiconError(f"layout.toml: {name}: not a lower-case phrase: {item!r}")
    return Layout(
        titles=frozenset(raw["titles"]),
        offices=frozenset(raw["offices"]),
        no_starts=frozenset(raw["no_starts"]),
        askers=frozenset(raw["askers"]),
        no_speakers=frozenset(raw["no_speakers"]),
        byline_starts=tuple(sorted(raw["byline_starts"], key=len, reverse=True)),
        issuers=frozenset(raw["issuers"]),
    )


@lru_cache(maxsize=1)
def load() -> Layout:
    """The layout words that ship. Raises LexiconError."""
    return parse((files("communique.lexicon") / "layout.toml").read_text(encoding="utf-8"))
