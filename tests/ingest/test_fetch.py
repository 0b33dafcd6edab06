"""Addresses: only public ones, checked before every step; every failure a line. Served from loopback."""

import gzip
import ipaddress
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from communique.errors import FetchError
from communique.ingest import Ingested, IngestOptions, SourceFailure
from communique.ingest.addresses import checked_addresses, is_public
from communique.ingest.fetch import fetch
from communique.ingest.sources import read_sources
from communique.version import VERSION
from ingest.samples import feed, page

OPEN = IngestOptions(allow_private=True, timeout=5.0, max_bytes=200_000)


class Pages(BaseHTTPRequestHandler):
    """Answers by path; what was asked is kept."""

    asked: list[tuple[str, str, str]] = []  # noqa: RUF012  # one server, one list

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["Host"], self.headers["User-Agent"]))
        getattr(self, "serve_" + self.path.strip("/").split("/")[0], self.serve_missing)()

    def answer(self, body: bytes, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def serve_missing(self) -> None:
        self.answer(b"nothing here", status=404)

    def serve_page(self) -> None:
        self.answer(page())

    def serve_latin(self) -> None:
        text = "The café was closed on Monday, the minister said in Larn."
        self.answer(text.encode("cp1252"), "text/plain; charset=iso-8859-1")

    def serve_feed(self) -> None:
        self.answer(feed("<item><description>The talks went on.</description></item>"), "application/rss+xml")

    def serve_image(self) -> None:
        self.answer(b"\x89PNG", "image/png")

    def serve_hop(self) -> None:
        self.answer(b"", status=302, Location="/page")

    def serve_loop(self) -> None:
        self.answer(b"", status=301, Location="/loop")

    def serve_inside(self) -> None:
        self.answer(b"", status=302, Location="file:///etc/passwd")

    def serve_packed(self) -> None:
        self.answer(gzip.compress(page()), Content_Encoding="gzip")

    def serve_bomb(self) -> None:
        self.answer(gzip.compress(b"x" * 30_000_000), Content_Encoding="gzip")

    def serve_brotli(self) -> None:
        self.answer(b"x", Content_Encoding="br")

    def serve_endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 50_000)
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def read(url: str, options: IngestOptions = OPEN) -> Ingested | SourceFailure:
    (item,) = read_sources([url], options)
    return item


@pytest.mark.parametrize("path", ["page", "packed", "hop"])
def test_a_page(address: str, path: str) -> None:
    item = read(f"{address}/{path}")
    assert isinstance(item, Ingested)
    assert item.document.title == "Ministers meet in Larn"
    assert (item.document.url or "").endswith("/page" if path == "hop" else path)
    assert item.document.retrieved is not None
    assert item.document.path is None


def test_the_charset_of_the_header_and_other_kinds(address: str) -> None:
    latin, news = read(f"{address}/latin"), read(f"{address}/feed")
    assert isinstance(latin, Ingested)
    assert isinstance(news, Ingested)
    assert latin.document.text.startswith("The café was closed")
    assert news.document.text == "The talks went on."


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("missing", "the server answered 404"),
        ("image", "not a text or page: the server sent 'image/png'"),
        ("loop", "more than 5 redirects"),
        ("inside", "only http and https addresses are fetched"),
        ("bomb", "more than 200,000 bytes"),
        ("endless", "more than 200,000 bytes"),
        ("brotli", "an encoding that was not asked for"),
    ],
)
def test_refusals(address: str, path: str, reason: str) -> None:
    item = read(f"{address}/{path}")
    assert isinstance(item, SourceFailure)
    assert reason in item.reason
    assert item.source == f"{address}/{path}"


def test_loopback_is_refused_and_not_asked(address: str) -> None:
    Pages.asked.clear()
    item = read(f"{address}/page", IngestOptions())
    assert isinstance(item, SourceFailure)
    assert "private or reserved" in item.reason
    assert Pages.asked == []


def test_a_redirect_to_loopback_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first address passes as public; where it leads does not."""
    real = is_public
    first = [True]

    def public_once(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
        return first.pop() if first else real(ip)

    monkeypatch.setattr("communique.ingest.addresses.is_public", public_once)
    Pages.asked.clear()
    with pytest.raises(FetchError, match="private or reserved"):
        fetch(f"{address}/hop", IngestOptions())
    assert [path for path, _, _ in Pages.asked] == ["/hop"]


def test_the_connection_goes_to_the_address_that_was_checked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is looked up once only; the server still hears it."""
    port = int(address.rpartition(":")[2])
    looked_up: list[str] = []

    def lookup(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr("communique.ingest.addresses.socket.getaddrinfo", _only("larn.example", lookup))
    Pages.asked.clear()
    assert fetch(f"http://larn.example:{port}/page", OPEN).url == f"http://larn.example:{port}/page"
    assert looked_up == ["larn.example"]
    assert Pages.asked == [("/page", f"larn.example:{port}", f"communique/{VERSION}")]


def _only(name: str, lookup: object) -> object:
    real = socket.getaddrinfo

    def choose(host: object, *arguments: object, **named: object) -> object:
        chosen = lookup if host == name else real
        return chosen(host, *arguments, **named)  # type: ignore[operator]

    return choose


def test_a_host_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [(2, 1, 6, "", (ip, 80)) for ip in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr("communique.ingest.addresses.socket.getaddrinfo", lambda *_, **__: entries)
    with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
        checked_addresses("http://larn.example/", "x", allow_private=False)


@pytest.mark.parametrize(
    "ip",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1", "240.0.0.1",
     "100.64.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::a00:1",
     "2002:7f00:1::", "2001:db8::1", "198.18.0.1", "192.0.2.1"],
)  # fmt: skip
def test_addresses_that_are_not_public(ip: str) -> None:
    assert not is_public(ipaddress.ip_address(ip))


@pytest.mark.parametrize("ip", ["93.184.215.14", "8.8.8.8", "2606:4700::6810:84e5", "::ffff:8.8.8.8"])
def test_addresses_that_are(ip: str) -> None:
    assert is_public(ipaddress.ip_address(ip))


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http://[",
        "https://user:pass@larn.example/",
        "http://larn.invalid/",
        "http://larn.example:99999/",
        "http://a b/",
    ],
)
def test_addresses_that_are_none(url: str) -> None:
    item = read(url, IngestOptions())
    assert isinstance(item, SourceFailure)
    assert "\n" not in item.reason


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    item = read(f"http://127.0.0.1:{port}/")
    assert isinstance(item, SourceFailure)
    assert item.reason.startswith("could not be fetched")


def test_a_server_that_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        item = read(f"http://127.0.0.1:{silent.getsockname()[1]}/", IngestOptions(allow_private=True, timeout=0.2))
    assert isinstance(item, SourceFailure)
    assert item.reason == "no answer within 0.2 seconds"
