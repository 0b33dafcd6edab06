"""Questions to the table of offices, and the commands that ask them."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from communique.annotate.mentions.gazetteer import index
from communique.cli.actors import actors
from communique.cli.who import who as who_command
from communique.errors import LexiconError, UsageError
from communique.evaluate.offices import holdings, questions, score
from communique.lexicon.offices import offices
from communique.lexicon.own_actors import add, read_actors
from communique.lexicon.own_files import digest
from communique.lexicon.own_states import read_states
from communique.lexicon.states import states
from communique.resolve.turns import _names
from communique.resolve.who import _parties, who
from communique.samples import OWN as SAMPLED

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "who.toml").read_text("utf-8"))["case"]
OWN = "person,title,of,since,aliases\nOrla Venn,Foreign Minister,France,2030-01-01,Orlah Venn\n"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of one's own; the table is read anew before and after."""
    monkeypatch.setenv("COMMUNIQUE_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("COMMUNIQUE_ACTORS", raising=False)
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    """Tables are read anew."""
    for table in (states, offices, index, _parties, _names):
        table.cache_clear()


@pytest.mark.parametrize("case", CASES, ids=[f"{c['question']} {c['on']}" for c in CASES])
def test_cases(case: dict[str, Any]) -> None:
    answer = who(case["question"], date.fromisoformat(case["on"]))
    assert (answer.answer.person if answer.answer else "") == case["expect"]
    assert answer.reason


def test_abstains_where_two_fit() -> None:
    answer = who("Minister Khan", date(2019, 1, 1))
    assert answer.answer is None
    assert "fit equally well" in answer.reason and len(answer.candidates) >= 2


def test_command_answers_with_reasons_and_fails_when_it_abstains() -> None:
    runner = CliRunner()
    found = runner.invoke(who_command, ["President Aliyev", "--on", "2022-03-15"])
    assert found.exit_code == 0
    assert "Ilham Aliyev, President (Azerbaijan)" in found.output and "because:" in found.output
    nobody = runner.invoke(who_command, ["Minister of Atlantis"])
    assert nobody.exit_code == 1 and nobody.output.startswith("No answer:")
    plain = runner.invoke(who_command, ["President Aliyev", "--on", "2022-03-15", "--json"])
    assert json.loads(plain.output)["answer"]["wikidata"] == "Q57371"


def test_own_actors_are_added_and_used(own: Path) -> None:
    file = own / "mine.csv"
    file.write_text(OWN, "utf-8")
    runner = CliRunner()
    assert "1 row added" in runner.invoke(actors, ["add", str(file)]).output
    offices.cache_clear()
    answer = who("Foreign Minister Venn", date(2031, 1, 1)).answer
    assert answer is not None and answer.person == "Orla Venn" and answer.how == "own: mine.csv"
    assert "mine.csv" in runner.invoke(actors, ["list"]).output


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("person,title\nA B,Minister\n", "column missing: of"),
        ("person,title,of,shoe\nA B,Minister,France,9\n", "unknown column: shoe"),
        ("person,title,of\nA B,Minister,Atlantis\n", "row 2: 'Atlantis'"),
        ("person,title,of,since\nA B,Minister,France,3 May\n", "row 2: since"),
        ("person,title,of\n,Minister,France\n", "row 2"),
    ],
)
def test_own_actors_malformed_are_refused_with_the_row(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(text, "utf-8")
    with pytest.raises(LexiconError, match=complaint):
        read_actors(file)


def test_own_states_are_known_with_those_who_act_for_them(own: Path) -> None:
    assert digest() == ""
    runner = CliRunner()
    for file in SAMPLED:
        assert " added: " in runner.invoke(actors, ["add", str(file)]).output
        _forget()
    assert states()["XVA"].adjectives == ("Valdorian",)
    answer = who("Valdorian President Arden", date(2025, 3, 4)).answer
    assert answer is not None and (answer.person, answer.country) == ("Tomas Arden", "XVA")
    assert "3 states" in runner.invoke(actors, ["check", str(SAMPLED[0])]).output
    assert len(digest()) == 8


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("iso3\nXAA\n", "column missing: name"),
        ("iso3,name,shoe\nXAA,Larn,9\n", "unknown column: shoe"),
        ("iso3,name\nxaa,Larn\n", "row 2: a state needs"),
        ("iso3,name\nXAA,Larn,9\n", "row 2: more fields"),
    ],
)
def test_own_states_malformed_are_refused_with_the_row(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(text, "utf-8")
    with pytest.raises(LexiconError, match=complaint):
        read_states(file)


def test_own_states_cannot_take_a_code(own: Path) -> None:
    file = own / "taken.csv"
    file.write_text("iso3,name\nFRA,Larn\n", "utf-8")
    add(file)
    states.cache_clear()
    with pytest.raises(LexiconError, match="'FRA'"):
        states()


def test_own_actors_missing_file_is_a_usage_error(own: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        add(own / "nowhere.csv")


def test_sampled_questions_are_answered(shared: Path) -> None:
    result = score(questions(holdings(shared / "data" / "leaders" / "everypolitician"), 60, seed=7))
    assert result.precision >= 0.95
    assert result.coverage >= 0.85
