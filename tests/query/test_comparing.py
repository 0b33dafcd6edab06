"""Comparisons: what a row shows, order, phrases elsewhere, claims; from the store: all reports of a contact, the one before."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from tests.factory import Maker, call_record
from tests.store.conftest import empty, server, store, template  # noqa: F401  (fixtures)

from communique.cli.main import main
from communique.errors import UsageError
from communique.model import Record
from communique.query.comparing.compare import compare
from communique.query.comparing.comparison import Comparison
from communique.query.comparing.parties import know
from communique.query.comparing.publishing import issuer, state_of
from communique.query.comparing.reports import compare_reports
from communique.query.comparing.sentences import sentences
from communique.query.comparing.series import against_previous, stock
from communique.query.contacts import contacts
from communique.query.merging import rebuild
from communique.query.narrowing import Filter
from communique.store.engine import open_store
from communique.store.writer import add_many

LARN = """Minister Dask spoke with Prime Minister Mira Tolen by telephone. The two discussed the reopening of the Ormund
crossing. Dask underscored that customs inspections must end before the harvest. He thanked Kestria for 20 fire engines."""
SELE = """Prime Minister Mira Tolen received a call from Orlan Dask. They reviewed the situation of lorry drivers held
in Larn. The reopening of the Ormund crossing was discussed. Tolen recalled that Kestria had sent 30 fire engines."""


def report(text: str, day: str, publisher: str, **fields: Any) -> Record:
    """A report of a call between Dask and Tolen: the words that tell it are the text's first verb."""
    made = Maker(text, publisher=publisher, published=day, kind="readout", **fields)
    names = ("Orlan Dask", "Minister Dask", "Dask")
    dask = made.entity("Orlan Dask", *[n for n in names if n in text][:1], country="VLD")
    tolen = made.entity("Mira Tolen", "Prime Minister Mira Tolen", country="KES")
    made.entity("Kestria", *[n for n in ("Kestria",) if n in text], kind="country", country="KES")
    told = "spoke" if "spoke" in text else "call"
    sentence = text[: text.index(".") + 1]
    made.event("call", told, sentence, {dask: "actor", tolen: "recipient"}, when=made.when(day), topics=[])
    return made.record()


ONE = report(LARN, "2025-03-03", "Ministry of Foreign Affairs of France")
OTHER = report(SELE, "2025-03-03", "Government of Norway")


def said(found: Comparison, records: list[Record], row: int) -> list[str]:
    return [r.words(spans) for r, spans in zip(records, found.rows[row].spans, strict=True)]


def test_rows_follow_the_first_text_and_show_their_words() -> None:
    found = compare([ONE, OTHER])
    assert [row.kind for row in found.rows] == ["reworded", "only", "reworded", "only", "reworded"]
    assert said(found, [ONE, OTHER], 2) == [
        "The two discussed the reopening of the Ormund\ncrossing.",
        "The reopening of the Ormund crossing was discussed.",
    ]
    assert found.rows[1].sides == (1,)
    assert found.count("only", 0) == 1
    assert found.count("reworded") == 3


def test_words_that_tell_the_contact_are_the_same_in_any_words() -> None:
    first = compare([ONE, OTHER]).rows[0]
    kinds = {ONE.words((p.span,)): p.kind for p in first.pieces[0]}
    assert any("spoke" in words and kind in ("alike", "moved") for words, kind in kinds.items())


def test_a_figure_that_differs_is_shown_with_its_row() -> None:
    (found,) = compare([ONE, OTHER]).disagreements
    assert (found.kind, found.values, found.row) == ("count", ("20", "30"), 4)
    assert [r.words(spans) for r, spans in zip([ONE, OTHER], found.spans, strict=True)] == ["20", "30"]


def test_pieces_cover_nothing_twice_and_lie_in_their_row() -> None:
    for row in compare([ONE, OTHER]).rows:
        for spans, pieces in zip(row.spans, row.pieces, strict=True):
            ends = [p.span.end for p in pieces]
            assert all(p.span.start >= end for p, end in zip(pieces[1:], ends, strict=False))
            assert all(any(s.contains(p.span) for s in spans) or len(spans) > 1 for p in pieces)


def test_a_text_beside_itself_is_shared_throughout() -> None:
    found = compare([ONE, ONE])
    assert {row.kind for row in found.rows} == {"shared"}
    assert all(row.spans[0] == row.spans[1] for row in found.rows)
    assert not found.disagreements


def test_three_sides() -> None:
    found = compare([ONE, OTHER, ONE])
    assert [row.sides for row in found.rows if row.kind != "only"] == [(0, 1, 2), (0, 1, 2), (0, 2), (0, 1, 2)]
    assert len(found.sides) == 3


def test_one_document_is_no_comparison() -> None:
    with pytest.raises(UsageError, match="two documents"):
        compare([ONE])


