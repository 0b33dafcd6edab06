"""Served stores, and tabs in which nothing may go wrong unseen."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import uvicorn
from playwright.sync_api import ConsoleMessage, Dialog, Page, Request

from communique.web.app import make_app
from communique.web.settings import WebSettings

ARGUMENTS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync""".split()


@dataclass(frozen=True)
class Site:
    """A served store: the address of its news line, and its file."""

    address: str
    path: Path

    def data(self, address: str) -> Any:
        """A page's JSON."""
        answer = httpx.get(self.address + address, timeout=60)
        assert answer.status_code == 200, f"{address}: {answer.status_code} {answer.text[:300]}"
        return answer.json()


@contextmanager
def served(path: Path) -> Iterator[Site]:
    """A store on a free port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()  # visitors wait from now on, however late the server starts
        port = listening.getsockname()[1]
        app = make_app(WebSettings(db=str(path), port=port, poll=0.05, a_minute=100_000))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield Site(f"http://127.0.0.1:{port}", path)
        finally:
            server.should_exit = True
            thread.join()


@dataclass
class Watch:
    """What happened in a tab and should not: errors, refusals of the content policy, dialogs, requests to elsewhere.

    allowed: beginnings of console messages that a test expects, such as that of a page which is refused.
    """

    host: str
    wrong: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def over(self, tab: Page) -> None:
        """Watch a tab from now on."""
        tab.on("pageerror", lambda error: self.wrong.append(f"{tab.url}: {error}"))
        tab.on("console", lambda message: self._said(tab, message))
        tab.on("dialog", lambda dialog: self._asked(tab, dialog))
        tab.on("request", lambda request: self._left(tab, request))

    def _said(self, tab: Page, message: ConsoleMessage) -> None:
        expected = any(message.text.startswith(text) for text in self.allowed)
        if message.type in ("error", "warning") and not expected:
            self.wrong.append(f"{tab.url}: {message.text}")

    def _asked(self, tab: Page, dialog: Dialog) -> None:
        self.wrong.append(f"{tab.url}: a dialog: {dialog.message}")
        dialog.dismiss()

    def _left(self, tab: Page, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme != "data" and f"{parts.scheme}://{parts.netloc}" != self.host:
            self.wrong.append(f"{tab.url}: asked elsewhere: {request.url}")


def overflow(tab: Page) -> list[str]:
    """What makes the page wider than its window, if anything does: the widest elements, for the message of a failure."""
    found: str = tab.evaluate(
        """() => {
          const width = innerWidth, root = document.scrollingElement;
          if (root.scrollWidth <= width) return "[]";
          const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 0.5);
          return JSON.stringify(["" + root.scrollWidth, ...wide.slice(0, 6).map((e) => e.tagName + "." + e.className)]);
        }"""
    )
    return list(json.loads(found))
