"""Fetching an address: timeouts, a size limit before and after decompression, every redirect checked like the first."""

import io
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from communique.errors import FetchError, one_line
from communique.ingest.addresses import checked_addresses
from communique.ingest.ingested import IngestOptions
from communique.ingest.sniff import BY_TYPE
from communique.version import VERSION

if TYPE_CHECKING:
    import httpx

REDIRECTS = (301, 302, 303, 307, 308)
ACCEPTED = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml;q=0.9, text/plain"
)
PIECE = 65536
GENERIC = ("application/octet-stream", "binary/octet-stream", "")


class Page(NamedTuple):
    """What came back: its bytes as a stream, the address after redirects, the type, the time of the fetch (ISO, UTC)."""

    stream: io.BufferedReader
    url: str
    content_type: str
    charset: str | None
    suffix: str
    retrieved: str


def fetch(url: str, options: IngestOptions) -> Page:
    """The page at an http(s) address. Raises FetchError, with one line, for whatever prevents it."""
    import httpx

    deadline = time.monotonic() + options.deadline
    with (
        httpx.Client(trust_env=False, timeout=options.timeout, follow_redirects=False) as client,
        answered(client, url, options) as (response, address),
    ):
        if not 200 <= response.status_code < 300:
            raise FetchError(url, f"the server answered {response.status_code} {response.reason_phrase}".rstrip())
        content_type, suffix = told(response.headers.get("content-type", ""), address, url)
        body = limited_body(response, url, options, deadline)
        return Page(
            stream=io.BufferedReader(io.BytesIO(body)),
            url=address,
            content_type=content_type,
            charset=response.charset_encoding,
            suffix=suffix,
            retrieved=datetime.now(UTC).replace(microsecond=0).isoformat(),
        )


@contextmanager
def answered(
    client: "httpx.Client",
    url: str,
    options: IngestOptions,
    accepted: str = ACCEPTED,
    before: Callable[[str], None] = lambda _: None,
) -> "Iterator[tuple[httpx.Response, str]]":
    """The answer at an address, its body still to be read, and the address after redirects, each checked like the first.

    The connection goes to the very address that was checked, so that a name that resolves differently the second time
    (DNS rebinding) gains nothing; a client must not use the environment's proxies: through one, no address could be checked.
    before: called with each address before it is asked; what it raises ends the request. Raises FetchError, with one line,
    where there is no answer, also while the body is read.
    """
    import httpx

    current = url
    headers = {"Accept": accepted, "Accept-Encoding": "gzip, deflate"}
    for _ in range(options.max_redirects + 1):
        before(current)
        addresses = checked_addresses(current, url, options.allow_private)
        try:
            with closing(pinned(client, "GET", current, addresses, headers)) as response:
                location = response.headers.get("location")
                if response.status_code not in REDIRECTS or not location:
                    yield response, current
                    return
                current = urljoin(current, location)
        except httpx.TimeoutException:
            raise FetchError(url, f"no answer within {options.timeout:g} seconds") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
            raise FetchError(url, f"could not be fetched: {one_line(error)}") from None
    raise FetchError(url, f"more than {options.max_redirects} redirects")


def told(sent: str, address: str, source: str) -> tuple[str, str]:
    """Content type and ending to know a body by, from the server's header. Raises FetchError for what is no text or page."""
    kind = sent.split(";")[0].strip().lower()
    if kind in BY_TYPE:
        return kind, ""
    if kind in GENERIC:
        return "", PurePosixPath(urlsplit(address).path).suffix
    raise FetchError(source, f"not a text or page: the server sent '{kind[:60]}'")


def pinned(
    client: "httpx.Client",
    method: str,
    url: str,
    addresses: list[str],
    headers: dict[str, str],
    body: bytes | None = None,
) -> "httpx.Response":
    """The answer of the first of the host's addresses, checked before, that can be connected to; not read yet."""
    import httpx

    wanted = httpx.URL(url)
    headers = {**headers, "Host": wanted.netloc.decode("ascii"), "User-Agent": f"communique/{VERSION}"}
    failed: httpx.ConnectError | None = None
    for address in addresses:
        there, name = wanted.copy_with(host=address), {"sni_hostname": wanted.host}
        request = client.build_request(method, there, headers=headers, content=body, extensions=name)
        try:
            return client.send(request, stream=True)
        except httpx.ConnectError as error:
            failed = failed or error
    raise failed or httpx.ConnectError("no address to connect to")


def limited_body(response: "httpx.Response", source: str, options: IngestOptions, deadline: float) -> bytes:
    """The body, unpacked; never more than the limit of it is held, packed or unpacked. Raises FetchError beyond it."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise FetchError(source, f"sent in an encoding that was not asked for: '{encoding[:40]}'")
    unpack = zlib.decompressobj(47 if "gzip" in encoding else 15) if encoding not in ("identity", "") else None
    too_long = FetchError(source, f"more than {options.max_bytes:,} bytes; that is more than is read of one page")
    out = bytearray()
    received = 0
    for piece in response.iter_raw(PIECE):
        received += len(piece)
        if time.monotonic() > deadline:
            raise FetchError(source, f"not finished within {options.deadline:g} seconds")
        if received > options.max_bytes:
            raise too_long
        try:
            out += unpack.decompress(piece, options.max_bytes + 1 - len(out)) if unpack else piece
        except zlib.error as error:
            raise FetchError(source, f"broken {encoding} data: {error}") from None
        if len(out) > options.max_bytes:
            raise too_long
    return bytes(out)
