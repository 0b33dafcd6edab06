"""Every span of every record is backed by the record's own text, whatever the text."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.ingest.text import document_from_text
from communique.model import Record, from_json
from communique.model.grounding import unbacked
from communique.pipeline.run import read_document
from communique.settings import Settings

SETTINGS = Settings()
PIECES = (
    "President Orlan Dask of Veldoria", "Foreign Minister Mira Tolen", " met ", " spoke by phone with ", " said ",
    '"', "“", "”", "''", "``", "\n", "\n\n", ". ", ", ", "MS VANE: ", "QUESTION: ", " on Monday", " in Geneva",
    " since the end of May", " expressed support for ", "peace", " condemned ", "the attack", "they", "The Secretary",
    " told reporters ", "according to ", "Share this page", "France", "Russian", " will visit ", "\u202e", "\x00", "\ufeff",
    "🙂", "e\u0301", "\u2028", "\t", "(", ")",
)  # fmt: skip


VERBLESS = "A hard year for both sides, as the minister has said. Not a word, as she put it, about the harbour.\n" * 3


def sound(record: Record) -> None:
    assert list(unbacked(record)) == []
    assert not [i for i in record.issues if i.reason.startswith("this step failed")]
    line = record.to_json()
    assert from_json(line) == record


def read(text: str, given_settings: Settings = SETTINGS) -> Record:
    return read_document(document_from_text(text, given_settings), given_settings)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_news_like_text(text: str) -> None:
    sound(read(text))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    sound(read(text))


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", '"', "x" * 100_000, "a. " * 3_000, '"' * 999, "\x00\x01", "Q: " * 500, VERBLESS]
)
def test_odd_texts(text: str) -> None:
    sound(read(text))


def test_real_texts_whole_and_mutilated(shared) -> None:  # type: ignore[no-untyped-def]
    rng = random.Random(7)
    files = sorted((shared / "data" / "gold" / "train").glob("*.txt"))
    for file in rng.sample(files, 8):
        text = file.read_bytes().decode("utf-8")
        sound(read(text))
        cut = sorted(rng.sample(range(len(text)), 8))
        sound(read("".join(text[a:b] for a, b in zip(cut[::2], cut[1::2], strict=True))))


def test_same_bytes_again(shared) -> None:  # type: ignore[no-untyped-def]
    text = (shared / "data" / "seed" / "seed.txt").read_bytes().decode("utf-8")
    assert read(text).to_json() == read(text).to_json()
