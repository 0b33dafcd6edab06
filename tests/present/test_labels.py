"""Names, dates and places as people read them."""

import pytest

from communique.model import Role, Span
from communique.present.labels import Labels, date_in_words, listed, role_in_words
from communique.present.order import nested
from factory import Maker, call_record


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2023-11-27", "27 Nov 2023"),
        ("2023-09", "Sep 2023"),
        ("2023", "2023"),
        ("2023-09-30~", "about 30 Sep 2023"),
        ("2023?", "perhaps 2023"),
        ("2023-21", "spring 2023"),
        ("2023-09-30/2023-11-27", "30 Sep 2023 – 27 Nov 2023"),
        ("2023-09-30/..", "since 30 Sep 2023"),
        ("../2023-11-27", "until 27 Nov 2023"),
        ("2023-11-27T14:30:00Z", "27 Nov 2023"),
        ("199X", "199X"),
        ("2023-33", "2023-33"),
    ],
)
def test_dates(edtf: str, words: str) -> None:
    assert date_in_words(edtf) == words


@pytest.mark.parametrize(("items", "words"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), ("ABC", "A, B and C")])
def test_lists(items: list[str], words: str) -> None:
    assert listed(items) == words


def test_chain_names_every_relay_and_the_publisher() -> None:
    record = call_record()
    labels = Labels(record)
    assert labels.chain(record.statements[0]) == (
        "Orlan Dask",
        ("via Ilse Varga (Foreign Ministry spokesperson)", "Meridian Wire"),
    )


def test_a_statement_of_nobody_says_so() -> None:
    m = Maker()
    m.statement("Valdoria's full support", source="spokesperson")
    m.statement("reopening of the Ormund crossing")
    record = m.record()
    labels = Labels(record)
    assert [labels.chain(s)[0] for s in record.statements] == ["“spokesperson” (nobody known)", "nobody named"]


def test_parties_show_who_acted_on_whom() -> None:
    record = call_record()
    labels = Labels(record)
    assert [labels.parties(e) for e in record.events] == [
        "Orlan Dask → Mira Tolen",
        "Orlan Dask ↔ Mira Tolen",
        "Orlan Dask",
    ]


def test_place_gives_line_and_offsets() -> None:
    m = Maker("first\nsecond line\n")
    assert Labels(m.record()).place((m.at("second"),)) == "L2·6–12"
    assert Labels(m.record()).place((Span(0, 5),)) == "L1·0–5"
    assert Labels(m.record()).place(()) == ""


def test_nesting_survives_a_ring() -> None:
    m = Maker()
    a = m.statement("reopening")
    b = m.statement("Ormund", within=a)
    c = m.statement("crossing", within=b)
    lost = m.statement("support", within="s-nowhere")
    record = m.record()
    assert [(s.id, d) for s, d in nested(record.statements)] == [(a, 0), (b, 1), (c, 2), (lost, 0)]
    from msgspec.structs import replace

    ring = [replace(s, within=c if s.id == b else s.within) for s in record.statements[1:3]]
    assert {s.id for s, _ in nested(ring)} == {b, c}


@pytest.mark.parametrize(
    ("title", "of", "words"),
    [
        ("Foreign Minister", "Valdoria", "Foreign Minister, Valdoria"),
        ("Foreign Minister", "Norway", "Foreign Minister, Norway"),
        ("Norwegian Foreign Minister", "Norway", "Norwegian Foreign Minister"),
        ("Foreign Minister of Norway", "Norway", "Foreign Minister of Norway"),
        ("U.S. Secretary of State", "United States", "U.S. Secretary of State"),
        ("Secretary-General", "United Nations", "Secretary-General, United Nations"),
        ("State Department Spokesperson", "Department of State", "State Department Spokesperson"),
        ("President", None, "President"),
    ],
)
def test_roles_say_where_once(title: str, of: str | None, words: str) -> None:
    assert role_in_words(Role(title=title, of=of)) == words
