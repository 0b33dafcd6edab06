"""RSS and Atom: each item a document, made of its content, with the feed as publisher."""

import hashlib
import io
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from communique.counts import counted
from communique.errors import FormatError, one_line
from communique.ingest import dates
from communique.ingest.encoding import decode
from communique.ingest.fragment import fragment_text
from communique.ingest.ingested import (
    UNKNOWN,
    DateClaim,
    Ingested,
    IngestOptions,
    Item,
    Metadata,
    SourceFailure,
    note,
    too_long,
)
from communique.ingest.text import ingest_text

CUT = re.compile(r"(?:\[?(?:…|\.\.\.)\]?|\b(?:read more|continue reading)\b.{0,40})\s*\Z", re.IGNORECASE)
BARE_ITEM = re.compile(r"\A\s*(?:<\?xml[^>]*\?>\s*)?(<(item|entry)\b.*)\Z", re.IGNORECASE | re.DOTALL)
DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


def read_feed(
    data: bytes, source: str, options: IngestOptions, metadata: Metadata = UNKNOWN, charset: str | None = None
) -> Iterator[Item]:
    """The items of a feed in its order; an item without text is a line. Raises FormatError where there is no feed."""
    decoded = decode(data, charset, markup=True)
    markup = DECLARATION.sub("", decoded.text.lstrip("\ufeff"))  # so that a bare item is known
    if bare := BARE_ITEM.match(markup):  # a single item, cut out of its feed
        markup = f"<rss version='2.0'><channel>{bare[1]}</channel></rss>"
    parsed = parse_feed(markup, source)
    if not parsed.entries:
        broken = f" ({one_line(parsed.get('bozo_exception'), 120, '')})" if parsed.get("bozo") else ""
        raise FormatError(source, f"a feed without items{broken}")
    for number, entry in enumerate(parsed.entries, start=1):
        item = _item(entry, parsed.feed, f"{source}#{number}", options, metadata)
        if isinstance(item, Ingested) and decoded.notes:
            item = Ingested(document=item.document, notes=decoded.notes + item.notes)
        yield item
    if parsed.get("bozo") and _cut_off(parsed.get("bozo_exception")):
        yield SourceFailure(source, f"the feed breaks off: {counted(len(parsed.entries), 'item')} could be read")


def parse_feed(markup: str, name: str, address: str = "") -> Any:
    """What feedparser makes of a feed's markup. address: what relative links are relative to. Raises FormatError."""
    import feedparser

    # a stream, never a string: the library would take a string for a file name or an address
    stream = io.BytesIO(DECLARATION.sub("", markup).encode("utf-8", "replace"))
    headers = {"content-type": "application/xml; charset=utf-8"} | ({"content-location": address} if address else {})
    try:
        return feedparser.parse(stream, response_headers=headers)
    except Exception as error:  # the library looks up what it believes to have seen; broken markup proves it wrong
        raise FormatError(name, f"a feed too broken to be read ({type(error).__name__})") from error


def _item(entry: Any, feed: Any, name: str, options: IngestOptions, metadata: Metadata) -> Item:
    """The document of one item: its longest text, be it called content, summary or description."""
    texts = [str(content.get("value") or "") for content in entry.get("content") or ()]
    texts.append(str(entry.get("summary") or ""))
    markup = max(texts, key=len)
    text = fragment_text(markup)
    if not any(c.isalnum() for c in text):
        return SourceFailure(name, "an item without text", ignored=True)
    if reason := too_long(text, options):
        return SourceFailure(name, reason)
    source = entry.get("source") or {}
    known = Metadata(
        path=f"{metadata.path}#{name.rpartition('#')[2]}" if metadata.path else None,
        url=entry.get("link") or (entry.get("id") if str(entry.get("id")).startswith("http") else None),
        publisher=source.get("title") or feed.get("publisher") or feed.get("title") or metadata.publisher,
        title=fragment_text(str(entry.get("title") or "")),
        byline=_authors(entry),
        section=next((tag.get("term") for tag in entry.get("tags") or () if tag.get("term")), None),
        dates=tuple(_dates(entry)) + metadata.dates,
        retrieved=metadata.retrieved,
        language=feed.get("language") or metadata.language,
    )
    notes = (note("the feed gives only the beginning of this text"),) if CUT.search(text) else ()
    return ingest_text(
        text, options.settings, known, hashlib.sha256(markup.encode("utf-8", "replace")).hexdigest(), notes
    )


def _authors(entry: Any) -> tuple[str, ...]:
    names = [str(author.get("name") or "") for author in entry.get("authors") or ()]
    return tuple(dict.fromkeys(name for name in names if name and "@" not in name))


def _dates(entry: Any) -> Iterator[DateClaim]:
    for name in ("published", "updated"):
        iso = dates.parse(str(entry.get(name) or ""))
        moment = entry.get(f"{name}_parsed")
        if iso is None and moment:  # in a form that the library alone reads
            try:
                iso = datetime.fromtimestamp(timegm(moment), tz=UTC).isoformat()
            except (ValueError, TypeError, OverflowError, OSError):
                continue
        if iso:
            yield DateClaim(iso, f"feed {name}")


def _cut_off(error: object) -> bool:
    """Whether the feed is broken in the middle, rather than sloppy."""
    return any(
        sign in one_line(error, 120, "") for sign in ("no element found", "unclosed", "mismatched", "not well-formed")
    )
