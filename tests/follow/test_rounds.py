"""Polled, fetched, kept, looked at again: the same on both databases."""

import pytest

from communique.ingest.ingested import SourceFailure
from communique.store import reader
from follow.conftest import Follower
from follow.reading import unread
from follow.site import Site


def test_new_items_are_fetched_and_kept_once(both: Follower, site: Site) -> None:
    site.feed("story-2", "story-1")
    site.story("story-1")
    site.story("story-2")
    both.follow(f"{site.address}/feed")
    done = both.round()
    assert (done["polled"], done["items"], done["new"]) == (1, 2, 2)
    assert both.ask("SELECT publisher, published, retrieved FROM documents ORDER BY address") == [
        ("Larn Courier", f"2025-03-0{n}T10:00:00+00:00", "2025-03-10T12:00:00+00:00") for n in (1, 2)
    ]
    assert not both.round()
    both.clock.move(minutes=15)
    both.restart()
    done = both.round()
    assert (done["polled"], done["items"], done["visited"]) == (1, 0, 0)
    assert site.asked[-1][1]["If-None-Match"]
    with both.engine.connect() as connection:
        assert list(reader.check(connection)) == []


def test_pages_are_looked_at_again_after_a_day_and_a_week(both: Follower, site: Site) -> None:
    site.feed("story-1")
    site.story("story-1", "The first text.")
    both.follow(f"{site.address}/feed", every=60 * 86_400)
    both.round()
    both.clock.move(hours=23, minutes=59)
    assert both.round()["visited"] == 0
    both.clock.move(minutes=1)
    site.story("story-1", "The corrected text.")
    done = both.round()
    assert (done["visited"], done["version"], done["changed"]) == (1, 1, 1)
    versions = both.ask("SELECT version, previous IS NULL FROM documents ORDER BY version")
    assert [tuple(map(int, v)) for v in versions] == [(1, 1), (2, 0)]
    both.clock.move(days=6)
    done = both.round()
    assert (done["visited"], done["known"], done["version"]) == (1, 1, 0)
    assert both.ask("SELECT due FROM followed_pages") == [None]
    both.clock.move(days=30)
    assert both.round()["visited"] == 0
    assert (both.overview()["changed"], both.overview()["read"]) == (1, 1)


def test_a_page_that_changed_its_title_alone(both: Follower, site: Site) -> None:
    def story(title: str) -> None:
        page = f"<article><p>{'The border is open, the minister said in Larn. ' * 5}</p></article>"
        site.put(
            "/story-1", f"<html><head><meta property='og:title' content='{title}'></head><body>{page}</body></html>"
        )

    site.feed("story-1")
    story("Border open")
    both.follow(f"{site.address}/feed")
    both.round()
    story("Border open, says minister")
    both.clock.move(hours=24)
    done = both.round()
    assert (done["version"], done["changed"]) == (1, 1)
    assert both.ask("SELECT title FROM documents ORDER BY version") == ["Border open", "Border open, says minister"]
    both.clock.move(days=6)
    done = both.round()
    assert (done["known"], done["changed"]) == (1, 0)


def test_a_page_unchanged_by_its_tag_is_not_sent_again(both: Follower, site: Site) -> None:
    site.feed("story-1")
    site.story("story-1")
    page = f"<article><h1>Border</h1><p>{'The border is open, the minister said in Larn. ' * 5}</p></article>"
    site.put_tagged("/story-1", page)
    both.follow(f"{site.address}/feed")
    both.round()
    both.clock.move(hours=24)
    assert both.round()["unchanged"] == 1
    assert both.ask("SELECT state, checked FROM followed_pages") == [("page", "2025-03-11T12:00:00+00:00")]


def test_a_week_missed_is_one_visit(both: Follower, site: Site) -> None:
    site.feed("story-1")
    site.story("story-1")
    both.follow(f"{site.address}/feed")
    both.round()
    both.clock.move(days=9)
    assert both.round()["visited"] == 1
    assert both.ask("SELECT due FROM followed_pages") == [None]


