"""`communique actors`: the user's own actors."""

from pathlib import Path

import click

from communique.counts import counted


@click.group()
def actors() -> None:
    """Your own actors: add, list, check."""


@actors.command("add")
@click.argument("file", type=click.Path(path_type=Path))
def add_file(file: Path) -> None:
    """Add a CSV file of people and their offices, or of states.

    Columns of people: person, title, of (a state or a body); optional: to, since, until, gender, wikidata,
    aliases (parted by "|"). Columns of states: iso3, name; optional: wikidata, aliases, adjectives, people,
    capitals, seats. Add states before people who act for them. A file of the same name is replaced.
    """
    from communique.lexicon.own_actors import add

    target, count = add(file)
    click.echo(f"{counted(count, 'row')} added: {target}")


@actors.command("check")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def check_file(file: Path) -> None:
    """Check a CSV file without adding it."""
    from communique.lexicon.own_actors import read_actors
    from communique.lexicon.own_files import tells_states
    from communique.lexicon.own_states import read_states

    if tells_states(file):
        click.echo(f"{file}: {counted(len(read_states(file)), 'state')}")
        return
    spells, aliases = read_actors(file)
    click.echo(
        f"{file}: {counted(len(spells), 'row')}, {counted(len(aliases), 'person', 'people')} with other spellings"
    )


@actors.command("list")
def list_files() -> None:
    """List the files in use and how many rows each has."""
    from communique.lexicon.own_files import own_files, table

    files = own_files()
    for file in files:
        click.echo(f"{len(table(file)[1]):6}  {file}")
    if not files:
        click.echo("No actors of your own. Add some: communique actors add FILE.csv")
