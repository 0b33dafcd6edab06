"""The chrome lexicon: what it takes, what it leaves, and what it refuses to load."""

import tomllib
from pathlib import Path

import pytest

from communique.errors import LexiconError
from communique.ingest.parts.chrome import mark
from communique.ingest.parts.paragraphs import paragraphs
from communique.lexicon import chrome, layout

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/chrome.toml").read_text(encoding="utf-8"))
BEFORE = "The ministers met in Larn on Monday and agreed to open the border.\n"
AFTER = "\nThey will meet again in Tarsk in May, the ministry said."


def marked(text: str) -> list[str]:
    spans = paragraphs(text)
    return [s.of(text) for s, c in zip(spans, mark(text, spans), strict=True) if c]


@pytest.mark.parametrize("line", CASES["chrome"])
def test_chrome_in_the_middle_and_below(line: str) -> None:
    assert marked(BEFORE + line + AFTER) == [line]
    assert marked(BEFORE + line) == [line]


@pytest.mark.parametrize("line", CASES["text"])
def test_text_in_the_middle_and_below(line: str) -> None:
    assert marked(BEFORE + line + AFTER) == []
    assert marked(BEFORE + line) == []


def test_links_under_a_heading_are_chrome_until_the_text_goes_on() -> None:
    assert marked(BEFORE + "Read also\nBorder to open\nTalks resume in May\nWhat comes next" + AFTER) == [
        "Read also",
        "Border to open",
        "Talks resume in May",
    ]
    assert marked(BEFORE + "Related articles\nBorder to open\nTalks resume in May") == [
        "Related articles",
        "Border to open",
        "Talks resume in May",
    ]


def test_section_names_are_chrome_only_in_company_or_below_the_text() -> None:
    assert marked(BEFORE + "Economy" + AFTER) == []
    assert marked(BEFORE + "Economy\nSociety\nCulture" + AFTER) == ["Economy", "Society", "Culture"]
    assert marked("Politics\nEconomy\n" + BEFORE) == ["Politics", "Economy"]
    assert marked(BEFORE + "Politics") == ["Politics"]


def test_countries_below_the_text_are_no_sections() -> None:
    assert marked(BEFORE + "Georgia\nHungary\nIceland\nItaly") == []


@pytest.mark.parametrize(
    "source",
    ["lines = [", "lines = []", "lines=['Upper']\nheads=[]\nsections=[]\nactions=[]\npatterns=[]",
     "lines=[]\nheads=[]\nsections=[]\nactions=[]\npatterns=['(']",
     "lines=[1]\nheads=[]\nsections=[]\nactions=[]\npatterns=[]"],
)  # fmt: skip
def test_a_malformed_lexicon_is_refused(source: str) -> None:
    with pytest.raises(LexiconError, match=r"chrome\.toml"):
        chrome.parse(source)


@pytest.mark.parametrize("source", ["titles = [", "titles = []", "x = 1"])
def test_a_malformed_layout_is_refused(source: str) -> None:
    with pytest.raises(LexiconError, match=r"layout\.toml"):
        layout.parse(source)


def test_layout_phrases_are_in_lower_case() -> None:
    words = layout.load()
    assert "mr" in words.titles
    assert words.byline_starts[0] == max(words.byline_starts, key=len)
