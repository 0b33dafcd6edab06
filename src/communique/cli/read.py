"""`communique read`: sources in, records out."""

import contextlib
import sys
from pathlib import Path
from typing import BinaryIO

import click

from communique.cli.reading import Reading, date_option, from_elsewhere, ingest_options, prepare, publisher_option
from communique.present.writers import FORMATS, SUFFIXES, Format


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="How to show records: a report for people, JSON Lines, a JSON array, one CSV table, Markdown.  "
    "[default: by the name of --output, else report]",
)
@date_option
@publisher_option
@click.option("--override", is_flag=True, help="Use --date and --publisher even where the document gives its own.")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    metavar="0..1",
    help="Least confidence of a statement: lower finds more, higher errs less.",
)
@click.option(
    "--jobs", type=click.IntRange(1, 4096), help="Processes to read with.  [default: 1; with Ray, one for every core]"
)
@click.option("--explain", is_flag=True, help="In the report: why each item is as it is, and every word of it.")
@click.option(
    "--output", metavar="FILE|FOLDER", help="Write to a file; with Ray, to a folder here or in object storage."
)
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Read on this machine, or on Ray: files and folders, also in object storage, to partitions of Parquet.",
)
@click.option(
    "--ray-address", metavar="ADDRESS", help="A Ray cluster: auto, host:port, ray://…  [default: this machine]"
)
@from_elsewhere
def read(
    sources: tuple[str, ...],
    form: Format | None,
    date: str | None,
    publisher: str | None,
    override: bool,
    threshold: float | None,
    jobs: int | None,
    explain: bool,
    output: str | None,
    engine: str,
    ray_address: str | None,
    actors: Path | None,
    allow_private: bool,
    verbose: bool,
) -> int:
    """Read documents into records.

    SOURCE is a file (text, HTML, RSS or Atom, JSON Lines, CSV, Parquet, WARC; also compressed with gzip), a folder of
    such files, an http(s) address, or - for standard input. A source that cannot be read is named on
    standard error and the others are read all the same; the exit code is then 1.
    """
    from communique.cli.progress import Progress
    from communique.errors import UsageError
    from communique.present.writers import writer

    prepare(verbose, actors)
    options = ingest_options(date, publisher, allow_private, override, threshold)
    if engine == "ray":
        from communique.cli.scaling import read_on_ray

        if form or explain:
            raise UsageError("--engine ray writes Parquet: --format and --explain are for reading here")
        return read_on_ray(sources, output, options, jobs, ray_address, verbose)
    if ray_address:
        raise UsageError("--ray-address goes with --engine ray")
    file = Path(output) if output else None
    if file and file.is_dir():
        raise UsageError(f"{output}: is a folder")
    if form is None:
        form = SUFFIXES.get(file.suffix.lower(), "report") if file else "report"
    reading = Reading(sources, options, jobs or 1, verbose)
    with contextlib.ExitStack() as stack:
        stream: BinaryIO = stack.enter_context(file.open("wb")) if file else sys.stdout.buffer
        out = writer(form, stream, explain)
        progress = stack.enter_context(Progress(sources, shares_terminal=file is None and sys.stdout.isatty()))
        for record in reading.records(progress):
            out.write(record)
        out.close()
        stream.flush()
    return 1 if reading.failed else 0
