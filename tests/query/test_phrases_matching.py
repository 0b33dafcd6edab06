"""The same phrase in other forms, and what is no form of it."""

import pytest

from communique.query.phrases.matching import Matcher, forms, key
from communique.query.phrases.words import stem, tokens


def found(phrase: str, text: str) -> list[str]:
    return [text[f.start : f.end] for f in Matcher(forms("p", phrase)).find(tokens(text))]


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("sovereignty and territorial integrity", "Kestria's sovereignty and its territorial integrity", None),
        ("sovereignty and territorial integrity", "the territorial integrity and the sovereignty", None),
        ("sovereignty and territorial integrity", "sovereignty, independence, and territorial integrity", None),
        ("sovereignty and territorial integrity", "sovereignty of Kestria and its territorial integrity", None),
        (
            "support for sovereignty and territorial integrity",
            "support for territorial integrity and sovereignty",
            None,
        ),
        ("free and open waters", "open and free waters", None),
        ("rules-based international order", "rule-based, open international order", None),
        ("rules-based international order", "international rules-based order", None),
        ("rules-based international order", "international order based on rules", ""),
        ("free and open waters", "free, open, safe, and calm waters", None),
        ("free and open waters", "open, calm and free waters", None),
        ("durable political settlement", "durable and just political settlement", None),
        ("lasting peace", "lasting calm and peace", ""),
        ("two-state solution", "state solution", ""),
        ("rule of law", "rule of the law", None),
        ("ironclad commitment", "ironclad and lasting commitments", None),
        ("labour rights", "labor rights", None),
        ("as long as it takes", "for as long as it takes", "long as it takes"),
    ],
)
def test_forms_of_a_phrase(phrase: str, text: str, words: str | None) -> None:
    expected = (text if words is None else words).removeprefix("Kestria's ").removeprefix("the ")
    assert found(phrase, f"They spoke of it: {text}.") == [expected][: len(expected)]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("sovereignty and territorial integrity", "Sovereignty matters. Territorial integrity does too."),
        ("sovereignty and territorial integrity", "sovereignty is about territorial integrity"),
        ("rule of law", "law of rule"),
        ("rule of law", "the rule, law"),
        ("as long as it takes", "as long as he takes"),
        ("ironclad commitment", "commitment that is ironclad"),
        ("ironclad commitment", "ironclad old and new commitment"),
    ],
)
def test_what_is_none(phrase: str, text: str) -> None:
    assert found(phrase, text) == []


def test_every_place_counts_once_and_the_shortest_of_those_that_overlap() -> None:
    text = "peace and security, and peace, security; peace. Security"
    assert found("peace and security", text) == ["peace and security", "peace, security"]


def test_forms_share_a_key_that_knows_no_order() -> None:
    one, other = "its sovereignty and territorial integrity", "Territorial integrity, and the sovereignty"
    assert key(one) == key(other) == "integrity sovereignty territorial"


def test_words_that_say_nothing_have_no_form() -> None:
    assert forms("p", "…") == [] and forms("p", "the") == []


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("allies", "ally"),
        ("ties", "tie"),
        ("classes", "class"),
        ("crisis", "crisis"),
        ("honours", "honor"),
        ("us", "us"),
    ],
)
def test_plurals_and_spellings_are_levelled(word: str, level: str) -> None:
    assert stem(word) == level


def test_places_are_those_of_the_text() -> None:
    text = "“The U.S. and Kestria’s allies”\n\nNaïve  rules-based order"
    assert [text[t.start : t.end] for t in tokens(text) if t.part != "ends"] == [
        "The", "U.S.", "and", "Kestria", "allies", "Naïve", "rules", "based", "order",
    ]  # fmt: skip
