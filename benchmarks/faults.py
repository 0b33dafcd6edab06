"""Kill `communique watch` and `communique add` without warning, again and again, and compare with runs left in peace.

    python benchmarks/faults.py [--kills 20] [--seed 1] [--postgres postgresql://user@host:port]

A site on loopback publishes a feed of short pages; a day later some have changed, one item is taken out, one is new. Kills come
at random: for `watch` after a random request and a random time, in both rounds; for `add` at a random time. In the end the
stores must hold the same, row for row (times and the order of arrival left out), and every span must be backed by its text.
The exit code is 1 where they do not. --postgres names a server on which scratch databases are made and dropped.
"""

import argparse
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from sqlalchemy import create_engine, text

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from follow.killing import REAL, a_day_later, held, killed, killed_after, moments, run
from follow.site import PARAGRAPH, Site

PAGES = 80
LATENCY = 0.05  # seconds that the site takes for an answer
FILES = 200
LATEST = f"story-{PAGES + 1}"
NAMES = [f"story-{n}" for n in range(PAGES, 0, -1)]


def publish(site: Site) -> None:
    """The first day."""
    site.clear()
    site.feed(*NAMES)
    for name in NAMES:
        site.story(name)


def correct(site: Site) -> None:
    """The next day: one item in six has another text."""
    site.feed(LATEST, *(n for n in NAMES if n != "story-7"))
    for name in (LATEST, *NAMES[::6]):
        site.story(name, "Corrected.")


def watched(site: Site, where: str, kills: int, random: Random) -> tuple[object, int]:
    """What a store holds after two days of watching, half of the kills on each; and how many kills came in time."""
    watch = ("watch", "--once", "--db", where, "--allow-private", "--delay", "0")
    finished(run(REAL, "sources", "add", f"{site.address}/feed", "--db", where))
    hit = 0
    for change in (publish, correct):
        change(site)
        if change is correct:
            a_day_later(where)
        hit += until(kills // 2, lambda: killed(REAL, site, *moments(random, 3, 0.3), *watch))
        finished(run(REAL, *watch))
    return held(where), hit


def added(folder: Path, where: str, kills: int, random: Random, seconds: float) -> tuple[object, int]:
    """What a store holds after adding a folder of texts; and how many kills came in time."""
    add = ("add", str(folder), "--db", where)
    hit = until(kills, lambda: killed_after(REAL, 0.3 + random.random() * seconds, *add))
    finished(run(REAL, *add))
    return held(where), hit


def until(kills: int, kill: Callable[[], bool]) -> int:
    """Try to kill until it came in time so often; runs that ended before do not count, and are given up in the end."""
    hit = tries = 0
    while hit < kills and tries < 3 * kills:
        hit += kill()
        tries += 1
    return hit


def finished(done: subprocess.CompletedProcess[str]) -> None:
    """A run that ended as it should."""
    assert done.returncode == 0, done.stderr


def write_files(folder: Path) -> None:
    """Short texts, each another."""
    folder.mkdir()
    for n in range(FILES):
        (folder / f"{n:03}.txt").write_text(f"LARN, 3 March 2025 — This is text {n}.\n\n{PARAGRAPH}\n")


@contextmanager
def stores(server: str | None, folder: Path) -> Iterator[Callable[[], str]]:
    """Makes empty stores: files, or databases that are dropped in the end."""
    if server is None:
        yield lambda: str(folder / f"{uuid.uuid4().hex}.db")
        return
    names: list[str] = []
    admin = create_engine(
        server.replace("postgresql:", "postgresql+psycopg:") + "/postgres", isolation_level="AUTOCOMMIT"
    )

    def make() -> str:
        names.append(f"faults_{uuid.uuid4().hex[:12]}")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {names[-1]}"))
        return f"{server}/{names[-1]}"

    yield make
    with admin.connect() as connection:
        for name in names:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def main() -> int:
    """Print a line for each command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres")
    arguments = parser.parse_args()
    random = Random(arguments.seed)
    faults = 0
    site = Site()
    site.latency = LATENCY
    with tempfile.TemporaryDirectory() as name, stores(arguments.postgres, Path(name)) as store:
        peace, _ = watched(site, store(), 0, random)
        disturbed, hit = watched(site, store(), arguments.kills, random)
        faults += told("watch", hit, peace, disturbed)
        write_files(Path(name) / "texts")
        begun = time.monotonic()
        peace, _ = added(Path(name) / "texts", store(), 0, random, 0)
        seconds = time.monotonic() - begun
        disturbed, hit = added(Path(name) / "texts", store(), arguments.kills, random, seconds)
        faults += told("add", hit, peace, disturbed)
    site.close()
    return 1 if faults else 0


def told(command: str, kills: int, peace: object, disturbed: object) -> bool:
    """Say how it went; whether it went wrong."""
    documents = len(peace[0])  # type: ignore[index]
    same = "the same, and backed" if peace == disturbed else "DIFFERENT"
    print(f"{command}: killed {kills} times; {documents} documents; {same}", flush=True)
    return peace != disturbed


if __name__ == "__main__":
    sys.exit(main())
