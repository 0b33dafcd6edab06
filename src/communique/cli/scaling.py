"""`communique read --engine ray`: a run on Ray, told line by line."""

from typing import TYPE_CHECKING

import click

from communique.counts import counted
from communique.errors import UsageError
from communique.present.escape import harmless

if TYPE_CHECKING:
    from communique.ingest import IngestOptions


def read_on_ray(
    sources: tuple[str, ...],
    output: str | None,
    options: "IngestOptions",
    workers: int | None,
    address: str | None,
    verbose: bool,
) -> int:
    """Read into a folder of partitions; the exit code of `read`."""
    from communique.ingest import SourceFailure
    from communique.scale.engine import Run

    if output is None:
        raise UsageError("--engine ray writes partitions into a folder: name it with --output")
    run = Run(sources, output, options, workers, address)
    partitions = documents = failed = 0
    for outcome in run.outcomes():
        if not isinstance(outcome, SourceFailure):
            partitions += 1
            documents += outcome.documents
        elif not outcome.ignored or verbose:
            click.echo(f"communique: {harmless(str(outcome))}", err=True)
            failed += not outcome.ignored
    click.echo(
        f"{counted(documents, 'document')} in {counted(partitions, 'partition')}, {counted(failed, 'failure')}"
        + (f"; {counted(run.known, 'document')} kept from before" if run.known else "")
    )
    return 1 if failed else 0
