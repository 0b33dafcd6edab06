"""A site on loopback that does what it is told, be it good or bad; and a clock that moves when it is waited by."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]
PARAGRAPH = (
    "Foreign Minister Orlan Dask met Prime Minister Mira Tolen in Larn on Monday to discuss the opening of the border. "
    "The two sides will meet again in Tarsk in May, the ministry said in a statement that it published in the evening."
)


class Handler(BaseHTTPRequestHandler):
    """Looks the path up in the site's answers; what was asked, and with which headers, is kept."""

    site: "Site"

    def do_GET(self) -> None:
        self.site.asked.append((self.path, dict(self.headers)))
        self.site.on_asked(len(self.site.asked))
        if self.site.latency:
            time.sleep(self.site.latency)
        answer = self.site.answers.get(self.path)
        if answer is None:
            self.say(b"nothing here", status=404)
        else:
            answer(self)

    def say(self, body: bytes, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        with suppress(ConnectionError):  # who asked was killed
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Site:
    """Answers by path."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.latency = 0.0  # seconds; for `benchmarks/faults.py`, never in a test
        self.on_asked: Callable[[int], object] = lambda _: None
        handler = type("Bound", (Handler,), {"site": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def clear(self) -> None:
        self.answers.clear()
        self.asked.clear()

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def put(self, path: str, body: bytes | str, kind: str = "text/html; charset=utf-8", **more: Any) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.answers[path] = lambda handler: handler.say(data, kind, **more)

    def put_tagged(self, path: str, body: bytes | str, kind: str = "text/html; charset=utf-8") -> None:
        """With an ETag made of the body, and 304 for who has it."""
        data = body.encode() if isinstance(body, str) else body
        tag = f'"{hash(data)}"'

        def answer(handler: Handler) -> None:
            if handler.headers.get("If-None-Match") == tag:
                handler.say(b"", kind, 304, ETag=tag)
            else:
                handler.say(data, kind, ETag=tag)

        self.answers[path] = answer

    def story(self, name: str, text: str = "") -> None:
        """A page at /NAME about NAME."""
        body = f"<h1>News of {name}</h1><p>{text or f'This is what is new of {name}.'} {PARAGRAPH}</p>"
        self.put(f"/{name}", f"<html lang='en'><body><article>{body}</article></body></html>")

    def feed(self, *names: str, path: str = "/feed", more: str = "") -> None:
        """An RSS feed of pages at /NAME, newest first; a name's number is the day of its publication."""
        self.put_tagged(path, rss(*names, more=more), "application/rss+xml")


def item(name: str, text: str = "") -> str:
    """An item of a feed; `story-3` was published on 3 March."""
    number = int("".join(c for c in name if c.isdigit()) or 1)
    day = datetime(2025, 3, 1, 10, tzinfo=UTC) + timedelta(days=number - 1)
    return (
        f"<item><title>News of {name}</title><link>/{name}</link><guid isPermaLink='false'>id-{name}</guid>"
        f"<pubDate>{format_datetime(day, usegmt=True)}</pubDate><description>{text}</description></item>"
    )


def rss(*names: str, more: str = "") -> str:
    """A feed of items."""
    items = "".join(map(item, names))
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Larn Courier</title>{items}{more}</channel></rss>"


class MovedClock:
    """A clock that stands still until it is waited by."""

    def __init__(self) -> None:
        self.time = datetime(2025, 3, 10, 12, tzinfo=UTC)
        self.waits: list[float] = []

    def now(self) -> datetime:
        return self.time

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += timedelta(seconds=seconds)

    def move(self, **much: float) -> None:
        self.time += timedelta(**much)
