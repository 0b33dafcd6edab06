"""`communique db`: look after a store."""

import click

from communique.cli.asking import opened, store_option
from communique.cli.reread import reread
from communique.counts import counted


@click.group()
def db() -> None:
    """Look after a store: check it, count it, read it again."""


db.add_command(reread)


@db.command()
@store_option
def check(where: str) -> int:
    """Re-verify every span of every record against its text."""
    from communique.store.reader import check as faults

    found = 0
    with opened(where) as connection:
        for line in faults(connection):
            click.echo(line)
            found += 1
    click.echo(counted(found, "fault") if found else "every record is backed by its text")
    return 1 if found else 0


@db.command()
@store_option
def stats(where: str) -> None:
    """How much of what is kept."""
    from communique.query.copies import all_origins
    from communique.store.writer import counts

    with opened(where) as connection:
        for table, rows in counts(connection).items():
            click.echo(f"{rows:>10,}  {table}")
        click.echo(f"{all_origins(connection):>10,}  independent origins of the documents")
