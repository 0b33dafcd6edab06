"""Quotation marks: pairs, odd counts, several paragraphs, nesting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.annotate.paragraphs import split
from communique.annotate.quotes import find_quotes
from communique.model import Document, Part


def quotes_of(text: str) -> list[tuple[str, int, bool]]:
    document = Document(id="d", text=text, raw_sha256="")
    return [(q.inner.of(text), q.run, q.closed) for q in find_quotes(text, split(document))]


CASES = {
    "plain": ('He said "we agree" and left.', [("we agree", 1, True)]),
    "two": ('"We agree," he said. "We do."', [("We agree,", 1, True), ("We do.", 2, True)]),
    "curly": ("He said “we agree” and left.", [("we agree", 1, True)]),
    "latex": ("``We agree,'' he said.", [("We agree,", 1, True)]),
    "guillemets": ("He called it «a new start» today.", [("a new start", 1, True)]),
    "nested curly": ("“He called it “a start” and left,” she said.", [("He called it “a start” and left,", 1, True)]),
    "odd straight": (
        'He said "we agree and left.\nShe said "no" to him.',
        [("we agree and left.", 1, False), ("no", 2, True)],
    ),
    "run on": ('"First.\n"Second," he said.', [("First.", 1, True), ("Second,", 1, True)]),
    "run on curly": (
        "“First.\n\n“Second.\n\n“Third,” he said.",
        [("First.", 1, True), ("Second.", 1, True), ("Third,", 1, True)],
    ),
    "inches": ('The 5" gun fired. He said "stop" twice.', [("stop", 1, True)]),
    "stray closer": ("and left,” he said.", []),
    "apostrophes": ("The ministers' talks and O’Brien's visit.", []),
    "mixed pair": ('He said “we agree" and left.', [("we agree", 1, True)]),
    "in brackets": ('He agreed ("yes") at once.', [("yes", 1, True)]),
    "swedish": ("Hon sade ”vi är ense” i dag.", [("vi är ense", 1, True)]),
    "empty": ('He said "" and "x".', [("x", 1, True)]),
}


@pytest.mark.parametrize("name", CASES)
def test_pairs(name: str) -> None:
    text, expected = CASES[name]
    assert quotes_of(text) == expected


def test_chrome_is_not_read() -> None:
    text = 'He said "yes".\nShare "this"'
    parts = (Part(role="body", start=0, end=14), Part(role="chrome", start=15, end=len(text)))
    paragraphs = split(Document(id="d", text=text, raw_sha256="", parts=parts))
    assert [q.inner.of(text) for q in find_quotes(text, paragraphs)] == ["yes"]


@given(st.text(alphabet="ab .,\n\"“”„«»`'‘’5", max_size=80))
def test_any_text(text: str) -> None:
    paragraphs = split(Document(id="d", text=text, raw_sha256=""))
    last = -1
    for q in find_quotes(text, paragraphs):
        assert q.span.contains(q.inner) and q.span.start >= last
        assert any(p.span.contains(q.span) for p in paragraphs)
        last = q.span.end
