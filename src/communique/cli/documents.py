"""`communique documents`: what is kept."""

from typing import Any

import click

from communique.cli.asking import answer, filters, opened, wanted, within
from communique.present.columns import COLUMNS


@click.command()
@click.option("--copies", is_flag=True, help="Only those that have near-identical copies, with who published first.")
@filters
def documents(copies: bool, where: str, form: Any, limit: int, **options: Any) -> None:
    """List the documents kept, newest first.

    Near-identical texts that were published within two weeks are copies of one origin; `communique show ID
    --copies` says what differs.
    """
    from communique.query.copies import copied
    from communique.query.documents import documents as ask

    with opened(where) as connection:
        rows = within((copied if copies else ask)(connection, wanted(options), limit + 1), limit)
    answer(rows, form, "no documents found", COLUMNS["copies" if copies else "documents"])
