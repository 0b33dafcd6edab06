"""Which words of a text were searched for, with accents and without."""

import pytest

from communique.query.snippets import marked, snippet


def found(text: str, query: str) -> list[str]:
    runs = marked(text, query)
    assert "".join(run.text for run in runs) == text
    return [run.text for run in runs if run.found]


@pytest.mark.parametrize(
    ("text", "query", "words"),
    [
        ("The Border is open, the borders are not.", "border", ["Border"]),
        ("The Border is open, the borders are not.", "border*", ["Border", "borders"]),
        ("An open_border of the east-border", "border", ["border", "border"]),
        ("The cafe and the caf", "café", ["cafe"]),
        ("The café and the CAFÉS", "cafe", ["café"]),
        ("The café and the CAFÉS", "cafe*", ["café", "CAFÉS"]),
        ("Peace talks; talks of peace", '"peace talks"', ["Peace", "talks", "talks", "peace"]),
        ("Stop (a.b) a", "a.b", ["a", "b", "a"]),
        ("Nothing", "—", []),
        ("", "word", []),
    ],
)
@pytest.mark.parametrize("end", ["", " …"], ids=["plain", "with another letter"])
def test_words_are_found_as_full_text_finds_them(text: str, query: str, words: list[str], end: str) -> None:
    assert found(text + end, query) == words


def test_a_snippet_stands_around_the_first_word() -> None:
    text = "word " * 100 + "the harbour opened " + "word " * 100
    assert "the harbour opened" in snippet(text, "harbour") and snippet(text, "harbour").startswith("… ")
    assert snippet(text, "nowhere") == snippet(text, None) == "word " * 63 + "word …"
