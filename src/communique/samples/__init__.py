"""Sample documents about states that do not exist, written for this project and free to use with it."""

from pathlib import Path

FOLDER = Path(__file__).parent / "documents"
OWN = tuple(Path(__file__).parent / name for name in ("states.csv", "actors.csv"))  # the states and people they tell of


def documents() -> list[Path]:
    """The sample documents, by name."""
    return sorted(p for p in FOLDER.iterdir() if p.is_file())
