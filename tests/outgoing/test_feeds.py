"""Atom and JSON Feed: stable ids, valid, read back by a feed reader, harmless."""

import json
from typing import Any

import feedparser
import pytest
from msgspec.structs import replace
from sqlalchemy import Engine
from tests.outgoing.conftest import add, call, story

from communique.errors import UsageError
from communique.outgoing.entry import Entry, entries_of, moment
from communique.outgoing.feeds import atom, json_feed
from communique.outgoing.gather import newest
from communique.outgoing.searches import parse, spell
from communique.query.narrowing import Filter

SITE = "https://desk.example"
HERE = f"{SITE}/statements.atom"


def entry(**fields: Any) -> Entry:
    return Entry(
        **{
            "id": "urn:uuid:6f1f7b7c-5b0f-5f5e-9b8e-0f3f8f2a1c11", "what": "statements", "title": "Dask", "words": "said",
            "link": None, "publisher": None, "day": "2025-03-03", "added": "2025-03-04T10:00:00+00:00",
        } | fields
    )  # fmt: skip


@pytest.mark.parametrize("what", ["documents", "contacts", "statements", "positions"])
def test_any_view_is_a_feed_that_a_reader_understands(store: Engine, what: str) -> None:
    add(store, story(1), story(2), call("Harbour Gazette"))
    with store.connect() as connection:
        entries = newest(connection, what, "", site=SITE)
        again = newest(connection, what, "", site=SITE)
    assert entries == again and entries
    read = feedparser.parse(atom("All", HERE, entries, SITE))
    assert not read.bozo
    assert (read.feed.title, read.version) == ("All", "atom10")
    assert read.feed.updated == max(e.added for e in entries if e.added)
    assert [e.id for e in read.entries] == [e.id for e in entries]
    assert len({e.id for e in entries}) == len(entries)
    for found, given in zip(read.entries, entries, strict=True):
        assert (found.title, found.link, found.updated) == (given.title, given.link, given.added)
        assert found.content[0].value == (given.words or given.title)
        assert found.link.startswith(f"{SITE}/documents/{given.document}")
    feed = json.loads(json_feed("All", HERE, entries, SITE))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in feed["items"]] == [e.id for e in entries]
    assert all(item["content_text"] and item["title"] for item in feed["items"])


def test_an_entry_keeps_its_words_document_and_offsets(store: Engine) -> None:
    (key,) = add(store, story(3))
    with store.connect() as connection:
        (item,) = json.loads(json_feed("x", HERE, newest(connection, "statements", "actor=Dask")))["items"]
    where = item["_communique"]
    assert where["document"] == key
    assert story(3).document.text[where["first"] : where["last"]] == item["content_text"]
    assert item["url"] == "https://news.example/3"
    assert item["title"] == "Orlan Dask (statement)"


def test_what_a_document_says_cannot_break_out() -> None:
    bad = "<script>alert(1)</script> & \x00\x0b\ud800 \u202e \ufffe ]]>"
    nasty = entries_of(
        "documents",
        [{"id": "k1", "title": bad, "publisher": bad, "words": bad, "address": "javascript:alert(1)", "day": None}],
    )
    written = atom(bad, HERE, nasty)
    read = feedparser.parse(written)
    assert not read.bozo
    assert b"<script" not in written and b"javascript:" not in written
    assert "U+202E" in read.entries[0].title
    assert json.loads(json_feed(bad, HERE, nasty))["items"][0].get("url") is None


def test_an_empty_feed_is_valid() -> None:
    read = feedparser.parse(atom("Nothing", HERE, []))
    assert (read.bozo, read.entries, read.feed.updated) == (False, [], "1970-01-01T00:00:00+00:00")
    assert json.loads(json_feed("Nothing", HERE, []))["items"] == []


def test_times_are_rfc_3339() -> None:
    assert moment("2025-03-03", None) == "2025-03-03T00:00:00+00:00"
    assert moment("2025-03-03", "2025-03-04T10:00:00Z") == "2025-03-04T10:00:00Z"
    assert b"<updated>2025-03-04T10:00:00+00:00</updated>" in atom("x", HERE, [entry()])
    assert replace(entry(), added=None).day == "2025-03-03"


def test_an_alert_is_an_entry_whose_id_stays() -> None:
    readout = {"document": "k2", "day": "2025-05-01", "title": "Call", "address": "https://kes.example/2"}
    row = {
        "phrase": "p1", "text": "ironclad commitment", "change": "dropped", "publisher": "Ministry", "side": "VLD",
        "partner": "KES", "said": 8, "of": 9, "absent": 3, "probability": 0.01, "before": "x", "after": None,
        "last_day": "2025-02-01", "with": [], "without": [readout],
    }  # fmt: skip
    (one,) = entries_of("alerts", [row])
    (other,) = entries_of("alerts", [{**row, "absent": 4, "probability": 0.005}])
    assert one.id == other.id
    assert one.title == "VLD on KES: “ironclad commitment” dropped"
    assert "8 of 9 readouts up to 2025-02-01, and in none of the 3 since" in one.words
    assert (one.day, one.link) == ("2025-05-01", "https://kes.example/2")


def test_a_filter_is_spelled_and_read_alike() -> None:
    wanted = Filter(
        words='"a b" c&d', actors=("Orlan Dask", "Q5"), countries=("KES",), since="2025-01-01", channel="call"
    )
    assert parse(spell(wanted)) == wanted
    assert parse("?" + spell(Filter())) == Filter()
    for query, line in (("weather=1", "can be narrowed by"), ("since=yesterday", "is no day")):
        with pytest.raises(UsageError, match=line):
            parse(query)
