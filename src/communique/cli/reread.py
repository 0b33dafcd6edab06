"""`communique db reread`: what is kept, read again as this version and its models read now."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from communique.cli.asking import store, store_option
from communique.cli.reading import jobs_option
from communique.counts import counted
from communique.present.escape import harmless

if TYPE_CHECKING:
    from communique.model import Record


@click.command()
@store_option
@click.option("--older", is_flag=True, help="Only what an older version read, whatever its models and own actors.")
@jobs_option
def reread(where: str, older: bool, jobs: int) -> int:
    """Read documents again that were read by another version, with other models or other actors of your own.

    The new reading replaces the machine's; what people decided stays and is applied to it. A run that is cut
    off goes on when it is repeated.
    """
    from communique.ingest import SourceFailure
    from communique.ingest.again import again
    from communique.pipeline.batch import read_many
    from communique.pipeline.run import reader
    from communique.query.derived import refresh
    from communique.settings import Settings, today
    from communique.store.engine import plain_errors
    from communique.store.reader import record
    from communique.store.stale import stale, with_own
    from communique.store.writer import add_many

    settings = Settings(today=today())
    engine = store(where)
    failed = 0
    with plain_errors(where):
        with engine.connect() as connection:
            present = reader(settings)
            keys = stale(connection, present, older)
            own = 0 if "+" in present.settings else with_own(connection, keys)
        if own:
            told = (
                f"{counted(own, 'document')} to be read again without the actors of your own that they were read with"
            )
            click.echo(f"{told}: there are none now (communique actors)", err=True)

        def read() -> "Iterator[Record]":
            nonlocal failed
            for outcome in read_many((again(kept, settings) for kept in records()), settings, jobs):
                if isinstance(outcome, SourceFailure):
                    failed += 1
                    click.echo(f"communique: {harmless(str(outcome))}", err=True)
                else:
                    yield outcome

        def records() -> "Iterator[Record]":
            for key in keys:
                with engine.connect() as connection:
                    kept = record(connection, key, corrected=False)
                if kept is not None:
                    yield kept

        done = sum(1 for _ in add_many(engine, read()))
        refresh(engine)
    engine.dispose()
    click.echo(f"{done} read again, {failed} failed" if failed else f"{done} read again")
    return 1 if failed else 0