def test_a_phrase_said_elsewhere_is_an_echo() -> None:
    one = "They discussed customs forms for lorries and a new lighthouse on Harn island."
    other = (
        "They discussed customs forms for lorries and herring prices. A new lighthouse on Harn island will be ready in "
    )
    other += (
        "May, said engineers from Carrow, who also build harbour cranes, breakwaters, granaries, schools and theatres."
    )
    records = [Maker(one).record(), Maker(other).record()]
    both, alone = compare(records).rows
    (echo,) = both.echoes[0]
    assert "lighthouse on Harn island" in records[0].words((echo.span,))
    assert records[1].words((echo.there,)).startswith("A new lighthouse")
    (back,) = alone.echoes[1]
    assert (back.side, back.there) == (0, both.spans[0][0])


def test_positions_ascribed_to_the_other_side() -> None:
    def held(publisher: str) -> Record:
        made = Maker("Mira Tolen welcomed the Ormund agreement.", publisher=publisher)
        tolen = made.entity("Mira Tolen", country="FRA")
        made.position(tolen, "welcome", "the Ormund agreement", "Mira Tolen welcomed the Ormund agreement.")
        return made.record()

    (both,) = compare([held("Government of France"), held("Government of Norway")]).positions
    assert (both.stance, both.name, both.of_other) == ("welcome", "Mira Tolen", True)
    assert all(both.spans)
    (own,) = compare([held("Government of France"), held("Office of the French President")]).positions
    assert own.of_other is False
    (unknown,) = compare([held("Government of France"), held("Meridian Wire")]).positions
    assert unknown.of_other is None


def test_topics_present_and_missing() -> None:
    records = [call_record(), Maker("The reopening of the crossing at Ormund was discussed.").record()]
    (topic,) = compare(records).topics
    assert topic.words == "the reopening of the Ormund crossing"
    assert all(topic.spans)
    (missing,) = compare([call_record(), Maker("They spoke about herring.").record()]).topics
    assert missing.spans[1] == ()


@pytest.mark.parametrize(
    ("publisher", "url", "state"),
    [
        ("Ministry of Foreign Affairs of the Republic of Armenia", None, "ARM"),
        ("The White House", None, "USA"),
        ("Norwegian Dagblad", None, None),
        (None, "https://www.mfa.gov.ua/en/news/1", "UKR"),
        (None, "https://www.state.gov/x/", "USA"),
        (None, "https://news.example.ua/1", None),
        (None, None, None),
    ],
)
def test_whose_publication(publisher: str | None, url: str | None, state: str | None) -> None:
    assert state_of(Maker("x y", publisher=publisher, url=url).document) == state


def test_what_tells_publishers_apart() -> None:
    assert issuer("A", "https://b.example/1", None) == "A"
    assert issuer(None, "https://www.b.example/1", None) == "b.example"
    assert issuer(None, None, "/texts/a/1.txt") == "/texts/a"
    assert issuer(None, None, None) is None


WORDS = [*"aeb.!?, \n“”\"'•-1$%", "Dr. ", "U.S. ", "agreed ", "5 million ", "the Minsk agreements ", "on 3 March "]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=80).map("".join)


@settings(max_examples=60, deadline=None)
@given(one=TEXTS, other=TEXTS)
def test_any_two_texts(one: str, other: str) -> None:
    records = [Maker(t).record() for t in (one, other)]
    found = compare(records)
    for i, (text, r) in enumerate(zip((one, other), records, strict=True)):
        mine = sorted(s for row in found.rows for s in row.spans[i])
        assert mine == sorted(sentences(r.document))
        assert all(s.of(text).strip() for s in mine)
    assert found == compare(records)


def keep(engine: Engine, *records: Record) -> list[str]:
    return [key for key, _ in add_many(engine, records)]


def test_a_report_against_the_one_before(store: Engine) -> None:  # noqa: F811
    office = {"publisher": "Government of Norway"}
    formula = "Both sides value the strong and lasting friendship of the coasts."
    others = [
        Maker(f"{formula} Number {n}.", published=f"2025-01-0{n}", kind="readout", **office).record() for n in (1, 2, 3)
    ]
    before = report(f"{SELE} {formula}", "2025-02-01", **office)
    later = report(LARN + " " + formula, "2025-03-01", **office)
    elsewhere = report(SELE, "2025-02-15", "Meridian Wire")
    keys = keep(store, *others, before, elsewhere, later)
    with store.connect() as connection:
        found = against_previous(connection, keys[-1])
        assert [s.key for s in found.comparison.sides] == [keys[-1], keys[3]]
        assert "kept" in found.marks and "new" in found.marks and "dropped" in found.marks
        assert [later.words((s.span,)) for s in found.stock[0]] == [formula[:-1]]
        assert [s.reports for s in found.stock[0]] == [3]
        with pytest.raises(UsageError, match="no earlier report"):
            against_previous(connection, keys[3])
        with pytest.raises(UsageError, match="no contact"):
            against_previous(connection, keys[0])


