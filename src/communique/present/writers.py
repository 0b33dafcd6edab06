"""One writer a format: takes records one after the other and writes them to a binary stream as they come."""

import io
import json
from collections.abc import Callable
from typing import BinaryIO, Literal, Protocol

from communique.model import Record

Format = Literal["report", "jsonl", "json", "csv", "md"]
FORMATS: tuple[Format, ...] = ("report", "jsonl", "json", "csv", "md")
SUFFIXES: dict[str, Format] = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".md": "md"}
"""The format that a file's name asks for."""


class Writer(Protocol):
    """Writes records; `close` writes what belongs at the end."""

    def write(self, record: Record) -> None:
        """Write one record."""

    def close(self) -> None:
        """Write the end. The stream itself stays open."""


def writer(form: Format, stream: BinaryIO, explain: bool = False) -> Writer:
    """The writer of a format onto `stream`."""
    if form == "report":
        return ReportWriter(stream, explain)
    makers: dict[str, Callable[[BinaryIO], Writer]] = {"jsonl": Lines, "json": Array, "csv": Table, "md": Markdown}
    return makers[form](stream)


class Lines:
    """JSON Lines: the record contract, one line a document."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def write(self, record: Record) -> None:
        """Write one line."""
        self.stream.write(record.to_json() + b"\n")
        self.stream.flush()

    def close(self) -> None:
        """Nothing to add."""


class Array:
    """One indented JSON array of records."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.lead = b"[\n"

    def write(self, record: Record) -> None:
        """Write one element."""
        body = json.dumps(record.to_dict(), ensure_ascii=False, indent=2)
        self.stream.write(self.lead + body.encode("utf-8", "backslashreplace"))
        self.lead = b",\n"

    def close(self) -> None:
        """Close the array; an empty one where nothing was read."""
        self.stream.write(b"[]\n" if self.lead == b"[\n" else b"\n]\n")


class Table:
    """One CSV table (`communique.present.table`)."""

    def __init__(self, stream: BinaryIO) -> None:
        from communique.present import table

        self.stream = stream
        self.rows = table.to_rows
        stream.write(table.header().encode())

    def write(self, record: Record) -> None:
        """Write the rows of one record."""
        self.stream.write(self.rows(record).encode("utf-8", "backslashreplace"))

    def close(self) -> None:
        """Nothing to add."""


class Markdown:
    """Markdown, one chapter a document."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def write(self, record: Record) -> None:
        """Write one chapter."""
        from communique.present.markdown import to_markdown

        self.stream.write((to_markdown(record) + "\n").encode("utf-8", "backslashreplace"))

    def close(self) -> None:
        """Nothing to add."""


class ReportWriter:
    """The terminal report, coloured where the stream is a terminal and nothing forbids it (NO_COLOR)."""

    def __init__(self, stream: BinaryIO, explain: bool) -> None:
        from rich.console import Console

        from communique.present.report import Report

        self.text = io.TextIOWrapper(stream, "utf-8", "backslashreplace", newline="\n", write_through=True)
        self.report = Report(Console(file=self.text, highlight=False, emoji=False, markup=False), explain)
        self.first = True

    def write(self, record: Record) -> None:
        """Write one report, a rule before every one but the first."""
        if not self.first:
            self.report.rule()
        self.first = False
        self.report.write(record)
        self.text.flush()

    def close(self) -> None:
        """Leave the stream to its owner."""
        self.text.detach()
