"""`communique documents`: what is kept."""

from typing import Any

import click

from communique.cli.asking import answer, filters, opened, wanted


@click.command()
@filters
def documents(where: str, form: Any, limit: int, **options: Any) -> None:
    """List the documents kept, newest first."""
    from communique.query.documents import documents as ask

    with opened(where) as connection:
        answer(ask(connection, wanted(options), limit), form, "no documents")
