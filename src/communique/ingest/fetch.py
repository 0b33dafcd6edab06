"""Fetching an address: timeouts, a size limit before and after decompression, every redirect checked like the first."""

import io
import time
import zlib
from contextlib import closing
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
    """The page at an http(s) address. Raises FetchError, with one line, for whatever prevents it.

    The connection goes to the very address that was checked, so that a name that resolves differently the second time
    (DNS rebinding) gains nothing. Environment proxies are not used: through one, no address could be checked.
    """
    import httpx

    deadline = time.monotonic() + options.deadline
    current = url
    with httpx.Client(trust_env=False, timeout=options.timeout, follow_redirects=False) as client:
        for _ in range(options.max_redirects + 1):
            addresses = checked_addresses(current, url, options.allow_private)
            try:
                with closing(open_guarded(client, current, addresses)) as response:
                    location = response.headers.get("location")
                    if response.status_code not in REDIRECTS or not location:
                        return _page(response, current, url, options, deadline)
                    current = urljoin(current, location)
            except httpx.TimeoutException:
                raise FetchError(url, f"no answer within {options.timeout:g} seconds") from None
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
                raise FetchError(url, f"could not be fetched: {one_line(error)}") from None
    raise FetchError(url, f"more than {options.max_redirects} redirects")


def open_guarded(client: "httpx.Client", url: str, addresses: list[str]) -> "httpx.Response":
    """The response of the first of the host's addresses that can be connected to; its body is still to be read."""
    import httpx

    wanted = httpx.URL(url)
    headers = {
        "Host": wanted.netloc.decode("ascii"),
        "User-Agent": f"communique/{VERSION}",
        "Accept": ACCEPTED,
        "Accept-Encoding": "gzip, deflate",
    }
    failed: httpx.ConnectError | None = None
    for address in addresses:
        request = client.build_request(
            "GET", wanted.copy_with(host=address), headers=headers, extensions={"sni_hostname": wanted.host}
        )
        try:
            return client.send(request, stream=True)
        except httpx.ConnectError as error:
            failed = failed or error
    raise failed or httpx.ConnectError("no address to connect to")


def _page(response: "httpx.Response", url: str, source: str, options: IngestOptions, deadline: float) -> Page:
    if not 200 <= response.status_code < 300:
        raise FetchError(source, f"the server answered {response.status_code} {response.reason_phrase}".rstrip())
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in BY_TYPE and kind not in GENERIC:
        raise FetchError(source, f"not a text or page: the server sent '{kind[:60]}'")
    body = limited_body(response, source, options, deadline)
    return Page(
        stream=io.BufferedReader(io.BytesIO(body)),
        url=url,
        content_type=kind if kind in BY_TYPE else "",
        charset=response.charset_encoding,
        suffix="" if kind in BY_TYPE else PurePosixPath(urlsplit(url).path).suffix,
        retrieved=datetime.now(UTC).replace(microsecond=0).isoformat(),
    )


def limited_body(response: "httpx.Response", source: str, options: IngestOptions, deadline: float) -> bytes:
    """The body, unpacked; never more than the limit of it is held, packed or unpacked."""
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
