"""Phrases that may denote a party."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.annotate.layers import Layers
from communique.annotate.mentions import find
from communique.annotate.paragraphs import split
from communique.annotate.parse import parse
from communique.model import Document

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "mentions.toml").read_text("utf-8"))["case"]
WORDS = st.sampled_from(
    (
        "President Foreign Minister of the Jordan Smith U.S. Secretary , ( ) - and 's Ada al UN for Baku they two leaders . Mr"
    ).split()
)


def layers(text: str) -> Layers:
    """A text read up to its sentences."""
    document = Document(id="d", text=text, raw_sha256="0")
    paragraphs = split(document)
    return Layers(document, paragraphs, parse(paragraphs, text))


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:40] for c in CASES])
def test_cases(case: dict[str, Any]) -> None:
    text = case["text"]
    phrases, _ = find(layers(text))
    found = {f"{p.kind}: {p.span.of(text)} | {p.head.of(text)}" for p in phrases}
    for line in case.get("expect", ()):
        kind, _, words = line.partition(": ")
        full, _, head = words.partition(" | ")
        assert f"{kind}: {full} | {head or full}" in found
    heads = {p.head.of(text) for p in phrases}
    assert not heads & set(case.get("never", ()))


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=14))
def test_any_words_give_sound_spans(words: list[str]) -> None:
    text = " ".join(words)
    phrases, columns = find(layers(text))
    for phrase in phrases:
        assert phrase.span.contains(phrase.head)
        assert phrase.span.end <= len(text)
        assert 0 <= phrase.first <= phrase.root <= phrase.last < len(columns[phrase.sentence])
    assert phrases == sorted(phrases, key=lambda p: (p.sentence, p.head.start, p.head.end))
