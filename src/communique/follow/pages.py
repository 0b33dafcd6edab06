"""One visit to a page: fetched where that is allowed; where it is refused, the item's own text is taken."""

import io
import logging
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from msgspec.structs import replace
from sqlalchemy import Row
from sqlalchemy.exc import SQLAlchemyError

from communique.counts import counted
from communique.errors import FetchError, SourceError
from communique.follow.clock import Clock, stamp
from communique.follow.hosts import ROBOTS, DisallowedError, Hosts
from communique.follow.request import Answer
from communique.ingest.feed import CUT
from communique.ingest.fetch import told
from communique.ingest.fragment import fragment_text
from communique.ingest.ingested import DateClaim, Ingested, IngestOptions, Metadata, note
from communique.ingest.streams import read_stream
from communique.ingest.text import ingest_text

log = logging.getLogger("communique")
TRIES = 6  # a page that fails so often in a row is given up until its next visit: five hours or so
SHORTEST = 40  # letters of an item's own text that are worth reading
PASSING = (408, 425, 429)  # refusals that are none


class Text(NamedTuple):
    """A text was found. state: page, or item where it is the item's own; reason: why it is not the page."""

    found: Ingested
    state: str
    reason: str | None = None
    etag: str | None = None
    modified: str | None = None


class Same(NamedTuple):
    """The server says that the page has not changed."""


class Gone(NamedTuple):
    """The page was there and is no longer."""

    reason: str


class Failed(NamedTuple):
    """Nothing was found this time."""

    reason: str


Outcome = Text | Same | Gone | Failed


def visit(page: Row[Any], hosts: Hosts, options: IngestOptions, clock: Clock) -> Outcome:
    """What a page that is due has now. page: its row in `followed_pages`, with the item and the publisher.

    Raises nothing but what the store raises.
    """
    try:
        return _visit(page, hosts, options, clock)
    except SQLAlchemyError:
        raise
    except Exception as error:  # a library that breaks over odd bytes must not end the round
        log.debug("visiting %s failed", page.address, exc_info=True)
        return Failed(f"could not be read: {type(error).__name__}")


def _visit(page: Row[Any], hosts: Hosts, options: IngestOptions, clock: Clock) -> Outcome:
    if page.host is None:
        return _own(page, options, clock, "the item has no link")
    try:
        answer = hosts.ask(page.address, page.etag, page.modified)
    except DisallowedError as error:
        return _refused(page, options, clock, error.reason)
    except FetchError as error:
        reason = str(error) if error.source.endswith(ROBOTS) else error.reason
        return _refused(page, options, clock, reason) if page.failures + 1 >= TRIES else Failed(reason)
    if answer.status == 304:
        return Same()
    if answer.status == 200:
        try:
            return Text(_read(answer, page, options, clock), "page", None, *validators(answer))
        except SourceError as error:
            return _refused(page, options, clock, error.reason)
    if answer.status in (404, 410) and page.state in ("page", "gone"):
        return Gone(answer.said())
    if (400 <= answer.status < 500 and answer.status not in PASSING) or page.failures + 1 >= TRIES:
        return _refused(page, options, clock, answer.said())
    return Failed(answer.said())


def validators(answer: Answer) -> tuple[str | None, str | None]:
    """ETag and Last-Modified, for the next conditional request."""
    return answer.headers.get("etag"), answer.headers.get("last-modified")


def _read(answer: Answer, page: Row[Any], options: IngestOptions, clock: Clock) -> Ingested:
    kind, suffix = told(answer.headers.get("content-type", ""), answer.url, page.address)
    stream = io.BufferedReader(io.BytesIO(answer.body))
    metadata = _metadata(page, answer.url, clock)
    found = list(read_stream(stream, page.address, options, metadata, kind, answer.charset, suffix))
    if len(found) != 1:
        raise FetchError(
            page.address, f"{counted(len(found), 'document')}, not a page; follow it as a source of its own"
        )
    (item,) = found
    if not isinstance(item, Ingested):
        raise FetchError(page.address, item.reason)
    if page.publisher and item.document.publisher in _host_names(answer.url):  # the page names none, only its host
        item = replace(item, document=replace(item.document, publisher=page.publisher))
    return item


def _host_names(address: str) -> tuple[str, ...]:
    """What a page's host may be called where it passes for the publisher."""
    host = urlsplit(address).netloc.lower()
    return host, host.removeprefix("www."), host.partition(":")[0]


def _refused(page: Row[Any], options: IngestOptions, clock: Clock, reason: str) -> Outcome:
    """The item's own text, unless the page was read before: a beginning must not pass for a change of it."""
    return Failed(reason) if page.state in ("page", "gone") else _own(page, options, clock, reason)


def _own(page: Row[Any], options: IngestOptions, clock: Clock, reason: str) -> Outcome:
    text = fragment_text(page.content or "")
    if sum(c.isalpha() for c in text) < SHORTEST or len(text) > options.max_characters:
        return Failed(reason)
    notes = [note(f"this is the feed's own text; its page was not read: {reason}")]
    if CUT.search(text):
        notes.append(note("the feed gives only the beginning of this text"))
    return Text(
        ingest_text(text, options.settings, _metadata(page, page.address, clock), None, tuple(notes)), "item", reason
    )


def _metadata(page: Row[Any], address: str, clock: Clock) -> Metadata:
    """What the list says of a page; what the page itself says goes before."""
    return Metadata(
        url=address,
        publisher=page.publisher,
        title=fragment_text(page.title) if page.title else None,
        dates=(DateClaim(page.published, "feed date"),) if page.published else (),
        retrieved=stamp(clock.now()),
    )
