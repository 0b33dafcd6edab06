"""Positions from parsed text and a cast made by hand: the table in cases/positions.toml, and what the table cannot say."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.handmade import cast_of

from communique.annotate.layers import Layers
from communique.annotate.paragraphs import split
from communique.annotate.parse import parse
from communique.annotate.quotes import find_quotes
from communique.extract.positions import find_positions
from communique.model import Document, Span, Statement
from communique.model.ids import document_id

TABLE = tomllib.loads((Path(__file__).parent.parent / "cases" / "positions.toml").read_text("utf-8"))


def lay(text):
    """Layers of a text."""
    layers = Layers(Document(id=document_id(text), text=text, raw_sha256="0"))
    layers.paragraphs = split(layers.document)
    layers.sentences = parse(layers.paragraphs, text)
    layers.quotes = find_quotes(text, layers.paragraphs)
    return layers


def read_case(case):
    """Layers, cast and statements of one case: every surface found in the text denotes its entity."""
    text = case["text"]
    cast, surfaces = cast_of(text, TABLE["default"], case, qualifying=("ian", "'s"))
    statements = ()
    if "said" in case:
        at = text.index(case["said"])
        content = (Span(at, at + len(case["said"])),)
        statements = (Statement(id="s1", form="direct", content=content, speakers=surfaces[case["speaker"]]),)
    return lay(text), cast, statements


def held(layers, cast, statements):
    """ "STANCE: holders: target" of each position found."""
    positions, _ = find_positions(layers, cast, statements)
    return [
        f"{p.stance}: {', '.join(cast.entity(h).name for h in p.holders)}: {p.target[0].of(layers.text)}"
        for p in positions
    ]


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda c: c["text"][:60])
def test_positions(case):
    assert held(*read_case(case)) == case["positions"]


def test_a_position_shows_its_words_and_its_statement():
    layers, cast, statements = read_case(
        {
            "text": "Talks went on. “We support the truce in the valley,” Dask said.",
            "said": "We support the truce in the valley,",
            "speaker": "Orlan Dask",
        }
    )
    (position,), _ = find_positions(layers, cast, statements)
    assert position.statement == "s1"
    assert position.evidence[0].of(layers.text) == "“We support the truce in the valley,” Dask said."
    assert position.confidence is not None and 0 < position.confidence < 1


def test_an_open_holder_is_an_issue():
    layers, cast, statements = read_case({"text": "The unknown visitors condemned the attack on the embassy."})
    positions, issues = find_positions(layers, cast, statements)
    assert positions == ()
    assert [(i.stage, i.spans[0].of(layers.text)) for i in issues] == [("positions", "the attack on the embassy")]


def test_the_same_text_gives_the_same_ids():
    case = TABLE["case"][0]
    first, _ = find_positions(*read_case(case))
    second, _ = find_positions(*read_case(case))
    assert first == second and first[0].id.startswith("p")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "Dask condemned support for that to will must not , . ? “ ” ( urged and the call committed need of if".split()
        ),
        max_size=14,
    )
)
def test_any_words_give_spans_of_the_text(words):
    layers, cast, statements = read_case({"text": " ".join(words)})
    positions, issues = find_positions(layers, cast, statements)
    for span in [s for p in positions for s in (*p.target, *p.evidence)] + [s for i in issues for s in i.spans]:
        assert 0 <= span.start < span.end <= len(layers.text)
