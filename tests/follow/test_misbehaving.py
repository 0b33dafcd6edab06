"""Feeds and pages that misbehave: told in a line, tried again in time, and nobody else is the worse for it."""

import gzip
import ipaddress
from collections.abc import Callable
from contextlib import suppress

import pytest

from communique.follow.clock import moment
from follow.conftest import Follower
from follow.site import Handler, Site, item, rss

OWN = "The minister said in Larn on Monday that the border will be opened in the spring of next year. [...]"
BOMB = gzip.compress(b"x" * 30_000_000)
ALL = "SELECT state, reason, failures FROM followed_pages ORDER BY address"


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    with suppress(OSError):
        while True:
            handler.wfile.write(b"x" * 50_000)


def bomb(handler: Handler) -> None:
    handler.say(BOMB, Content_Encoding="gzip")


def wait_until_due(follower: Follower) -> float:
    """Move the clock to when the next thing is due; how many seconds that was."""
    (due,) = follower.ask("SELECT min(d) FROM (SELECT min(due) AS d FROM followed_sources UNION ALL "
                          "SELECT min(due) FROM followed_pages)")  # fmt: skip
    seconds = (moment(due) - follower.clock.now()).total_seconds()
    follower.clock.move(seconds=max(seconds, 0))
    return seconds


def test_a_feed_that_answers_500_is_tried_later_and_later(follower: Follower, site: Site) -> None:
    site.put("/feed", "broken", status=500)
    follower.follow(f"{site.address}/feed")
    waits = []
    for _ in range(6):
        assert follower.round()["failed"] == 1
        waits.append(wait_until_due(follower))
    assert all(300 * 2**n / 2 <= wait <= 300 * 2**n + 1 for n, wait in enumerate(waits))
    row = follower.overview()
    assert (row["state"], row["failures"]) == ("failing", 6)
    assert row["reason"] == "the server answered 500 Internal Server Error"
    site.feed("story-1")
    site.story("story-1")
    assert follower.round()["new"] == 1
    row = follower.overview()
    assert (row["state"], row["reason"], row["failures"]) == ("ok", None, 0)


@pytest.mark.parametrize("value", ["7200", "Mon, 10 Mar 2025 14:00:00 GMT"])
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_honoured_for_the_whole_host(follower: Follower, site: Site, status: int, value: str) -> None:
    site.feed("story-2", "story-1")
    site.put("/story-2", "slow down", status=status, Retry_After=value)
    site.put("/story-1", "slow down", status=status, Retry_After=value)
    follower.follow(f"{site.address}/feed")
    assert (follower.round()["put off"], len(site.asked)) == (1, 3)  # robots.txt, the feed, one page
    assert sorted(follower.ask("SELECT due FROM followed_pages")) == ["2025-03-10T14:00:00+00:00"] * 2
    follower.clock.move(minutes=30)
    follower.restart()  # what the host asked for is not forgotten
    follower.round()
    assert len(site.asked) == 3
    assert follower.overview()["next"] == "2025-03-10T14:00:00+00:00"
    follower.clock.move(minutes=90)
    site.story("story-1")
    site.story("story-2")
    assert follower.round()["new"] == 2


def test_a_feed_that_answers_429_is_left_alone_as_long_as_it_asks(follower: Follower, site: Site) -> None:
    site.put("/feed", "slow down", status=429, Retry_After="86400")
    follower.follow(f"{site.address}/feed")
    follower.round()
    assert follower.overview()["next"] == "2025-03-11T12:00:00+00:00"
    assert "429" in follower.overview()["reason"]


