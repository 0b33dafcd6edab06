"""`communique` in a process of its own, killed without warning while it asks a site; and what a store holds, without times."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select, text, update

from communique.follow.clock import moment, stamp
from communique.store import following, reader
from communique.store.engine import open_store
from follow.site import Site

REAL = (sys.executable, "-m", "communique")
TESTS = Path(__file__).resolve().parents[1]
QUICK = (
    sys.executable,
    "-c",
    f"import sys; sys.path.insert(0, {str(TESTS)!r})\n"
    "import communique.follow.visits as visits; from follow.reading import unread; visits.read_many = unread\n"
    "from communique.cli.main import run; run(sys.argv[1:])",
)
"""The command with nothing read, which takes a fraction of the time."""

HELD = (
    "SELECT address, version, text_id, publisher, title, text FROM documents ORDER BY address, version, text_id",
    "SELECT d.text_id, d.version, e.name, e.key FROM entities e JOIN documents d ON d.id = e.document ORDER BY 1, 2, 3, 4",
    "SELECT d.text_id, d.version, i.reason FROM issues i JOIN documents d ON d.id = i.document ORDER BY 1, 2, 3",
    "SELECT key, page, title, published, listed, vanished IS NULL FROM followed_items ORDER BY key",
    "SELECT p.address, p.state, p.changes, p.failures, d.version, p.due IS NULL FROM followed_pages p "
    "LEFT JOIN documents d ON d.id = p.document ORDER BY p.address",
    "SELECT address, state, failures FROM followed_sources ORDER BY address",
    "SELECT source, since, until FROM followed_gaps ORDER BY source, found",
)


def run(command: tuple[str, ...], *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run to the end."""
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    return subprocess.run([*command, *arguments], capture_output=True, text=True, env=environment, check=False)


def killed(command: tuple[str, ...], site: Site, requests: int, delay: float, *arguments: str) -> bool:
    """Run, and kill without warning `delay` seconds after so many requests came in; False where it ended before that."""
    start = len(site.asked)

    def begin(kill: Callable[[], None]) -> None:
        def asked(count: int) -> None:
            if count - start == requests:
                later(delay, kill)

        site.on_asked = asked

    try:
        return _killed(command, arguments, begin)
    finally:
        site.on_asked = lambda _: None


def killed_after(command: tuple[str, ...], delay: float, *arguments: str) -> bool:
    """Run, and kill without warning after so many seconds; False where it ended before that."""
    return _killed(command, arguments, lambda kill: later(delay, kill))


def later(delay: float, kill: Callable[[], None]) -> None:
    """Kill in so many seconds."""
    timer = threading.Timer(delay, kill)
    timer.daemon = True
    timer.start()


def _killed(command: tuple[str, ...], arguments: tuple[str, ...], begin: Callable[[Callable[[], None]], None]) -> bool:
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(
        [*command, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )

    def kill() -> None:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)

    begin(kill)
    return process.wait() == -signal.SIGKILL


def moments(random: Random, requests: int, longest: float) -> tuple[int, float]:
    """A moment to kill at: after which request, and how long after it."""
    return random.randint(1, requests), random.random() * longest


def held(where: str) -> list[list[tuple[object, ...]]]:
    """All that a store holds but times."""
    engine = open_store(where, create=False)
    try:
        with engine.connect() as connection:
            assert list(reader.check(connection)) == []
            return [[tuple(row) for row in connection.execute(text(query))] for query in HELD]
    finally:
        engine.dispose()


def a_day_later(where: str) -> None:
    """Let a day pass in the store: what was read was read a day earlier, so that every page and source is due again."""
    engine = open_store(where, create=False)
    pages, sources = following.pages, following.sources
    with engine.execution_options(writes=True).begin() as connection:
        for page in connection.execute(select(pages).where(pages.c.first_read.is_not(None))).all():
            first = stamp(moment(page.first_read) - timedelta(hours=25))
            day = {"first_read": first, "due": stamp(moment(first) + timedelta(hours=24))}
            connection.execute(update(pages).where(pages.c.address == page.address).values(day))
        for source in connection.execute(select(sources)).all():
            due = stamp(moment(source.due) - timedelta(hours=25))
            connection.execute(update(sources).where(sources.c.id == source.id).values(due=due))
    engine.dispose()
