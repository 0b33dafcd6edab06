"""`communique export`: records for other people's tools."""

from pathlib import Path
from typing import Any

import click

from communique.cli.asking import narrowing, opened, wanted
from communique.cli.lines import from_files
from communique.counts import counted
from communique.errors import SourceError
from communique.export.formats import FORMATS
from communique.present.escape import harmless


@click.command()
@click.argument("records", nargs=-1, type=click.Path(dir_okay=False, path_type=Path), metavar="[RECORDS.jsonl…]")
@click.option("--to", "form", type=click.Choice(list(FORMATS)), required=True, help="The format.")
@click.option("--output", type=click.Path(path_type=Path), metavar="PATH", help="File or folder; standard output else.")
@narrowing
def export(records: tuple[Path, ...], form: str, output: Path | None, where: str, **options: Any) -> None:
    """Write records in a format that other tools read.

    RECORDS are files that `communique read --format jsonl` wrote; without any, what the store keeps is exported, with
    people's corrections. Formats: jsonl, csv, parquet (a folder), polecat, gdelt, webannotation, ftm, brat (a folder),
    spacy (a folder). What has no place in a format is counted on standard error.
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
