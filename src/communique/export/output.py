"""Where an export goes: a file or folder by its path, or standard output; written beside the name first, moved when whole."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from communique.counts import counted
from communique.errors import UsageError


class Output(NamedTuple):
    """path: None for standard output. notes: what was left out and why, said when the work is done."""

    path: Path | None
    notes: list[str]

    @contextmanager
    def stream(self) -> Iterator[BinaryIO]:
        """The bytes of a one-file export. A run that is cut off leaves no half file under the name asked for."""
        if self.path is None:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_name(self.path.name + ".part")
        try:
            with part.open("wb") as file:
                yield file
            part.replace(self.path)
        finally:
            part.unlink(missing_ok=True)

    def folder(self) -> Path:
        """The folder of an export of several files, made where it is not there yet. Raises UsageError without a path."""
        if self.path is None:
            raise UsageError("a folder is needed: name it with --output")
        self.path.mkdir(parents=True, exist_ok=True)
        return self.path

    def left_out(self, number: int, what: str, why: str) -> None:
        """Say that some items have no place in the format. what: one of them."""
        if number:
            self.notes.append(f"{counted(number, what)} {why}")
