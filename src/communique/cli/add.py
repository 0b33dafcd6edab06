"""`communique add`: read sources and keep their records."""

import datetime
from collections import Counter
from pathlib import Path

import click

from communique.cli.asking import store, store_option
from communique.cli.days import DAY


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@store_option
@click.option(
    "--date",
    type=DAY,
    metavar="YYYY-MM-DD",
    help="Publication date where a document gives none.",
)
@click.option("--publisher", metavar="NAME", help="Publisher of documents that name none.")
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes to read with.")
@click.option(
    "--actors", type=click.Path(path_type=Path), metavar="FILE", help="A CSV file of your own actors, this time."
)
@click.option("--allow-private", is_flag=True, help="Fetch from private and loopback addresses too.")
@click.option("-v", "--verbose", is_flag=True, help="Say more on standard error: skipped items, tracebacks.")
def add(
    sources: tuple[str, ...],
    where: str,
    date: str | None,
    publisher: str | None,
    jobs: int,
    actors: Path | None,
    allow_private: bool,
    verbose: bool,
) -> int:
    """Read sources, as `communique read` does, and keep their records in a store.

    The same document twice is one; a changed text under the same address is a new version, and the old
    one stays. A run that is cut off leaves whole documents only, and running it again goes on.
    """
    from communique.cli.progress import Progress
    from communique.cli.reading import Reading, prepare
    from communique.ingest import IngestOptions
    from communique.query.derived import refresh
    from communique.settings import Settings
    from communique.store.engine import plain_errors
    from communique.store.writer import add_many

    prepare(verbose, actors)
    settings = Settings(
        date=datetime.date.fromisoformat(date) if date else None,
        publisher=publisher,
        today=datetime.datetime.now(datetime.UTC).date(),
    )
    reading = Reading(sources, IngestOptions(settings=settings, allow_private=allow_private), jobs, verbose)
    engine = store(where, create=True)
    with Progress(sources, shares_terminal=False) as progress, plain_errors(where):
        try:
            done = Counter(became for _, became in add_many(engine, reading.records(progress)))
        finally:
            engine.dispose()
        refresh(engine)
    click.echo(
        ", ".join(f"{done[became]} {became}" for became in ("new", "version", "read again", "known") if done[became])
        or "nothing was added"
    )
    return 1 if reading.failed else 0
