"""Parquet files: a row a document; read a few rows at a time, however long."""

import datetime
from collections.abc import Iterator
from typing import Any, BinaryIO

from communique.counts import counted
from communique.errors import FormatError, MissingPartError, one_line
from communique.ingest.encoding import decode
from communique.ingest.fields import CONTENT, FIELDS, NAMES, OWN, read_fields
from communique.ingest.ingested import IngestOptions, Item, Metadata, SourceFailure

ROWS = 16  # held at once
BUFFER = 1 << 20  # bytes of a column read at once, instead of all that a row group has of it
KEPT = frozenset(("raw_sha256", "published_evidence"))  # of our own records' fields, those that are read again


def read_parquet(stream: BinaryIO, source: str, options: IngestOptions, metadata: Metadata) -> Iterator[Item]:
    """The documents of a Parquet file, whose rows are counted from 1. Columns that hold no field are never read.

    Text and markup may be strings or bytes, dates strings or dates. Raises FormatError where the file is no Parquet, has no
    column of text, or comes in a stream that cannot go back; MissingPartError where pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingPartError("Parquet needs pyarrow: pip install 'communique[frames]'") from error
    if not stream.seekable():
        raise FormatError(source, "Parquet can be read from a file only: its index stands at its end")
    try:
        file = pyarrow.parquet.ParquetFile(stream, buffer_size=BUFFER, pre_buffer=False)
    except (pyarrow.ArrowException, OSError) as error:
        raise FormatError(source, f"not Parquet, or a broken file: {one_line(error)}") from None
    names = {column: NAMES.get("_".join(column.split()).casefold(), column) for column in file.schema_arrow.names}
    if "document" not in names and not any(name.casefold() in CONTENT for name in names.values()):
        raise FormatError(source, f"no column of text: looked for {', '.join(FIELDS['text'][:3])}")
    known = {"document", *KEPT}.union(*FIELDS.values())
    read = [column for column, name in names.items() if name in known]
    unread: dict[str, Any] = {name: None for name in names.values() if name not in known | OWN}
    seen: set[str] = set()
    number = 0
    try:
        for batch in file.iter_batches(batch_size=ROWS, columns=read, use_threads=False):
            for row in batch.to_pylist():
                number += 1
                fields = {names[column]: _plain(value) for column, value in reversed(row.items())}
                yield read_fields(unread | fields, f"{source}:{number}", options, metadata, seen, ())
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        yield SourceFailure(source, f"the file breaks off after {counted(number, 'row')}: {one_line(error)}")


def _plain(value: object) -> object:
    """A cell as JSON would have it."""
    if isinstance(value, bytes):
        return decode(value).text
    if isinstance(value, datetime.date):  # a datetime is one too
        return value.isoformat()
    return value
