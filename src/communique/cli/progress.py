"""A progress bar on standard error, only where that is a terminal."""

import contextlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

CONTAINERS = (".jsonl", ".ndjson", ".csv", ".tsv", ".parquet", ".warc", ".xml", ".rss", ".atom", ".gz")
"""Endings of files that may hold any number of documents."""


class Progress:
    """Counts documents read. shares_terminal: records go to the terminal too; the bar steps aside for them."""

    def __init__(self, sources: Sequence[str], shares_terminal: bool) -> None:
        self._sources = sources
        self._shares = shares_terminal
        self._bar: RichProgress | None = None

    def __enter__(self) -> "Progress":
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as RichProgress

            columns = (
                SpinnerColumn(),
                TextColumn("reading"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            self._bar = RichProgress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task("reading", total=expected(self._sources))
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    @contextlib.contextmanager
    def step(self) -> Iterator[None]:
        """Around the writing of one outcome."""
        if self._bar is None:
            yield
            return
        if self._shares:
            self._bar.stop()
        yield
        self._bar.advance(self._task)
        if self._shares:
            self._bar.start()


def expected(sources: Sequence[str]) -> int | None:
    """How many documents the sources hold, None when that shows only on reading them."""
    from communique.ingest.sources import files_below

    count = 0
    for source in sources:
        path = Path(source)
        files = files_below(path) if path.is_dir() else [path]
        if source == "-" or any(f.suffix.lower() in CONTAINERS for f in files):
            return None
        count += len(files)
    return count
