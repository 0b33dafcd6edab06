"""Paragraphs cover the readable text and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from communique.annotate.paragraphs import LONGEST, split
from communique.model import Document, Part, Span


def test_turn_labels_are_left_out() -> None:
    text = "MS. VANE: We met.\nAnd we talked.\nQUESTION: When?"
    parts = (
        Part(role="turn", start=0, end=32, label=Span(0, 8)),
        Part(role="turn", start=33, end=len(text), label=Span(33, 41)),
    )
    document = Document(id="d", text=text, raw_sha256="", parts=parts)
    assert [p.span.of(text) for p in split(document)] == ["We met.", "And we talked.", "When?"]


def test_long_lines_are_cut_at_sentences() -> None:
    text = "Ministers met in the capital. " * 2000
    pieces = split(Document(id="d", text=text, raw_sha256=""))
    assert all(len(p.span.of(text)) <= LONGEST and p.span.of(text).endswith(".") for p in pieces)
    assert sum(p.span.of(text).count("Ministers") for p in pieces) == 2000


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    line = "The ministers of the two states met again in the capital to talk"
    text = "\n".join([line] * 6) + ".\n\n" + "\n".join([line] * 5) + "."
    assert [p.span.of(text).count("\n") for p in split(Document(id="d", text=text, raw_sha256=""))] == [5, 4]


@given(st.text(alphabet="a b.\n\r\u2028", max_size=60))
def test_nothing_is_lost(text: str) -> None:
    pieces = split(Document(id="d", text=text, raw_sha256=""))
    assert "".join("".join(p.span.of(text).split()) for p in pieces) == "".join(text.split())
