"""Manners towards hosts: one request at a time with a pause after it, what Retry-After asks for, what robots.txt allows."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec.structs import replace
from sqlalchemy import Connection, Engine, delete, insert, select

from communique.errors import FetchError, SourceError
from communique.follow.backoff import FIRST, after_failure, retry_after
from communique.follow.clock import Clock, moment, stamp
from communique.follow.request import Answer, ask
from communique.ingest.addresses import checked_addresses
from communique.ingest.encoding import decode
from communique.ingest.ingested import IngestOptions
from communique.store import following
from communique.store.rows import plain

if TYPE_CHECKING:
    from protego import Protego

AGENT = "communique"
ROBOTS = "/robots.txt"
KEPT = timedelta(days=1)  # robots.txt; RFC 9309 allows no more
ROBOTS_BYTES = 1_000_000  # RFC 9309 wants at least 500 KiB to be read
PATIENCE = 60.0  # seconds that a round waits for a host; longer, and its pages are left for a later round


class DisallowedError(FetchError):
    """robots.txt forbids it."""


class Hosts:
    """What is known of the hosts. delay: seconds between two requests to one of them, unless robots.txt asks for more."""

    def __init__(self, engine: Engine, clock: Clock, options: IngestOptions, random: Random, delay: float) -> None:
        self._engine = engine
        self._clock = clock
        self._options = options
        self._random = random
        self._delay = delay
        self._free: dict[str, datetime] = {}
        self._robots: dict[str, tuple[str, datetime]] = {}
        self._rules: dict[str, Protego] = {}
        with engine.connect() as connection:
            for row in connection.execute(select(following.hosts)):
                if row.free:
                    self._free[row.host] = moment(row.free)
                if row.robots_read:
                    self._robots[row.host] = (row.robots, moment(row.robots_read))

    def free(self, host: str) -> datetime:
        """From when on the host may be asked; now, or later."""
        return max(self._free.get(host, self._clock.now()), self._clock.now())

    def busy(self, host: str) -> bool:
        """Whether the host is to be left alone for longer than a round waits."""
        return (self.free(host) - self._clock.now()).total_seconds() > PATIENCE

    def ask(self, address: str, etag: str | None = None, modified: str | None = None) -> Answer:
        """The answer at an address, asked for as its host wants it: see `request.ask`. So with every redirect.

        Raises DisallowedError where robots.txt forbids it, and FetchError also where robots.txt cannot be had; that host, and
        one that answers 429 or 503, is left alone for a while.
        """
        asked: list[str] = []

        def before(current: str) -> None:
            checked_addresses(current, address, self._options.allow_private)
            host = origin(current)
            if asked and host not in asked and self.busy(host):
                raise FetchError(address, f"leads to {host}, which wants to be left alone for now")
            if not self._allows(current):
                raise DisallowedError(address, "robots.txt does not allow it")
            if host not in asked:
                self._turn(host)
                asked.append(host)

        answer = ask(address, self._options, etag, modified, before)
        if answer.status in (429, 503):
            for host in asked:
                self._hold(host, answer.headers)
        return answer

    def _turn(self, host: str) -> None:
        """Wait until the host may be asked, and take the turn: the next comes a pause later."""
        seconds = (self.free(host) - self._clock.now()).total_seconds()
        if seconds > 0:
            self._clock.wait(seconds)
        self._free[host] = self._clock.now() + timedelta(seconds=self._pause(host))

    def _hold(self, host: str, headers: Mapping[str, str]) -> None:
        """Leave the host alone as long as it asks for; five minutes where it does not say."""
        seconds = retry_after(headers, self._clock.now())
        until = self._clock.now() + timedelta(seconds=FIRST if seconds is None else seconds)
        self._free[host] = max(until, self._free.get(host, until))

    def _allows(self, address: str) -> bool:
        """Whether robots.txt lets us fetch an address; it is fetched where it is not known, or a day old."""
        host = origin(address)
        kept = self._robots.get(host)
        if kept is None or self._clock.now() - kept[1] >= KEPT:
            self._fetch_robots(host)
        return bool(self._rules_of(host).can_fetch(address, AGENT))

    def save(self, connection: Connection, host: str) -> None:
        """Write down what is known of a host, within the caller's transaction."""
        text, read = self._robots.get(host, (None, None))
        free = self._free.get(host)
        row = {
            "host": host,
            "free": stamp(free) if free else None,
            "robots": text,
            "robots_read": stamp(read) if read else None,
        }
        connection.execute(delete(following.hosts).where(following.hosts.c.host == host))
        connection.execute(insert(following.hosts).values(row))

    def _fetch_robots(self, host: str) -> None:
        self._turn(host)
        failed: str | None = None
        text = ""  # RFC 9309: where there is none, everything is allowed
        try:
            answer = ask(host + ROBOTS, replace(self._options, max_bytes=ROBOTS_BYTES))
            if answer.status == 200:
                text = plain(decode(answer.body, answer.charset).text)
            elif answer.status == 429 or not 400 <= answer.status < 500:
                failed = answer.said()
                self._hold(host, answer.headers)
        except SourceError as error:
            failed = error.reason
            self._hold(host, {"retry-after": str(round(after_failure(2, self._random)))})
        if failed is None:
            self._robots[host] = (text, self._clock.now())
            self._rules.pop(host, None)
        with self._engine.execution_options(writes=True).begin() as connection:
            self.save(connection, host)
        if failed is not None and host not in self._robots:  # RFC 9309: nothing is allowed then
            raise FetchError(host + ROBOTS, failed)

    def _rules_of(self, host: str) -> "Protego":
        if host not in self._rules:
            from protego import Protego

            self._rules[host] = Protego.parse(self._robots[host][0])
        return self._rules[host]

    def _pause(self, host: str) -> float:
        if host not in self._robots:
            return self._delay
        return max(self._delay, float(self._rules_of(host).crawl_delay(AGENT) or 0.0))


def origin(address: str) -> str:
    """Scheme, host and port of an address: what a robots.txt speaks for."""
    parts = urlsplit(address)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}"
