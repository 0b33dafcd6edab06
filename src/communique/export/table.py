"""CSV: the table that `communique read --format csv` writes."""

from collections.abc import Iterable

from communique.export.output import Output
from communique.model import Record
from communique.present.table import header, to_rows


def write(records: Iterable[Record], out: Output) -> None:
    """A header, then the rows of each record."""
    with out.stream() as stream:
        stream.write(header().encode())
        stream.writelines(to_rows(record).encode("utf-8", "backslashreplace") for record in records)
