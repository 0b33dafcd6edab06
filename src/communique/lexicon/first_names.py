"""First names, with the gender that they tell where they do."""

from functools import lru_cache
from pathlib import Path

from communique.errors import LexiconError
from communique.lexicon.tsv import rows

FILE = Path(__file__).with_name("first_names.tsv")


@lru_cache(maxsize=1)
def first_names() -> dict[str, str]:
    """Gender by first name: "m", "f", or "-" where it tells none. Raises LexiconError where the file is malformed."""
    out: dict[str, str] = {}
    for number, (name, gender) in enumerate(rows(FILE, 2), 2):
        if gender not in ("m", "f", "-") or not name:
            raise LexiconError(f"{FILE.name}: row {number}: a name and m, f or - expected")
        out[name] = gender
    return out
