"""Search: full text and fields over documents, contacts, statements and positions, in one form."""

from typing import Annotated, Any, Literal

from litestar.params import QueryParameter

from communique.query import documents as queries
from communique.query.contacts import contacts
from communique.query.items import rows as items_of
from communique.query.narrowing import Filter, Key
from communique.query.snippets import Stretch, marked, snippet, texts
from communique.query.which import DOCUMENTS, POSITIONS, STATEMENTS, Kind, keys
from communique.query.wording import saying
from communique.store import schema
from communique.web.conventions import Asked, Connected, Page, Question, after, next_page, page

Row = dict[str, Any]
What = Literal["documents", "contacts", "statements", "positions"]
WHAT: tuple[What, ...] = ("documents", "contacts", "statements", "positions")
COUNTED = 200  # of each kind
ITEMS: dict[str, tuple[Kind, Any]] = {
    "statements": (STATEMENTS, schema.statements.c.words),
    "positions": (POSITIONS, schema.positions.c.words),
}


class Search(Page, kw_only=True):
    """What was found. counts: of each kind, at most `COUNTED` and one more, which stands for more than that."""

    what: What
    items: list[Row]
    next: str | None
    counts: dict[What, int]
    asked: Asked

    def rows(self) -> list[Row]:
        """With the names of those who took part in contacts."""
        if self.what != "contacts":
            return self.items
        return [row | {"who": [p["name"] for p in row["who"]]} for row in self.items]

    def marked(self, text: str) -> list[Stretch]:
        """A text with the words that were searched for."""
        return marked(text, self.asked.wanted.words)

    def counted(self, what: What) -> str:
        """How many of a kind there are, as far as they were counted."""
        count = self.counts[what]
        return f"{COUNTED}+" if count > COUNTED else str(count)


@page("/search", "search.html")
def search(
    connection: Connected,
    asked: Question,
    what: Annotated[What, QueryParameter(name="in", description="what is looked for")] = "documents",
) -> Search:
    """Documents, contacts, statements or positions under a filter; words are looked for in documents, and of statements and
    positions in their own sentence."""
    if not asked.narrowed:
        return Search(what=what, items=[], next=None, counts={}, asked=asked)
    found = _find(connection, what, asked.wanted, asked.limit + 1, after(asked.after))
    items, more = next_page(found, asked.limit)
    if what == "documents":
        words = texts(connection, [row["id"] for row in items])
        items = [row | {"words": snippet(words.get(row["id"], ""), asked.wanted.words)} for row in items]
    counts = {one: _count(connection, one, asked.wanted) for one in WHAT} if not asked.after else {}
    return Search(what=what, items=items, next=more, counts=counts, asked=asked)


def _find(connection: Connected, what: What, wanted: Filter, limit: int, goes_on: Key | None) -> list[Row]:
    if what == "documents":
        return queries.documents(connection, wanted, limit, after=goes_on)
    if what == "contacts":
        return contacts(connection, wanted, limit, after=goes_on)
    return items_of(connection, ITEMS[what][0], _keys(connection, what, wanted, limit, goes_on))


def _keys(
    connection: Connected, what: What, wanted: Filter, limit: int, goes_on: Key | None = None
) -> list[tuple[str, str]]:
    kind, words = ITEMS[what]
    own = saying(words, wanted.words)
    if what == "statements" and wanted.channel:
        own.append(schema.statements.c.channel == wanted.channel)
    return keys(connection, kind, wanted, own, limit, after=goes_on)


def _count(connection: Connected, what: What, wanted: Filter) -> int:
    if what == "documents" and not wanted.channel:
        return len(keys(connection, DOCUMENTS, wanted, [], COUNTED + 1))
    if what in ITEMS:
        return len(_keys(connection, what, wanted, COUNTED + 1))
    return len(_find(connection, what, wanted, COUNTED + 1, None))


HANDLERS = (search,)
