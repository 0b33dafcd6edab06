"""Office classes: what kind of office a title names ("Minister for Foreign Affairs": foreign minister)."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

import msgspec

from communique.errors import LexiconError

FILE = Path(__file__).with_name("office_classes.toml")

DEPENDS = re.compile(  # "head of the office of the president", "envoy of the king": no president, no king
    r"\b(office|administration|secretariat|cabinet|staff|department|service|envoy|representative|spokes\w+) (?:of|to|for) the"
    r" (?:(?:vice|prime|first|deputy|foreign|crown) )*"
    r"(?:president|minister|king|queen|emir|amir|sultan|secretary|chancellor|premier|prince|secretary-general)\b.*"
)


class OfficeClass(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of office. leader: its holder counts as "the leader" of the state or body."""

    name: str
    patterns: tuple[str, ...]
    leader: bool = False


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"classes": "class"}):
    classes: tuple[OfficeClass, ...]


@lru_cache(maxsize=1)
def office_classes() -> dict[str, OfficeClass]:
    """All classes by name. Raises LexiconError where the file is malformed."""
    try:
        file = msgspec.convert(tomllib.loads(FILE.read_text("utf-8")), _File)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"{FILE.name}: {error}") from error
    seen: set[str] = set()
    for item in file.classes:
        for pattern in item.patterns:
            if pattern in seen or pattern != pattern.lower():
                raise LexiconError(f"{FILE.name}: '{pattern}' stands twice or is not in lower case")
            seen.add(pattern)
    return {item.name: item for item in file.classes}


@lru_cache(maxsize=1)
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    known = {p: c.name for c in office_classes().values() for p in c.patterns}
    longest = sorted(known, key=lambda p: (-len(p), p))
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(p) for p in longest) + r")(?!\w)"), known


@lru_cache(maxsize=8192)
def classes_of(title: str) -> tuple[str, ...]:
    """The classes that a title names, in its order; () for none. Case and curly apostrophes do not matter."""
    pattern, known = _pattern()
    out: list[str] = []
    for match in pattern.finditer(DEPENDS.sub(r"\1", title.lower().replace("\u2019", "'"))):
        name = known[match.group()]
        if name not in out:
            out.append(name)
    return tuple(out)
