"""Where the user's own tables lie: CSV files of people and of states.

They live in the user's data folder (`COMMUNIQUE_DATA`, else XDG_DATA_HOME/communique, else ~/.local/share/communique) under
actors/; COMMUNIQUE_ACTORS names further files, parted by the system's path separator. A file whose header has a column `iso3`
tells of states, any other of people.
"""

import csv
import hashlib
import os
from pathlib import Path

from communique.errors import LexiconError


def folder() -> Path:
    """Where the user's own files are kept."""
    if os.environ.get("COMMUNIQUE_DATA"):
        return Path(os.environ["COMMUNIQUE_DATA"]) / "actors"
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "communique" / "actors"


def own_files() -> list[Path]:
    """All own files, the folder's first, in the order of their names."""
    named = [Path(p) for p in os.environ.get("COMMUNIQUE_ACTORS", "").split(os.pathsep) if p]
    return [*sorted(folder().glob("*.csv")), *named]


def tells_states(path: Path) -> bool:
    """Whether a file tells of states. Raises LexiconError where it cannot be read."""
    return "iso3" in table(path)[0]


def digest() -> str:
    """Eight hex digits over the contents of all own files, "" where there are none. Raises LexiconError."""
    files = own_files()
    if not files:
        return ""
    try:
        contents = [hashlib.sha256(path.read_bytes()).digest() for path in files]
    except OSError as error:
        raise LexiconError(str(error)) from error
    return hashlib.sha256(b"".join(contents)).hexdigest()[:8]


def rows_under(path: Path, needed: tuple[str, ...], optional: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a CSV file that has all needed columns and none but these; "" in every cell that is missing.

    Raises LexiconError, which names file and row.
    """
    columns, rows = table(path)
    if missing := [c for c in needed if c not in columns]:
        raise LexiconError(f"{path}: column missing: {', '.join(missing)}")
    if unknown := [c for c in columns if c not in needed + optional]:
        raise LexiconError(f"{path}: unknown column: {', '.join(unknown)}")
    return [dict.fromkeys(optional, "") | row for row in rows]


def table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Columns and rows of a CSV file, blanks trimmed. Raises LexiconError, which names file and row."""
    try:
        reader = csv.DictReader(path.read_text("utf-8-sig").splitlines())
        columns = [c.strip() for c in reader.fieldnames or []]
        rows = []
        for number, row in enumerate(reader, 2):
            if None in row:
                raise LexiconError(f"{path}: row {number}: more fields than columns")
            rows.append({(k or "").strip(): (v or "").strip() for k, v in row.items()})
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LexiconError(f"{path}: {error}") from error
    return columns, rows