def test_stock_needs_several_reports() -> None:
    record = Maker("They praised the strong and lasting friendship of the coasts.").record()
    assert stock(record, ["the strong and lasting friendship"] * 2) == ()
    assert len(stock(record, ["the strong and lasting friendship"] * 3)) == 1


def test_all_reports_of_a_contact(store: Engine) -> None:  # noqa: F811
    keys = keep(store, ONE, OTHER)
    with store.connect() as connection, pytest.raises(UsageError, match="no such contact"):
        compare_reports(connection, "c1")
    rebuild(store)
    with store.connect() as connection:
        (merged,) = contacts(connection, Filter(), 10)
        found, records = compare_reports(connection, merged["id"])
        assert sorted(s.key or "" for s in found.sides) == sorted(keys)
        assert found == compare(records, [s.key for s in found.sides])


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["compare", *arguments])


def test_command(tmp_path: Path) -> None:
    path = str(tmp_path / "a.db")
    engine = open_store(path)
    keys = keep(engine, ONE, OTHER)
    engine.dispose()
    done = run(*keys, "--db", path)
    assert done.exit_code == 0, done.output
    assert "Figures and dates that disagree" in done.output
    assert "20 (“20”)" in done.output
    plain = json.loads(run(*keys, "--db", path, "--format", "json").output)
    assert plain["rows"][0]["kind"] == "reworded"
    assert isinstance(run(keys[0], "--db", path).exception, UsageError)
    assert isinstance(run("--db", path).exception, UsageError)
    assert isinstance(run("--contact", "c1", "--previous", "k1", "--db", path).exception, UsageError)
    assert isinstance(run("--contact", "c1", "--db", path).exception, UsageError)
    assert isinstance(run(keys[0], "nothing", "--db", path).exception, UsageError)


def test_hostile_text_is_shown_harmlessly(tmp_path: Path) -> None:
    path = str(tmp_path / "a.db")
    engine = open_store(path)
    keys = keep(engine, *(Maker(f"They met \x1b[31mred\u202e in {place} Larn.").record() for place in ("old", "new")))
    engine.dispose()
    shown = run(*keys, "--db", path, "--all").output
    assert "\x1b" not in shown and "\u202e" not in shown and "<U+202E>" in shown


def test_a_surname_in_one_text_is_a_full_name_in_another() -> None:
    one = Maker("Minister Karel raised the matter of the weir at Harn with bitterness.")
    one.entity("Karel", "Minister Karel")
    other = Maker("Josip Karel raised the matter of the weir at Harn with bitterness.")
    other.entity("Josip Karel", country="KES")
    (row,) = compare([one.record(), other.record()]).rows
    assert row.kind == "shared"
    assert [p.kind for p in row.pieces[0]] == ["alike", "same"]


def test_positions_have_one_party_under_its_fuller_name() -> None:
    words = "Karel supports the customs union. Karel rejects a toll on lorries."
    for kind in ("person", "organization"):
        one = Maker(words)
        short = one.entity("Karel", kind=kind)
        one.position(short, "support", "the customs union", "Karel supports the customs union.")
        one.position(short, "reject", "a toll on lorries", "Karel rejects a toll on lorries.")
        other = Maker("Josip Karel supports the customs union.")
        long = other.entity("Josip Karel", country="KES")
        other.position(long, "support", "the customs union", "Josip Karel supports the customs union.")
        found = compare([one.record(), other.record()]).positions
        assert len({held.holder for held in found}) == 1
        assert sorted((held.name, held.stance) for held in found) == [
            ("Josip Karel", "reject"),
            ("Josip Karel", "support"),
        ]


def test_two_full_names_with_one_surname_stay_two() -> None:
    text = "Josip Karel and Anna Karel came. Karel spoke."
    other = Maker(text)
    keys = {other.entity("Josip Karel"), other.entity("Anna Karel"), other.entity("Karel", "Karel spoke")}
    (known, _) = know([other.record(), Maker("x y").record()])
    assert len({known.keys[k] for k in keys}) == 3


def test_a_name_known_in_one_text_is_known_in_the_other() -> None:
    one = Maker("They met in Port Sele.")
    sele = one.entity("Port Sele", kind="place")
    known, other = know([one.record(), Maker("The harbour of Port Sele froze.").record()])
    assert [(m.span.of("The harbour of Port Sele froze."), m.keys) for m in other.mentions] == [
        ("Port Sele", known.keys[sele])
    ]


def test_text_without_marks_is_cut() -> None:
    text = "fish " * 3000 + "x" * 10_000
    spans = sentences(Maker(text).document)
    assert all(s.end - s.start <= 4000 for s in spans)
    assert "".join("".join(s.of(text).split()) for s in spans) == "".join(text.split())
    assert {row.kind for row in compare([Maker(text).record()] * 2).rows} == {"shared"}
