"""Time expressions: the table of cases, what holds of every one of them, and the parse's say on tense."""

import re
import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.annotate.layers import Layers
from communique.annotate.paragraphs import split
from communique.annotate.times import find_times
from communique.model import Document

TABLE = tomllib.loads((Path(__file__).parent.parent / "cases" / "times.toml").read_text("utf-8"))
DAY = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
# EDTF level 1, as far as we write it: dates, seasons, unspecified digits, "~", intervals with open ends
EDTF = re.compile(rf"(?:{DAY}~?|\d{{3}}X|\d\dXX|\.\.)(?:/(?:{DAY}~?|\d{{3}}X|\d\dXX|\.\.))?")


def layers_of(text: str, published: str | None = "2023-11-27", dateline: str | None = None) -> Layers:
    document = Document(id="d", text=text, raw_sha256="", published=published or None, dateline=dateline)
    return Layers(document, split(document))


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda case: case["name"])
def test_cases(case: dict[str, Any]) -> None:
    found = find_times(layers_of(case["text"], case.get("published", TABLE["published"])))
    got = [[t.span.of(case["text"]), t.kind, t.when.edtf if t.when else ""] for t in found]
    assert got == case["expect"]


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda case: case["name"])
def test_every_expression_has_a_valid_date_or_a_reason(case: dict[str, Any]) -> None:
    for time in find_times(layers_of(case["text"], case.get("published", TABLE["published"]))):
        assert (time.when is None) == bool(time.reason)
        if time.when:
            assert EDTF.fullmatch(time.when.edtf), time.when.edtf
            assert time.when.said == (time.span,)
            days = [date.fromisoformat(d) for d in (time.when.start, time.when.end) if d]
            assert days and days == sorted(days)


def test_anchors_say_what_was_counted_from() -> None:
    text = "On Monday they met. On 13 March 2021 they had fought. Two days later they stopped."
    assert [t.when.anchor for t in find_times(layers_of(text)) if t.when] == ["published", "none", "text"]


def test_dateline_field_anchors_where_nothing_was_published() -> None:
    found = find_times(layers_of("They met on Friday, the first time since May.", None, "LARN, 27 November 2023"))
    assert [(t.when.edtf, t.when.anchor) for t in found if t.when] == [
        ("2023-11-24", "dateline"),
        ("2023-05/2023-11-27", "dateline"),
    ]


def test_published_may_be_a_time_or_unreadable() -> None:
    (zoned,) = find_times(layers_of("They met today.", "2023-11-27T23:30:00-05:00"))
    (odd,) = find_times(layers_of("They met today.", "some day"))
    assert zoned.when and zoned.when.edtf == "2023-11-27"
    assert odd.when is None and odd.reason


def test_tense_is_read_from_the_parse_where_there_is_one() -> None:
    from communique.annotate.parse import parse

    text = "The envoys were told of the offer and assemble to confer on Thursday."
    bare = layers_of(text)
    parsed = layers_of(text)
    parsed.sentences = parse(parsed.paragraphs, text)
    assert [t.when.edtf for t in find_times(bare) if t.when] == ["2023-11-23"]
    assert [t.when.edtf for t in find_times(parsed) if t.when] == ["2023-11-30"]


WORDS = st.sampled_from(
    "the a last next this of in on by since until to and - , . : / ' first second 12 31 99 2015 0000 1995s 20th year years "
    "month weeks day quarter half May March Sept Monday Sat. Easter New noon night 10:99 29:00 p.m. ago later early mid end "
    "fiscal every twice recent past few century decades 02/30/99 31.02.2021 2021-02-30 February 30 9999 hundred thousand "
    "nineteen".split()
)


@given(st.lists(WORDS, max_size=14), st.sampled_from(["2023-11-27", "0001-01-01", "9999-12-31", "2024-02-29", None]))
def test_any_words_give_ordered_disjoint_spans_and_no_error(words: list[str], published: str | None) -> None:
    text = " ".join(words)
    found = find_times(layers_of(text, published))
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    for time in found:
        assert time.span.of(text).strip() == time.span.of(text)
        assert time.when is None or EDTF.fullmatch(time.when.edtf)
    assert find_times(layers_of(text, published)) == found
