"""Words that tell how something was said: readout, briefing, interview, letter … Data in channels.toml."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, get_args

from communique.errors import LexiconError
from communique.model.claim import Channel

MATTER = r"(?!about |regarding |concerning )"  # "asked by A about the meeting" was not said in it
PREPOSITION = (
    r"\b(?:in|at|during|on|through|via|by|over|from|with|after|of|following|to)\s+"
    rf"(?:{MATTER}[\w’'.-]+\s+){{0,4}}?"
)


@dataclass(frozen=True, slots=True)
class Channels:
    """Patterns, the first that matches wins. named: in a sentence; source: of a source; listener: the one spoken
    to; occasion: of a transcript; report_verbs, report_sources: a cue's lemma and a source that together make a report."""

    named: tuple[tuple[Channel, re.Pattern[str]], ...]
    source: tuple[tuple[Channel, re.Pattern[str]], ...]
    listener: tuple[tuple[Channel, re.Pattern[str]], ...]
    occasion: tuple[tuple[Channel, re.Pattern[str]], ...]
    report_verbs: frozenset[str]
    report_sources: re.Pattern[str]
    questioner: re.Pattern[str]
    steward: re.Pattern[str]
    spokesperson: re.Pattern[str]

    def in_words(self, words: str) -> Channel | None:
        """The channel that `words` name, or None."""
        return next((channel for channel, pattern in self.named if pattern.search(words)), None)

    def of_source(self, words: str) -> Channel | None:
        """The channel of a source that is itself a text ("his statement"), or None."""
        return next((channel for channel, pattern in self.source if pattern.search(words)), None)

    def of_listener(self, words: str) -> Channel | None:
        """The channel that goes with being told to those `words` name, or None."""
        return next((channel for channel, pattern in self.listener if pattern.search(words)), None)

    def of_occasion(self, words: str) -> Channel | None:
        """The channel of a transcript whose title or opening is `words`, or None."""
        return next((channel for channel, pattern in self.occasion if pattern.search(words)), None)


def _any(words: Iterable[str], before: str = r"(?<!\w)", after: str = r"(?!\w)") -> re.Pattern[str]:
    return re.compile(f"{before}(?:{'|'.join(words)}){after}", re.IGNORECASE)


def _rows(rows: list[dict[str, Any]], before: str = r"(?<!\w)") -> list[tuple[Channel, re.Pattern[str]]]:
    for row in rows:
        if row["channel"] not in get_args(Channel):
            raise LexiconError(f"channels.toml: unknown channel {row['channel']!r}")
    return [(row["channel"], _any(row["words"], before)) for row in rows]


def parse(source: str) -> Channels:
    """Channels from the text of a TOML file. Raises LexiconError with the row that is wrong."""
    try:
        data = tomllib.loads(source)
        words, transcript = _rows(data["word"]), data["transcript"]
        named = _rows(data["phrase"], PREPOSITION) + words
        return Channels(
            named=tuple(named),
            source=tuple(_rows(data["source"])),
            listener=tuple(_rows(data["listener"])),
            occasion=tuple(_rows(data["occasion"])),
            report_verbs=frozenset(data["report"]["verbs"]),
            report_sources=_any(data["report"]["sources"]),
            questioner=_any(transcript["questioners"], r"\A\s*", r"(?: \d+)?\s*\Z"),
            steward=_any(transcript["stewards"], r"\A\s*", r"(?: \d+)?\s*\Z"),
            spokesperson=_any(transcript["spokespersons"]),
        )
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"channels.toml: {error}") from None
    except (KeyError, TypeError, re.error) as error:
        raise LexiconError(f"channels.toml: missing or malformed: {error}") from None


@lru_cache(maxsize=1)
def channels() -> Channels:
    """The channels that ship, read once."""
    return parse(files("communique.lexicon").joinpath("channels.toml").read_text(encoding="utf-8"))
