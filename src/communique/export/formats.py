"""The formats, each with what it is for and whether it makes one file or a folder."""

import importlib
from collections.abc import Iterable
from typing import NamedTuple

from communique.errors import UsageError
from communique.export.output import Output
from communique.model import Record


class ExportFormat(NamedTuple):
    """module: has `write(records, out)`. folder: several files belong together."""

    module: str
    what: str
    folder: bool = False


FORMATS = {
    "jsonl": ExportFormat("lines", "JSON Lines: the records themselves, one a line"),
    "csv": ExportFormat("table", "CSV: one row an item"),
    "parquet": ExportFormat("parquet", "Parquet: a table for each kind of item", folder=True),
    "polecat": ExportFormat("polecat", "events as POLECAT's tab-separated table"),
    "gdelt": ExportFormat("gdelt", "events as GDELT 2's tab-separated table (CAMEO codes)"),
    "webannotation": ExportFormat("webannotation", "W3C Web Annotation: one JSON-LD annotation a line"),
    "ftm": ExportFormat("ftm", "FollowTheMoney: one entity a line"),
    "brat": ExportFormat("brat", "brat standoff: NAME.txt and NAME.ann for each document", folder=True),
    "spacy": ExportFormat("docbin", "spaCy DocBins with span groups", folder=True),
}


def export(records: Iterable[Record], form: str, out: Output) -> int:
    """Write records in a format; how many were written. They are taken one at a time. Raises UsageError, MissingPartError."""
    if form not in FORMATS:
        raise UsageError(f"{form}: no such format; there are {', '.join(FORMATS)}")
    known = FORMATS[form]
    if known.folder and out.path is None:
        raise UsageError(f"{form} makes a folder: name it with --output")
    if known.folder and out.path is not None and out.path.is_file():
        raise UsageError(f"{out.path}: is a file; {form} makes a folder")
    if not known.folder and out.path is not None and out.path.is_dir():
        raise UsageError(f"{out.path}: is a folder; {form} makes one file")
    counted = _Counted(records)
    importlib.import_module(f"communique.export.{known.module}").write(counted, out)
    return counted.number


class _Counted:
    """Records that are counted as they pass."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records, self.number = records, 0

    def __iter__(self) -> "_Counted":
        self._rest = iter(self.records)
        return self

    def __next__(self) -> Record:
        record = next(self._rest)
        self.number += 1
        return record
