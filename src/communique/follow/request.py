"""One request for a feed, a page or robots.txt: guarded as every fetch is, and conditional where it was asked for before."""

import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import cache
from typing import NamedTuple
from urllib.parse import urljoin

import httpx

from communique.errors import FetchError, one_line
from communique.ingest.addresses import checked_addresses
from communique.ingest.fetch import REDIRECTS, limited_body, open_guarded  # the guarded parts of a fetch
from communique.ingest.ingested import IngestOptions

ACCEPTED = (
    "text/html, application/xhtml+xml, application/feed+json, application/rss+xml, application/atom+xml, "
    "application/xml;q=0.9, text/plain;q=0.9, application/json;q=0.9, */*;q=0.1"
)


class Answer(NamedTuple):
    """What came back. headers: names in lower case; body: unpacked, empty unless the status is 200."""

    status: int
    reason: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    kind: str
    charset: str | None

    def said(self) -> str:
        """The status in words."""
        return f"the server answered {self.status} {self.reason}".rstrip()


def ask(
    url: str,
    options: IngestOptions,
    etag: str | None = None,
    modified: str | None = None,
    before: Callable[[str], None] = lambda _: None,
) -> Answer:
    """The answer at an address, redirects followed, each checked like the first. etag, modified: of the answer before.

    before: called with each address before it is asked; what it raises ends the request. Raises FetchError where there is no
    answer: refused address, no connection, too many bytes, broken off.
    """
    conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {name: value for name, value in conditions.items() if value}
    current = url
    hooks = {"request": [_accept]}
    with httpx.Client(
        trust_env=False, timeout=options.timeout, verify=_certificates(), headers=headers, event_hooks=hooks
    ) as client:
        for _ in range(options.max_redirects + 1):
            before(current)
            deadline = time.monotonic() + options.deadline
            addresses = checked_addresses(current, url, options.allow_private)
            try:
                with closing(open_guarded(client, current, addresses)) as response:
                    location = response.headers.get("location")
                    if response.status_code in REDIRECTS and location:
                        current = urljoin(current, location)
                        continue
                    body = limited_body(response, url, options, deadline) if response.status_code == 200 else b""
                    return Answer(
                        response.status_code,
                        response.reason_phrase,
                        current,
                        {name.lower(): value for name, value in response.headers.items()},
                        body,
                        response.headers.get("content-type", "").split(";")[0].strip().lower(),
                        response.charset_encoding,
                    )
            except httpx.TimeoutException:
                raise FetchError(url, f"no answer within {options.timeout:g} seconds") from None
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
                raise FetchError(url, f"could not be fetched: {one_line(error)}") from None
    raise FetchError(url, f"more than {options.max_redirects} redirects")


def _accept(request: httpx.Request) -> None:
    request.headers["Accept"] = ACCEPTED


@cache
def _certificates() -> ssl.SSLContext:
    """Loading them takes longer than most answers."""
    return httpx.create_ssl_context()
