"""WARC archives, streamed: each page, feed or text of a response a document; what else is in them is counted."""

import io
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from communique.counts import counted
from communique.errors import FormatError, SourceError, one_line
from communique.ingest import dates
from communique.ingest.ingested import IngestOptions, Item, Metadata, SourceFailure
from communique.ingest.sniff import BY_TYPE

BROKEN = (OSError, ValueError, EOFError, RuntimeError)
CUT_OFF = "a record that is cut off"
READ_TYPES = frozenset((*BY_TYPE, ""))


def read_warc(
    stream: BinaryIO, source: str, options: IngestOptions, metadata: Metadata, read_body: Callable[..., Iterator[Item]]
) -> Iterator[Item]:
    """The documents of an archive in its order, its bytes already out of gzip. Other records are counted in a last line.

    read_body: reads what a record holds, as `streams.read_stream` does, which hands archives to this function. A broken
    archive gives what could be read, then a line. Raises FormatError where nothing could be.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    forward = _Forward(stream)
    left_out: Counter[str] = Counter()
    number = 0
    broken: str | None = None
    records = ArchiveIterator(forward, record_types=wanted, parse_http=True, auto_decode="all")
    while True:
        try:
            record = next(records)
        except StopIteration:
            break
        except BROKEN as error:
            broken = one_line(error)
            break
        number += 1
        try:
            body, reason = _body(record, options)
        except BROKEN as error:
            yield SourceFailure(f"{source}#{number}", f"a record that breaks off: {one_line(error)}")
            continue
        if reason == CUT_OFF:
            yield SourceFailure(f"{source}#{number}", CUT_OFF)
            continue
        if reason:
            left_out[reason] += 1
            continue
        yield from _record(record, body, f"{source}#{number}", options, metadata, read_body)
    if broken:
        yield SourceFailure(source, f"the archive breaks off after {counted(number, 'record')}: {broken}")
    elif not number:
        raise FormatError(source, "no records could be read: not a WARC archive, or a broken one")
    if left_out:
        counts = ", ".join(f"{what} {count}" for what, count in sorted(left_out.items(), key=lambda x: (-x[1], x[0])))
        told = counted(left_out.total(), "record")
        yield SourceFailure(source, f"no document in {told}: {counts}", ignored=True)


class _Forward:
    """A stream as the reader of records wants it: it asks where it stands, and never to go back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes."""
        data = self._stream.read(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        """Bytes read so far."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Only to where it stands."""
        if (offset, whence) not in ((self._at, io.SEEK_SET), (0, io.SEEK_CUR)):
            raise io.UnsupportedOperation("seek")
        return self._at

    def close(self) -> None:
        """Leave the stream to its owner."""


def _body(record: Any, options: IngestOptions) -> tuple[bytes, str | None]:
    """The bytes of a record, or why it is no document."""
    kind = _content_type(record)
    status = record.http_headers.status_code if record.is_http_parsed and record.http_headers else 200
    if status is not None and not 200 <= status < 300:
        return b"", f"status {status}"
    if kind not in READ_TYPES:
        return b"", kind
    body: bytes = record.reader.read(options.max_bytes + 1)
    if len(body) > options.max_bytes:
        return b"", "too long"
    if len(body) < _length(record):
        return b"", CUT_OFF
    return (body, None) if body.strip() else (b"", "empty")


def _length(record: Any) -> int:
    """How long the body has to be, as far as its headers say; 0 where it was unpacked on the way."""
    headers = record.http_headers if record.is_http_parsed else None
    if headers is None:
        return int(record.content_length or 0)
    if any(name in headers for name in ("Content-Encoding", "Transfer-Encoding")):
        return 0
    declared = str(headers.get("Content-Length") or "")
    return int(declared) if declared.isdecimal() and len(declared) < 12 else 0


def _content_type(record: Any) -> str:
    if record.is_http_parsed:
        return (record.http_content_type or "").strip().lower()
    return (record.headers.get("Content-Type") or "").split(";")[0].strip().lower()


def _record(
    record: Any,
    body: bytes,
    name: str,
    options: IngestOptions,
    metadata: Metadata,
    read_body: Callable[..., Iterator[Item]],
) -> Iterator[Item]:
    known = Metadata(
        path=f"{metadata.path}#{name.rpartition('#')[2]}" if metadata.path else None,
        url=record.headers.get("WARC-Target-URI"),
        retrieved=dates.parse(record.headers.get("WARC-Date") or ""),
    )
    kind = _content_type(record)
    kind = "" if kind == "text/plain" and not record.is_http_parsed else kind
    try:
        yield from read_body(io.BytesIO(body), name, options, known, kind, record.http_charset)
    except SourceError as error:
        yield SourceFailure(name, error.reason)
