"""`communique export`: records for other people's tools."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from communique.cli.asking import narrowing, opened, wanted
from communique.errors import FormatError, SourceError, one_line
from communique.export.formats import FORMATS
from communique.present.counts import counted
from communique.present.escape import harmless

if TYPE_CHECKING:
    from communique.model import Record


@click.command()
@click.argument("records", nargs=-1, type=click.Path(dir_okay=False, path_type=Path), metavar="[RECORDS.jsonl…]")
@click.option("--to", "form", type=click.Choice(list(FORMATS)), required=True, help="The format.")
@click.option("--output", type=click.Path(path_type=Path), metavar="PATH", help="File or folder; standard output else.")
@narrowing
def export(records: tuple[Path, ...], form: str, output: Path | None, where: str, **options: Any) -> None:
    """Write records in a format that other tools read.

    RECORDS are files that `communique read --format jsonl` wrote; without any, what the store keeps is exported, with
    people's corrections. Formats: jsonl, csv, parquet (a folder), polecat, gdelt, webannotation, ftm, brat (a folder),
    spacy. What has no place in a format is counted on standard error.
    """
    from communique.export.formats import export as write
    from communique.export.output import Output

    out = Output(output, [])
    for file in records:  # before anything is written
        if not file.exists():
            raise SourceError(str(file), "no such file or folder")
    if records:
        number = write(from_files(records), form, out)
    else:
        with opened(where) as connection:
            from communique.query.whole import records as kept

            number = write(kept(connection, wanted(options)), form, out)
    if output:
        click.echo(f"{counted(number, 'record')}: {harmless(str(output))}", err=True)
    for note in out.notes:
        click.echo(note, err=True)


def from_files(files: tuple[Path, ...]) -> "Iterator[Record]":
    """The records of files of JSON Lines. Raises SourceError; FormatError with the line."""
    import msgspec

    from communique.model import from_json

    for file in files:
        try:
            with file.open("rb") as lines:
                for number, line in enumerate(lines, 1):
                    if line.strip():
                        try:
                            yield from_json(line)
                        except (msgspec.DecodeError, ValueError) as error:
                            raise FormatError(str(file), f"line {number}: {one_line(error)}") from error
        except OSError as error:
            raise SourceError(str(file), error.strerror or str(error)) from error
