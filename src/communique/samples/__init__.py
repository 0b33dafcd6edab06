"""Sample documents about states that do not exist, written for this project and free to use with it.

`documents/`: the documents. `actors.csv`: the states and offices of that world, as users give their own actors.
"""

from pathlib import Path

FOLDER = Path(__file__).parent / "documents"
ACTORS = Path(__file__).parent / "actors.csv"


def documents() -> list[Path]:
    """The sample documents, by name."""
    return sorted(p for p in FOLDER.iterdir() if p.is_file())
