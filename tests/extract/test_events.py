"""Other PLOVER events: the table in cases/events.toml, on casts made as for contacts."""

import tomllib
from pathlib import Path

import pytest

from communique.errors import LexiconError
from communique.extract.events import find_events
from communique.lexicon.plover import plover_lexicon, read
from communique.resolve.cast import Cast
from handmade import read_case

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "events.toml").read_text("utf-8"))["case"]


def told(layers, cast):
    """ "CODE STATUS: actors > recipients" of each event found."""
    events, _ = find_events(layers, cast)
    out = []
    for e in events:
        sides = [
            ", ".join(cast.entity(p.entity).name for p in e.participants if p.side == side)
            for side in ("actor", "recipient")
        ]
        out.append(f"{e.code} {e.status}: {sides[0]} > {sides[1]}")
    return out


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_events(case):
    assert told(*read_case(case)) == case["events"]


def test_words_and_mode():
    layers, cast = read_case({"text": "Orlan Dask condemned Kestria's raid. Dask again condemned Kestria."})
    (event,), _ = find_events(layers, cast)
    assert (event.action, event.mode) == ("accusation", "disapprove")
    assert [s.of(layers.text) for s in event.trigger] == ["condemned"]
    assert len(event.evidence) == 2


def test_nothing_without_a_cast():
    layers, _ = read_case({"text": "Valdoria accused Kestria."})
    assert find_events(layers, Cast()) == ((), ())


def test_every_code_has_an_action():
    lexicon = plover_lexicon()
    assert {f.code for f in (*lexicon.verb, *lexicon.noun)} <= set(lexicon.actions)


def test_malformed_lexicon_is_named(tmp_path):
    bad = tmp_path / "plover.toml"
    bad.write_text("[[verb]]\nlemmas = ['x']\ncode = 'NONE'\nrecipient = ['object']\nnoun = []\n[actions]\n")
    with pytest.raises(LexiconError, match=r"plover\.toml"):
        read(bad)
