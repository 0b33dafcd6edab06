"""Who is told of new entries of a search, by which means, how often, and how far."""

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from communique.counts import counted
from communique.errors import UsageError
from communique.model.ids import digest
from communique.outgoing import searches
from communique.outgoing.gather import horizon
from communique.outgoing.mail import mail_address
from communique.outgoing.webhook import checked, new_secret
from communique.store.clock import now
from communique.store.outgoing import deliveries, saved

Row = dict[str, Any]
EVERY = {"e-mail": 86_400, "webhook": 60}  # seconds between two, where nobody says
LEAST = 60
FIRST = 60.0  # seconds after a first failure
LONGEST = 86_400.0
PATIENCE = 20  # failures in a row; then it is paused


def add(
    connection: Connection,
    search: str,
    means: str,
    target: str,
    every: int | None = None,
    allow_private: bool = False,
    backlog: bool = False,
) -> Row:
    """Tell `target` of new entries of a search; the row, with a webhook's secret. every: seconds between two, at least.

    backlog: also of all that is there already. The same target for the same search twice is one. Raises UsageError.
    """
    if searches.get(connection, search) is None:
        raise UsageError(f"{search}: no such search")
    if means not in EVERY:
        raise UsageError(f"{means!r}: entries go out by {' or '.join(EVERY)}")
    target = mail_address(target) if means == "e-mail" else checked(target, allow_private)
    key = "f" + digest(search, means, target)
    known = get(connection, key)
    if known is not None:
        return known
    row = {
        "id": key,
        "search": search,
        "means": means,
        "target": target,
        "secret": new_secret() if means == "webhook" else None,
        "every": max(LEAST, every or EVERY[means]),
        "after": 0 if backlog else horizon(connection),
        "due": now(),
        "failures": 0,
    }
    connection.execute(insert(deliveries).values(row))
    return row


def get(connection: Connection, key: str) -> Row | None:
    """A delivery by its id."""
    row = connection.execute(select(deliveries).where(deliveries.c.id == key)).mappings().first()
    return dict(row) if row is not None else None


def overview(connection: Connection, owner: str | None = None) -> list[Row]:
    """Deliveries with the name, kind and query of their searches; secrets left out."""
    query = select(deliveries, saved.c.name, saved.c.what, saved.c.query, saved.c.owner).join(saved)
    if owner is not None:
        query = query.where(saved.c.owner == owner)
    rows = connection.execute(query.order_by(saved.c.name, deliveries.c.target, deliveries.c.id)).mappings()
    return [{k: v for k, v in row.items() if k != "secret"} for row in rows]


def pause(connection: Connection, key: str) -> None:
    """Stop for the time being. Raises UsageError where there is none."""
    _change(connection, key, {"paused": now()})


def resume(connection: Connection, key: str) -> None:
    """Go on, from where it stopped, at once. Raises UsageError where there is none."""
    _change(connection, key, {"paused": None, "failures": 0, "reason": None, "due": now()})


def remove(connection: Connection, key: str) -> None:
    """Forget it. Raises UsageError where there is none."""
    if not connection.execute(delete(deliveries).where(deliveries.c.id == key)).rowcount:
        raise UsageError(f"{key}: no such delivery")


def find(connection: Connection, name: str) -> str:
    """The id of a delivery given by its id, the beginning of one, or a part of its target or its search's name."""
    rows = overview(connection)
    tests = (
        lambda row: row["id"] == name,
        lambda row: row["id"].startswith(name),
        lambda row: name.casefold() in row["target"].casefold() or name.casefold() in row["name"].casefold(),
    )
    for test in tests:
        found = [row["id"] for row in rows if test(row)]
        if len(found) == 1:
            return str(found[0])
        if found:
            raise UsageError(f"{name}: which of {', '.join(found)}?")
    raise UsageError(f"{name}: no such delivery; communique follow list shows them")


def wait(failures: int) -> float:
    """Seconds to wait after so many failures in a row: doubled each time, up to a day."""
    return float(min(FIRST * 2.0 ** (min(failures, 20) - 1), LONGEST))


def stamp(moment: datetime, seconds: float = 0.0) -> str:
    """A moment, some seconds later, as it stands in the store."""
    return (moment + timedelta(seconds=seconds)).isoformat(timespec="seconds")


def told(seconds: int) -> str:
    """Seconds in the largest unit that fits: 90 minutes, 1 day."""
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds % length == 0:
            return counted(seconds // length, unit)
    return counted(seconds, "second")


def seconds_of(given: str) -> int:
    """Seconds of “30m”, “12h”, “1d” or a number of seconds. Raises UsageError."""
    match = re.fullmatch(r"(\d{1,7})([smhd]?)", given.strip())
    if match is None:
        raise UsageError(f"{given!r}: write 30m, 12h or 1d")
    return int(match[1]) * {"": 1, "s": 1, "m": 60, "h": 3_600, "d": 86_400}[match[2]]


def _change(connection: Connection, key: str, values: Row) -> None:
    if not connection.execute(update(deliveries).where(deliveries.c.id == key).values(values)).rowcount:
        raise UsageError(f"{key}: no such delivery")
