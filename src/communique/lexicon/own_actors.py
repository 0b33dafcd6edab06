"""Users' own actors: CSV files that add to the table of offices.

Columns: person, title, of (name or code of a state, or the name of a body); optional: to, since, until, gender, wikidata,
aliases (parted by "|"). Files live in the user's data folder (`COMMUNIQUE_DATA`, else XDG_DATA_HOME/communique, else
~/.local/share/communique) under actors/; COMMUNIQUE_ACTORS names further files, parted by the system's path separator.
"""

import csv
import os
import re
import shutil
from pathlib import Path

from communique.errors import LexiconError, UsageError
from communique.lexicon.bodies import bodies
from communique.lexicon.offices import Spell
from communique.lexicon.states import states

NEEDED, OPTIONAL = ("person", "title", "of"), ("to", "since", "until", "gender", "wikidata", "aliases")
DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?$")


def folder() -> Path:
    """Where the user's own actor files are kept."""
    if os.environ.get("COMMUNIQUE_DATA"):
        return Path(os.environ["COMMUNIQUE_DATA"]) / "actors"
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "communique" / "actors"


def own_files() -> list[Path]:
    """All files of own actors, the folder's first, in the order of their names."""
    named = [Path(p) for p in os.environ.get("COMMUNIQUE_ACTORS", "").split(os.pathsep) if p]
    return [*sorted(folder().glob("*.csv")), *named]


def own_spells() -> tuple[list[Spell], dict[str, tuple[str, ...]]]:
    """Spells and aliases of all own files. Raises LexiconError, which names file and row."""
    spells: list[Spell] = []
    aliases: dict[str, tuple[str, ...]] = {}
    for path in own_files():
        more, names = read_actors(path)
        spells += more
        aliases |= names
    return spells, aliases


def add(path: Path) -> tuple[Path, int]:
    """Checks a file and copies it into the user's folder; returns where it lies now and how many rows it has.

    Raises UsageError where there is no such file, LexiconError where it is malformed.
    """
    if not path.is_file():
        raise UsageError(f"{path}: no such file")
    spells, _ = read_actors(path)
    target = folder() / (path.stem + ".csv")
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.resolve() != target.resolve():
        shutil.copyfile(path, target)
    return target, len(spells)


def read_actors(path: Path) -> tuple[list[Spell], dict[str, tuple[str, ...]]]:
    """Spells and aliases of one file. Raises LexiconError, which names file and row."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: {error}") from error
    reader = csv.DictReader(text.splitlines())
    fields = reader.fieldnames or []
    if missing := [c for c in NEEDED if c not in fields]:
        raise LexiconError(f"{path}: column missing: {', '.join(missing)}")
    if unknown := [c for c in fields if c not in NEEDED + OPTIONAL]:
        raise LexiconError(f"{path}: unknown column: {', '.join(unknown)}")
    spells: list[Spell] = []
    aliases: dict[str, tuple[str, ...]] = {}
    for number, row in enumerate(reader, 2):
        value = {c: (row.get(c) or "").strip() for c in NEEDED + OPTIONAL}
        if None in row or not value["person"] or not value["title"]:
            raise LexiconError(
                f"{path}: row {number}: person, title and of are needed, and no more fields than columns"
            )
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
