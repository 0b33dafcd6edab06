"""The tables behind names: states, bodies, titles, offices."""

from pathlib import Path

import pytest

from communique.errors import LexiconError
from communique.lexicon.bodies import bodies
from communique.lexicon.cities import city
from communique.lexicon.first_names import first_names
from communique.lexicon.office_classes import classes_of, office_classes
from communique.lexicon.offices import offices
from communique.lexicon.person_names import fold, same_name
from communique.lexicon.spells import read_table
from communique.lexicon.states import states
from communique.lexicon.titles import title_words
from communique.lexicon.tsv import rows


def test_tables_load_and_refer_to_each_other() -> None:
    assert len(states()) > 190 and states()["AZE"].capitals == ("Baku",)
    assert all(b.country == "" or b.country in states() for b in bodies().values())
    assert {"minister", "secretary", "spokesperson"} <= title_words().office
    assert set(first_names().values()) <= {"m", "f", "-"}
    table = offices()
    assert len(table.spells) > 10_000
    assert all(s.of in states() or s.of in bodies() for s in table.spells)


def test_a_name_of_one_state_is_no_other_states() -> None:
    seen: dict[str, str] = {}
    for state in states().values():
        for name in (state.name, *state.aliases):
            assert seen.setdefault(name, state.iso3) == state.iso3


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("Minister for Foreign Affairs and Trade", ("foreign minister",)),
        ("Deputy Foreign Minister", ("deputy foreign minister",)),
        ("Alternate Prime Minister and Foreign Minister", ("deputy prime minister", "foreign minister")),
        ("U.S. Secretary of State", ("secretary of state",)),
        ("Assistant Secretary of State", ("assistant secretary",)),
        ("Vice President", ("vice president",)),
        ("Assistant to the President for National Security Affairs", ("national security adviser",)),
        ("gardener", ()),
    ],
)
def test_classes_of_titles(title: str, kinds: tuple[str, ...]) -> None:
    assert classes_of(title) == kinds
    assert set(kinds) <= set(office_classes())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Antony J. Blinken", "Antony Blinken", True),
        ("Motegi Toshimitsu", "Toshimitsu Motegi", True),
        ("Mevlüt Çavuşoğlu", "Mevlut Cavusoglu", True),
        ("Khalid bin Salman bin Abdulaziz", "Khalid bin Salman", True),
        ("Erik Dahl", "Lars Dahl", False),
        ("Dahl", "Erik Dahl", False),
        ("Erik Dahl", "Erik Holm", False),
    ],
)
def test_names_compared(one: str, other: str, same: bool) -> None:
    assert same_name(fold(one), fold(other)) is same
    assert same_name(fold(other), fold(one)) is same


def test_malformed_tables_are_refused_with_the_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "states.tsv"
    file.write_text("iso3\tname\nAAA\tone\ttoo many\n", "utf-8")
    with pytest.raises(LexiconError, match="row 1"):
        list(rows(file, 8))
    with pytest.raises(LexiconError, match="header"):
        read_table(["person\ttitle"], "mine.tsv")


def test_a_tiny_namesake_nearby_is_not_the_city_meant() -> None:
    geneva, cambridge = city("Geneva", ("USA",)), city("Cambridge", ("USA",))
    assert geneva and geneva.country == "CHE"
    assert cambridge and cambridge.country == "USA"
