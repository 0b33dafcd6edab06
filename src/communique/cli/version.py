"""`communique version`."""

import click

from communique.version import VERSION


@click.command()
def version() -> None:
    """The version of this program."""
    click.echo(VERSION)
