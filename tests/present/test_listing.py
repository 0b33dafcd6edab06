"""Rows of an answer as people and spreadsheets get them."""

import io

import pytest

from communique.present.labels import days_in_words
from communique.present.listing import Form, write_rows


def written(row: dict[str, object], form: Form) -> str:
    out = io.StringIO()
    write_rows([row], form, out, ())
    return out.getvalue()


def test_cells_are_harmless() -> None:
    row = {"title": '=HYPERLINK("x")', "words": "a\u202eb", "number": -1, "who": ["-A", "B"]}
    assert written(row, "csv").splitlines()[1] == '"\'=HYPERLINK(""x"")",a<U+202E>b,-1,\'-A; B'
    assert written({"title": "<b>|x"}, "md").endswith("| \\<b\\>\\|x |\n")


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2025-03-03", "2025-03-03", "3 Mar 2025"),
        ("2025-02-01", "2025-02-28", "Feb 2025"),
        ("2025-01-01", "2025-12-31", "2025"),
        ("2025-03-10", "2025-03-16", "10 Mar 2025 – 16 Mar 2025"),
        (None, None, "reported 4 Mar 2025"),
    ],
)
def test_a_date_is_told_no_more_exactly_than_it_is_known(first: str | None, last: str | None, told: str) -> None:
    assert days_in_words(first, last, "2025-03-04") == told


def test_items_name_document_and_item() -> None:
    row = {
        "document": "k1", "id": "p1", "day": "2025-03-04", "stance": "call-for", "holders": ["A", "B"], "target": "peace",
        "words": "peace", "publisher": "P", "title": None, "address": None, "path": None,
    }  # fmt: skip
    assert written(row, "report") == "4 Mar 2025 · A and B: calls for peace\n    “peace”\n    P · k1 p1\n\n"
