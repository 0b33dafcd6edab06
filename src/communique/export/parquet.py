"""Parquet: a file for each table of `tables.py`, written a few thousand rows at a time."""

from collections.abc import Iterable
from typing import Any

from communique.errors import MissingPartError
from communique.export.output import Output
from communique.model import Record
from communique.model.tables import COLUMNS, MAKERS, SHARE, TEXT, TEXTS, WHOLE, rows

AT_ONCE = 5_000  # rows of a table held in memory


def write(records: Iterable[Record], out: Output) -> None:
    """NAME.parquet for every table in the output's folder. Raises MissingPartError without pyarrow."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise MissingPartError("Parquet needs pyarrow: pip install 'communique[frames]'") from error
    types = {TEXT: pa.string(), TEXTS: pa.list_(pa.string()), WHOLE: pa.int64(), SHARE: pa.float64()}
    schemas = {table: pa.schema([(n, types[t]) for n, t in COLUMNS[table].items()]) for table in MAKERS}
    there = out.folder()
    parts = {table: there / f"{table}.parquet.part" for table in MAKERS}
    writers = {table: parquet.ParquetWriter(parts[table], schemas[table], compression="zstd") for table in MAKERS}
    waiting: dict[str, list[dict[str, Any]]] = {table: [] for table in MAKERS}

    def flush(table: str) -> None:
        if waiting[table]:
            writers[table].write_table(pa.Table.from_pylist(waiting[table], schema=schemas[table]))
            waiting[table] = []

    try:
        for record in records:
            for table in MAKERS:
                waiting[table] += ({k: _plain(v) for k, v in row.items()} for row in rows(record, table))
                if len(waiting[table]) >= AT_ONCE:
                    flush(table)
        for table in MAKERS:
            flush(table)
            writers[table].close()
            parts[table].replace(there / f"{table}.parquet")
    finally:
        for table, part in parts.items():
            writers[table].close()
            part.unlink(missing_ok=True)


def _plain(value: Any) -> Any:
    """A value that Arrow takes: lone surrogates, which broken pages leave, are no UTF-8."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return [_plain(v) for v in value] if isinstance(value, list) else value
