"""Every form of list, and what is odd about each."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import SourceError
from communique.follow.listing import MOST, Entry, read_listing, same_page

WHERE = "https://news.example/lists/feed"

ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Larn Courier</title>
<entry><title type="html">Ministers &amp;amp; envoys</title><link rel="self" href="/api/1"/>
<link href="../a?utm_source=rss&amp;p=1#top"/>
<id>tag:news.example,2025:1</id><updated>2025-03-02T10:00:00Z</updated><summary>Short.</summary>
<content type="html">&lt;p&gt;Long &lt;b&gt;text&lt;/b&gt;.&lt;/p&gt;</content></entry></feed>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Larn Courier",
    "items": [
        {"id": "1", "url": "/a", "content_html": "<p>One.</p>", "date_published": "2025-03-02T10:00:00+01:00"},
        {"id": 2, "external_url": "https://other.example/b", "content_text": "Two < three.\nFour.", "title": "B"},
        "no object",
        {"id": "3", "summary": "Without a link."},
    ],
}
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://news.example/a </loc><lastmod>2025-03-02</lastmod>
<news:news><news:publication_date>2025-03-01T08:00:00Z</news:publication_date><news:title>A</news:title></news:news></url>
<url><lastmod>2025-01-01</lastmod></url></urlset>"""
PAGE = """<!DOCTYPE html><body><a href="/news/2025/talks">The  talks</a> <a href='/about'>About</a>
<a href="news/2025/talks#comments">12 comments</a><a>nothing</a><a href="http://[">odd</a></body>"""


def entries(body: str, links: str | None = None) -> tuple[Entry, ...]:
    return read_listing(body.encode(), None, WHERE, links).entries


def test_atom() -> None:
    (entry,) = entries(ATOM)
    assert entry.link == "https://news.example/a?p=1"
    assert (entry.guid, entry.published) == ("tag:news.example,2025:1", "2025-03-02T10:00:00+00:00")
    assert entry.content == "<p>Long <b>text</b>.</p>"


def test_json_feed() -> None:
    listing = read_listing(json.dumps(JSON).encode(), None, WHERE)
    one, two, three = listing.entries
    assert (listing.title, listing.note) == ("Larn Courier", "1 item left out: no object")
    assert (one.link, one.published, one.content) == (
        "https://news.example/a",
        "2025-03-02T10:00:00+01:00",
        "<p>One.</p>",
    )
    assert (two.link, two.guid, two.title) == ("https://other.example/b", "2", "B")
    assert two.content == "<p>Two &lt; three.</p><p>Four.</p>"
    assert (three.link, three.key) == (None, "3")


def test_sitemap() -> None:
    assert entries(SITEMAP) == (Entry("https://news.example/a", None, "A", "2025-03-01T08:00:00+00:00"),)


def test_a_text_of_addresses() -> None:
    assert [e.link for e in entries("# ours\nhttps://a.example/1\n\nhttps://a.example/2?fbclid=x\n")] == [
        "https://a.example/1",
        "https://a.example/2",
    ]


def test_links_of_a_page_under_a_pattern() -> None:
    found = entries(PAGE, r"/news/20\d\d/")
    assert [(e.link, e.title) for e in found] == [
        ("https://news.example/news/2025/talks", "The talks"),
        ("https://news.example/lists/news/2025/talks", "12 comments"),
    ]


def test_a_list_with_the_oldest_first_is_turned() -> None:
    items = "".join(f"<item><link>/{n}</link><pubDate>0{n} Mar 2025 10:00:00 GMT</pubDate></item>" for n in range(1, 4))
    found = entries(f"<rss><channel>{items}</channel></rss>")
    assert [(e.link or "")[-1] for e in found] == ["3", "2", "1"]


def test_a_list_without_end_is_cut_and_told() -> None:
    listing = read_listing("\n".join(f"https://a.example/{n}" for n in range(MOST + 7)).encode(), None, WHERE)
    assert len(listing.entries) == MOST
    assert listing.note == "lists 5,007 items; the first 5,000 are followed"


@pytest.mark.parametrize(
    ("link", "page"),
    [
        ("HTTPS://News.Example", "https://news.example/"),
        ("https://a.example/x?utm_source=a&b=%20c&utm_medium=d#e", "https://a.example/x?b=+c"),
        ("https://a.example/x?b=%20c&empty=", "https://a.example/x?b=%20c&empty="),
        ("https://a.example/x?gclid=1", "https://a.example/x"),
    ],
)
def test_one_page_has_one_address(link: str, page: str) -> None:
    assert same_page(link) == page


@settings(max_examples=40, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.tuples(st.sampled_from([ATOM, SITEMAP, PAGE, json.dumps(JSON)]),
                                                    st.integers(0, 600), st.binary(max_size=9))))  # fmt: skip
def test_whatever_comes_is_a_list_or_one_line(given: bytes | tuple[str, int, bytes]) -> None:
    body = (
        given if isinstance(given, bytes) else given[0].encode()[: given[1]] + given[2] + given[0].encode()[given[1] :]
    )
    with suppress(SourceError):
        assert all(
            e.key and (e.link or "http").startswith("http") for e in read_listing(body, None, WHERE, "a").entries
        )