def test_redirects_to_private_addresses_are_refused(
    follower: Follower, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """127.0.0.1 passes for public here, 127.0.0.2 for what it is."""
    monkeypatch.setattr("communique.ingest.addresses.is_public", lambda ip: ip == ipaddress.ip_address("127.0.0.1"))
    private = Follower(follower.engine, follower.clock, allow_private=False)
    elsewhere = site.address.replace("127.0.0.1", "127.0.0.2")
    site.put("/story-1", b"", status=302, Location=f"{elsewhere}/secret")
    site.story("secret")
    site.put("/feed", rss("story-1") + "", "application/rss+xml")
    private.follow(f"{site.address}/feed")
    private.round()
    assert "/secret" not in site.paths()
    ((state, reason, _),) = private.ask(ALL)
    assert state == "waiting"
    assert "private or reserved address (127.0.0.2)" in reason
    site.put("/feed", b"", status=301, Location=f"{elsewhere}/feed")
    private.clock.move(minutes=15)
    private.round()
    assert "private or reserved" in private.overview()["reason"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (endless, "more than 200,000 bytes"),
        (bomb, "more than 200,000 bytes"),
        (lambda h: h.say(b"\x89PNG", "image/png"), "not a text or page: the server sent 'image/png'"),
        (lambda h: h.say(b"<html><body></body></html>"), "a page without an article"),
        (lambda h: h.say(b"", Content_Encoding="br"), "an encoding that was not asked for"),
        (lambda h: h.say(b"", status=302, Location="/story-1"), "more than 5 redirects"),
        (lambda h: h.say(b"x", status=500), "the server answered 500"),
    ],
)
def test_a_bad_page_is_tried_again_then_its_items_own_text_is_read(
    follower: Follower, site: Site, answer: Callable[[Handler], None], reason: str
) -> None:
    site.put("/feed", rss("story-2").replace("</channel>", item("story-1", OWN) + "</channel>"), "application/rss+xml")
    site.answers["/story-1"] = answer
    site.story("story-2")
    follower.follow(f"{site.address}/feed", every=10 * 86_400)
    assert follower.round()["new"] >= 1
    for _ in range(5):
        wait_until_due(follower)
        follower.round()
    (bad, good) = follower.ask(ALL)
    assert good[0] == "page"
    assert bad[0] == "item"
    assert reason in bad[1]
    (text,) = follower.ask("SELECT text FROM documents WHERE address LIKE '%story-1'")
    assert text == OWN
    assert follower.overview()["own_text"] == 1


def test_a_page_that_never_comes_is_given_up(follower: Follower, site: Site) -> None:
    site.feed("story-1")
    follower.follow(f"{site.address}/feed", every=30 * 86_400)
    for _ in range(6):
        follower.round()
        wait_until_due(follower)
    assert follower.ask(ALL) == [("failed", "the server answered 404 Not Found", 6)]
    assert follower.overview()["failed"] == 1
    assert site.paths().count("/story-1") == 6


def test_a_page_that_was_read_and_is_gone_stays(follower: Follower, site: Site) -> None:
    site.put("/feed", rss().replace("</channel>", item("story-1", OWN) + "</channel>"), "application/rss+xml")
    site.story("story-1")
    follower.follow(f"{site.address}/feed")
    follower.round()
    follower.clock.move(hours=24)
    site.put("/story-1", "gone", status=410)
    assert follower.round()["gone"] == 1
    assert len(follower.ask("SELECT id FROM documents")) == 1
    assert follower.overview()["gone"] == 1
    follower.clock.move(days=6)
    site.story("story-1")
    follower.round()
    assert (follower.overview()["gone"], follower.overview()["read"]) == (0, 1)


