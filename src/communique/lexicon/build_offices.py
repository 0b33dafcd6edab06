"""Builds offices.tsv.gz, the table of who held which office when. A maintainer's tool:

    python -m communique.lexicon.build_offices ../shared/data/leaders

Facts come from Wikidata by way of everypolitician (CC0), from the World Factbook's leaders pages (public domain) and from
offices_editor.txt; they are reworked into one form: one row a spell, with `how` naming where it is known from. An open spell
carries the last day on which it is known to have run (`seen`).
"""

import gzip
import sys
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from communique.lexicon.office_sources import EVERY_SEEN, SINGLE, Row, editor, everypolitician, factbook, same_person
from communique.lexicon.offices import FILE
from communique.lexicon.person_names import core, fold
from communique.lexicon.spells import COLUMNS


def main(folder: Path) -> None:
    """Reads the sources, merges them and writes the table."""
    rows = list(everypolitician(folder / "everypolitician"))
    rows = _merge(rows, editor())
    rows = _merge(rows, factbook(folder / "factbook" / "leaders_seen.csv"))
    rows = _close(rows)
    rows.sort(key=lambda r: (r.of, r.title, r.since, r.person))
    lines = ["\t".join(COLUMNS)]
    lines += [
        "\t".join((r.person, r.wikidata, r.gender, r.title, r.of, r.to, r.since, r.until, r.seen, r.how, _others(r)))
        for r in rows
    ]
    FILE.write_bytes(gzip.compress(("\n".join(dict.fromkeys(lines)) + "\n").encode(), 9, mtime=0))
    print(f"{len(rows)} spells, {FILE.stat().st_size} bytes")


def _others(row: Row) -> str:
    """Spellings that differ by more than case, accents and middle names."""
    usual = fold(row.person)
    kept = {a for a in row.aliases if fold(a) != usual and core(fold(a))[-1:] != core(usual)[-1:]}
    return "|".join(sorted(kept))


def _merge(rows: list[Row], more: Iterable[Row]) -> list[Row]:
    """Adds spells; the same person in the same office at the same time is one spell, known by both."""
    index: dict[tuple[str, str], list[Row]] = {}
    people: dict[str, list[Row]] = {}
    for row in rows:
        people.setdefault(row.of, []).append(row)
        for kind in row.kinds():
            index.setdefault((row.of, kind), []).append(row)
    for row in more:
        kinds = row.kinds()
        same = None
        for kind in kinds[:1]:
            for other in index.get((row.of, kind), ()):
                if (
                    row.to == other.to
                    and same_person(other, row)
                    and other.since <= (row.until or row.seen)
                    and row.since <= (other.until or "9999")
                ):
                    same = other
                    break
        if same:
            if row.how == "editor":
                if len(row.since) >= len(same.since) and abs(int(row.since[:4]) - int(same.since[:4])) <= 1:
                    same.since = row.since
                same.until = row.until or ("" if not same.until or same.until > EVERY_SEEN else same.until)
                if same.person != row.person:
                    same.aliases.add(same.person)
                    same.person = row.person
            elif row.until and not same.until and row.until > same.seen:
                same.until = row.until
            same.seen = same.until or max(same.seen, row.seen)
            same.gender = same.gender if same.gender != "-" else row.gender
            same.aliases |= {row.person, *row.aliases}
            same.how = "+".join(dict.fromkeys((*same.how.split("+"), row.how)))
            continue
        known = next((o for o in people.get(row.of, ()) if same_person(o, row)), None)
        if known:
            row.wikidata, row.gender = known.wikidata, known.gender if row.gender == "-" else row.gender
            row.aliases.add(row.person)
            if row.how != "editor":
                row.person = known.person
        rows.append(row)
        people.setdefault(row.of, []).append(row)
        for kind in kinds:
            index.setdefault((row.of, kind), []).append(row)
    return rows


def _close(rows: list[Row]) -> list[Row]:
    """Ends open spells in offices of one holder where a later holder is known."""
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        kinds = row.kinds()
        if kinds and kinds[0] in SINGLE:
            groups.setdefault((row.of, row.to, kinds[0]), []).append(row)
    for group in groups.values():
        group.sort(key=lambda r: r.since or "0")
        for row, following in pairwise(group):
            if (
                not row.until
                and row.since < following.since
                and not same_person(row, following)
                and following.since >= row.seen[:7]
            ):
                row.until = row.seen = following.since
    return rows


if __name__ == "__main__":
    main(Path(sys.argv[1]))
