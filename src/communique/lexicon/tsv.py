"""Rows of the tables that ship as tab-separated files."""

import csv
from collections.abc import Iterator
from pathlib import Path

from communique.errors import LexiconError


def rows(path: Path, width: int) -> Iterator[list[str]]:
    """The rows of a tab-separated file without its header. Raises LexiconError where one has not `width` fields."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
                if len(row) != width:
                    raise LexiconError(f"{path.name}: row {number}: {width} fields expected, {len(row)} found")
                if number > 1:
                    yield row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LexiconError(f"{path.name}: {error}") from error
