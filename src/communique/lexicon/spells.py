"""One person in one office: a row of the table of offices."""

from collections.abc import Iterable
from functools import lru_cache

import msgspec

from communique.errors import LexiconError
from communique.lexicon.office_classes import classes_of, office_classes

COLUMNS = ("person", "wikidata", "gender", "title", "of", "to", "since", "until", "seen", "how", "aliases")
EXACT = frozenset(("head of state", "head of government", "secretary of state", "vice president", "leader"))
LEADING = frozenset(("foreign minister", "defence minister", "finance minister", "interior minister"))


class Spell(msgspec.Struct, frozen=True, kw_only=True):
    """One person in one office. of: code of a state or name of a body; to: where an envoy is sent ("" for none).

    since, until: ISO dates, perhaps only a month or a year; "" for unknown (since) or still running (until).
    seen: the last day on which the spell is known to have run. how: where it is known from. gender: "m", "f" or "-".
    """

    person: str
    wikidata: str
    gender: str
    title: str
    of: str
    to: str
    since: str
    until: str
    seen: str
    how: str
    aliases: str = ""

    @property
    def classes(self) -> tuple[str, ...]:
        """Classes of the office."""
        return office_of_row(self.title, self.of)

    def runs(self, on: str) -> bool:
        """Whether the spell covers the day `on` (ISO) as far as its dates tell; ends count to both spells."""
        return (not self.since or self.since <= on) and (not self.until or on <= self.until + "\x7f")

    def sure(self, on: str) -> bool:
        """Whether the table knows that it ran on that day: dates given, or not beyond the last day it was seen."""
        return self.runs(on) and bool(self.since) and (bool(self.until) or on[: len(self.seen)] <= self.seen)


@lru_cache(maxsize=32768)
def office_of_row(title: str, of: str) -> tuple[str, ...]:
    """Classes of a title in the table, where it names the office itself and not one beneath it or in a province."""
    lower = title.lower().removeprefix("federal ")
    out = []
    for name in classes_of(title):
        patterns = office_classes()[name].patterns
        if name in EXACT and lower not in patterns:
            continue
        if name in LEADING and not any(lower == p or lower.startswith((p + " and ", p + ",")) for p in patterns):
            continue
        if name == "secretary of state" and of not in ("USA", "VAT"):
            name = "minister"
        if name == "minister" and len(lower.split()) < 2:
            continue
        out.append(name)
    return tuple(dict.fromkeys(out))


def read_table(lines: Iterable[str], name: str) -> list[Spell]:
    """Spells from tab-separated lines with a header. Raises LexiconError, which names the row."""
    out = []
    for number, line in enumerate(lines, 1):
        fields = line.rstrip("\r\n").split("\t")
        if number == 1:
            if tuple(fields) != COLUMNS:
                raise LexiconError(f"{name}: header expected: {' '.join(COLUMNS)}")
            continue
        if len(fields) != len(COLUMNS):
            raise LexiconError(f"{name}: row {number}: {len(COLUMNS)} fields expected, {len(fields)} found")
        out.append(Spell(**dict(zip(COLUMNS, fields, strict=True))))
    return out
