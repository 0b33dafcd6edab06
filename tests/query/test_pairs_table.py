"""The labelled pairs of contacts can be read and are as their head says."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

PAIRS = Path(__file__).resolve().parents[1] / "cases" / "pairs.tsv"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with PAIRS.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader((line for line in handle if not line.startswith("#")), delimiter="\t", strict=True))


def test_each_half_has_enough_of_each_label(rows: list[dict[str, str]]) -> None:
    counts = Counter((row["split"], row["label"]) for row in rows)
    assert {split for split, _ in counts} == {"dev", "test"}
    for split in ("dev", "test"):
        told = {label: counts[split, label] for label in ("same", "preview", "about", "different")}
        assert sum(told.values()) == sum(n for (s, _), n in counts.items() if s == split) >= 60
        assert min(told.values()) >= 10
        assert 0.45 <= told["different"] / sum(told.values()) <= 0.55


def test_every_side_names_a_place_parties_and_a_day(rows: list[dict[str, str]]) -> None:
    for row in rows:
        assert row["note"]
        for side in "ab":
            assert row[f"doc_{side}"].endswith(".txt") or ".csv#" in row[f"doc_{side}"]
            assert int(row[f"anchor_{side}"]) >= 0
            assert row[f"action_{side}"] in ("call", "meeting", "visit", "talks", "summit", "message")
            assert len(row[f"parties_{side}"].split(";")) >= 2
            assert [date.fromisoformat(day) for day in row[f"day_{side}"].split("/")]


def test_no_pair_stands_there_twice_or_against_itself(rows: list[dict[str, str]]) -> None:
    sides = [frozenset((row[f"doc_{s}"], row[f"anchor_{s}"], row[f"parties_{s}"]) for s in "ab") for row in rows]
    assert all(len(two) == 2 for two in sides)
    assert len(set(sides)) == len(rows)


def test_what_is_one_contact_is_never_called_two(rows: list[dict[str, str]]) -> None:
    """Sides joined by same, preview and about make groups; no pair called different lies within one."""
    group: dict[tuple[str, str, str], tuple[str, str, str]] = {}

    def root(side: tuple[str, str, str]) -> tuple[str, str, str]:
        while group.setdefault(side, side) != side:
            side = group[side]
        return side

    def sides(row: dict[str, str]) -> list[tuple[str, str, str]]:
        return [(row[f"doc_{s}"], row[f"anchor_{s}"], row[f"parties_{s}"]) for s in "ab"]

    for row in rows:
        if row["label"] != "different":
            a, b = sides(row)
            group[root(a)] = root(b)
    assert [
        row["note"] for row in rows if row["label"] == "different" and len({root(s) for s in sides(row)}) == 1
    ] == []
