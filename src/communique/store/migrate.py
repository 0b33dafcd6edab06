"""Bring a store's schema up to date with Alembic; the steps stand in `migrations/versions`."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

HEAD = "0007"


def upgrade(engine: Engine) -> None:
    """Run the missing steps in one transaction. Does nothing, and writes nothing, where the schema is up to date."""
    with engine.connect() as connection:
        if current(connection) == HEAD:
            return
    from alembic import command

    with engine.execution_options(writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":  # two first runs at once: the second waits and finds the work done
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('communique'))"))
        if current(connection) != HEAD:
            command.upgrade(_config(connection), HEAD)


def current(connection: Connection) -> str | None:
    """The newest step done; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version


def _config(connection: Connection) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
