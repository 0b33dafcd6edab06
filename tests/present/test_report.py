"""The terminal report: what a person finds in it, at any width, with and without colour."""

import io

import pytest
from rich.console import Console

from communique.model import Issue, Record, Span
from communique.present.report import CLIP, Report, pieces
from factory import Maker, call_record


def shown(record: Record, width: int = 80, explain: bool = False, colour: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, color_system="standard" if colour else None)
    Report(console, explain).write(record)
    return out.getvalue()


def test_contacts_come_first_with_all_that_is_known() -> None:
    text = shown(call_record())
    order = [text.index(name) for name in ("CONTACTS", "STATEMENTS", "POSITIONS", "OTHER EVENTS", "DATES", "LEFT OPEN")]
    assert order == sorted(order)
    contacts = text[order[0] : order[1]]
    for words in (
        "call  Orlan Dask → Mira Tolen",
        "held · 3 Mar 2025",
        "Orlan Dask: Foreign Minister, Valdoria",
        "on “the reopening of the Ormund crossing”",
        "planned · 10 Mar 2025 – 16 Mar 2025 · in Port Sele",
        "“The two are to meet in Port Sele next week.”",
    ):
        assert words in contacts


def test_chains_are_drawn() -> None:
    text = " ".join(shown(call_record()).split())
    assert "Orlan Dask → via Ilse Varga (Foreign Ministry spokesperson) → Meridian Wire readout · direct" in text


def test_a_record_without_claims_says_so() -> None:
    text = shown(Maker("Nothing happened.").record())
    assert "Nobody is said to have met, said or held anything." in text
    assert "CONTACTS" not in text


@pytest.mark.parametrize("width", [40, 80, 140])
@pytest.mark.parametrize("explain", [False, True])
def test_lines_keep_to_the_width(width: int, explain: bool) -> None:
    assert max(len(line) for line in shown(call_record(), width, explain).splitlines()) <= width
    assert all(line == line.rstrip() for line in shown(call_record(), width, explain).splitlines())


def test_explain_shows_why() -> None:
    text = " ".join(shown(call_record(), explain=True).split())
    assert "why: confidence 0.91; cue “said”; source “Dask”" in text
    assert "2025-03-03: “on Monday”, counted from the publication date" in text
    assert "introduced by the text" in text
    assert "why:" not in shown(call_record())


def test_colour_only_where_asked_for() -> None:
    assert "\x1b[" in shown(call_record(), colour=True)
    assert "\x1b" not in shown(call_record())


def test_a_hostile_document_cannot_steer_the_terminal() -> None:
    m = Maker("Orlan \x1b[2JDask called \u202eMira.\n", title="\x1b]0;owned\x07", publisher="a\x9bb", path="x\x1b[1m")
    dask = m.entity("Orlan \x1b[2JDask")
    m.event("call", "called", "Orlan \x1b[2JDask called \u202eMira.", {dask: "actor"})
    text = shown(m.record(), explain=True)
    assert not any(c in text for c in "\x1b\x07\x9b\u202e")
    assert "<U+001B>[2J" in text


def test_long_quotes_are_clipped_around_the_trigger_and_whole_when_explained() -> None:
    words = " ".join(f"word{i}" for i in range(200))
    m = Maker(f"{words} they met {words}\n")
    m.event("meeting", "met", m.text.strip(), {})
    text = shown(m.record(), width=100)
    assert "they met" in text
    assert text.count("[…]") == 2
    assert "word100 " not in text
    assert "[…]" not in shown(m.record(), explain=True)


def test_pieces_lose_nothing_and_mark_the_trigger() -> None:
    text = "A met B in C"
    got = list(pieces(text, Span(0, len(text)), (Span(2, 5),), CLIP))
    assert got == [("A ", False), ("met", True), (" B in C", False)]


def test_reasons_are_given_once_with_their_places() -> None:
    m = Maker("one two three four five six\n")
    for word in m.text.split():
        m.issues.append(Issue(stage="cast", reason="nobody known", spans=(m.at(word),)))
    text = shown(m.record())
    assert "cast: nobody known · L1·0–3, L1·4–7, L1·8–13, L1·14–18, and 2 more" in text
    assert "L1·24–27" in shown(m.record(), explain=True)


def test_a_statement_of_many_stretches_is_clipped_as_a_whole() -> None:
    m = Maker(" ".join(f"stretch number {i} of some words, and" for i in range(30)))
    m.statement([f"stretch number {i} of some words" for i in range(30)])
    quoted = " ".join(shown(m.record()).split())
    assert CLIP / 2 < quoted.index("[…]") - quoted.index("stretch") <= CLIP + 60
    assert "stretch number 29" in " ".join(shown(m.record(), explain=True).split())
