"""`communique show`: one document's record."""

import sys
from typing import Any

import click

from communique.cli.asking import answer, opened, store_option
from communique.present.columns import COLUMNS
from communique.present.writers import FORMATS, writer


@click.command()
@click.argument("name", metavar="ID")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="report", show_default=True, help="How to show it."
)
@click.option("--explain", is_flag=True, help="In the report: why each item is as it is.")
@click.option("--copies", is_flag=True, help="Instead of the record: its copies, who published first, what differs.")
@store_option
def show(name: str, form: Any, explain: bool, copies: bool, where: str) -> None:
    """Show the record of a document kept, or its copies.

    ID is what `communique documents` and `communique search` print, the beginning of one, an address or a
    path; of several versions of a page the newest is shown.
    """
    from communique.query.copies import copies as copies_of
    from communique.store.reader import kept_record, one_document

    with opened(where) as connection:
        key = one_document(connection, name)
        if copies:
            answer(copies_of(connection, key), form, f"{name}: no copies", COLUMNS["copies of one"])
            return
        found = kept_record(connection, key)
    out = writer(form, sys.stdout.buffer, explain)
    out.write(found)
    out.close()
