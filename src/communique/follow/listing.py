"""What a feed or list holds: RSS, Atom, JSON Feed, sitemaps, a text of addresses, or the links of a page, as entries."""

import html
import json
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from communique.counts import counted
from communique.errors import FormatError, one_line
from communique.ingest import dates
from communique.ingest.encoding import decode, refuse_binary
from communique.ingest.feed import DECLARATION, parse_feed

MOST = 5_000  # entries of one list; the newest stand first nearly everywhere
LONGEST_CONTENT = 500_000
FEED = re.compile(r"\s*(?:<[?!][^>]*>\s*)*<(?:\w+:)?(?:rss|feed|RDF)\b")
SITEMAP = re.compile(r"\s*(?:<[?!][^>]*>\s*)*<(?:\w+:)?urlset\b")
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|at_medium|at_campaign|ref_src", re.IGNORECASE)


class Entry(NamedTuple):
    """One item of a list.

    published: ISO; the time of its last change where the list gives no other. content: the item's own text as markup.
    """

    link: str | None
    guid: str | None = None
    title: str | None = None
    published: str | None = None
    content: str | None = None

    @property
    def key(self) -> str:
        """What makes it the same item in the next list: its link, else its id, else its words."""
        return self.link or self.guid or f"{self.title or ''} {self.content or ''}"[:200]


class Listing(NamedTuple):
    """The entries, newest first where their dates tell. note: what else is to be said of the list."""

    title: str | None
    entries: tuple[Entry, ...]
    note: str | None = None


def read_listing(body: bytes, charset: str | None, address: str, links: str | None = None) -> Listing:
    """The entries of what came back from `address`. links: pattern of the links to take where it is a page.

    An entry that is repeated (the same link) counts once. Raises FormatError where nothing is listed in a form known here.
    """
    refuse_binary(body, address)
    decoded = decode(body, charset, markup=True)
    text = decoded.text.lstrip("\ufeff")
    title, found, notes = _entries(text, address, links)
    entries: dict[str, Entry] = {}
    ids: dict[str, str] = {}
    shared = set()
    for entry in found:
        entry = entry._replace(link=_absolute(entry.link, address))
        if not entry.key.strip():
            continue
        if entry.guid and ids.setdefault(entry.guid, entry.key) != entry.key:
            shared.add(entry.guid)
        entries.setdefault(entry.key, entry)
    if shared:
        notes.append(f"{counted(len(shared), 'id')} used for more than one item")
    if len(entries) > MOST:
        notes.append(f"lists {counted(len(entries), 'item')}; the first {MOST:,} are followed")
    newest_first = list(entries.values())[:MOST]
    days = [e.published for e in newest_first if e.published]
    if len(days) > 1 and days[0] < days[-1]:
        newest_first.reverse()
    return Listing(title, tuple(newest_first), "; ".join(notes) or None)


def _entries(text: str, address: str, links: str | None) -> tuple[str | None, Iterator[Entry], list[str]]:
    if text.lstrip().startswith("{"):
        return _json_feed(text, address)
    if FEED.match(text):
        return _feed(text, address)
    if SITEMAP.match(text):
        return None, _sitemap(text, address), []
    if links is not None:
        return None, _links(text, address, links), []
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if lines and all(re.fullmatch(r"https?://\S+", line) for line in lines):
        return None, iter([Entry(line) for line in lines]), []
    raise FormatError(address, _hint(text, address))


def _feed(text: str, address: str) -> tuple[str | None, Iterator[Entry], list[str]]:
    parsed = parse_feed(text, address, address)
    broken = one_line(parsed.get("bozo_exception"), 120, "") if parsed.get("bozo") else ""
    if broken and not parsed.entries:
        raise FormatError(address, f"a feed that cannot be read: {broken}")
    notes = [f"the feed is broken, some items may be missing: {broken}"] if broken else []
    return _text(parsed.feed.get("title")), map(_feed_entry, parsed.entries), notes


