"""The news line: newest contacts and statements by day."""

from typing import Annotated, Any, Literal

from litestar.params import Parameter
from sqlalchemy import Connection

from communique.query import documents as queries
from communique.web.conventions import Asked, Page, after, next_page, page

Row = dict[str, Any]
What = Literal["both", "contacts", "statements"]


class NewsLine(Page, kw_only=True):
    """Contacts and statements, each with the cursor `next` of what follows; None where nothing does."""

    what: What
    contacts: list[Row]
    next_contacts: str | None
    statements: list[Row]
    next_statements: str | None
    asked: Asked

    def rows(self) -> list[Row]:
        """Contacts, then statements."""
        columns = ("day", "what", "status", "who", "via", "words", "document", "id", "publisher", "title", "address")
        told = [{**r, "what": r["action"]} for r in self.contacts]
        said = [{**r, "what": r["channel"] or "statement", "who": r["speakers"]} for r in self.statements]
        return [{c: r.get(c) for c in columns} for r in (*told, *said)]


@page(["/", "/news"], "news.html")
def news(
    connection: Connection,
    asked: Asked,
    what: Annotated[What, Parameter(description="both, or one of them")] = "both",
) -> NewsLine:
    """Newest contacts and statements. A filter's channel asks for statements; with both, `after` is not looked at."""
    goes_on = None if what == "both" else after(asked.after)
    contacts: list[Row] = []
    statements: list[Row] = []
    more_contacts = more_statements = None
    if what != "statements" and not asked.wanted.channel:
        found = queries.contacts(connection, asked.wanted, asked.limit + 1, after=goes_on)
        contacts, more_contacts = next_page(found, asked.limit)
    if what != "contacts":
        found = queries.statements(connection, asked.wanted, asked.limit + 1, after=goes_on)
        statements, more_statements = next_page(found, asked.limit)
    return NewsLine(
        what=what,
        contacts=contacts,
        next_contacts=more_contacts,
        statements=statements,
        next_statements=more_statements,
        asked=asked,
    )


HANDLERS = (news,)
