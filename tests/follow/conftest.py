"""Something to follow, and somebody who follows it without reading: what reading finds is tested elsewhere."""

import os
import shutil
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from communique.cli.main import run
from communique.follow import sources
from communique.follow.watch import Watcher
from communique.ingest.ingested import IngestOptions
from communique.store.engine import open_store
from follow.reading import unread
from follow.site import MovedClock, Site

POSTGRES = os.environ.get("COMMUNIQUE_TEST_POSTGRES")  # names a server: postgresql://user@host:port
Called = Callable[..., tuple[int, str, str]]
"""A command line called: exit code, output, errors."""


@pytest.fixture(scope="session")
def server() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def site(server: Site) -> Site:
    server.clear()
    return server


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


class Follower:
    """A store, a watcher on it, and questions about what came of it."""

    def __init__(self, engine: Engine, clock: MovedClock, **options: Any) -> None:
        self.engine = engine
        self.clock = clock
        self.said: list[str] = []
        limits = {"timeout": 5.0, "max_bytes": 200_000, **options}
        self.options = IngestOptions(allow_private=limits.pop("allow_private", True), **limits)
        self.restart()

    def restart(self, delay: float = 0.0) -> None:
        self.watcher = Watcher(self.engine, self.clock, Random(1), self.options, self.said.append, 1, delay)

    def follow(self, address: str, **settings: Any) -> None:
        with self.engine.begin() as connection:
            sources.add(connection, self.clock, address, **settings)

    def round(self) -> Counter[str]:
        return self.watcher.round()

    def overview(self) -> dict[str, Any]:
        with self.engine.connect() as connection:
            (row,) = sources.overview(connection)
        return row

    def ask(self, query: str) -> list[Any]:
        with self.engine.connect() as connection:
            return [tuple(row) if len(row) > 1 else row[0] for row in connection.execute(text(query))]


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store, set up once and copied: that takes longer than most tests."""
    path = tmp_path_factory.mktemp("follow") / "empty.db"
    open_store(str(path)).dispose()
    return path


@pytest.fixture
def follower(empty: Path, tmp_path: Path, clock: MovedClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Follower]:
    monkeypatch.setattr("communique.follow.visits.read_many", unread)
    engine = open_store(str(shutil.copy(empty, tmp_path / "store.db")))
    yield Follower(engine, clock)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRES else ["sqlite"])
def both(request: pytest.FixtureRequest, tmp_path: Path, follower: Follower) -> Iterator[Follower]:
    """On SQLite, and on PostgreSQL where a server is named."""
    if request.param == "sqlite":
        yield follower
        return
    name = f"test_{uuid.uuid4().hex[:12]}"
    admin = create_engine(f"{POSTGRES}/postgres".replace(":", "+psycopg:", 1), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = open_store(f"{POSTGRES}/{name}")
    yield Follower(engine, follower.clock)
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
    admin.dispose()


@pytest.fixture
def called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Called:
    """The command line, on a store of this test's own."""
    monkeypatch.setenv("COMMUNIQUE_DB", str(tmp_path / "store.db"))
    monkeypatch.setattr("communique.follow.visits.read_many", unread)

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            run(list(arguments))
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return call
