"""Follows: the searches that somebody keeps, their feeds, and who is told of new entries."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

import msgspec
from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from communique.errors import UsageError
from communique.outgoing import deliveries, feeds, gather, searches
from communique.outgoing.entry import WHAT
from communique.present.columns import COLUMNS
from communique.web.conventions import Connected, Known, Page, Writable, action, page
from communique.web.conventions.asking import as_one, several
from communique.web.conventions.form import form_of
from communique.web.conventions.page import PageResponse
from communique.web.conventions.problem import PROBLEMS
from communique.web.conventions.problems import MissingError
from communique.web.people import audit
from communique.web.people.roles import User

Row = dict[str, Any]
KEPT = {*searches.SINGLE, *searches.SEVERAL}
ATOM = ".atom"
PAGES = {
    "documents": "/documents",
    "contacts": "/contacts",
    "statements": "/",
    "positions": "/search",
    "alerts": "/phrases/alerts",
}
Given = Annotated[str, msgspec.Meta(max_length=2000)]


class Follows(Page, kw_only=True):
    """Searches of the one who asks, and what goes out. made: a delivery just added, with a webhook's secret, shown once."""

    items: list[Row]
    deliveries: list[Row]
    what: tuple[str, ...] = WHAT
    made: Row | None = None

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return (*COLUMNS["searches"], "page")


class Follow(msgspec.Struct, kw_only=True):
    """A search to keep: what it follows, its filter as it stands in an address, and its name."""

    what: Annotated[str, msgspec.Meta(max_length=40)]
    query: Given = ""
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""


class Delivery(msgspec.Struct, kw_only=True):
    """Who is to be told of a search's new entries. every: such as 12h or 1d."""

    means: Annotated[str, msgspec.Meta(max_length=20)]
    target: Given
    every: Annotated[str, msgspec.Meta(max_length=10)] = ""


class Change(msgspec.Struct, kw_only=True):
    """What to do with a delivery: pause, resume or remove."""

    do: Annotated[str, msgspec.Meta(max_length=20)]


@page("/follows", "follows.html")
def follows(connection: Connected, user: Known) -> Follows:
    """Saved searches with their feeds, and to whom their new entries are sent."""
    return _follows(connection, user)


@action("/follows", role="reader")
def follow(engine: Writable, user: Known, data: URLEncodedBody[Follow]) -> Redirect:
    """Keep a search. Of an address' query only what narrows is kept."""
    given = [(name, value) for name, value in parse_qsl(data.query.removeprefix("?")) if name in KEPT]
    split = [(name, one) for name, value in given for one in (several(value) if name in searches.SEVERAL else [value])]
    query = urlencode([(name, value) for name, value in split if value.strip()])
    with engine.execution_options(writes=True).begin() as connection:
        key = searches.save(connection, data.name.strip() or data.what.title(), data.what, query, user.name)
        audit.note(connection, user.name, "search saved", f"{data.what} {query}")
    return Redirect(f"/follows#{key}", status_code=303)


@action("/follows/{key:str}/remove", role="reader")
def unfollow(engine: Writable, user: Known, key: FromPath[str]) -> Redirect:
    """Forget a search, and with it who is told of it."""
    with engine.execution_options(writes=True).begin() as connection:
        _own(connection, user, key)
        searches.remove(connection, key)
        audit.note(connection, user.name, "search removed", key)
    return Redirect("/follows", status_code=303)


@action("/follows/{key:str}/deliveries", role="reader", template="follows.html", response_class=PageResponse)
def deliver(engine: Writable, user: Known, key: FromPath[str], data: URLEncodedBody[Delivery]) -> Follows:
    """Send new entries by e-mail or webhook; of a webhook the secret is shown this once."""
    every = deliveries.seconds_of(data.every) if data.every.strip() else None
    with engine.execution_options(writes=True).begin() as connection:
        _own(connection, user, key)
        made = deliveries.add(connection, key, data.means, data.target.strip(), every)
        audit.note(connection, user.name, "delivery added", f"{data.means} {data.target}")
        return _follows(connection, user, made)


@action("/deliveries/{key:str}", role="reader")
def change(engine: Writable, user: Known, key: FromPath[str], data: URLEncodedBody[Change]) -> Redirect:
    """Pause, resume or remove a delivery."""
    does = {"pause": deliveries.pause, "resume": deliveries.resume, "remove": deliveries.remove}
    if data.do not in does:
        raise UsageError(f"{data.do!r}: a delivery can be told to {', '.join(does)}")
    with engine.execution_options(writes=True).begin() as connection:
        row = deliveries.get(connection, key)
        if row is None:
            raise MissingError(f"no delivery {key} is known here")
        _own(connection, user, row["search"])
        does[data.do](connection, key)
        audit.note(connection, user.name, f"delivery {data.do}", key)
    return Redirect("/follows", status_code=303)


@get("/feeds/{name:str}", opt={"role": "reader"}, sync_to_thread=True, responses=PROBLEMS)
def feed(
    request: Request[User, Any, Any], connection: Connected, user: Known, state: State, name: FromPath[str]
) -> Response[bytes]:
    """The newest entries of a saved search: ID.atom, or ID.json for a JSON Feed."""
    as_atom = name.endswith(ATOM)
    key = name.removesuffix(ATOM)
    row = _own(connection, user, key)
    site = str(state.settings.address if state.settings.names else request.base_url).rstrip("/")
    entries = gather.newest(connection, row["what"], row["query"], site=site)
    title, address = f"Communique: {row['name']}", f"{site}/feeds/{key}{ATOM if as_atom else '.json'}"
    if not as_atom and form_of(request.scope) == "csv":
        raise MissingError("a feed is .atom or .json")
    write = feeds.atom if as_atom else feeds.json_feed
    body = write(title, address, entries, site + view_of(row))
    return Response(body, media_type=feeds.ATOM_TYPE if as_atom else feeds.JSON_TYPE)


def view_of(row: Row) -> str:
    """The page that lists what a search follows."""
    more = {"statements": [("what", "statements")], "positions": [("in", "positions")]}.get(row["what"], [])
    given = parse_qsl(row["query"])
    if row["what"] == "alerts":
        sides = [value for name, value in given if name == "country"]
        given = list(zip(("of", "about"), sides, strict=False))
    query = urlencode([*more, *((n, as_one(v) if n in searches.SEVERAL else v) for n, v in given)])
    return PAGES[row["what"]] + (f"?{query}" if query else "")


def _own(connection: Connected, user: User, key: str) -> Row:
    """A search of this user's; others are nobody else's business. Administrators see all."""
    row = searches.get(connection, key)
    if row is None or (row["owner"] != user.name and not user.may("admin")):
        raise MissingError(f"no search {key} of yours is kept here")
    return row


def _follows(connection: Connected, user: User, made: Row | None = None) -> Follows:
    rows = [row | {"page": view_of(row)} for row in searches.searches(connection, user.name)]
    told = [row | {"told": deliveries.told(row["every"])} for row in deliveries.overview(connection, user.name)]
    return Follows(items=rows, deliveries=told, made=made)


HANDLERS = (follows, follow, unfollow, deliver, change, feed)
