"""An open stream of bytes to documents: what it holds is found out, unpacked within limits, and handed to its reader."""

import hashlib
import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from communique.errors import FormatError
from communique.ingest.encoding import decode, refuse_binary
from communique.ingest.ingested import UNKNOWN, Ingested, IngestOptions, Metadata, SourceFailure
from communique.ingest.sniff import REACH, sniff
from communique.ingest.text import ingest_text
from communique.ingest.unpack import Unpacked

Item = Ingested | SourceFailure
BUFFER = 65536
EMPTY = "empty: nothing to read in it"


def read_stream(
    stream: BinaryIO,
    source: str,
    options: IngestOptions,
    metadata: Metadata = UNKNOWN,
    content_type: str = "",
    charset: str | None = None,
    suffix: str = "",
    packed: bool = False,
) -> Iterator[Item]:
    """The documents in a stream. source: how failures name it; packed: it came out of a gzip file already.

    Raises SourceError where the stream as a whole cannot be read.
    """
    buffered = (
        stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream), BUFFER)
    )
    head = buffered.peek(REACH)
    if not head.strip(b"\x00 \t\r\n\f\v\xef\xbb\xbf") and len(head) < REACH:
        raise FormatError(source, EMPTY)
    kind = sniff(head, source, suffix, content_type)
    if kind == "gzip":
        if packed:
            raise FormatError(source, "a gzip file within a gzip file")
        unpacked = Unpacked(buffered)
        inner = io.BufferedReader(unpacked, BUFFER)
        try:
            yield from read_stream(inner, source, options, metadata, content_type, charset, suffix, packed=True)
        except FormatError:
            if unpacked.broken is None:
                raise
        if unpacked.broken:
            yield SourceFailure(source, f"a broken gzip file: {unpacked.broken}")
        return
    if kind == "warc":
        from communique.ingest.warc import read_warc

        yield from read_warc(buffered, source, options, metadata)
        return
    if kind == "parquet":
        from communique.ingest.parquet import read_parquet

        yield from read_parquet(buffered, source, options, metadata)
        return
    refuse_binary(head, source)
    if kind in ("jsonl", "json"):
        from communique.ingest.jsonl import read_json

        yield from read_json(buffered, source, options, metadata, lines=kind == "jsonl")
        return
    if kind == "csv":
        from communique.ingest.csvfile import read_csv

        yield from read_csv(buffered, source, options, metadata)
        return
    data = read_all(buffered, source, options)
    if kind == "html":
        from communique.ingest.html import read_html

        yield read_html(data, source, options, metadata, charset)
    elif kind == "feed":
        from communique.ingest.feed import read_feed

        yield from read_feed(data, source, options, metadata, charset)
    else:
        yield read_text(data, source, options, metadata, charset)


def read_text(
    data: bytes, source: str, options: IngestOptions, metadata: Metadata = UNKNOWN, charset: str | None = None
) -> Ingested:
    """The document of a plain text. Raises FormatError where it is binary, blank or too long."""
    refuse_binary(data, source)
    decoded = decode(data, charset)
    if not decoded.text.strip("\ufeff\x00 \t\r\n\f\v"):
        raise FormatError(source, EMPTY)
    if len(decoded.text) > options.max_characters:
        raise FormatError(
            source, f"text of {len(decoded.text):,} characters; at most {options.max_characters:,} are read at once"
        )
    return ingest_text(decoded.text, options.settings, metadata, hashlib.sha256(data).hexdigest(), decoded.notes)


def read_all(stream: BinaryIO, source: str, options: IngestOptions) -> bytes:
    """All bytes of a stream, up to the limit. Raises FormatError beyond it."""
    data = stream.read(options.max_bytes + 1)
    if len(data) > options.max_bytes:
        raise FormatError(source, f"more than {options.max_bytes:,} bytes; that is more than is read of one document")
    return data
