"""`communique samples`: the documents that ship, to look at and to try things on."""

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli.asking import store
from communique.counts import counted
from communique.errors import UsageError

if TYPE_CHECKING:
    from communique.model import Record


@click.group()
def samples() -> None:
    """The sample documents that ship.

    News, readouts, a briefing, a joint statement and more, about states that do not exist.
    """


@samples.command("list")
def list_() -> None:
    """Name the samples."""
    from communique.samples import documents

    for path in documents():
        click.echo(path.name)


@samples.command()
@click.argument("name")
def show(name: str) -> None:
    """Print the sample NAME as it is."""
    from communique.samples import documents

    found = [p for p in documents() if name in (p.name, p.stem)]
    if not found:
        raise UsageError(f"no sample is called {name!r}; see communique samples list")
    sys.stdout.buffer.write(found[0].read_bytes())


@samples.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def copy(folder: Path) -> None:
    """Copy the samples into FOLDER, which is made where it is not there. Nothing is overwritten."""
    from communique.samples import documents

    folder.mkdir(parents=True, exist_ok=True)
    for path in documents():
        if (folder / path.name).exists():
            raise UsageError(f"{folder / path.name} is there already; nothing is overwritten")
    for path in documents():
        shutil.copyfile(path, folder / path.name)
        click.echo(str(folder / path.name))


@samples.command()
@click.option("--explain", is_flag=True, help="Show why each item is as it is.")
@click.option("--db", "where", metavar="FILE|URL", help="Keep the records in a store too.")
def demo(explain: bool, where: str | None) -> None:
    """Read the samples and show their records.

    The states in them are none of the table's, so they are read with the states and actors that ship beside them.
    """
    import communique
    from communique.present.writers import writer
    from communique.samples import OWN, documents

    os.environ.setdefault("COMMUNIQUE_ACTORS", os.pathsep.join(str(path) for path in OWN))

    out = writer("report", sys.stdout.buffer, explain)
    kept = []
    counts = dict.fromkeys(("document", "contact", "statement", "relayed statement", "position"), 0)
    for record in communique.read_many(os.path.relpath(p) for p in documents()):
        if isinstance(record, communique.SourceError):
            raise record
        record = _named(record)
        out.write(record)
        kept.append(record)
        counts["document"] += 1
        counts["contact"] += len(record.contacts)
        counts["statement"] += len(record.statements)
        counts["relayed statement"] += sum(1 for s in record.statements if s.via)
        counts["position"] += len(record.positions)
    out.close()
    click.echo(", ".join(counted(number, name) for name, number in counts.items()))
    me = "communique" if shutil.which("communique") else sys.argv[0]
    click.echo(f"Now one of your own:  {me} read story.html")
    if where:
        _keep(kept, where)
        click.echo(f"Or look at these:     {me} serve --db {where}   at http://127.0.0.1:8321/")


def _named(record: "Record") -> "Record":
    """The record of a sample under the name that `communique samples show` knows, wherever the samples lie."""
    from msgspec.structs import replace

    path = record.document.path
    return replace(record, document=replace(record.document, path=Path(path).name)) if path else record


def _keep(records: list["Record"], where: str) -> None:
    from communique.query.derived import refresh
    from communique.store.engine import plain_errors
    from communique.store.writer import add_many

    engine = store(where, create=True)
    with plain_errors(where):
        for _ in add_many(engine, records):
            pass
        refresh(engine)
