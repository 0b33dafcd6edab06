"""Search: full text and fields over documents, contacts, statements and positions, in one form."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from litestar.params import QueryParameter
from msgspec.structs import replace
from sqlalchemy.sql.elements import ColumnElement

from communique.present.columns import COLUMNS
from communique.query import documents as queries
from communique.query.contacts import contacts, number_reported, reported_in
from communique.query.items import rows as items_of
from communique.query.narrowing import Filter, Key
from communique.query.snippets import Stretch, marked, snippet, texts
from communique.query.which import DOCUMENTS, POSITIONS, STATEMENTS, Kind, keys
from communique.query.wording import Found, saying_so
from communique.store import schema
from communique.web.conventions import Asked, Connected, Page, Question, after, next_page, page
from communique.web.conventions.cursor import cursor

Row = dict[str, Any]
What = Literal["documents", "contacts", "statements", "positions"]
WHAT: tuple[What, ...] = ("documents", "contacts", "statements", "positions")
COUNTED = 200  # of each kind
NEWEST = 1_000  # documents with the words, whose contacts are found
LOOKED_THROUGH = 500  # documents with the words, whose statements and positions are counted
ITEMS: dict[What, Kind] = {"statements": STATEMENTS, "positions": POSITIONS}


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a kind were found; where not exact, there are this many or more."""

    number: int
    exact: bool


class Search(Page, kw_only=True):
    """What was found, and how much of each kind. A `next` may follow fewer rows than were asked for."""

    what: What
    items: list[Row]
    next: str | None
    counts: dict[What, Count]
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
        return str(count.number) if count.exact else f"{count.number}+" if count.number else "?"

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return (*COLUMNS["documents"], "words") if self.what == "documents" else COLUMNS[self.what]


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
    wanted, goes_on, more = asked.wanted, after(asked.after), None
    newest = _newest(connection, wanted) if _words_alone(wanted) and not goes_on else []
    said = {one: _said(connection, one, wanted, newest) for one in ITEMS} if not goes_on else {}
    if what in ITEMS:
        found = said.get(what)
        if found is None or (len(found.keys) <= asked.limit and (found.goes_on or len(found.keys) > COUNTED)):
            own = _own(what, wanted)
            found = saying_so(connection, ITEMS[what], wanted, own, asked.limit + 1, goes_on, newest=newest)
        items, more = next_page(items_of(connection, ITEMS[what], found.keys[: asked.limit + 1]), asked.limit)
        more = more or (cursor(found.goes_on) if found.goes_on else None)
    else:
        items, more = next_page(_find(connection, what, wanted, asked.limit + 1, goes_on, newest), asked.limit)
    if what == "documents":
        words = texts(connection, [row["id"] for row in items])
        items = [row | {"words": snippet(words.get(row["id"], ""), wanted.words)} for row in items]
    counts = {one: _count(connection, one, wanted, newest, said.get(one)) for one in WHAT} if not goes_on else {}
    return Search(what=what, items=items, next=more, counts=counts, asked=asked)


def _said(connection: Connected, what: What, wanted: Filter, newest: list[str]) -> Found:
    """Statements or positions, as far as they are counted."""
    own = _own(what, wanted)
    return saying_so(connection, ITEMS[what], wanted, own, COUNTED + 1, None, LOOKED_THROUGH, newest)


def _find(
    connection: Connected, what: What, wanted: Filter, limit: int, goes_on: Key | None, newest: list[str]
) -> list[Row]:
    """Documents, or contacts: under words alone those that the newest documents report."""
    if what == "documents" and newest:
        return items_of(connection, DOCUMENTS, [(key, key) for key in newest[:limit]])
    if what == "documents":
        return queries.documents(connection, wanted, limit, after=goes_on)
    if _words_alone(wanted):
        return reported_in(connection, newest or _newest(connection, wanted), limit, goes_on)
    return contacts(connection, wanted, limit, after=goes_on)


def _own(what: What, wanted: Filter) -> list[ColumnElement[bool]]:
    return [schema.statements.c.channel == wanted.channel] if what == "statements" and wanted.channel else []


def _words_alone(wanted: Filter) -> bool:
    return bool(wanted.words) and replace(wanted, words=None, kind=None, publisher=None) == Filter()


def _newest(connection: Connected, wanted: Filter) -> list[str]:
    return [key for key, _ in keys(connection, DOCUMENTS, wanted, [], NEWEST)]


def _count(connection: Connected, what: What, wanted: Filter, newest: list[str], said: Found | None) -> Count:
    """How many there are of a kind. said: the statements or positions, where these are counted."""
    whole = said is None or said.goes_on is None
    if said is not None:
        number = len(said.keys)
    elif what == "documents" and not wanted.channel:
        number = len(newest or keys(connection, DOCUMENTS, wanted, [], COUNTED + 1))
    elif newest:
        number = number_reported(connection, newest, COUNTED + 1)
    else:
        number = len(_find(connection, what, wanted, COUNTED + 1, None, newest))
    return Count(number=min(number, COUNTED), exact=whole and number <= COUNTED)


HANDLERS = (search,)