def test_a_gap_is_told(both: Follower, site: Site) -> None:
    for n in range(1, 9):
        site.story(f"story-{n}")
    site.feed("story-2", "story-1")
    both.follow(f"{site.address}/feed")
    both.round()
    both.clock.move(hours=1)
    site.feed("story-3", "story-2")
    both.round()
    assert both.overview()["gaps"] == []
    both.clock.move(hours=1)
    site.feed("story-8", "story-7")
    both.round()
    (gap,) = both.overview()["gaps"]
    assert (gap["since"], gap["until"]) == ("2025-03-03T10:00:00+00:00", "2025-03-07T10:00:00+00:00")
    assert any("a gap from 2025-03-03" in line for line in both.said)


def test_items_that_vanish_are_noted_and_kept(both: Follower, site: Site) -> None:
    for n in range(1, 6):
        site.story(f"story-{n}")
    site.feed("story-4", "story-3", "story-2", "story-1")
    both.follow(f"{site.address}/feed")
    both.round()
    both.clock.move(hours=1)
    site.feed("story-5", "story-4", "story-2")  # 1 left at the end, as it must; 3 was taken out
    assert both.round()["vanished"] == 1
    vanished = both.ask("SELECT page FROM followed_items WHERE vanished IS NOT NULL")
    assert vanished == [f"{site.address}/story-3"]
    assert len(both.ask("SELECT id FROM documents")) == 5
    both.clock.move(hours=1)
    site.feed("story-5", "story-4", "story-3")
    both.round()
    assert both.overview()["vanished"] == 0


def test_pause_resume_remove(both: Follower, site: Site) -> None:
    from communique.follow import sources

    site.feed("story-1")
    site.story("story-1")
    both.follow(f"{site.address}/feed")
    with both.engine.begin() as connection:
        sources.pause(connection, "/feed")
    assert not both.round()
    assert both.overview()["state"] == "paused"
    with both.engine.begin() as connection:
        sources.resume(connection, both.clock, "/feed")
    assert both.round()["new"] == 1
    with both.engine.begin() as connection:
        sources.remove(connection, both.clock, "/feed")
        assert sources.overview(connection) == []
    both.clock.move(days=1)
    assert not both.round()
    both.follow(f"{site.address}/feed")
    assert both.overview()["read"] == 1


def test_two_sources_that_list_one_page_fetch_it_once(both: Follower, site: Site) -> None:
    site.feed("story-1")
    site.feed("story-1", path="/other")
    site.story("story-1")
    both.follow(f"{site.address}/feed")
    both.follow(f"{site.address}/other")
    both.round()
    assert site.paths().count("/story-1") == 1
    assert len(both.ask("SELECT id FROM documents")) == 1


def test_several_processes_read_ahead_and_every_text_finds_its_page(
    both: Follower, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ahead(items, settings, jobs):  # type: ignore[no-untyped-def]
        read = list(items)
        for n, record in enumerate(unread(read, settings, jobs)):
            yield SourceFailure("story", "the process that read it died") if n == 1 else record

    monkeypatch.setattr("communique.follow.visits.read_many", ahead)
    site.feed("story-4", "story-3", "story-2", "story-1")
    for name in ("story-1", "story-2", "story-4"):
        site.story(name)
    both.follow(f"{site.address}/feed")
    both.round()
    pages = both.ask(
        "SELECT p.address, p.state, d.address FROM followed_pages p LEFT JOIN documents d ON d.id = p.document ORDER BY 1"
    )
    where = f"{site.address}/story-"
    assert pages == [
        (f"{where}1", "page", f"{where}1"),
        (f"{where}2", "waiting", None),
        (f"{where}3", "waiting", None),
        (f"{where}4", "page", f"{where}4"),
    ]
    assert any("the process that read it died" in line for line in both.said)