def _feed_entry(entry: Any) -> Entry:
    texts = [str(content.get("value") or "") for content in entry.get("content") or ()]
    texts.append(str(entry.get("summary") or ""))
    return Entry(
        _text(entry.get("link")),
        _text(entry.get("id")),
        _text(entry.get("title")),
        _date(entry.get("published"), entry.get("published_parsed"))
        or _date(entry.get("updated"), entry.get("updated_parsed")),
        max(texts, key=len)[:LONGEST_CONTENT] or None,
    )


def _json_feed(text: str, address: str) -> tuple[str | None, Iterator[Entry], list[str]]:
    """https://www.jsonfeed.org/version/1.1/"""
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(address, f"JSON that cannot be read: {one_line(error, 120, '')}") from None
    items = parsed.get("items")
    if not isinstance(items, list) or "jsonfeed.org" not in str(parsed.get("version")):
        raise FormatError(address, "JSON, but not a JSON Feed")
    objects = [item for item in items if isinstance(item, dict)]
    odd = len(items) - len(objects)
    notes = [f"{counted(odd, 'item')} left out: no object"] if odd else []
    return _text(parsed.get("title")), map(_json_entry, objects), notes


def _json_entry(item: dict[str, Any]) -> Entry:
    content = item.get("content_html")
    if not isinstance(content, str):
        plain = item.get("content_text") or item.get("summary")
        lines = plain.splitlines() if isinstance(plain, str) else []
        content = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return Entry(
        _text(item.get("url")) or _text(item.get("external_url")),
        _text(item.get("id")),
        _text(item.get("title")),
        _date(item.get("date_published")) or _date(item.get("date_modified")),
        content[:LONGEST_CONTENT] or None,
    )


def _sitemap(text: str, address: str) -> Iterator[Entry]:
    """https://www.sitemaps.org/protocol.html, with the titles and dates of news sitemaps."""
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(DECLARATION.sub("", text).encode("utf-8", "replace"), parser)
    if root is None:
        raise FormatError(address, "a sitemap that cannot be read")
    for url in root.iter("{*}url"):
        # by hand: in a broken file a name may still have its prefix
        fields = {re.split("[}:]", str(e.tag))[-1]: (e.text or "").strip() for e in url.iter("{*}*")}
        if fields.get("loc"):
            published = _date(fields.get("publication_date"))  # `lastmod` says nothing of that
            yield Entry(fields["loc"], None, fields.get("title") or None, published)


def _links(text: str, address: str, pattern: str) -> Iterator[Entry]:
    from communique.ingest.html import parse

    tree = parse(text)
    wanted = re.compile(pattern)
    for link in tree.iter("a") if tree is not None else ():
        target = _absolute(link.get("href"), address)
        if target and wanted.search(target):
            yield Entry(target, None, _text(link.text_content()))


def _hint(text: str, address: str) -> str:
    """Why this is no list, and what to do where it is a page."""
    from communique.ingest.html import parse

    tree = parse(text) if "<" in text[:2000] else None
    if tree is None:
        return "neither a feed nor a list of addresses"
    feeds = tree.xpath(
        "//link[contains(@rel, 'alternate') and (contains(@type, 'rss') or contains(@type, 'atom'))]/@href"
    )
    if feed := _absolute(str(feeds[0]), address) if feeds else None:
        return f"a page, not a feed; it names this feed: {feed}"
    return "a page, not a feed; with --links PATTERN its links are followed"


def _absolute(link: str | None, address: str) -> str | None:
    try:
        found = same_page(urljoin(address, link.strip())) if link else ""
    except ValueError:
        return None
    return found if found.startswith(("http://", "https://")) else None


def same_page(link: str) -> str:
    """The link without fragment and without parameters that only track where a reader comes from."""
    parts = urlsplit(link)
    query = parts.query
    if TRACKING.search(query):
        query = urlencode([(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if not TRACKING.fullmatch(k)])
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", query, ""))


def _date(value: object, parsed: Any = None) -> str | None:
    iso = dates.parse(str(value or ""))
    if iso is None and parsed:  # in a form that the library alone reads
        try:
            iso = datetime.fromtimestamp(timegm(parsed), tz=UTC).isoformat()
        except (ValueError, TypeError, OverflowError, OSError):
            return None
    return iso


def _text(value: object) -> str | None:
    return " ".join(str(value).split()) or None if isinstance(value, str | int | float) else None
