"""The parse keeps offsets and reads what typography would hide."""

from communique.annotate.paragraphs import split
from communique.annotate.parse import parse
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
