"""`communique search`: words, actors, days."""

from typing import Any

import click

from communique.cli.asking import answer, filters, opened, wanted

WHAT = ("documents", "contacts", "statements", "positions")


@click.command()
@click.argument("words", nargs=-1, metavar="[WORDS…]")
@click.option("--what", type=click.Choice(WHAT), default="documents", show_default=True, help="What to list.")
@filters
def search(words: tuple[str, ...], what: str, where: str, form: Any, limit: int, **options: Any) -> None:
    """Search what is kept: documents, contacts, statements or positions.

    WORDS must all stand in the document, upper or lower case; "quote a phrase" to keep its words together, and end
    a word with * to find all that begin so. A state given with --actor stands for all who act for it.
    """
    from communique.query import documents as queries

    ask = getattr(queries, what)
    with opened(where) as connection:
        answer(ask(connection, wanted(options, " ".join(words) or None), limit), form, f"no {what} found")
