"""JSON Lines and JSON documents: an object a document; read line by line, however long the file is."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, BinaryIO

import msgspec
from msgspec.structs import replace

from communique.errors import FormatError, one_line
from communique.ingest.encoding import decode
from communique.ingest.fields import FIELDS, read_fields
from communique.ingest.ingested import IngestOptions, Item, Metadata, SourceFailure
from communique.model import Issue

LISTS = ("items", "articles", "documents", "records", "entries", "results", "data")
BROKEN = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def read_json(stream: BinaryIO, source: str, options: IngestOptions, metadata: Metadata, lines: bool) -> Iterator[Item]:
    """The documents of a JSON Lines file (lines) or of JSON that may be either. Raises FormatError for a whole bad file.

    A bad line is a line of failure. Fields that are not used are named once, with the first document that has them.
    """
    seen: set[str] = set()
    numbered = _lines(stream, options.max_bytes)
    first = list(islice(numbered, 2))
    if not lines and (len(first) < 2 or not _is_object(first[0][1])):
        head = b"".join(line or b"" for _, line in first)
        yield from _document(head, stream, source, options, metadata, seen)
        return
    for number, line in chain(first, numbered):
        name = f"{source}:{number}"
        if line is None:
            yield SourceFailure(name, f"a line of more than {options.max_bytes:,} bytes")
            continue
        try:
            value, notes = _decode(line)
        except BROKEN as error:
            yield SourceFailure(name, f"not JSON: {one_line(error)}")
            continue
        yield read_fields(value, name, options, metadata, seen, notes)


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers, blank ones left out; None for one over the limit, which is skipped without being held."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit:
            while line and not line.endswith(b"\n"):
                line = stream.readline(limit)
            yield number, None
        elif line.strip():
            yield number, line


def _is_object(line: bytes | None) -> bool:
    try:
        return line is not None and isinstance(_decode(line)[0], dict)
    except BROKEN:
        return False


def _decode(data: bytes) -> tuple[Any, tuple[Issue, ...]]:
    """The JSON value of some bytes; bytes that are not UTF-8 are repaired, with a note. Raises what BROKEN lists."""
    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf")), ()
    except (msgspec.DecodeError, UnicodeDecodeError):
        decoded = decode(data)
        if decoded.encoding == "utf-8" and not decoded.notes:
            raise
        return msgspec.json.decode(decoded.text.lstrip("\ufeff")), decoded.notes


def _document(
    head: bytes, stream: BinaryIO, source: str, options: IngestOptions, metadata: Metadata, seen: set[str]
) -> Iterator[Item]:
    """One JSON value: an object, a list of objects, or an object that holds such a list (JSON Feed and its like)."""
    data = head + stream.read(max(0, options.max_bytes + 1 - len(head)))
    if len(data) > options.max_bytes:
        raise FormatError(source, f"more than {options.max_bytes:,} bytes of JSON in one piece; give it as JSON Lines")
    try:
        value, notes = _decode(data)
    except BROKEN as error:
        raise FormatError(source, f"not JSON: {one_line(error)}") from None
    listed = value if isinstance(value, list) else None
    if isinstance(value, dict) and not any(value.get(name) for name in (*FIELDS["text"], *FIELDS["html"], "document")):
        listed = next((value[name] for name in LISTS if isinstance(value.get(name), list)), None)
        if listed and isinstance(value.get("title"), str):  # a JSON Feed names itself, not its items
            metadata = replace(metadata, publisher=metadata.publisher or value["title"])
    if listed is None:
        yield read_fields(value, source, options, metadata, seen, notes)
    elif not listed:
        raise FormatError(source, "an empty list: nothing to read in it")
    else:
        for number, item in enumerate(listed, start=1):
            yield read_fields(item, f"{source}:{number}", options, metadata, seen, notes)
