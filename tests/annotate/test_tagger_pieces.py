"""Word pieces, words and windows: every piece is read, owned once, and keeps its place in the text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from communique.annotate.tagger import labels
from communique.annotate.tagger.network import SHIPPED
from communique.annotate.tagger.pieces import Pieces, batches, cut, laid_out, windows, words_of

TOKENIZER = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
TOKENIZER.no_truncation()
TOKENIZER.no_padding()


def paragraphs(text: str) -> list[tuple[int, int]]:
    """One stretch a line."""
    out, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            out.append((at, at + len(line)))
        at += len(line) + 1
    return out


def pieces_of(text: str) -> Pieces:
    return cut(text, paragraphs(text), TOKENIZER)


def test_the_model_that_ships_is_small() -> None:
    assert sum(f.stat().st_size for f in Path(SHIPPED).iterdir()) < 30_000_000


def test_words_stand_where_they_stand_in_the_text() -> None:
    text = "Führungskräfte of Zürich met.\n“No deal,” she said."
    words = words_of(text, pieces_of(text))
    found = [text[s:e] for s, e in zip(words.starts, words.ends, strict=True)]
    assert found == ["Führungskräfte", "of", "Zürich", "met", ".", "“", "No", "deal", ",", "”", "she", "said", "."]
    assert words.paragraph.tolist() == [0] * 5 + [1] * 8
    assert words.stops.tolist() == [0] * 5 + [1] * 8


def test_words_that_a_stretch_touches() -> None:
    text = "Envoys met in Geneva."
    words = words_of(text, pieces_of(text))
    assert words.between(0, 10) == (0, 1)
    assert words.between(8, 9) == (1, 1)
    assert words.between(6, 7) is None


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("a “b c” d", "“bc”"),
        ('a "b c" d', '"bc"'),
        ("a “b c\nd e", "“bc"),
        ("a ”b", ""),
        ("«b» c", "«b»"),
    ],
)
def test_quoted_words_are_marked_within_their_paragraph(text: str, quoted: str) -> None:
    pieces = pieces_of(text)
    inside = [text[s:e] for s, e, shape in zip(pieces.starts, pieces.ends, pieces.shape, strict=True) if shape % 2]
    assert "".join(inside) == quoted


def test_shapes_tell_capitals() -> None:
    pieces = pieces_of("NATO Envoys met")
    assert [shape // 2 for shape, first in zip(pieces.shape, pieces.first, strict=True) if first] == [2, 1, 0]


def test_a_lone_surrogate_keeps_the_offsets() -> None:
    text = "a \ud800 b"
    pieces = pieces_of(text)
    assert text[pieces.starts[-1] : pieces.ends[-1]] == "b"


LINES = st.lists(st.lists(st.sampled_from(["word", "said.", "“Yes,”", "U.S.", "42"]), max_size=400), max_size=12)


@settings(max_examples=30, deadline=None)
@given(LINES, st.sampled_from([0, 64]))
def test_windows_cover_all_and_own_each_piece_once(lines: list[list[str]], overlap: int) -> None:
    text = "\n".join(" ".join(line) for line in lines)
    pieces = pieces_of(text)
    found = windows(text, pieces, 256, overlap)
    owned = [n for w in found for n in range(w.own_low, w.own_high)]
    assert owned == list(range(len(pieces)))
    for w in found:
        assert w.low <= w.own_low <= w.own_high <= w.high
        ids, features, place = laid_out(pieces, w, 1, labels.SHAPES)
        assert len(ids) == len(features) <= 256
        assert [ids[p] for p in place] == pieces.ids[w.low : w.high]
        assert all(labels.SHAPES <= f < 2 * labels.SHAPES for f in features)


def test_a_paragraph_too_long_falls_apart_after_sentences() -> None:
    text = "The two sides agreed to meet again in the spring of next year. " * 60
    pieces = pieces_of(text)
    found = windows(text, pieces, 256, 64)
    assert len(found) > 2
    for w in found[:-1]:
        assert text[pieces.starts[w.high - 1]] == "."
        assert w.high - w.low > 128


def test_batches_hold_what_fits_and_lose_nothing() -> None:
    lengths = [256, 12, 100, 12, 300, 90]
    groups = batches(lengths, 256)
    assert sorted(i for g in groups for i in g) == list(range(6))
    assert all(len(g) == 1 or len(g) * max(lengths[i] for i in g) <= 256 for g in groups)
    assert batches([], 256) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the U.S. and U.N. envoys", ["the", "U.S.", "and", "U.N.", "envoys"]),
        ("in Washington D.C.", ["in", "Washington", "D.C."]),
        ("Plan B. He left.", ["Plan", "B", ".", "He", "left", "."]),
        ("said U.S.-led", ["said", "U.S.", "-", "led"]),
    ],
)
def test_initials_are_one_word_and_no_sentence_ends_in_them(text: str, found: list[str]) -> None:
    words = words_of(text, pieces_of(text))
    assert [text[s:e] for s, e in zip(words.starts, words.ends, strict=True)] == found
    assert words.stops[-1] == found[:-1].count(".")
