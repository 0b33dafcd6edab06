"""The documents kept, newest first."""

from collections.abc import Sequence
from typing import Any

from communique.present.columns import COLUMNS
from communique.query import documents as queries
from communique.web.conventions import Asked, Connected, Page, Question, after, next_page, page


class Documents(Page, kw_only=True):
    """A page of documents."""

    items: list[dict[str, Any]]
    next: str | None
    asked: Asked

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return COLUMNS["documents"]


@page("/documents", "documents.html")
def documents(connection: Connected, asked: Question) -> Documents:
    """Documents, newest publication first."""
    found = queries.documents(connection, asked.wanted, asked.limit + 1, after=after(asked.after))
    items, more = next_page(found, asked.limit)
    return Documents(items=items, next=more, asked=asked)


HANDLERS = (documents,)
