"""Stores to test with: SQLite always, PostgreSQL where a server is named."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from communique.store.engine import open_store


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty store on each database. COMMUNIQUE_TEST_POSTGRES names a server: postgresql://user@host:port."""
    if request.param == "sqlite":
        engine = open_store(str(tmp_path / "store.db"))
        yield engine
        engine.dispose()
        return
    server = os.environ.get("COMMUNIQUE_TEST_POSTGRES")
    if not server:
        pytest.skip("needs a PostgreSQL server named by COMMUNIQUE_TEST_POSTGRES")
    name = f"test_{uuid.uuid4().hex[:12]}"
    admin = create_engine(
        server.replace("postgresql:", "postgresql+psycopg:") + "/postgres", isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = open_store(f"{server}/{name}")
    yield engine
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
    admin.dispose()
