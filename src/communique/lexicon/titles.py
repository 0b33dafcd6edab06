"""Words of offices and roles."""

import tomllib
from functools import lru_cache
from pathlib import Path

import msgspec

from communique.errors import LexiconError

FILE = Path(__file__).with_name("titles.toml")


class _Heads(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    office: str
    role: str
    organ: str


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: str


class _Gender(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    f: str
    m: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    heads: _Heads
    gender: _Gender
    modifiers: _Words
    honorifics: _Words
    topics: _Words
    common: _Words


class TitleWords(msgspec.Struct, frozen=True, kw_only=True):
    """Lower-cased singular words: heads by kind (office, role, organ), their gender, modifiers, honorifics, topics,
    common nouns that name nobody even in capitals."""

    office: frozenset[str]
    role: frozenset[str]
    organ: frozenset[str]
    gender: dict[str, str]
    modifiers: frozenset[str]
    honorifics: frozenset[str]
    topics: frozenset[str]
    common: frozenset[str]


@lru_cache(maxsize=1)
def title_words() -> TitleWords:
    """The table that ships. Raises LexiconError where the file is malformed."""
    try:
        file = msgspec.convert(tomllib.loads(FILE.read_text("utf-8")), _File)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"{FILE.name}: {error}") from error
    gender = dict.fromkeys(file.gender.f.split(), "f") | dict.fromkeys(file.gender.m.split(), "m")
    return TitleWords(
        office=frozenset(file.heads.office.split()),
        role=frozenset(file.heads.role.split()),
        organ=frozenset(file.heads.organ.split()),
        gender=gender,
        modifiers=frozenset(file.modifiers.words.split()),
        honorifics=frozenset(file.honorifics.words.split()),
        topics=frozenset(file.topics.words.split()),
        common=frozenset(file.common.words.split()),
    )