def test_robots_txt_is_asked_once_a_day_and_obeyed(follower: Follower, site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /story-1*\n", "text/plain")
    items = item("story-1", OWN) + item("story-2", OWN)
    site.put("/feed", rss(more=items), "application/rss+xml")
    site.story("story-1")
    site.story("story-2")
    follower.follow(f"{site.address}/feed")
    assert follower.round()["new"] == 2
    assert [row[:2] for row in follower.ask(ALL)] == [("item", "robots.txt does not allow it"), ("page", None)]
    assert "/story-1" not in site.paths()
    issues = follower.ask("SELECT reason FROM issues WHERE stage = 'ingest'")
    assert any("feed's own text; its page was not read: robots.txt" in reason for reason in issues)
    follower.clock.move(hours=23)
    follower.restart()
    follower.round()
    assert site.paths().count("/robots.txt") == 1
    follower.clock.move(hours=1)
    site.put("/robots.txt", "User-agent: communique\nDisallow: /\n", "text/plain")
    follower.round()
    row = follower.overview()
    assert (row["state"], row["reason"]) == ("refused", "robots.txt does not allow it")


def test_own_text_that_changes_in_the_feed_is_a_new_version(follower: Follower, site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /story\n", "text/plain")
    site.put("/feed", rss(more=item("story-1", OWN)), "application/rss+xml")
    follower.follow(f"{site.address}/feed")
    follower.round()
    follower.clock.move(minutes=15)
    site.put("/feed", rss(more=item("story-1", OWN.replace("spring", "autumn"))), "application/rss+xml")
    assert follower.round()["changed"] == 1
    assert follower.ask("SELECT version FROM documents ORDER BY version") == [1, 2]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_nothing_is_fetched_where_robots_txt_cannot_be_had(follower: Follower, site: Site, status: int) -> None:
    site.put("/robots.txt", "no", "text/plain", status=status)
    site.feed("story-1")
    follower.follow(f"{site.address}/feed")
    follower.round()
    assert site.paths() == ["/robots.txt"]
    assert f"/robots.txt: the server answered {status}" in follower.overview()["reason"]
    site.put("/robots.txt", "", "text/plain", status=404)
    site.story("story-1")
    wait_until_due(follower)
    assert follower.round()["new"] == 1


def test_one_host_is_asked_no_faster_than_it_wants(follower: Follower, site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 7\n", "text/plain")
    site.feed("story-2", "story-1")
    site.story("story-1")
    site.story("story-2")
    follower.restart(delay=3.0)
    follower.follow(f"{site.address}/feed")
    follower.round()
    assert follower.clock.waits == [3.0, 7.0, 7.0]  # before the feed, robots.txt just read; before each page


def test_a_broken_feed_gives_what_can_be_read(follower: Follower, site: Site) -> None:
    site.put("/feed", rss("story-2", "story-1")[:-60], "application/rss+xml")
    site.story("story-2")
    follower.follow(f"{site.address}/feed")
    follower.round()
    assert follower.overview()["state"] == "ok"
    assert "the feed is broken, some items may be missing" in follower.overview()["reason"]
    assert follower.overview()["read"] == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<rss><channel><item", "a feed that cannot be read"),
        (b"", "neither a feed nor a list"),
        (b"%PDF-1.4", "a PDF file"),
        (b"\x00\xff\x00\xff" * 2000, "binary"),
        (b"{]", "JSON that cannot be read"),
        (b'{"a": 1}', "JSON, but not a JSON Feed"),
        (b"<html><p>Hello", "a page, not a feed; with --links PATTERN"),
        (b"<html><link rel='alternate' type='application/rss+xml' href='/rss'>x", "it names this feed: http://127"),
    ],
)
def test_what_is_no_list_is_said_in_one_line(follower: Follower, site: Site, body: bytes, reason: str) -> None:
    site.put("/feed", body, "text/html")
    follower.follow(f"{site.address}/feed")
    assert follower.round()["failed"] == 1
    assert reason in follower.overview()["reason"]
    assert "\n" not in follower.said[0]


def test_an_empty_feed_is_no_failure_and_no_gap(follower: Follower, site: Site) -> None:
    site.story("story-1")
    for names in (["story-1"], [], ["story-1"]):
        site.feed(*names)
        follower.follow(f"{site.address}/feed")
        follower.round()
        assert follower.overview()["state"] == "ok"
        assert follower.overview()["reason"] == (None if names else "it lists nothing")
    row = follower.overview()
    assert (row["items"], row["vanished"], row["gaps"]) == (1, 0, [])


def test_repeated_ids_are_told_and_no_item_is_lost(follower: Follower, site: Site) -> None:
    same = (item("story-1") + item("story-2") + item("story-2")).replace("id-story-2", "id-story-1")
    site.put("/feed", rss(more=same), "application/rss+xml")
    site.story("story-1")
    site.story("story-2")
    follower.follow(f"{site.address}/feed")
    assert follower.round()["new"] == 2
    assert follower.overview()["reason"] == "1 id used for more than one item"
    assert follower.overview()["items"] == 2


def test_a_wrong_charset_is_seen_through(follower: Follower, site: Site) -> None:
    site.put("/feed", rss(more=item("story-1").replace("News of", "Café")).encode("cp1252"), "text/xml; charset=utf-8")
    site.put(
        "/story-1", f"<article><p>The café in Tarsk. {OWN}</p></article>".encode("cp1252"), "text/html; charset=utf-8"
    )
    follower.follow(f"{site.address}/feed")
    follower.round()
    assert follower.ask("SELECT title FROM followed_items") == ["Café story-1"]
    assert "café" in follower.ask("SELECT text FROM documents")[0]


def test_times_to_come_do_not_hide_gaps(follower: Follower, site: Site) -> None:
    site.put("/feed", rss("story-1", more=item("story-2").replace("2025", "2099")), "application/rss+xml")
    follower.follow(f"{site.address}/feed")
    follower.round()
    assert follower.ask("SELECT newest FROM followed_sources") == ["2025-03-01T10:00:00+00:00"]
    follower.clock.move(minutes=15)
    site.feed("story-9")
    follower.round()
    assert len(follower.overview()["gaps"]) == 1


def test_links_that_are_none_and_items_without_any(follower: Follower, site: Site) -> None:
    odd = item("story-1", OWN)
    odd = "".join(odd.replace("/story-1", link).replace("id-", link) for link in ("http://[", "mailto:a@b.example", ""))
    site.put("/feed", rss(more=odd), "application/rss+xml")
    follower.follow(f"{site.address}/feed")
    follower.round()
    pages = follower.ask("SELECT state, reason FROM followed_pages")
    assert len(pages) == 3
    assert set(pages) == {("item", "the item has no link")}


def test_where_a_redirect_leads_robots_txt_is_asked_too(follower: Follower, site: Site) -> None:
    elsewhere = Site()
    try:
        elsewhere.put("/robots.txt", "User-agent: *\nDisallow: /closed\n", "text/plain")
        elsewhere.story("open")
        elsewhere.story("closed")
        site.feed("story-2", "story-1")
        site.put("/story-1", b"", status=302, Location=f"{elsewhere.address}/open")
        site.put("/story-2", b"", status=302, Location=f"{elsewhere.address}/closed")
        follower.follow(f"{site.address}/feed")
        follower.round()
        assert elsewhere.paths() == ["/robots.txt", "/open"]
        assert [row[:2] for row in follower.ask(ALL)] == [("page", None), ("waiting", "robots.txt does not allow it")]
        assert follower.ask("SELECT address FROM documents") == [f"{elsewhere.address}/open"]
    finally:
        elsewhere.close()


def test_a_long_round_leaves_pages_for_the_next(follower: Follower, site: Site) -> None:
    names = [f"story-{n}" for n in range(5, 0, -1)]
    site.feed(*names)
    for name in names:
        site.story(name)
    follower.restart(delay=10.0)
    follower.follow(f"{site.address}/feed", every=86_400)
    assert follower.watcher.round(35.0)["new"] == 3
    assert follower.round()["new"] == 2


def test_a_record_that_the_store_will_not_take_stops_no_other(
    follower: Follower, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from communique.follow import visits

    keep = visits.add

    def refuse(connection, record):  # type: ignore[no-untyped-def]
        if "story-1" in record.document.url:
            raise ValueError("odd")
        return keep(connection, record)

    monkeypatch.setattr(visits, "add", refuse)
    site.feed("story-2", "story-1")
    site.story("story-1")
    site.story("story-2")
    follower.follow(f"{site.address}/feed")
    assert follower.round()["new"] == 1
    assert follower.ask(ALL) == [("waiting", "could not be kept: ValueError: odd", 1), ("page", None, 0)]
