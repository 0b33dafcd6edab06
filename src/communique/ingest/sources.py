"""Sources to documents: files, folders, standard input and addresses, one after the other, each failure a line."""

import logging
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import BinaryIO

from communique.errors import MissingPartError, SourceError, one_line
from communique.ingest.ingested import DEFAULTS, IngestOptions, Item, Metadata, SourceFailure
from communique.ingest.streams import read_stream

log = logging.getLogger("communique")
STANDARD_INPUT = "-"
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def read_sources(sources: Sequence[str], options: IngestOptions = DEFAULTS) -> Iterator[Item]:
    """The documents of all sources in order, and a line for every source or item that gave none. Never raises for a source.

    A source is a file, a folder (with all below it, sorted by path; hidden files left out), "-" for standard input, or an
    http(s) address. One document at a time is held in memory; of an archive or JSON Lines file, one item.
    """
    for source in sources:
        yield from read_source(source, options)


def read_source(source: str, options: IngestOptions = DEFAULTS) -> Iterator[Item]:
    """The documents of one source; see `read_sources`."""
    yield from _told(source, _items(source, options))


def read_file(stream: BinaryIO, name: str, options: IngestOptions = DEFAULTS) -> Iterator[Item]:
    """The documents of a file that is open, as `read_source` gives them for its name. Never raises for what is in it."""
    path = PurePath(name)
    suffix = PurePath(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    yield from _told(name, read_stream(stream, name, options, Metadata(path=name), suffix=suffix))


def files_below(folder: Path) -> list[Path]:
    """The files of a folder and all below it, sorted by path; hidden ones left out."""
    return sorted(p for p in folder.rglob("*") if p.is_file() and not _hidden(p.relative_to(folder)))


def _told(source: str, items: Iterator[Item]) -> Iterator[Item]:
    """The items of a source; what stops them becomes a line."""
    try:
        yield from items
    except SourceError as error:
        yield SourceFailure(source=error.source, reason=error.reason)
    except MissingPartError as error:
        yield SourceFailure(source=source, reason=str(error))
    except OSError as error:
        yield SourceFailure(source=source, reason=plainly(error))
    except Exception as error:  # a library that breaks over odd bytes must not end the batch
        log.debug("reading %s failed", source, exc_info=True)
        yield SourceFailure(
            source=source,
            reason=f"could not be read: {type(error).__name__}: {one_line(error, 200, 'no reason given')}",
        )


def _items(source: str, options: IngestOptions) -> Iterator[Item]:
    if not source.lower().startswith(("http://", "https://")) and SCHEME.match(source):
        yield SourceFailure(source, "only http and https addresses are fetched")
    elif source == STANDARD_INPUT:
        yield from read_stream(sys.stdin.buffer, "standard input", options)
    elif source.lower().startswith(("http://", "https://")):
        from communique.ingest.fetch import fetch

        page = fetch(source, options)
        metadata = Metadata(url=page.url, retrieved=page.retrieved)
        yield from read_stream(page.stream, source, options, metadata, page.content_type, page.charset, page.suffix)
    else:
        yield from _read_path(Path(source), source, options)


def _read_path(path: Path, source: str, options: IngestOptions) -> Iterator[Item]:
    if not source or "\0" in source:
        yield SourceFailure(source=source, reason="no such file or folder")
    elif path.is_dir():
        files = files_below(path)
        if not files:
            yield SourceFailure(source=source, reason="an empty folder")
        for file in files:
            yield from read_source(str(file), options)
    elif not path.exists():
        yield SourceFailure(source=source, reason="no such file or folder")
    elif not path.is_file():
        yield SourceFailure(source=source, reason="neither a file nor a folder")
    else:
        with path.open("rb") as stream:
            yield from read_file(stream, source, options)


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def plainly(error: OSError) -> str:
    """An operating system error in words a person knows."""
    known = {
        FileNotFoundError: "no such file or folder",
        PermissionError: "may not be read: permission denied",
        IsADirectoryError: "a folder, not a file",
    }
    return known.get(type(error), (error.strerror or one_line(error, 200, "no reason given")).lower())
