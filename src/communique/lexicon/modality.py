"""The words that say whether something has happened, checked when loaded."""

import tomllib
from functools import lru_cache
from pathlib import Path

import msgspec

from communique.errors import LexiconError
from communique.model.claim import Status

FILE = Path(__file__).with_name("modality.toml")
STATUSES = frozenset({"held", "planned", "proposed", "cancelled", "denied", "hypothetical"})


class ModalityWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Small word lists."""

    negations: frozenset[str]
    conditions: frozenset[str]
    ahead: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    governors: dict[str, tuple[str, ...]]
    modifiers: dict[Status, tuple[str, ...]]
    auxiliaries: dict[Status, tuple[str, ...]]
    words: ModalityWords


class ModalityLexicon(msgspec.Struct, frozen=True, kw_only=True):
    """Word to status. governors: a lemma, or a lemma and its particle; passed: governors that say nothing themselves."""

    governors: dict[str, Status]
    passed: frozenset[str]
    modifiers: dict[str, Status]
    auxiliaries: dict[str, Status]
    words: ModalityWords


@lru_cache(maxsize=1)
def modality_lexicon() -> ModalityLexicon:
    """The lexicon that ships. Raises LexiconError where the file is malformed."""
    return read(FILE)


def read(path: Path) -> ModalityLexicon:
    """A lexicon from a TOML file. Raises LexiconError, which names the file and the place."""
    try:
        raw = msgspec.convert(tomllib.loads(path.read_text("utf-8")), _File)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"{path.name}: {error}") from error
    governors: dict[str, Status] = {}
    for status, lemmas in raw.governors.items():
        if status != "passed" and status not in STATUSES:
            raise LexiconError(f"{path.name}: no status '{status}'")
        for lemma in lemmas:
            if status != "passed" and lemma not in governors:
                governors[lemma] = msgspec.convert(status, Status)
    return ModalityLexicon(
        governors=governors,
        passed=frozenset(raw.governors.get("passed", ())),
        modifiers={w: s for s, words in raw.modifiers.items() for w in words},
        auxiliaries={w: s for s, words in raw.auxiliaries.items() for w in words},
        words=raw.words,
    )
