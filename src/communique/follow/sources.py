"""What is followed: added, listed, paused, resumed, removed."""

import re
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, case, func, insert, select, update

from communique.errors import UsageError
from communique.follow.clock import Clock, stamp
from communique.model.ids import digest
from communique.store import following

EVERY = 900  # seconds
T = following.sources.c


def add(
    connection: Connection,
    clock: Clock,
    address: str,
    publisher: str | None = None,
    every: int | None = None,
    links: str | None = None,
) -> bool:
    """Follow a source; False where it is followed already (its settings are then as given now).

    One that was removed is followed again, with all that is known of it. Raises UsageError for an address or a pattern
    that is none.
    """
    _check(address, links)
    now = stamp(clock.now())
    given = {"publisher": publisher, "every": every, "links": links}
    known = connection.execute(select(following.sources).where(T.address == address)).first()
    if known is not None:
        fresh = {k: v for k, v in given.items() if v is not None} | {"due": now, "removed": None}
        connection.execute(update(following.sources).where(T.id == known.id).values(fresh))
        return known.removed is not None
    given["every"] = every or EVERY
    row = {"id": "f" + digest(address), "address": address, "added": now, "paused": False, "state": "new"}
    connection.execute(insert(following.sources).values(**row, **given, failures=0, due=now))
    return True


def pause(connection: Connection, name: str) -> str:
    """Ask a source no more for now; its address. Raises UsageError where none, or more than one, goes by the name."""
    return _set(connection, name, paused=True)


def resume(connection: Connection, clock: Clock, name: str) -> str:
    """Ask a paused source again, from the next round on; its address. Raises UsageError as `pause` does."""
    return _set(connection, name, paused=False, due=stamp(clock.now()))


def remove(connection: Connection, clock: Clock, name: str) -> str:
    """Follow a source no longer; its address. All that was read from it stays. Raises UsageError as `pause` does."""
    return _set(connection, name, removed=stamp(clock.now()))


def find(connection: Connection, name: str) -> Row[Any]:
    """The source with this address, or the only one whose address has these characters in it."""
    rows = connection.execute(select(following.sources).where(T.removed.is_(None)).order_by(T.address)).all()
    found = [r for r in rows if name in (r.address, r.id)] or [r for r in rows if name in r.address]
    if len(found) != 1:
        several = f"{len(found)} sources have this in their address; give more of it" if found else "no such source"
        raise UsageError(f"{name}: {several}; communique sources list shows them")
    return found[0]


def overview(connection: Connection) -> list[dict[str, Any]]:
    """A row for each source: how it stands, when it is asked next, how many items and pages, its gaps."""
    items, pages = following.items.c, following.pages.c
    listed = {
        row.source: row
        for row in connection.execute(
            select(items.source, func.count().label("items"), func.count(items.vanished).label("vanished")).group_by(
                items.source
            )
        )
    }
    states = {
        row.source: row
        for row in connection.execute(
            select(
                pages.source,
                *(
                    func.sum(case((pages.state == state, 1), else_=0)).label(state)
                    for state in ("waiting", "page", "item", "failed", "gone")
                ),
                func.sum(pages.changes).label("changes"),
            ).group_by(pages.source)
        )
    }
    gaps: dict[str, list[dict[str, str]]] = {}
    for gap in connection.execute(select(following.gaps).order_by(following.gaps.c.found)):
        gaps.setdefault(gap.source, []).append({"since": gap.since, "until": gap.until, "reason": gap.reason})
    rows = connection.execute(select(following.sources).where(T.removed.is_(None)).order_by(T.added, T.address)).all()
    return [_overview(row, listed.get(row.id), states.get(row.id), gaps.get(row.id, [])) for row in rows]


def _overview(row: Row[Any], listed: Any, states: Any, gaps: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "address": row.address,
        "publisher": row.publisher,
        "state": "paused" if row.paused else row.state,
        "reason": row.reason,
        "failures": row.failures,
        "every": row.every,
        "polled": row.polled,
        "answered": row.answered,
        "next": None if row.paused else row.due,
        "items": listed.items if listed else 0,
        "vanished": listed.vanished if listed else 0,
        "read": states.page if states else 0,
        "own_text": states.item if states else 0,
        "waiting": states.waiting if states else 0,
        "failed": states.failed if states else 0,
        "gone": states.gone if states else 0,
        "changed": states.changes if states else 0,
        "gaps": gaps,
    }


def _set(connection: Connection, name: str, **values: Any) -> str:
    row = find(connection, name)
    connection.execute(update(following.sources).where(T.id == row.id).values(**values))
    return str(row.address)


def _check(address: str, links: str | None) -> None:
    try:
        parts = urlsplit(address)
        named = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        named = False
    if not named:
        raise UsageError(f"{address}: not an http(s) address")
    try:
        re.compile(links or "")
    except re.error as error:
        raise UsageError(f"{links}: not a pattern: {error}") from None
