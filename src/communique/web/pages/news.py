"""The news line: newest contacts and statements by day."""

import datetime
from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from litestar.params import QueryParameter

from communique.present.columns import COLUMNS
from communique.query import newsline
from communique.query.documents import statements as newest_statements
from communique.web.conventions import Asked, Connected, Page, Question, after, next_page, page

Row = dict[str, Any]
What = Literal["both", "contacts", "statements"]


class NewsLine(Page, kw_only=True):
    """Contacts and statements, each with the cursor `next` of what follows; None where nothing does."""

    what: What
    contacts: list[Row]
    next_contacts: str | None
    statements: list[Row]
    next_statements: str | None
    newest: str | None
    asked: Asked

    def to_come(self) -> str | None:
        """The address of what is announced for days after the newest document."""
        if self.newest is None or self.asked.wanted.since or self.asked.wanted.until:
            return None
        tomorrow = datetime.date.fromisoformat(self.newest) + datetime.timedelta(days=1)
        return "/" + self.asked.query(what="contacts", since=tomorrow.isoformat(), after=None)

    def rows(self) -> list[Row]:
        """Contacts, then statements."""
        told = [{**r, "what": r["action"]} for r in self.contacts]
        said = [{**r, "what": r["channel"] or "statement", "who": r["speakers"]} for r in self.statements]
        return [{c: r.get(c) for c in self.columns()} for r in (*told, *said)]

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return COLUMNS["news"]


@page(["/", "/news"], "news.html")
def news(
    connection: Connected,
    asked: Question,
    what: Annotated[What, QueryParameter(description="both, or one of them")] = "both",
) -> NewsLine:
    """Newest contacts and statements. A filter's channel asks for statements; with both, `after` is not looked at.

    Contacts that are dated after the newest document are still to come: they are listed where `since` or `until` is given.
    """
    goes_on = None if what == "both" else after(asked.after)
    contacts: list[Row] = []
    statements: list[Row] = []
    more_contacts = more_statements = None
    wanted, newest = asked.wanted, newsline.newest_day(connection)
    if what != "statements" and not wanted.channel:
        until = wanted.until or (None if wanted.since else newest)
        past = msgspec.structs.replace(wanted, until=until)
        contacts, more_contacts = next_page(newsline.contacts(connection, past, asked.limit + 1, goes_on), asked.limit)
    if what != "contacts":
        found = newest_statements(connection, wanted, asked.limit + 1, after=goes_on)
        statements, more_statements = next_page(found, asked.limit)
    return NewsLine(
        what=what,
        contacts=contacts,
        next_contacts=more_contacts,
        statements=statements,
        next_statements=more_statements,
        newest=newest,
        asked=asked,
    )


HANDLERS = (news,)
