"""`communique timeline` and `communique chart`, as people call them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import insert
from tests.query.contacts_by_hand import ACTORS, add_contact

from communique.cli.main import main, run
from communique.present.timeline import gap_in_words
from communique.store import schema
from communique.store.engine import open_store


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("commands") / "store.db")
    engine = open_store(path)
    with engine.begin() as connection:
        connection.execute(insert(schema.actors), [a.row() for a in ACTORS.values()])
        connection.execute(insert(schema.actor_names), [a.name_row() for a in ACTORS.values()])
        add_contact(connection, "2025-01-01", "call", "Dask–Tolen")
        add_contact(connection, "2025-02", "visit", "Dask–Tolen")
        words = "It was their first call since \x1b New Year's Day of 2025."
        add_contact(connection, "2025-03-03", "call", "Dask–Tolen", words=words)
        add_contact(connection, "2025-03-09", "meeting", "Dask–Tolen", "planned")
    engine.dispose()
    return path


def ask(where: str, *arguments: str) -> Result:
    result = CliRunner().invoke(main, [*arguments, "--db", where])
    assert result.exit_code == 0, result.output
    return result


def test_the_report_is_honest_about_dates_gaps_and_plans(where: str) -> None:
    lines = ask(where, "timeline", "--between", "Dask", "Switzerland").stdout.splitlines()
    assert lines[0] == "1 Jan 2025 · call · Orlan Dask – Mira Tolen"
    assert "Feb 2025 (day not known) · visit · Orlan Dask – Mira Tolen" in lines
    after = lines.index("3 Mar 2025 · call · Orlan Dask – Mira Tolen")
    assert lines[after + 1] == "    first call since 1 Jan 2025, 61 days"
    assert lines[after + 2].startswith("    1 independent source · ")
    assert "9 Mar 2025 · meeting · Orlan Dask – Mira Tolen · planned" in lines


def test_rows_are_narrowed_and_written_in_every_format(where: str) -> None:
    call = ("timeline", "--of", "Dask", "--action", "call", "--from", "2025-02-01", "--to", "2025-12-31")
    (row,) = json.loads(ask(where, *call, "--format", "json").stdout)
    assert (row["who"], row["since_previous"], row["exact"]) == (["Orlan Dask", "Mira Tolen"], 61, True)
    table = ask(where, *call, "--format", "csv").stdout.splitlines()
    assert len(table) == 2 and "Orlan Dask; Mira Tolen" in table[1]
    assert ask(where, "timeline", "--of", "Fenn").stdout == ""


def test_claims_are_shown_with_their_words_made_harmless(where: str) -> None:
    report = ask(where, "timeline", "--claims").stdout
    assert report.startswith("unknown: “first call since <U+001B> New Year's Day”")
    assert "\x1b" not in report and "<U+001B>" in report


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("timeline",), "whose contacts"),
        (("timeline", "--of", "Dask", "--between", "Dask", "Tolen"), "--between or --of, not both"),
        (("timeline", "--of", "Nobody"), "nobody called"),
        (("timeline", "--of", "Dask", "--from", "May"), "is no day"),
        (("chart", "network", "--output", "chart.gif"), "ends in .svg"),
        (("chart", "contacts", "--between", "Dask", "Nobody"), "nobody called"),
    ],
)
def test_what_makes_no_sense_is_one_line(
    where: str, arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run([*arguments, "--db", where])
    assert ended.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert told in line


def test_charts_are_written_as_their_names_ask(where: str, tmp_path: Path) -> None:
    svg, png, plain = (tmp_path / name for name in ("chart.svg", "chart.png", "chart.json"))
    ask(where, "chart", "contacts", "--between", "Dask", "Tolen", "--output", str(svg))
    ask(where, "chart", "network", "--level", "persons", "--output", str(png))
    ask(where, "chart", "contacts", "--by", "week", "--from", "2025-01-01", "--output", str(plain))
    assert "Contacts of Dask and Tolen" in svg.read_text("utf-8")
    assert png.read_bytes().startswith(b"\x89PNG")
    spec = json.loads(plain.read_text("utf-8"))
    assert spec["title"]["text"] == "Contacts held, from 2025-01-01"
    assert spec["title"]["subtitle"] == [
        "1 more cannot be placed: their date is wider than a week.",
        "Source: 4 documents read by Communique, 2025-01-01 to 2025-03-09.",
    ]
    assert ask(where, "chart", "network").stdout.startswith("<svg")


def test_a_gap_of_days_is_told_as_days() -> None:
    row = {
        "action": "call",
        "edtf": "2025-03-03",
        "unseen": [],
        "since_previous": 2,
        "first_since": "2025-03-01",
        "exact": True,
    }
    assert gap_in_words(row) == "2 days after the call of 1 Mar 2025"
    assert gap_in_words({**row, "since_previous": 1}) == "1 day after the call of 1 Mar 2025"
    assert gap_in_words({**row, "since_previous": 20}) == "first call since 1 Mar 2025, 20 days"
    assert gap_in_words({**row, "exact": False}) == "first call since 1 Mar 2025, at least 2 days"


def test_a_list_that_is_cut_says_so(where: str) -> None:
    cut = ask(where, "timeline", "--of", "Dask", "--limit", "2", "--format", "jsonl")
    assert [json.loads(row)["day"] for row in cut.stdout.splitlines()] == ["2025-03-03", "2025-03-09"]
    assert cut.stderr == "2 shown; there are more: --limit\n"
    assert ask(where, "timeline", "--of", "Dask", "--limit", "4").stderr == ""
    for call in (("contacts",), ("search", "--what", "contacts"), ("documents",)):
        assert "1 shown; there are more: --limit\n" in ask(where, *call, "--limit", "1").stderr
