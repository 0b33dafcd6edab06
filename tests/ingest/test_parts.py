"""The parts of a text, against a table; whatever the text, parts cover it and keep apart."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.ingest.parts import find_structure, paragraphs
from communique.ingest.parts.paragraphs import BLANK
from communique.model import Part

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/parts.toml").read_text(encoding="utf-8"))["case"]
IDS = [case["name"] for case in CASES]


def covers(text: str, parts: tuple[Part, ...]) -> None:
    """Every seen character in one part; parts in order; labels inside turns."""
    last = 0
    for part in parts:
        assert last <= part.start < part.end <= len(text)
        assert all(c in BLANK or c.isspace() for c in text[last : part.start])
        last = part.end
        if part.label:
            assert part.role == "turn"
            assert part.start <= part.label.start < part.label.end <= part.end
    assert all(c in BLANK or c.isspace() for c in text[last:])


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_case(case: dict[str, Any]) -> None:
    text = case["text"]
    structure = find_structure(text, title=case.get("title"))
    covers(text, structure.parts)
    if "parts" in case:
        found = [[part.role, text[part.start : part.end]] for part in structure.parts]
        assert [role for role, _ in found] == [role for role, _ in case["parts"]]
        for (_, words), (_, begins) in zip(found, case["parts"], strict=True):
            assert words.startswith(begins)
    if "labels" in case:
        assert [text[p.label.start : p.label.end] for p in structure.parts if p.label] == case["labels"]
    if "kind" in case:
        assert structure.kind == case["kind"]
    if "dates" in case:
        assert [claim.value for claim in structure.dates] == case["dates"]
    if "byline" in case:
        assert list(structure.byline) == case["byline"]
    if "dateline" in case:
        assert structure.dateline == case["dateline"]


def test_a_turn_runs_to_the_end_of_its_last_paragraph() -> None:
    text = "MR DASK: First.\nSecond.\n\nThird.\nQUESTION: Why?\nMR DASK: Because."
    turns = [text[p.start : p.end] for p in find_structure(text).parts]
    assert turns == ["MR DASK: First.\nSecond.\n\nThird.", "QUESTION: Why?", "MR DASK: Because."]


def test_a_byte_order_mark_belongs_to_no_part() -> None:
    text = "\ufeffMR DASK: Good morning.\nQUESTION: Why?\nMR DASK: Because."
    assert find_structure(text).parts[0].start == 1
    assert [p.role for p in find_structure(text).parts] == ["turn"] * 3


def test_lines_of_a_list_are_not_taken_for_wrapped_text() -> None:
    text = "Larn\nTarsk\nDorn\nVelm\n\nOne\nTwo\nThree"
    assert len(paragraphs(text)) == 7


LINES = st.sampled_from(
    ["MR DASK: Good.", "QUESTION: Why?", "Q And now?", "LARN (AP) -- The minister said so on Monday.", "Share", "Politics",
     "Related articles", "By Ina Korr", "Office of the Spokesperson", "Tue, 04 Mar 2025 10:15:00 +0000", "###", "(Laughter.)",
     "Ana Ruiz: Yes. Ben Holt: No. Ana Ruiz: So be it, then, if you say so.", "", "\r", "\ufeff", "\u2028", "Home", "A: B"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.lists(st.one_of(LINES, st.text(max_size=60)), max_size=14).map("\n".join)))
def test_parts_cover_any_text_and_never_overlap(text: str) -> None:
    covers(text, find_structure(text).parts)


@settings(max_examples=50, deadline=None)
@given(st.lists(LINES, max_size=10).map("\n".join), st.text(max_size=30), st.lists(st.text(max_size=20), max_size=2))
def test_parts_with_any_title_and_byline(text: str, title: str, byline: list[str]) -> None:
    covers(text, find_structure(text, title, byline).parts)


def test_real_transcripts_and_the_seed(shared: Path) -> None:
    seed = (shared / "data/seed/seed.txt").read_bytes().decode("utf-8")
    chrome = [seed[p.start : p.end] for p in find_structure(seed).parts if p.role == "chrome"]
    assert chrome == ["Leave a review", "Politics", "Follow us on social networks", "News Line"]
    marked = total = 0
    for file in sorted((shared / "data/gold").glob("*/*.txt")):
        if file.name == "seed.txt":
            continue
        text = file.read_bytes().decode("utf-8")
        parts = find_structure(text).parts
        covers(text, parts)
        total += len(text)
        marked += sum(p.end - p.start for p in parts if p.role == "chrome")
    assert marked <= total * 0.0005
