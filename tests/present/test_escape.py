"""Text of documents can neither steer a terminal nor mark up a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.present.escape import cell, harmless, markdown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("two\n lines\t and a tab", "two lines and a tab"),
        ("red \x1b[31malert\x1b[0m", "red <U+001B>[31malert<U+001B>[0m"),
        ("evil \u202egnp.exe", "evil <U+202E>gnp.exe"),
        ("isolate \u2066x\u2069", "isolate <U+2066>x<U+2069>"),
        ("bell\x07 null\x00 c1\x9b2J", "bell<U+0007> null<U+0000> c1<U+009B>2J"),
        ("sof\u00adt hy\u200bphen \ufeff", "soft hyphen "),
        ("Zelenskyy’s “words” — naïve, Ильхам, 中文", "Zelenskyy’s “words” — naïve, Ильхам, 中文"),
    ],
)
def test_harmless(text: str, shown: str) -> None:
    assert harmless(text) == shown


@given(st.text())
def test_nothing_printed_can_move_the_cursor(text: str) -> None:
    shown = harmless(text)
    assert "\x1b" not in shown
    assert "\n" not in shown
    assert not any(0x202A <= ord(c) <= 0x202E or 0x2066 <= ord(c) <= 0x2069 for c in shown)
    assert harmless(shown) == shown
    shown.encode()


def test_markdown_sees_no_markup() -> None:
    assert markdown("*bold* [link](x) <b> `code` | cell") == r"\*bold\* \[link\](x) \<b\> \`code\` \| cell"


@pytest.mark.parametrize(
    ("value", "shown"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("-5", "'-5"), ("fine", "fine"), ("", "")]
)
def test_cells_are_no_formulas(value: str, shown: str) -> None:
    assert cell(value) == shown
