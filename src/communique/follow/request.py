"""One request for a feed, a page or robots.txt: guarded as every fetch is, and conditional where it was asked for before."""

import ssl
import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

import httpx

from communique.ingest.fetch import answered, limited_body
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
    with (
        httpx.Client(trust_env=False, timeout=options.timeout, verify=_certificates(), headers=headers) as client,
        answered(client, url, options, ACCEPTED, before) as (response, address),
    ):
        deadline = (
            time.monotonic() + options.deadline
        )  # what a host has to be waited for before it is asked does not count
        return Answer(
            response.status_code,
            response.reason_phrase,
            address,
            {name.lower(): value for name, value in response.headers.items()},
            limited_body(response, url, options, deadline) if response.status_code == 200 else b"",
            response.charset_encoding,
        )


@cache
def _certificates() -> ssl.SSLContext:
    """Loading them takes longer than most answers."""
    return httpx.create_ssl_context()
