"""Contacts from parsed text and a cast made by hand: the table in cases/contacts.toml, and what the table cannot say."""

import pytest

from communique.errors import LexiconError
from communique.extract.contacts import find_contacts
from communique.lexicon.contacts import contact_lexicon, read
from communique.resolve.cast import Cast
from handmade import TABLE, read_case


def told(layers, cast):
    """ "ACTION STATUS: participants" of each contact found."""
    events, _ = find_contacts(layers, cast)
    return [f"{e.action} {e.status}: {', '.join(cast.entity(p.entity).name for p in e.participants)}" for e in events]


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda c: c["text"][:60])
def test_contacts(case):
    assert told(*read_case(case)) == case["contacts"]


def one(text, **more):
    layers, cast = read_case({"text": text, **more})
    (event,), _ = find_contacts(layers, cast)
    return layers, cast, event


def test_sides_of_a_visit():
    _, cast, event = one("Orlan Dask travelled to Kestria.")
    assert [(cast.entity(p.entity).name, p.side) for p in event.participants] == [
        ("Orlan Dask", "actor"),
        ("Kestria", "recipient"),
    ]


def test_caller_is_the_actor():
    _, cast, event = one("Orlan Dask phoned Mira Tolen.")
    assert [(cast.entity(p.entity).name, p.side) for p in event.participants] == [
        ("Orlan Dask", "actor"),
        ("Mira Tolen", "recipient"),
    ]


def test_words_back_the_event():
    layers, _, event = one("Orlan Dask spoke today with Mira Tolen. They discussed grain and the Ormund crossing.")
    text = layers.text
    assert [s.of(text) for s in event.trigger] == ["spoke today with"]
    assert [s.of(text) for s in event.evidence] == [s.span.of(text) for s in layers.sentences]
    assert [" ".join(s.of(text) for s in spans) for spans in event.topics] == ["grain", "the Ormund crossing"]


def test_same_text_same_events():
    case = {"text": "Orlan Dask met Mira Tolen. He then visited Norland."}
    assert find_contacts(*read_case(case)) == find_contacts(*read_case(case))


def test_ids_stand_once():
    events, _ = find_contacts(
        *read_case({"text": "In his first call with Mira Tolen since May 2024, Orlan Dask smiled."})
    )
    assert len({e.id for e in events}) == len(events) == 2
    assert sorted(e.when.edtf if e.when else "" for e in events) == ["", "2024-05"]


def test_nothing_without_a_cast():
    layers, _ = read_case({"text": "Orlan Dask met Mira Tolen."})
    assert find_contacts(layers, Cast()) == ((), ())


def test_every_frame_has_a_way_to_the_others():
    lexicon = contact_lexicon()
    assert all(f.with_ or f.object or f.joint or f.place for f in lexicon.verb)
    assert all(f.with_ or f.place for f in lexicon.noun)


def test_malformed_lexicon_is_named(tmp_path):
    bad = tmp_path / "contacts.toml"
    bad.write_text("[[verb]]\nlemma = 'meet'\naction = 'party'\n")
    with pytest.raises(LexiconError, match=r"contacts\.toml"):
        read(bad)
