"""`communique add`: read sources and keep their records."""

from collections import Counter
from pathlib import Path

import click

from communique.cli.asking import store, store_option
from communique.cli.reading import (
    Reading,
    date_option,
    from_elsewhere,
    ingest_options,
    jobs_option,
    prepare,
    publisher_option,
)


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@store_option
@date_option
@publisher_option
@jobs_option
@from_elsewhere
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

    The same document twice is one; a changed text or title under the same address is a new version, and
    the old one stays. A run that is cut off leaves whole documents only, and running it again goes on.
    """
    from communique.cli.progress import Progress
    from communique.query.derived import refresh
    from communique.store.engine import plain_errors
    from communique.store.writer import add_many

    prepare(verbose, actors)
    reading = Reading(sources, ingest_options(date, publisher, allow_private), jobs, verbose)
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
