"""What a list says, taken over into the store: what is new, what changed, what vanished, whether something was missed."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from communique.follow.clock import moment
from communique.follow.hosts import origin
from communique.follow.listing import Entry, Listing
from communique.model.ids import digest
from communique.store import following
from communique.store.rows import plain

PART = 500  # keys asked for at once
ITEM, PAGE = following.items.c, following.pages.c


class Seen(NamedTuple):
    """What a poll found. gap: the times between which items may have been missed, and why."""

    new: int = 0
    vanished: int = 0
    gap: tuple[str, str, str] | None = None


def keep(connection: Connection, source: Row[Any], listing: Listing, now: str) -> Seen:
    """Take a list over into the store, within the caller's transaction."""
    entries = {plain(entry.key): entry for entry in listing.entries}
    if not entries:
        return Seen()
    known = {row.key: row for row in _known(connection, source.id, list(entries))}
    before = {key: row.listed for key, row in known.items() if row.listed is not None}
    new = [key for key in entries if key not in known]
    gap = _gap(source, listing, now) if before and not before.keys() & entries.keys() else None
    _insert(connection, source, new, entries, now)
    _update(connection, source, known, entries, now)
    missing = {key: place for key, place in before.items() if key not in entries}
    last = max((place for key, place in before.items() if key in entries), default=-1)
    vanished = [key for key, place in missing.items() if place < last]
    _mark(connection, source, list(missing), listed=None)
    _mark(connection, source, vanished, vanished=now)
    if gap:
        connection.execute(
            insert(following.gaps).values(source=source.id, found=now, since=gap[0], until=gap[1], reason=gap[2])
        )
    return Seen(len(new), len(vanished), gap)


def newest(source: Row[Any], listing: Listing, now: str) -> str | None:
    """The latest publication time that the source ever gave; times that are still to come are not believed."""
    times = [*(e.published for e in listing.entries), source.newest]
    return max((t for t in times if t and moment(t) <= moment(now)), key=moment, default=None)


def _gap(source: Row[Any], listing: Listing, now: str) -> tuple[str, str, str] | None:
    """None of the items listed last time is listed any more: between them, others may have come and gone."""
    times = [e.published for e in listing.entries if e.published]
    oldest = min(times, key=moment, default=None)
    if oldest and source.newest and moment(oldest) <= moment(source.newest):
        return None  # the list reaches back far enough; the old items were taken out of it
    since = source.newest or source.answered or source.added
    return since, oldest or now, "none of the items listed before is listed any more"


def _known(connection: Connection, source: str, keys: list[str]) -> Iterator[Any]:
    """Items that were listed last time, and those of the keys."""
    columns = select(ITEM.key, ITEM.page, ITEM.listed, ITEM.vanished, ITEM.title, ITEM.content).where(
        ITEM.source == source
    )
    yield from connection.execute(columns.where(ITEM.listed.is_not(None)))
    for part in _parts(keys):
        yield from connection.execute(columns.where(ITEM.listed.is_(None), ITEM.key.in_(part)))


def _insert(connection: Connection, source: Row[Any], new: list[str], entries: dict[str, Entry], now: str) -> None:
    if not new:
        return
    places = {key: place for place, key in enumerate(entries)}
    items, pages = [], []
    for key in new:
        entry = entries[key]
        page = plain(entry.link) if entry.link else f"{source.address}#{digest(key)}"
        items.append(
            {
                "source": source.id,
                "key": key,
                "page": page,
                "guid": _plain(entry.guid),
                "title": _plain(entry.title),
                "published": entry.published,
                "content": _plain(entry.content),
                "listed": places[key],
                "first_seen": now,
                "last_seen": now,
            }
        )
        host = origin(page) if entry.link else None
        state = {"state": "waiting", "failures": 0, "due": now, "changes": 0}
        pages.append({"address": page, "source": source.id, "item": key, "host": host, **state})
    dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(insert(following.items), items)
    connection.execute(dialect.insert(following.pages).on_conflict_do_nothing(), pages)
    idle = (following.sources.c.removed.is_not(None), following.sources.c.paused)
    dropped = select(following.sources.c.id).where(or_(*idle))
    for part in _parts([page["address"] for page in pages]):  # listed first by a source that is not asked any more
        mine = update(following.pages).where(PAGE.address.in_(part), PAGE.source.in_(dropped))
        connection.execute(mine.values(source=source.id))


def _update(
    connection: Connection, source: Row[Any], known: dict[str, Row[Any]], entries: dict[str, Entry], now: str
) -> None:
    rows = []
    changed = []
    for place, (key, entry) in enumerate(entries.items()):
        row = known.get(key)
        if row is None:
            continue
        content = _plain(entry.content)
        if row.content is not None and content and content != row.content:
            changed.append(row.page)
        else:
            content = row.content
        rows.append({"k": key, "place": place, "t": _plain(entry.title) or row.title, "text": content})
    if rows:
        connection.execute(
            update(following.items)
            .where(ITEM.source == source.id, ITEM.key == bindparam("k"))
            .values(listed=bindparam("place"), title=bindparam("t"), content=bindparam("text"))
            .values(last_seen=now, vanished=None),
            rows,
        )
    for part in _parts(changed):  # pages that may not be read: their text is the item's
        connection.execute(update(following.pages).where(PAGE.address.in_(part), PAGE.state == "item").values(due=now))


def _mark(connection: Connection, source: Row[Any], keys: list[str], **values: Any) -> None:
    for part in _parts(keys):
        connection.execute(update(following.items).where(ITEM.source == source.id, ITEM.key.in_(part)).values(**values))


def _parts(keys: list[str]) -> Iterator[list[str]]:
    return (keys[i : i + PART] for i in range(0, len(keys), PART))


def _plain(text: str | None) -> str | None:
    return plain(text) if text else None
