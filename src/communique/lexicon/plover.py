"""Frames of the other PLOVER events, checked when loaded. PLOVER: Halterman et al., manual of 2022."""

import tomllib
from functools import lru_cache
from pathlib import Path

import msgspec

from communique.errors import LexiconError
from communique.model.claim import Action, Code

FILE = Path(__file__).with_name("plover.toml")


class EventVerb(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A verb's frame; `plover.toml` explains the fields. infinitive: only with one ("urged them to leave"); with_clause: only
    with one of these prepositions; direct: the object itself, not whose it is."""

    lemmas: tuple[str, ...]
    code: Code
    recipient: tuple[str, ...]
    mode: str | None = None
    infinitive: bool = False
    with_clause: tuple[str, ...] = ()
    direct: bool = False


class EventNoun(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A noun's frame and the verbs that carry it."""

    lemmas: tuple[str, ...]
    code: Code
    recipient: tuple[str, ...]
    carriers: frozenset[str]
    mode: str | None = None


class PloverLexicon(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    verb: tuple[EventVerb, ...]
    noun: tuple[EventNoun, ...]
    actions: dict[Code, Action]

    def verbs(self) -> dict[str, EventVerb]:
        """Frames by lemma."""
        return {lemma: f for f in self.verb for lemma in f.lemmas}

    def nouns(self) -> dict[str, EventNoun]:
        """Frames by lemma."""
        return {lemma: f for f in self.noun for lemma in f.lemmas}


@lru_cache(maxsize=1)
def plover_lexicon() -> PloverLexicon:
    """The lexicon that ships. Raises LexiconError where the file is malformed."""
    return read(FILE)


def read(path: Path) -> PloverLexicon:
    """A lexicon from a TOML file. Raises LexiconError, which names the file and the place."""
    try:
        lexicon = msgspec.convert(tomllib.loads(path.read_text("utf-8")), PloverLexicon)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"{path.name}: {error}") from error
    seen: set[tuple[str, str]] = set()
    for kind, frames in (("verb", lexicon.verb), ("noun", lexicon.noun)):
        for frame in frames:
            if frame.code not in lexicon.actions:
                raise LexiconError(f"{path.name}: no action for {frame.code}")
            for lemma in frame.lemmas:
                if (kind, lemma) in seen:
                    raise LexiconError(f"{path.name}: {kind} '{lemma}' stands twice")
                seen.add((kind, lemma))
    return lexicon
