"""CSV files: a row a document; read row by row, however long the file is."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from communique.counts import counted
from communique.errors import FormatError
from communique.ingest.encoding import BOMS, decode
from communique.ingest.fields import CONTENT, FIELDS, NAMES, read_fields
from communique.ingest.ingested import IngestOptions, Item, Metadata, SourceFailure, note
from communique.model import Issue

DELIMITERS = ",;\t|"


def is_header(line: str) -> bool:
    """Whether a first line names columns: a column of text and another one that is known, and no column without a name."""
    names = _columns(line, _delimiter(line))
    known = [n for n in names if n in NAMES.values()]
    return all(names) and len(known) > 1 and any(n.casefold() in CONTENT for n in known)


def read_csv(stream: BinaryIO, source: str, options: IngestOptions, metadata: Metadata) -> Iterator[Item]:
    """The documents of a CSV file whose first row names its columns; rows are counted as a spreadsheet does, header first.

    Separated by comma, semicolon, tab or bar. Raises FormatError where no column holds text. A bad row is a line of failure.
    """
    lines = _lines(stream, options.max_bytes)
    try:
        first = next(lines, "")
    except csv.Error as error:
        raise FormatError(source, f"not CSV: {error}") from None
    delimiter = _delimiter(first)
    columns = _columns(first, delimiter)
    if not any(c.casefold() in CONTENT for c in columns):
        raise FormatError(source, f"no column of text in its first row: looked for {', '.join(FIELDS['text'][:3])}")
    csv.field_size_limit(options.max_bytes)
    rows = csv.reader(lines, delimiter=delimiter)
    seen: set[str] = set()
    number = 1
    while True:
        number += 1
        name = f"{source}:{number}"
        try:
            row = next(rows, None)
        except csv.Error as error:  # an open quotation mark swallows rows, so there is no next one to go on with
            yield SourceFailure(name, f"not CSV: {error}; it and what follows it were not read")
            return
        if row is None:
            return
        if not any(cell.strip() for cell in row):
            continue
        cells, notes = _repaired(row)
        if len(cells) > len(columns):
            notes = (*notes, note(f"left out: {counted(len(cells) - len(columns), 'cell')} beyond the last column"))
        fields = dict(reversed(list(zip(columns, cells, strict=False))))
        yield read_fields(fields, name, options, metadata, seen, notes)


def _lines(stream: BinaryIO, limit: int) -> Iterator[str]:
    """Lines with their ends. Bytes that are not UTF-8 are kept as lone surrogates, for `_repaired`."""
    head = stream.peek(4) if isinstance(stream, io.BufferedReader) else b""
    encoding = next((name for bom, name in BOMS if head.startswith(bom)), "utf-8-sig")
    text = io.TextIOWrapper(stream, encoding, "surrogateescape" if encoding == "utf-8-sig" else "replace", newline="")
    try:
        while line := text.readline(limit + 1):
            if len(line) > limit:
                raise csv.Error(f"a line of more than {limit:,} characters")
            yield line
    finally:
        text.detach()  # the stream is closed by who opened it


def _delimiter(line: str) -> str:
    """The separator under which most columns have known names."""
    return max(DELIMITERS, key=lambda d: sum(c in NAMES.values() for c in _columns(line, d)))


def _columns(line: str, delimiter: str) -> list[str]:
    """The columns' names, as `FIELDS` spells them: "Publication Date" is publication_date; none for what is no row."""
    bare = line.lstrip("\ufeff")
    try:
        names = next(csv.reader([bare], delimiter=delimiter), []) if len(bare) < 100_000 else []
    except csv.Error:
        names = []
    joined = ("_".join(name.split()) for name in names)
    return [NAMES.get(name.casefold(), name) for name in joined]


def _repaired(row: list[str]) -> tuple[list[str], tuple[Issue, ...]]:
    """The cells of a row; one that is not UTF-8 has its cells decoded as the longest of them is best read, with a note."""
    try:
        "".join(row).encode("utf-8")
        return row, ()
    except UnicodeEncodeError:
        cells = [cell.encode("utf-8", "surrogateescape") for cell in row]
    best = decode(max(cells, key=len))
    return [decode(cell, best.encoding).text for cell in cells], best.notes
