"""`communique import`: annotations made elsewhere, as records."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli.lines import from_files
from communique.counts import counted
from communique.errors import SourceError

if TYPE_CHECKING:
    from communique.model import Record


@click.command(name="import")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SOURCE…")
@click.option(
    "--from", "form", type=click.Choice(["brat", "webannotation", "jsonl"]), required=True, help="What the sources are."
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Standard output else.")
def import_(sources: tuple[Path, ...], form: str, output: Path | None) -> None:
    """Turn brat folders, Web Annotations or JSON Lines into records, one a line.

    Work done in another tool can so be evaluated, trained on or exported again. Every span is checked against its text.
    """
    from communique.export.formats import export
    from communique.export.output import Output

    readers: dict[str, Callable[[Path], Iterator[Record]]] = {
        "brat": _brat, "webannotation": _annotations, "jsonl": _lines,
    }  # fmt: skip
    records = [_sound(record, source) for source in sources for record in readers[form](source)]
    number = export(records, "jsonl", Output(output, []))
    if output:
        click.echo(counted(number, "record"), err=True)


def _brat(source: Path) -> "Iterator[Record]":
    from communique.export.brat_reading import read_folder

    return read_folder(source)


def _annotations(source: Path) -> "Iterator[Record]":
    from communique.export.webannotation_reading import read_lines

    try:
        with source.open("rb") as lines:
            yield from read_lines(lines, str(source))
    except OSError as error:
        raise SourceError(str(source), error.strerror or str(error)) from error


def _lines(source: Path) -> "Iterator[Record]":
    return from_files((source,))


def _sound(record: "Record", source: Path) -> "Record":
    from communique.model.grounding import unbacked

    for fault in unbacked(record):
        raise SourceError(str(source), fault)
    return record
