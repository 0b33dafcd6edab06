"""`communique samples`: the documents that ship, to look at and to try things on."""

import shutil
import sys
from pathlib import Path

import click

from communique.errors import UsageError


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
@click.pass_context
def demo(ctx: click.Context, explain: bool) -> int:
    """Read the samples and show their records."""
    from communique.cli.read import read
    from communique.samples import documents

    sources = [str(p) for p in documents()]
    return int(ctx.invoke(read, sources=sources, jobs=1, explain=explain))
