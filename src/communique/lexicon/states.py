"""States and what stands for them: names, nationalities, peoples, capitals and seats of government."""

from functools import lru_cache
from pathlib import Path

from communique.errors import LexiconError
from communique.lexicon.own_states import own_states
from communique.lexicon.state import State
from communique.lexicon.tsv import rows

FILE = Path(__file__).with_name("states.tsv")


@lru_cache(maxsize=1)
def states() -> dict[str, State]:
    """All states by code, in the order of the file, then the user's own. Raises LexiconError where a file is malformed."""
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


def _many(field: str) -> tuple[str, ...]:
    return tuple(x for x in field.split("|") if x)
