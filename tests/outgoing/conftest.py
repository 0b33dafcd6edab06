"""Receivers on loopback: a mail server and a web server that keep what they are given."""

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine
from tests.factory import Maker, call_record
from tests.store.conftest import empty, server, store, template  # noqa: F401  the same stores

from communique.model import Record
from communique.store import writer


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server without TLS (RFC 5321, as much of it as a client needs). refuse: what it answers to RCPT."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.messages: list[EmailMessage] = []
        self.refuse: str | None = None
        self.address = f"smtp://127.0.0.1:{self.server_address[1]}"


class Conversation(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline():
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"DATA":
                self.say("354 go on")
                lines = []
                while (part := self.rfile.readline()) != b".\r\n":
                    lines.append(part)
                message = message_from_bytes(b"".join(lines), policy=policy.default)
                assert isinstance(message, EmailMessage)
                self.server.messages.append(message)
                self.say("250 kept")
            elif verb == b"RCPT" and self.server.refuse:
                self.say(self.server.refuse)
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


class Hook(ThreadingHTTPServer):
    """A web server that answers what it is told. posts: path, headers, body."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Post)
        self.posts: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 204
        self.address = f"http://127.0.0.1:{self.server_port}/hook"


class Post(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append((self.path, dict(self.headers), body))
        self.send_response(self.server.status)
        if self.server.status in (301, 302, 307, 308):
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def running(one: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield
    one.shutdown()
    one.server_close()
    thread.join()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server."""
    box = Mailbox()
    for _ in running(box):
        yield box


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A web server."""
    one = Hook()
    for _ in running(one):
        yield one


def story(number: int, actor: str = "Orlan Dask") -> Record:
    """A document in which somebody says something."""
    words = f"the crossing number {number} will open"
    maker = Maker(
        f"{actor} said that {words} <b>soon</b>.",
        published=f"2025-03-{number:02}",
        publisher="Meridian Wire",
        title=f"Crossing {number} & others",
        url=f"https://news.example/{number}",
    )
    who = maker.entity(actor, country="VLD")
    maker.statement(words, cue="said", source=actor, speakers=(who,), channel="statement", confidence=0.9)
    return maker.record()


def call(publisher: str) -> Record:
    """The call, as another paper tells it."""
    record = call_record()
    return replace(record, document=replace(record.document, publisher=publisher))


def add(engine: Engine, *records: Record) -> list[str]:
    """Keep records; their keys."""
    return [key for key, _ in writer.add_many(engine, records)]
