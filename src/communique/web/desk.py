"""Where what visitors bring is read: a process apart, so that pages stay quick and a text that kills its reader only that."""

import io
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from pathlib import PurePath

import msgspec

from communique.errors import CommuniqueError, UsageError
from communique.ingest.ingested import Ingested, IngestOptions, Metadata, SourceFailure
from communique.model import Record, from_json
from communique.pipeline.batch import end_with_parent

MOST = 50  # documents of one upload
PATIENCE = 150.0  # seconds for all of them
AT_ONCE = 2  # who may wait for the desk


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """What a visitor brings: a text, a file (its name and bytes), or an address."""

    text: str | None = None
    name: str | None = None
    data: bytes = b""
    address: str | None = None


class BusyError(CommuniqueError):
    """Others are being served; try again."""


class Desk:
    """One reading process, started when it is first needed and again when it dies."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._seats = threading.BoundedSemaphore(AT_ONCE)
        self._lock = threading.Lock()

    def read(self, brought: Brought, options: IngestOptions) -> tuple[list[Record], list[str]]:
        """The records, and a line for each item that gave none. Waits; call it in a thread. Raises CommuniqueError."""
        if not self._seats.acquire(blocking=False):
            raise BusyError("other documents are being read just now; try again in a minute")
        try:
            done = self._started().submit(work, brought, options).result(PATIENCE)
        except TooLong:
            self._stop()
            raise UsageError(f"not read within {PATIENCE:g} seconds; use `communique add` for so much") from None
        except BrokenProcessPool:
            self._stop()
            raise UsageError("the process that read it died") from None
        finally:
            self._seats.release()
        return [from_json(r) for r in done if isinstance(r, bytes)], [r for r in done if isinstance(r, str)]

    def close(self) -> None:
        """End the process."""
        self._stop()

    def _started(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=end_with_parent)
            return self._pool

    def _stop(self) -> None:
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            for process in list((pool._processes or {}).values()):
                process.terminate()
            pool.shutdown(wait=False, cancel_futures=True)


def work(brought: Brought, options: IngestOptions) -> list[bytes | str]:
    """In the process: records as JSON, or lines on what could not be read."""
    from communique.pipeline.run import read_document

    done: list[bytes | str] = []
    try:
        for found in islice(_ingested(brought, options), MOST + 1):
            if len(done) == MOST:
                done.append(f"only the first {MOST} documents were read; use `communique add` for the rest")
            elif isinstance(found, SourceFailure):
                done.append(str(found))
            else:
                done.append(read_document(found.document, options.settings, found.notes).to_json())
    except CommuniqueError as error:
        done.append(str(error))
    return done


def _ingested(brought: Brought, options: IngestOptions) -> Iterator[Ingested | SourceFailure]:
    from communique.ingest.sources import read_source
    from communique.ingest.streams import read_stream
    from communique.ingest.text import ingest_text

    if brought.text is not None:
        yield ingest_text(brought.text, options.settings)
    elif brought.address is not None:
        if not brought.address.lower().startswith(("http://", "https://")):  # a path would be a file of this machine
            raise UsageError("only http and https addresses are fetched")
        yield from read_source(brought.address, options)
    else:
        name = PurePath(brought.name or "upload").name
        suffix = PurePath(name).suffix
        stream = io.BufferedReader(io.BytesIO(brought.data))
        yield from read_stream(stream, name, options, Metadata(path=name), suffix=suffix)
