"""What was done, by whom, when."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select

from communique.store.clock import now
from communique.store.people import audit

LONGEST = 300  # characters of a detail
REFUSED = "refused"
WINDOW = timedelta(minutes=15)
TRIES = 20  # wrong passwords for one name within the window, after which even the right one waits


def note(connection: Connection, who: str, what: str, detail: str | None = None) -> None:
    """Write one line of the log."""
    connection.execute(insert(audit).values(at=now(), who=who, what=what, detail=detail and detail[:LONGEST]))


def entries(connection: Connection, limit: int, before: int | None = None) -> list[dict[str, Any]]:
    """The log, newest first. before: the number of the last one seen."""
    query = select(audit).order_by(audit.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(audit.c.number < before)
    return [dict(r) for r in connection.execute(query).mappings()]


def too_many_refused(connection: Connection, name: str) -> bool:
    """Whether somebody, from wherever, keeps guessing the password of one account."""
    recent = (audit.c.at > now(-WINDOW)) & (audit.c.what == REFUSED) & (audit.c.detail == name[:LONGEST])
    return connection.execute(select(func.count()).select_from(audit).where(recent)).scalar_one() >= TRIES
