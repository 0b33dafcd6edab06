"""Send what is due: each delivery once, its place in the store moved on in the transaction that notes what was sent.

At least once: a process that ends between the receiver's answer and that transaction sends the same entries again, with
the same key. Never twice otherwise: what was sent is noted.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Engine, insert, select, update

from communique.errors import CommuniqueError
from communique.model.ids import digest
from communique.outgoing import mail, webhook
from communique.outgoing.deliveries import PATIENCE, stamp, wait
from communique.outgoing.entry import Entry
from communique.outgoing.failure import DeliveryError
from communique.outgoing.gather import horizon, since, unsent
from communique.store.clock import now
from communique.store.outgoing import deliveries, saved, sent

Row = dict[str, Any]
STEP = 200  # documents looked through at once
ENOUGH = 100  # entries in one message; those of the last step come on top
HOLD = 900.0  # seconds for which a delivery is taken by the process that sends it


class Means(msgspec.Struct, frozen=True, kw_only=True):
    """How entries go out. site: the address under which the pages are served. smtp: None sends no mail."""

    site: str | None = None
    smtp: mail.Smtp | None = None
    allow_private: bool = False


class Outcome(NamedTuple):
    """What became of a delivery: how many entries went out; the reason why none could."""

    delivery: str
    name: str
    target: str
    entries: int
    reason: str | None


def send_due(engine: Engine, means: Means, at: datetime | None = None) -> Iterator[Outcome]:
    """Send every delivery that is due, the longest due first; yields those that had something to send."""
    moment = at or datetime.now(UTC)
    while (row := _take(engine, moment)) is not None:
        outcome = _send(engine, row, means, moment)
        if outcome is not None:
            yield outcome


def _take(engine: Engine, moment: datetime) -> Row | None:
    """The next delivery that is due, held so that no other process sends it too."""
    due = select(deliveries, saved.c.name, saved.c.what, saved.c.query).join(saved)
    due = due.where(deliveries.c.due <= stamp(moment), deliveries.c.paused.is_(None))
    with engine.execution_options(writes=True).begin() as connection:
        for row in connection.execute(due.order_by(deliveries.c.due, deliveries.c.id)).mappings():
            mine = (deliveries.c.id == row["id"], deliveries.c.due == row["due"])
            held = update(deliveries).where(*mine).values(due=stamp(moment, HOLD))
            if connection.execute(held).rowcount:
                return dict(row)
    return None


def _send(engine: Engine, row: Row, means: Means, moment: datetime) -> Outcome | None:
    try:
        entries, until, more = _gathered(engine, row, means.site)
        if entries:
            _out(row, entries, means, moment)
    except CommuniqueError as error:
        _failed(engine, row, error, moment)
        return Outcome(row["id"], row["name"], row["target"], 0, str(error))
    _done(engine, row, entries, until, stamp(moment, 0 if more else row["every"]))
    return Outcome(row["id"], row["name"], row["target"], len(entries), None) if entries else None


def _gathered(engine: Engine, row: Row, site: str | None) -> tuple[list[Entry], int, bool]:
    """Entries that came in since, the number up to which was looked, and whether there is more."""
    with engine.begin() as connection:
        newest = horizon(connection)
    found: list[Entry] = []
    until = row["after"]
    with engine.connect() as connection:
        while until < newest and len(found) < ENOUGH:
            after, until = until, newest if row["what"] == "alerts" else min(until + STEP, newest)
            new = unsent(connection, row["id"], since(connection, row["what"], row["query"], after, until, site))
            known = {i for e in found for i in (e.id, *e.others)}
            found += [e for e in new if known.isdisjoint((e.id, *e.others))]
    return found, until, until < newest


def _out(row: Row, entries: list[Entry], means: Means, moment: datetime) -> None:
    key = digest(row["id"], *(e.id for e in entries))
    if row["means"] == "webhook":
        body = webhook.body_of(row["name"], row["what"], entries)
        timestamp = int(moment.timestamp())
        webhook.post(row["target"], row["secret"], body, key, timestamp, means.allow_private)
        return
    if means.smtp is None:
        raise DeliveryError("no mail server is named: --smtp and --from, or COMMUNIQUE_SMTP and COMMUNIQUE_FROM")
    mail.send(means.smtp, mail.digest(row["name"], entries, row["target"], means.smtp.sender, key))


def _done(engine: Engine, row: Row, entries: list[Entry], until: int, due: str) -> None:
    noted = sorted({i for e in entries for i in (e.id, *e.others)})
    with engine.execution_options(writes=True).begin() as connection:
        values = {"after": until, "due": due, "failures": 0, "reason": None}
        alive = connection.execute(update(deliveries).where(deliveries.c.id == row["id"]).values(values)).rowcount
        if noted and alive:  # it may have been removed meanwhile
            connection.execute(insert(sent), [{"delivery": row["id"], "entry": i, "at": now()} for i in noted])


def _failed(engine: Engine, row: Row, error: CommuniqueError, moment: datetime) -> None:
    failures = row["failures"] + 1
    gone = isinstance(error, DeliveryError) and error.gone
    values = {"failures": failures, "reason": str(error)[:500], "due": stamp(moment, wait(failures))}
    if gone or failures >= PATIENCE:
        values["paused"] = stamp(moment)
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(update(deliveries).where(deliveries.c.id == row["id"]).values(values))
