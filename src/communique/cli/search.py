"""`communique search`: words, actors, days."""

from typing import TYPE_CHECKING, Any

import click

from communique.cli.asking import answer, filters, opened, wanted, within
from communique.present.columns import COLUMNS
from communique.present.listing import SHORT

if TYPE_CHECKING:
    from sqlalchemy import Connection

WHAT = ("documents", "contacts", "statements", "positions")


@click.command()
@click.argument("words", nargs=-1, metavar="[WORDS…]")
@click.option("--what", type=click.Choice(WHAT), default="documents", show_default=True, help="What to list.")
@filters
def search(words: tuple[str, ...], what: str, where: str, form: Any, limit: int, **options: Any) -> None:
    """Search what is kept: documents, contacts, statements or positions.

    WORDS must all stand in the document, and of statements and positions in their own, upper or lower case;
    "quote a phrase" to keep its words together, and end a word with * to find all that begin so. A state given with
    --actor stands for all who act for it.
    """
    from communique.query import documents as queries

    asked = wanted(options, " ".join(words) or None)
    with opened(where) as connection:
        rows = within(getattr(queries, what)(connection, asked, limit + 1), limit)
        if form == "report" and words:
            rows = _around(connection, rows, asked.words)
    answer(rows, form, f"no {what} found", COLUMNS["events" if what == "contacts" else what])


def _around(connection: "Connection", rows: list[dict[str, Any]], words: str | None) -> list[dict[str, Any]]:
    """The rows, each with the stretch of its words, or of its document's text, where the words asked for stand."""
    from communique.query.snippets import snippet, texts

    whole = texts(connection, [row["id"] for row in rows if "words" not in row])
    return [row | {"words": snippet(row.get("words") or whole.get(row["id"], ""), words, SHORT)} for row in rows]
