"""Status of events from tense, auxiliaries, negation and governors: the table in cases/modality.toml."""

import re
import tomllib
from pathlib import Path

import pytest

from communique.annotate.parse import _model
from communique.errors import LexiconError
from communique.extract.modality import status_of
from communique.lexicon.modality import modality_lexicon, read

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "modality.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:50])
def test_status(case):
    marked = re.search(r"\b[A-Z]{3,}\b", case["text"])
    text = case["text"][: marked.start()] + marked.group().lower() + case["text"][marked.end() :]
    nlp, forms = _model()
    doc = forms(nlp(text))
    token = next(t for t in doc if t.idx == marked.start())
    assert (status_of(token) or "none") == case["status"]


def test_lexicon_holds_every_status():
    assert set(modality_lexicon().governors.values()) == {"planned", "proposed", "cancelled", "denied", "hypothetical"}


def test_malformed_lexicon_is_named(tmp_path):
    bad = tmp_path / "modality.toml"
    bad.write_text(
        "[governors]\nmaybe = ['x']\n[modifiers]\n[auxiliaries]\n[words]\nnegations=[]\nconditions=[]\nahead=[]\n"
    )
    with pytest.raises(LexiconError, match=r"modality\.toml: no status 'maybe'"):
        read(bad)
