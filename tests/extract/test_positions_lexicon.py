"""The stance frames and their weights as data: what ships is sound, what is malformed is refused by name."""

import pytest

from communique.errors import LexiconError
from communique.extract.positions.candidates import WORD
from communique.lexicon import weights
from communique.lexicon.stances import inflections, parse, stances

FRAME = '[[frame]]\nid = "a.b"\nstance = "support"\npos = "verb"\ncues = ["back"]\ntake = ["obj"]\n'


def test_every_shipped_form_is_one_word_as_the_text_is_searched():
    for form in stances().by_form:
        assert WORD.fullmatch(form), form


def test_every_stance_has_a_frame():
    assert {f.stance for f in stances().frames} == {
        "support", "oppose", "welcome", "condemn", "concern", "call-for", "commit", "reject", "recognize",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("oppose", ["oppose", "opposes", "opposed", "opposing"]),
        ("deny", ["deny", "denies", "denied", "denying"]),
        ("commit", ["commit", "commits", "committed", "committing"]),
        ("stress", ["stress", "stresses", "stressed", "stressing"]),
        ("back", ["back", "backs", "backed", "backing"]),
    ],
)
def test_inflections(verb, forms):
    assert inflections(verb) == forms


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"support"', '"like"', "unknown stance"),
        ('"verb"', '"preposition"', "unknown pos"),
        ('["obj"]', '["object"]', "cannot read take"),
        ('["obj"]', "[]", "needs cues and take"),
        ('id = "a.b"\n', "", "without id"),
        ("cues", "cue", "unknown keys"),
        ('["back"]', '["back', "stances.toml"),
    ],
)
def test_a_malformed_frame_is_refused(old, new, reason):
    with pytest.raises(LexiconError, match=reason):
        parse(FRAME.replace(old, new))


def test_two_frames_with_one_id_are_refused():
    with pytest.raises(LexiconError, match="share an id"):
        parse(FRAME + FRAME)


def test_weights_name_the_line_that_is_wrong():
    assert weights.parse("w", "# no\na\t1.5\n") == {"a": 1.5}
    with pytest.raises(LexiconError, match="w:2: not a number"):
        weights.parse("w", "a\t1\nb\tx")
    with pytest.raises(LexiconError, match="w:2: twice"):
        weights.parse("w", "a\t1\na\t2")


def test_probability_is_the_logistic_of_known_features():
    assert weights.probability({}, ["x"]) == 0.5
    assert weights.probability({"x": 2.0}, ["x", "y"]) == pytest.approx(0.8808, abs=1e-4)
