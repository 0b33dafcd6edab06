"""The pages that are due: visited host by host, read through the pipeline, kept; each page in one transaction."""

import logging
from collections import deque
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from communique.follow.backoff import after_failure
from communique.follow.clock import moment, stamp
from communique.follow.means import Means
from communique.follow.pages import TRIES, Failed, Gone, Outcome, Text, visit
from communique.ingest.ingested import Ingested, SourceFailure
from communique.model import Document, Record
from communique.pipeline.batch import read_many
from communique.store import following, schema
from communique.store.rows import plain
from communique.store.writer import add

log = logging.getLogger("communique")
AGAIN = (timedelta(hours=24), timedelta(days=7))  # after the first reading; about one text in six changes
SOURCE, ITEM, PAGE = following.sources.c, following.items.c, following.pages.c
Page = Any  # a row of `followed_pages` with its item and publisher


def visit_pages(means: Means) -> None:
    """Visit every page that is due now. Raises nothing but what the store raises."""
    being_read: deque[tuple[Page, Text]] = deque()
    for outcome in read_many(_texts(means, being_read), means.options.settings, means.jobs):
        page, text = being_read.popleft()
        failed = Failed(outcome.reason) if isinstance(outcome, SourceFailure) else _keep(outcome, page, text, means)
        if failed:
            with means.writing.begin() as connection:
                _settle(connection, page, failed, means)


def _keep(record: Record, page: Page, text: Text, means: Means) -> Failed | None:
    """Keep what was read. A record that the store will not take must not stop the others, today and every day."""
    try:
        with means.writing.begin() as connection:
            key, became = add(connection, record)
            _found(connection, page, text, key, means)
    except Exception as error:
        if isinstance(error, SQLAlchemyError) and not isinstance(error, DataError | IntegrityError):
            raise  # locked, full, gone: nothing about this record
        log.debug("keeping %s failed", page.address, exc_info=True)
        return Failed(f"could not be kept: {type(error).__name__}: {(str(error).splitlines() or [''])[0][:200]}")
    means.tally[became] += 1
    return None


def _texts(means: Means, being_read: deque[tuple[Page, Text]]) -> Iterator[Ingested]:
    """The texts to read. Pages that gave none, or none but what is kept already, are settled here."""
    for page in _in_turn(means):
        outcome = visit(page, means.hosts, means.options, means.clock)
        means.tally["visited"] += 1
        if isinstance(outcome, Text):
            key = _known(means, outcome.found.document)
            if key is None:
                being_read.append((page, outcome))
                yield outcome.found
                continue
            means.tally["known"] += 1
            with means.writing.begin() as connection:
                _found(connection, page, outcome, key, means)
            continue
        with means.writing.begin() as connection:
            _settle(connection, page, outcome, means)


def _in_turn(means: Means) -> Iterator[Page]:
    """The pages due, always one of the host that is free first; those of hosts that are not free for long are put off."""
    waiting: dict[str | None, deque[Page]] = {}
    for page in _due(means):
        waiting.setdefault(page.host, deque()).append(page)
    yield from waiting.pop(None, ())
    while waiting and (means.until is None or means.clock.now() < means.until):
        host = min((h for h in waiting if h), key=means.hosts.free)
        if means.hosts.busy(host):
            addresses = [page.address for page in waiting.pop(host)]
            with means.writing.begin() as connection:
                for address in addresses:
                    _set(connection, address, due=means.later(0, host))
                means.hosts.save(connection, host)
            means.tally["put off"] += len(addresses)
            continue
        yield waiting[host].popleft()
        if not waiting[host]:
            del waiting[host]


def _due(means: Means) -> list[Page]:
    """Due pages, each with its item and publisher."""
    item = (ITEM.title, ITEM.published, ITEM.content)
    query = (
        select(*following.pages.c, *item, SOURCE.publisher)
        .join(following.sources, SOURCE.id == PAGE.source)
        .join(following.items, (ITEM.source == PAGE.source) & (ITEM.key == PAGE.item))
        .where(PAGE.due <= means.now(), SOURCE.paused.is_(False), SOURCE.removed.is_(None))
        .order_by(PAGE.due, PAGE.address)
    )
    with means.engine.connect() as connection:
        return list(connection.execute(query).all())


def _known(means: Means, document: Document) -> str | None:
    """The key of a document that is kept already, with this title and text, under this address: it need not be read again."""
    table = schema.documents.c
    same = select(table.id).where(
        table.address == document.url,
        table.text_id == document.id,
        table.title.is_not_distinct_from(plain(document.title) if document.title else None),
        table.publisher.is_not_distinct_from(document.publisher),
    )
    with means.engine.connect() as connection:
        return connection.execute(same).scalar()


def _found(connection: Connection, page: Page, text: Text, key: str, means: Means) -> None:
    """A page whose text is kept under `key`: due again after 24 hours, then after 7 days."""
    changed = page.document is not None and page.document != key and page.state == text.state
    means.tally["changed"] += changed
    first = page.first_read or means.now()
    _set(
        connection,
        page.address,
        state=text.state,
        reason=text.reason,
        failures=0,
        due=_again(first, means),
        first_read=first,
        checked=means.now(),
        changes=page.changes + changed,
        document=key,
        etag=text.etag,
        modified=text.modified,
    )
    if text.state == "page" and page.content is not None:
        connection.execute(update(following.items).where(ITEM.page == page.address).values(content=None))
    if page.host:
        means.hosts.save(connection, page.host)


def _settle(connection: Connection, page: Page, outcome: Outcome, means: Means) -> None:
    """A page that gave no text."""
    values: dict[str, Any] = {}
    if isinstance(outcome, Failed):
        values = _after_failure(page, outcome.reason, means)
        means.tally["unread"] += 1
        means.say(f"{page.address}: {outcome.reason}")
    elif isinstance(outcome, Gone):
        values = {"state": "gone", "reason": outcome.reason, "failures": 0, "due": _again(page.first_read, means)}
        means.tally["gone"] += 1
    else:  # it has not changed
        values = {"state": "page", "reason": None, "failures": 0, "due": _again(page.first_read, means)}
        values["checked"] = means.now()
        means.tally["unchanged"] += 1
    _set(connection, page.address, **values)
    if page.host:
        means.hosts.save(connection, page.host)


def _after_failure(page: Page, reason: str, means: Means) -> dict[str, Any]:
    failures = page.failures + 1
    if failures < TRIES:
        due = means.later(after_failure(failures, means.random), page.host)
        return {"reason": reason, "failures": failures, "due": due}
    if page.first_read:  # given up until its next visit; what was read stays
        return {"reason": reason, "failures": 0, "due": _again(page.first_read, means)}
    return {"state": "failed", "reason": reason, "failures": failures, "due": None}


def _again(first: str, means: Means) -> str | None:
    """When a page first read at `first` is visited next; None when no more."""
    times = (stamp(moment(first) + after) for after in AGAIN)
    return next((t for t in times if t > means.now()), None)


def _set(connection: Connection, address: str, **values: Any) -> None:
    connection.execute(update(following.pages).where(PAGE.address == address).values(**values))
