"""What `read` and `add` share: options, and records out of sources, with a line on standard error for each that gave none."""

import datetime
import logging
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from communique.cli.days import DAY
from communique.present.escape import harmless

if TYPE_CHECKING:
    from communique.cli.progress import Progress
    from communique.ingest import IngestOptions
    from communique.model import Record


Command = TypeVar("Command", bound=Callable[..., Any])

date_option = click.option(
    "--date",
    type=DAY,
    metavar="YYYY-MM-DD",
    help="Publication date of documents that give none; relative dates are counted from it.",
)
publisher_option = click.option("--publisher", metavar="NAME", help="Publisher of documents that name none.")
jobs_option = click.option(
    "--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes to read with."
)
actors_option = click.option(
    "--actors", type=click.Path(path_type=Path), metavar="FILE", help="A CSV file of your own actors, this time."
)
private_option = click.option("--allow-private", is_flag=True, help="Fetch from private and loopback addresses too.")
verbose_option = click.option(
    "-v", "--verbose", is_flag=True, help="Say more on standard error: skipped items, tracebacks."
)


def from_elsewhere(command: Command) -> Command:
    """The options that say what else is used, fetched and told."""
    return actors_option(private_option(verbose_option(command)))


def ingest_options(
    date: str | None,
    publisher: str | None,
    allow_private: bool,
    override: bool = False,
    threshold: float | None = None,
) -> "IngestOptions":
    """What the options ask for, read today. date: an ISO day."""
    from communique.ingest import IngestOptions
    from communique.settings import Settings, today

    day = datetime.date.fromisoformat(date) if date else None
    settings = Settings(date=day, publisher=publisher, override=override, threshold=threshold, today=today())
    return IngestOptions(settings=settings, allow_private=allow_private)


def prepare(verbose: bool, actors: Path | None) -> None:
    """Before anything is read: say more with `verbose`; `actors` joins the user's own files, for this run's workers too."""
    if verbose:
        logging.basicConfig(stream=sys.stderr, format="%(name)s: %(message)s")
        logging.getLogger("communique").setLevel(logging.DEBUG)
    if actors:
        from communique.lexicon.own_actors import checked

        checked(actors)
        named = os.environ.get("COMMUNIQUE_ACTORS")
        os.environ["COMMUNIQUE_ACTORS"] = os.pathsep.join((*([named] if named else ()), str(actors.absolute())))


@dataclass(slots=True)
class Reading:
    """A run over sources. verbose: name items that are no documents too. failed: how many sources could not be read so far."""

    sources: tuple[str, ...]
    options: "IngestOptions"
    jobs: int
    verbose: bool
    failed: int = 0

    def records(self, progress: "Progress") -> "Iterator[Record]":
        """The records in order; each step of the progress ends when the record has been dealt with."""
        from communique.ingest import SourceFailure
        from communique.ingest.sources import read_sources
        from communique.pipeline.batch import read_many

        for outcome in read_many(read_sources(self.sources, self.options), self.options.settings, self.jobs):
            with progress.step():
                if not isinstance(outcome, SourceFailure):
                    yield outcome
                elif not outcome.ignored or self.verbose:
                    click.echo(f"communique: {harmless(str(outcome))}", err=True)
                    self.failed += not outcome.ignored
