"""Contacts from parsed text and a cast made by hand: the table in cases/contacts.toml, and what the table cannot say."""

import re
import tomllib
from pathlib import Path

import pytest

from communique.annotate.layers import Layers
from communique.annotate.paragraphs import split
from communique.annotate.parse import parse
from communique.annotate.times import find_times
from communique.errors import LexiconError
from communique.extract.contacts import find_contacts
from communique.lexicon.contacts import contact_lexicon, read
from communique.model import Document, Entity, Span
from communique.model.ids import document_id, entity_id
from communique.resolve.cast import Cast, Reference

TABLE = tomllib.loads((Path(__file__).parent.parent / "cases" / "contacts.toml").read_text("utf-8"))


def read_case(case):
    """Layers and cast of one case: every surface found in the text denotes its entity; a nationality qualifies."""
    text = case["text"]
    layers = Layers(Document(id=document_id(text), text=text, raw_sha256="0", published=case.get("published")))
    layers.paragraphs = split(layers.document)
    layers.sentences = parse(layers.paragraphs, text)
    layers.times = find_times(layers)
    cast = Cast()
    surfaces = {}
    for name, what in (TABLE["default"]["cast"] | case.get("cast", {})).items():
        kind, code = what.split()
        entity = Entity(id=entity_id("d", kind, name), kind=kind, name=name, country=None if code == "*" else code)
        cast.entities[entity.id] = entity
        surfaces[name] = (entity.id,)
    for surface, names in (TABLE["default"]["same"] | case.get("same", {})).items():
        surfaces[surface] = tuple(i for n in names.split("|") for i in surfaces[n])
    found, taken = [], []
    for surface in sorted(surfaces, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text):
            span = Span(*match.span())
            if not any(span.overlaps(t) for t in taken):
                taken.append(span)
                qualifies = surface.endswith("ian")
                found.append(Reference(span, span, surfaces[surface], "name", "", attributive=qualifies))
    cast.references = tuple(sorted(found, key=lambda r: r.head))
    return layers, cast


def told(layers, cast):
    """"ACTION STATUS: participants" of each contact found."""
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
