"""Users' own actors: CSV files that add to the table of offices.

Columns: person, title, of (name or code of a state, or the name of a body); optional: to, since, until, gender, wikidata,
aliases (parted by "|"). Where the files lie: own_files.py.
"""

import re
import shutil
from pathlib import Path

from communique.errors import LexiconError, UsageError
from communique.lexicon.bodies import bodies
from communique.lexicon.own_files import folder, own_files, rows_under, tells_states
from communique.lexicon.own_states import read_states
from communique.lexicon.spells import Spell
from communique.lexicon.states import states

NEEDED, OPTIONAL = ("person", "title", "of"), ("to", "since", "until", "gender", "wikidata", "aliases")
DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?$")


def own_spells() -> tuple[list[Spell], dict[str, tuple[str, ...]]]:
    """Spells and aliases of all own files. Raises LexiconError, which names file and row."""
    spells: list[Spell] = []
    aliases: dict[str, tuple[str, ...]] = {}
    for path in own_files():
        if tells_states(path):
            continue
        more, names = read_actors(path)
        spells += more
        aliases |= names
    return spells, aliases


def add(path: Path) -> tuple[Path, int]:
    """Checks a file of people or of states and copies it to the user's own; returns where it lies now and how many rows it has.

    Raises UsageError where there is no such file, LexiconError where it is malformed.
    """
    count = checked(path)
    target = folder() / (path.stem + ".csv")
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.resolve() != target.resolve():
        shutil.copyfile(path, target)
    return target, count


def checked(path: Path) -> int:
    """How many rows a file of people or of states has. Raises as `add` does."""
    if not path.is_file():
        raise UsageError(f"{path}: no such file")
    return len(read_states(path)) if tells_states(path) else len(read_actors(path)[0])


def read_actors(path: Path) -> tuple[list[Spell], dict[str, tuple[str, ...]]]:
    """Spells and aliases of one file. Raises LexiconError, which names file and row."""
    spells: list[Spell] = []
    aliases: dict[str, tuple[str, ...]] = {}
    for number, value in enumerate(rows_under(path, NEEDED, OPTIONAL), 2):
        if not value["person"] or not value["title"]:
            raise LexiconError(f"{path}: row {number}: person, title and of are needed")
        for column in ("since", "until"):
            if value[column] and not DATE.match(value[column]):
                raise LexiconError(f"{path}: row {number}: {column} must be YYYY, YYYY-MM or YYYY-MM-DD")
        if value["gender"] not in ("", "m", "f", "-"):
            raise LexiconError(f"{path}: row {number}: gender must be m or f")
        of, to = _party(value["of"]), _party(value["to"]) or value["to"]
        if not of:
            raise LexiconError(f"{path}: row {number}: '{value['of']}' is neither a state nor a known body")
        how, seen = f"own: {path.name}", value["until"] or "9999"
        spells.append(
            Spell(
                person=value["person"], wikidata=value["wikidata"], gender=value["gender"] or "-", title=value["title"],
                of=of, to=to, since=value["since"], until=value["until"], seen=seen, how=how,
            )
        )  # fmt: skip
        if value["aliases"]:
            aliases[value["person"]] = tuple(a.strip() for a in value["aliases"].split("|") if a.strip())
    return spells, aliases


def _party(name: str) -> str:
    """Code of the state or name of the body that a cell names, "" for none."""
    lower = name.lower()
    for state in states().values():
        if lower in (n.lower() for n in (state.iso3, state.name, *state.aliases)):
            return state.iso3
    for body in bodies().values():
        if lower in (n.lower() for n in (body.name, *body.aliases)):
            return body.name
    return ""
