"""Many documents, in order, by one process or several. A document that kills its process is set aside with the reason."""

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from multiprocessing import get_context, parent_process

from communique.ingest.ingested import Ingested, Item, SourceFailure
from communique.model import Record
from communique.model.record import from_json
from communique.pipeline.run import read_document
from communique.settings import Settings

Outcome = Record | SourceFailure
CHUNK_CHARACTERS = 40_000  # enough work that handing it over costs nothing beside it
CHUNK_DOCUMENTS = 16


def read_many(items: Iterable[Item], settings: Settings, jobs: int = 1) -> Iterator[Outcome]:
    """A record or a failure for each item, in the order of the items; the same whatever `jobs` is. Memory stays bounded."""
    if jobs <= 1:
        yield from (_read(item, settings) for item in items)
        return
    waiting: deque[tuple[list[Item], Future[list[bytes | SourceFailure]]]] = deque()
    pool = _pool(jobs)
    try:
        for chunk in chain(_chunks(items), [None]):
            if chunk is not None:
                waiting.append((chunk, pool.submit(_work, chunk, settings)))
            while waiting and (chunk is None or len(waiting) > 2 * jobs):
                items_done, future = waiting.popleft()
                try:
                    done = future.result()
                except BrokenProcessPool:  # every chunk in flight is lost with it: each is done again, alone
                    pool.shutdown(wait=False, cancel_futures=True)
                    lost = [items_done, *(c for c, _ in waiting)]
                    waiting.clear()
                    yield from chain.from_iterable(_one_by_one(c, settings) for c in lost)
                    pool = _pool(jobs)
                else:
                    yield from (from_json(r) if isinstance(r, bytes) else r for r in done)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(jobs: int) -> ProcessPoolExecutor:
    # a fresh interpreter each: a forked one may inherit locks held by the model runtime's threads
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=end_with_parent)


def end_with_parent() -> None:
    """A worker whose parent was killed ends too, instead of waiting for work for ever."""
    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    chunk: list[Item] = []
    size = 0
    for item in items:
        chunk.append(item)
        size += len(item.document.text) if isinstance(item, Ingested) else 0
        if size >= CHUNK_CHARACTERS or len(chunk) >= CHUNK_DOCUMENTS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _read(item: Item, settings: Settings) -> Outcome:
    return read_document(item.document, settings, item.notes) if isinstance(item, Ingested) else item


def _work(chunk: list[Item], settings: Settings) -> list[bytes | SourceFailure]:
    outcomes = (_read(item, settings) for item in chunk)
    return [o.to_json() if isinstance(o, Record) else o for o in outcomes]


def _one_by_one(chunk: list[Item], settings: Settings) -> Iterator[Outcome]:
    """Each item in a process of its own, so that the one that kills it is known and only it is lost."""
    for item in chunk:
        if isinstance(item, SourceFailure):
            yield item
            continue
        with _pool(1) as pool:
            try:
                (done,) = pool.submit(_work, [item], settings).result()
            except BrokenProcessPool:
                name = item.document.path or item.document.url or item.document.id
                yield SourceFailure(source=name, reason="the process that read it died")
            else:
                yield from_json(done) if isinstance(done, bytes) else done
