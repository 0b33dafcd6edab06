"""Records in files of JSON Lines, for the commands that take such files."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from communique.errors import FormatError, SourceError, one_line

if TYPE_CHECKING:
    from communique.model import Record


def from_files(files: Iterable[Path]) -> "Iterator[Record]":
    """The records of files of JSON Lines, one at a time. Raises SourceError; FormatError with the line."""
    from communique.model import from_json

    for file in files:
        try:
            with file.open("rb") as lines:
                for number, line in enumerate(lines, 1):
                    if line.strip():
                        try:
                            yield from_json(line)
                        except ValueError as error:
                            raise FormatError(f"{file}:{number}", f"not a record: {one_line(error)}") from error
        except OSError as error:
            raise SourceError(str(file), error.strerror or str(error)) from error
