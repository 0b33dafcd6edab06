"""An open stream of bytes to documents: what it holds is found out, unpacked within limits, and handed to its reader."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from communique.errors import FormatError
from communique.ingest.encoding import refuse_binary
from communique.ingest.ingested import UNKNOWN, IngestOptions, Item, Metadata, SourceFailure
from communique.ingest.plain import EMPTY, read_plain
from communique.ingest.sniff import REACH, Kind, sniff
from communique.ingest.unpack import Unpacked

BUFFER = 65536


def read_stream(
    stream: BinaryIO,
    source: str,
    options: IngestOptions,
    metadata: Metadata = UNKNOWN,
    content_type: str = "",
    charset: str | None = None,
    suffix: str = "",
) -> Iterator[Item]:
    """The documents in a stream. source: how failures name it; content_type, charset, suffix: what it is said to hold.

    Raises SourceError where the stream as a whole cannot be read.
    """
    buffered = (
        stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream), BUFFER)
    )
    kind = _kind(buffered, source, suffix, content_type)
    if kind != "gzip":
        yield from _read(kind, buffered, source, options, metadata, charset)
        return
    unpacked = Unpacked(buffered)
    inner = io.BufferedReader(unpacked, BUFFER)
    try:
        kind = _kind(inner, source, suffix, content_type)
        if kind == "gzip":
            raise FormatError(source, "a gzip file within a gzip file")
        yield from _read(kind, inner, source, options, metadata, charset)
    except FormatError:
        if unpacked.broken is None:
            raise
    if unpacked.broken:
        yield SourceFailure(source, f"a broken gzip file: {unpacked.broken}")


def _kind(stream: "io.BufferedReader[Any]", source: str, suffix: str, content_type: str) -> Kind:
    """What a stream holds, by a look at its beginning. Raises FormatError where it is empty."""
    head = stream.peek(REACH)
    if not head.strip(b"\x00 \t\r\n\f\v\xef\xbb\xbf") and len(head) < REACH:
        raise FormatError(source, EMPTY)
    return sniff(head, source, suffix, content_type)


def _read(
    kind: Kind,
    stream: "io.BufferedReader[Any]",
    source: str,
    options: IngestOptions,
    metadata: Metadata,
    charset: str | None,
) -> Iterator[Item]:
    """Hand a stream to the reader of its kind. Readers of what may be long take the stream, the others all its bytes."""
    if kind == "warc":
        from communique.ingest.warc import read_warc

        yield from read_warc(stream, source, options, metadata, read_stream)
        return
    if kind == "parquet":
        from communique.ingest.parquet import read_parquet

        yield from read_parquet(stream, source, options, metadata)
        return
    refuse_binary(stream.peek(REACH), source)
    if kind in ("jsonl", "json"):
        from communique.ingest.jsonl import read_json

        yield from read_json(stream, source, options, metadata, lines=kind == "jsonl")
    elif kind == "csv":
        from communique.ingest.csvfile import read_csv

        yield from read_csv(stream, source, options, metadata)
    elif kind == "html":
        from communique.ingest.html import read_html

        yield read_html(_all(stream, source, options), source, options, metadata, charset)
    elif kind == "feed":
        from communique.ingest.feed import read_feed

        yield from read_feed(_all(stream, source, options), source, options, metadata, charset)
    else:
        yield read_plain(_all(stream, source, options), source, options, metadata, charset)


def _all(stream: BinaryIO, source: str, options: IngestOptions) -> bytes:
    """All bytes of a stream, up to the limit. Raises FormatError beyond it."""
    data = stream.read(options.max_bytes + 1)
    if len(data) > options.max_bytes:
        raise FormatError(source, f"more than {options.max_bytes:,} bytes; that is more than is read of one document")
    return data
