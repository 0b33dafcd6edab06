"""JSON Lines: the public contract, unchanged."""

from collections.abc import Iterable

from communique.export.output import Output
from communique.model import Record


def write(records: Iterable[Record], out: Output) -> None:
    """One record a line."""
    with out.stream() as stream:
        stream.writelines(record.to_json() + b"\n" for record in records)
