"""States and what stands for them: names, nationalities, peoples, capitals and seats of government."""

import csv
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from communique.errors import LexiconError

FILE = Path(__file__).with_name("states.tsv")


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A state (or a territory that acts like one). iso3: ISO 3166-1 alpha-3 (XKX for Kosovo). wikidata: "" where unknown.

    adjectives: words of nationality; people: its people in the plural; capitals: first the one of the constitution;
    seats: places whose name stands for the government ("Kremlin").
    """

    iso3: str
    name: str
    wikidata: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]


@lru_cache(maxsize=1)
def states() -> dict[str, State]:
    """All states by code, in the order of the file, then the user's own. Raises LexiconError where a file is malformed."""
    from communique.lexicon.own_states import own_states

    out: dict[str, State] = {}
    for number, row in enumerate(rows(FILE, 8), 2):
        state = State(
            iso3=row[0], name=row[1], wikidata=row[2], aliases=_many(row[3]), adjectives=_many(row[4]),
            people=_many(row[5]), capitals=_many(row[6]), seats=_many(row[7]),
        )  # fmt: skip
        if len(state.iso3) != 3 or not state.iso3.isupper() or not state.name:
            raise LexiconError(f"{FILE.name}: row {number}: a state needs a three-letter code and a name")
        if state.iso3 in out:
            raise LexiconError(f"{FILE.name}: row {number}: '{state.iso3}' stands twice")
        out[state.iso3] = state
    for state in own_states():
        if state.iso3 in out:
            raise LexiconError(f"own states: '{state.iso3}' ({state.name}) is the code of {out[state.iso3].name}")
        out[state.iso3] = state
    return out


def rows(path: Path, width: int) -> Iterator[list[str]]:
    """The rows of a tab-separated file without its header. Raises LexiconError where one has not `width` fields."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
                if len(row) != width:
                    raise LexiconError(f"{path.name}: row {number}: {width} fields expected, {len(row)} found")
                if number > 1:
                    yield row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LexiconError(f"{path.name}: {error}") from error


def _many(field: str) -> tuple[str, ...]:
    return tuple(x for x in field.split("|") if x)
