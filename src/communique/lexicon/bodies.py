"""Bodies: international organizations, ministries, legislatures, agencies, armed groups and publishers."""

from functools import lru_cache
from pathlib import Path

import msgspec

from communique.errors import LexiconError
from communique.lexicon.states import states
from communique.lexicon.tsv import rows

FILE = Path(__file__).with_name("bodies.tsv")
KINDS = frozenset(
    "international ngo ministry agency legislature military party government publisher company".split()
) | {"armed group"}


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """A body. kind: one of KINDS. country: the state it acts for, "" for none. wikidata: "" where unknown."""

    name: str
    kind: str
    country: str
    wikidata: str
    aliases: tuple[str, ...]


@lru_cache(maxsize=1)
def bodies() -> dict[str, Body]:
    """All bodies by name, in the order of the file. Raises LexiconError where the file is malformed."""
    out: dict[str, Body] = {}
    for number, (name, kind, country, wikidata, aliases) in enumerate(rows(FILE, 5), 2):
        if not name or kind not in KINDS or (country and country not in states()):
            raise LexiconError(f"{FILE.name}: row {number}: name, a known kind and a known state (or none) expected")
        if name in out:
            raise LexiconError(f"{FILE.name}: row {number}: '{name}' stands twice")
        out[name] = Body(
            name=name, kind=kind, country=country, wikidata=wikidata, aliases=tuple(a for a in aliases.split("|") if a)
        )
    return out
