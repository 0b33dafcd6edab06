"""One watcher a store: two would ask every source twice."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from communique.errors import CommuniqueError


class WatchedError(CommuniqueError):
    """Another process follows the sources of this store."""


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Hold the store's sources for this process; the lock ends with the process, however that ends.

    Beside a SQLite file it is a lock on `FILE.watch`, on PostgreSQL an advisory lock. Raises WatchedError.
    """
    taken = WatchedError("another `communique watch` is at work on this store")
    if engine.dialect.name == "sqlite":
        with Path(f"{engine.url.database}.watch").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise taken from None
            yield
        return
    connection = engine.connect()
    try:
        free = connection.execute(text("SELECT pg_try_advisory_lock(hashtext('communique watch'))")).scalar()
        connection.commit()  # the lock is the session's; no transaction stays open under it
        if not free:
            raise taken
        yield
    finally:
        with suppress(DBAPIError):  # the server may have been restarted meanwhile
            connection.invalidate()
            connection.close()
