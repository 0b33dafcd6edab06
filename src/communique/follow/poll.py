"""One poll of a source: asked if it may be, its list taken over, or the failure written down. One transaction."""

import logging
from typing import Any

from sqlalchemy import Connection, Row, update
from sqlalchemy.exc import SQLAlchemyError

from communique.errors import FetchError, SourceError
from communique.follow.backoff import LONGEST, after_failure, after_success
from communique.follow.hosts import ROBOTS, DisallowedError, origin
from communique.follow.listed import keep, newest
from communique.follow.listing import Listing, read_listing
from communique.follow.means import Means
from communique.follow.pages import validators
from communique.store import following

log = logging.getLogger("communique")


def poll(source: Row[Any], means: Means) -> None:
    """Poll one source, a row of `followed_sources`. Raises nothing but what the store raises."""
    hosts = means.hosts
    host = origin(source.address)
    if hosts.busy(host):
        with means.writing.begin() as connection:
            _set(connection, source, due=means.later(0, host))
        return
    means.tally["polled"] += 1
    try:
        answer = hosts.ask(source.address, source.etag, source.modified)
        if answer.status not in (200, 304):
            raise FetchError(source.address, answer.said())
        listing = None
        if answer.status == 200:
            listing = read_listing(answer.body, answer.charset, answer.url, source.links)
    except DisallowedError as error:
        _failed(source, means, error.reason, "refused", LONGEST)
        return
    except SourceError as error:
        _failed(source, means, str(error) if error.source.endswith(ROBOTS) else error.reason)
        return
    except SQLAlchemyError:
        raise
    except Exception as error:  # a library that breaks over odd bytes must not end the round
        log.debug("polling %s failed", source.address, exc_info=True)
        _failed(source, means, f"could not be read: {type(error).__name__}")
        return
    now = means.now()
    values: dict[str, Any] = {"state": "ok", "failures": 0, "polled": now, "answered": now}
    values["due"] = means.later(after_success(source.every, means.random))
    with means.writing.begin() as connection:
        if listing is not None:
            _take_over(connection, source, listing, means, now)
            values["reason"] = listing.note if listing.entries else "it lists nothing"
            values["newest"] = newest(source, listing, now)
            values["publisher"] = source.publisher or listing.title
            values["etag"], values["modified"] = validators(answer)
        elif source.state != "ok":
            values["reason"] = None
        _set(connection, source, **values)
        hosts.save(connection, host)


def _take_over(connection: Connection, source: Row[Any], listing: Listing, means: Means, now: str) -> None:
    seen = keep(connection, source, listing, now)
    means.tally["items"] += seen.new
    means.tally["vanished"] += seen.vanished
    if seen.gap:
        means.tally["gaps"] += 1
        since, until, reason = seen.gap
        means.say(f"{source.address}: a gap from {since} to {until}: {reason}")


def _failed(source: Row[Any], means: Means, reason: str, state: str = "failing", seconds: float = 0.0) -> None:
    means.tally["failed"] += 1
    means.say(f"{source.address}: {reason}")
    host = origin(source.address)
    failures = source.failures + 1
    due = means.later(max(seconds, after_failure(failures, means.random)), host)
    values = {"state": state, "reason": reason, "failures": failures, "polled": means.now(), "due": due}
    with means.writing.begin() as connection:
        _set(connection, source, **values)
        means.hosts.save(connection, host)


def _set(connection: Connection, source: Row[Any], **values: Any) -> None:
    connection.execute(update(following.sources).where(following.sources.c.id == source.id).values(**values))
