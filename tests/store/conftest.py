"""Stores to test with: SQLite always, PostgreSQL where a server is named. Each is a copy of one that was set up once."""

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from communique.store.engine import open_store

SERVER = os.environ.get("COMMUNIQUE_TEST_POSTGRES")  # postgresql://user@host:port


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite store, closed."""
    path = tmp_path_factory.mktemp("store") / "empty.db"
    open_store(str(path)).dispose()
    return path


@pytest.fixture(scope="session")
def server() -> Iterator[Engine | None]:
    """A connection to the PostgreSQL server on which databases are made, if one is named."""
    if not SERVER:
        yield None
        return
    admin = create_engine(
        SERVER.replace("postgresql:", "postgresql+psycopg:") + "/postgres", isolation_level="AUTOCOMMIT"
    )
    yield admin
    admin.dispose()


@pytest.fixture(scope="session")
def template(server: Engine | None) -> Iterator[str]:
    """The name of an empty store on the server."""
    if server is None:
        pytest.skip("needs a PostgreSQL server named by COMMUNIQUE_TEST_POSTGRES")
    name = _create(server)
    open_store(f"{SERVER}/{name}").dispose()
    yield name
    _drop(server, name)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty store on each database."""
    if request.param == "sqlite":
        path = tmp_path / "store.db"
        shutil.copyfile(request.getfixturevalue("empty"), path)
        engine = open_store(str(path))
        yield engine
        engine.dispose()
        return
    template = request.getfixturevalue("template")
    admin = request.getfixturevalue("server")
    name = _create(admin, f" TEMPLATE {template}")
    engine = open_store(f"{SERVER}/{name}")
    yield engine
    engine.dispose()
    _drop(admin, name)


@pytest.fixture
def own_database(template: str, server: Engine) -> Iterator[str]:
    """The address of an empty store on the server, for tests that cut connections to it."""
    name = _create(server, f" TEMPLATE {template}")
    yield f"{SERVER}/{name}"
    _drop(server, name, " WITH (FORCE)")


def _create(server: Engine, how: str = "") -> str:
    name = f"test_{uuid.uuid4().hex[:12]}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}{how}"))
    return name


def _drop(server: Engine, name: str, how: str = "") -> None:
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}{how}"))
