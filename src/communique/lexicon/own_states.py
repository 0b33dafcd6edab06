"""Users' own states: CSV files that add to the table of states.

Columns: iso3 (a code that the table does not have; XAA to XXZ are among those free for users), name; optional: wikidata,
aliases, adjectives, people, capitals, seats (each parted by "|").
"""

from pathlib import Path

from communique.errors import LexiconError
from communique.lexicon.own_files import own_files, rows_under, tells_states
from communique.lexicon.state import State

NEEDED, OPTIONAL = ("iso3", "name"), ("wikidata", "aliases", "adjectives", "people", "capitals", "seats")


def own_states() -> list[State]:
    """The states of all own files. Raises LexiconError, which names file and row."""
    return [state for path in own_files() if tells_states(path) for state in read_states(path)]


def read_states(path: Path) -> list[State]:
    """The states of one file. Raises LexiconError, which names file and row."""
    out = []
    for number, row in enumerate(rows_under(path, NEEDED, OPTIONAL), 2):
        many = {c: tuple(x.strip() for x in row[c].split("|") if x.strip()) for c in OPTIONAL[1:]}
        code, name = row["iso3"], row["name"]
        if len(code) != 3 or not code.isascii() or not code.isupper() or not name:
            raise LexiconError(f"{path}: row {number}: a state needs a code of three capital letters and a name")
        out.append(State(iso3=code, name=name, wikidata=row["wikidata"], **many))
    return out
