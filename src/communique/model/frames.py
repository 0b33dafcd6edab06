"""Records as data frames, for notebooks. polars is loaded here only."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from communique.errors import MissingPartError
from communique.model.tables import COLUMNS, SHARE, TEXT, TEXTS, WHOLE, rows

if TYPE_CHECKING:
    from communique.model.record import Record


def frame(records: "Iterable[Record]", table: str = "contacts") -> Any:
    """A polars data frame of one table of many records, its columns typed whether or not there are rows.

    Raises MissingPartError without polars, KeyError for a table that is not there.
    """
    columns = COLUMNS[table]
    pl = polars()
    types = {TEXT: pl.String, TEXTS: pl.List(pl.String), WHOLE: pl.Int64, SHARE: pl.Float64}
    found = [row for record in records for row in rows(record, table)]
    return pl.DataFrame(found, schema={name: types[kind] for name, kind in columns.items()}, orient="row")


def polars() -> Any:
    """The library. Raises MissingPartError."""
    try:
        import polars as pl
    except ImportError as error:
        raise MissingPartError("data frames need polars: pip install 'communique[frames]'") from error
    return pl
