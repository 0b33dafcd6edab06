"""The clause in which "as she said" stands."""

import pytest

from communique.annotate.paragraphs import split
from communique.annotate.parse import parse
from communique.extract.statements.asides import _clause
from communique.model import Document


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("The harbour, as she said, will open.", "open"),
        ("Peace first, as she said.", None),  # no verb above: the climb ends at the root, which heads itself
    ],
)
def test_the_clause_of_an_aside(text: str, clause: str | None) -> None:
    (sentence,) = parse(split(Document(id="d", text=text, raw_sha256="")), text)
    aside = next(t for t in sentence.tokens if t.text == "said")
    found = _clause(aside)
    assert (found.text if found is not None else None) == clause
