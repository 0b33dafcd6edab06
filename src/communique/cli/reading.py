"""What `read` and `add` share: records out of sources, with a line on standard error for each source that gave none."""

import logging
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.present.escape import harmless

if TYPE_CHECKING:
    from communique.cli.progress import Progress
    from communique.ingest import IngestOptions
    from communique.model import Record


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
