"""Cities by name, the largest first (GeoNames, CC BY 4.0), and regions that are no party."""

import gzip
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from communique.errors import LexiconError
from communique.lexicon.person_names import fold
from communique.lexicon.tsv import rows

FILE = Path(__file__).with_name("cities.tsv.gz")
NAMESAKE = 8  # times as large: Geneva is not the one in Illinois, whoever writes
REGIONS = Path(__file__).with_name("regions.tsv")


class City(NamedTuple):
    """A city. country: code of its state; geonames: its number there."""

    name: str
    country: str
    geonames: int
    population: int


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, ...], list[City]]:
    try:
        lines = gzip.decompress(FILE.read_bytes()).decode().splitlines()[1:]
        out: dict[tuple[str, ...], list[City]] = {}
        for line in lines:
            name, country, number, population = line.split("\t")
            out.setdefault(fold(name), []).append(City(name, country, int(number), int(population)))
    except (OSError, EOFError, ValueError) as error:
        raise LexiconError(f"{FILE.name}: {error}") from error
    return out


def city(name: str, near: tuple[str, ...] = ()) -> City | None:
    """The city of that name: one in a state of `near` (codes) unless it is tiny beside the largest, else the largest; None for
    no such city."""
    found = _table().get(fold(name), [])
    fair = (c for c in found if c.country in near and c.population * NAMESAKE >= found[0].population)
    return next(fair, found[0] if found else None)


@lru_cache(maxsize=1)
def regions() -> dict[str, str]:
    """Code of the state, or "" for none, by the name of a region. Raises LexiconError where the file is malformed."""
    return {row[0]: row[1] for row in rows(REGIONS, 2)}
