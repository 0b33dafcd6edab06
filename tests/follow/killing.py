"""`communique` in a process of its own, killed without warning while it asks a site; and what a store holds, without times."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from random import Random

from sqlalchemy import text

from communique.store import reader
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
    "SELECT address, version, text_id, publisher, title, text FROM documents ORDER BY address, version",
    "SELECT d.address, d.version, e.name, e.key FROM entities e JOIN documents d ON d.id = e.document ORDER BY 1, 2, 3, 4",
    "SELECT d.address, d.version, i.reason FROM issues i JOIN documents d ON d.id = i.document ORDER BY 1, 2, 3",
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
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(
        [*command, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )

    def kill() -> None:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)

    def asked(count: int) -> None:
        if count - start == requests:
            timer = threading.Timer(delay, kill)
            timer.daemon = True
            timer.start()

    site.on_asked = asked
    try:
        return process.wait() == -signal.SIGKILL
    finally:
        site.on_asked = lambda _: None


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
    with engine.execution_options(writes=True).begin() as connection:
        first = "strftime('%Y-%m-%dT%H:%M:%S+00:00', first_read, '-25 hours')"
        connection.execute(text(f"UPDATE followed_pages SET due = '2025-01-01', first_read = {first}"))
        connection.execute(text("UPDATE followed_sources SET due = '2025-01-01'"))
    engine.dispose()
