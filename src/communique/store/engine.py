"""Open a store: a SQLite file or a PostgreSQL URL, migrated to the newest schema."""

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from communique.errors import CommuniqueError, MissingPartError, UsageError

DEFAULT = "communique.db"
WAIT_SECONDS = 30  # for another process's write to finish
CACHE_KIB = 65_536  # of a SQLite file's pages, at most
MAPPED = 1 << 36  # bytes of a file that may be mapped: SQLite's own limit is lower where it must be
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)  # seconds to wait for a server that went away, one after the other
Done = TypeVar("Done")
log = logging.getLogger("communique")


class StoreError(CommuniqueError):
    """The store cannot be opened, read or written; one line says why."""


def open_store(where: str = DEFAULT, create: bool = True) -> Engine:
    """An engine on a file path or a database URL, its schema up to date. Raises StoreError; UsageError for a bad URL."""
    engine = _engine(where, create)
    try:
        with plain_errors(where):
            from communique.store.migrate import upgrade

            upgrade(engine)
    except CommuniqueError:
        engine.dispose()
        raise
    return engine


@contextmanager
def plain_errors(where: str) -> Iterator[None]:
    """Turn the database's own errors into one line."""
    try:
        yield
    except DBAPIError as error:
        cause = str(error.orig).strip().splitlines()[0] if error.orig else str(error).splitlines()[0]
        raise StoreError(f"{named(where)}: {_meaning(cause)}") from error
    except SQLAlchemyError as error:
        raise StoreError(f"{named(where)}: {str(error).splitlines()[0]}") from error


def outlasting(work: Callable[[], Done]) -> Done:
    """Do a whole transaction; again where its server went away or two writers blocked each other, for half a minute.

    The work may have been done in full when the connection broke, so it must not mind being done twice.
    """
    for pause in PAUSES:
        try:
            return work()
        except DBAPIError as error:
            if not _passing(error):
                raise
            log.warning("communique: the database went away, trying again in %g seconds", pause)
            time.sleep(pause)
    return work()


def _passing(error: DBAPIError) -> bool:
    """Whether PostgreSQL may take the same again: the connection broke, it is restarting, or a deadlock was resolved."""
    if isinstance(error.orig, sqlite3.Error):
        return False
    state = getattr(error.orig, "sqlstate", None)
    refused = state is None and type(error.orig).__name__ == "OperationalError"
    return error.connection_invalidated or refused or (state or "").startswith(("08", "40", "57P"))


def _engine(where: str, create: bool) -> Engine:
    if "://" not in where:
        engine = create_engine(f"sqlite:///{_file(where, create)}")
        event.listen(engine, "connect", _tune)
        event.listen(engine, "begin", _begin)
        return engine
    try:
        url = make_url(where)
    except ArgumentError as error:
        raise UsageError(f"{where}: not a database address") from error
    if url.drivername not in ("postgres", "postgresql", "postgresql+psycopg"):
        raise UsageError(f"{named(where)}: SQLite files and PostgreSQL are the stores supported")
    try:
        return create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    except ImportError as error:
        raise MissingPartError("PostgreSQL needs its driver: pip install 'communique[postgres]'") from error


def _file(where: str, create: bool) -> Path:
    path = Path(where)
    if path.is_dir():
        raise StoreError(f"{where}: is a folder")
    if not path.exists():
        if create:
            return path
        raise StoreError(f"{where}: there is no store here yet; `communique add` or `communique sources add` makes one")
    with path.open("rb") as file:
        if file.read(15) not in (b"", b"SQLite format 3"):
            raise StoreError(f"{where}: is not a SQLite file")
    return path


def read_mapped(engine: Engine) -> None:
    """Let connections read a SQLite file through the memory that the system caches it in, as suits one that serves many: what
    is asked for the first time costs half. PostgreSQL is left as it is."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA mmap_size={MAPPED}"))
        engine.dispose()  # connections of before are not mapped


def named(where: str) -> str:
    """What to call a store in a message: its address without the password."""
    return make_url(where).render_as_string(hide_password=True) if "://" in where else where


def _tune(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin`, not behind our back
    waiting, cache = f"busy_timeout={WAIT_SECONDS * 1000}", f"cache_size=-{CACHE_KIB}"
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", waiting, "synchronous=NORMAL", cache):
        try:
            connection.execute(f"PRAGMA {pragma}")
        except sqlite3.OperationalError:  # a read-only file cannot change its journal; reading works all the same
            if not pragma.startswith("journal_mode"):
                raise


def _begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _meaning(cause: str) -> str:
    plain = {
        "database is locked": f"another process is writing and did not finish within {WAIT_SECONDS} seconds",
        "attempt to write a readonly database": "the file is read-only",
        "database or disk is full": "the disk is full",
        "unable to open database file": "cannot be opened (is the folder there, and writable?)",
        "disk I/O error": "the disk gave an error",
    }
    return plain.get(cause, cause)
