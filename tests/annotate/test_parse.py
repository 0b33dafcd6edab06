"""The parse keeps offsets and reads what typography would hide."""

from communique.annotate import parse as parsing
from communique.annotate.paragraphs import split
from communique.annotate.parse import memory_zone, parse
from communique.model import Document


def test_the_curly_apostrophe_of_a_plural_owner() -> None:
    text = "The Secretary reaffirmed the United States’ ongoing support. The ministers’ talks went on."
    sentences = parse(split(Document(id="d", text=text, raw_sha256="")), text)
    owners = [t.head.text for s in sentences for t in s.tokens if t.dep_ == "poss"]
    assert owners == ["support", "talks"]
    assert [s.span.of(text) for s in sentences] == [text[:60], text[61:]]


def test_no_break_spaces_part_words() -> None:
    text = "Secretary\xa0Vane met\xa0him."
    (sentence,) = parse(split(Document(id="d", text=text, raw_sha256="")), text)
    assert [t.text for t in sentence.tokens] == ["Secretary", "Vane", "met", "him", "."]
    assert sentence.span.of(text) == text


def test_a_model_that_has_met_many_words_is_loaded_anew(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """spaCy never gives back the places of freed words in its tables."""
    text = "Secretary Vane met Minister Orsk."

    def heads() -> list[tuple[str, str, str]]:
        with memory_zone():
            (sentence,) = parse(split(Document(id="d", text=text, raw_sha256="")), text)
            return [(t.text, t.dep_, t.head.text) for t in sentence.tokens]

    before = heads()
    first = parsing._model()[0]
    assert heads() == before and parsing._model()[0] is first
    monkeypatch.setattr(parsing, "KNOWN_WORDS", len(first.vocab) - 1)
    assert heads() == before
    second = parsing._model()[0]
    assert second is not first and len(second.vocab) < len(first.vocab)
