"""Other codes of states: ISO 3166-1 alpha-2, and Correlates of War numbers as event data sets use them.

POLECAT numbers Germany 260 and Vietnam 817, whatever the year; so does this table. States without a number have none.
"""

from functools import lru_cache
from pathlib import Path

from communique.lexicon.tsv import rows

FILE = Path(__file__).with_name("state_codes.tsv")


@lru_cache(maxsize=1)
def _codes() -> dict[str, tuple[str, str]]:
    return {iso3: (iso2, cow) for iso3, iso2, cow in rows(FILE, 3)}


def iso2(code: str | None) -> str | None:
    """Alpha-2 code of an alpha-3 code ("XK" for Kosovo); None where unknown."""
    return _codes().get(code or "", ("", ""))[0] or None


def cow(code: str | None) -> str | None:
    """Correlates of War number of an alpha-3 code; None where there is none."""
    return _codes().get(code or "", ("", ""))[1] or None
