"""The kinds of pages, each with an address of the served store at hand: what every page must keep, is tried on all of them."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from browser.serving import Site
from communique.web.pages import HANDLERS

Find = Callable[[Site], str]


def _part(value: str) -> str:
    return quote(value, safe="")


def _item(site: Site) -> str:
    """A document with one of its statements marked."""
    row = site.data("/news.json?what=statements")["statements"][0]
    return f"/documents/{_part(row['document'])}?item={_part(row['id'])}"


def _contact(site: Site) -> dict[str, Any]:
    """The contact with most reports."""
    rows: list[dict[str, Any]] = site.data("/contacts.json")["items"]
    return max(rows, key=lambda row: (row["reports"], row["id"]))


def _actor(site: Site) -> str:
    who = max(site.data("/actors.json")["items"], key=lambda row: (row["kind"] == "person", row.get("contacts", 0)))
    return f"/actors/{_part(who['key'])}"


def _pair(site: Site) -> str:
    row = site.data("/pairs.json")["items"][0]
    return f"/pairs/{_part(row['one'])}/{_part(row['other'])}"


def _changed(site: Site) -> str:
    """The second version of a page."""
    rows = site.data("/documents.json?limit=500")["items"]
    return next(row["id"] for row in rows if row["version"] > 1)


def _phrase(site: Site) -> str:
    return _part(site.data("/phrases.json")["items"][0]["id"])


def _review(site: Site) -> str:
    row = site.data("/review.json?kind=event")["items"][0]
    return f"/review/{_part(row['document'])}/{_part(row['item'])}?queue=event&at=0"


KINDS: dict[str, Find] = {
    "/": lambda site: "/",
    "/news": lambda site: "/news?what=contacts",
    "/documents": lambda site: "/documents",
    "/documents/{key}": _item,
    "/documents/{key}/changes": lambda site: f"/documents/{_part(_changed(site))}/changes",
    "/documents/new": lambda site: "/documents/new",
    "/actors": lambda site: "/actors",
    "/actors/{key}": _actor,
    "/pairs": lambda site: "/pairs",
    "/pairs/{a}/{b}": _pair,
    "/contacts": lambda site: "/contacts",
    "/contacts/{key}": lambda site: f"/contacts/{_part(_contact(site)['id'])}",
    "/compare": lambda site: f"/compare?contact={_part(_contact(site)['id'])}",
    "/phrases": lambda site: "/phrases",
    "/phrases/{key}": lambda site: f"/phrases/{_phrase(site)}",
    "/phrases/alerts": lambda site: "/phrases/alerts",
    "/charts": lambda site: "/charts",
    "/search": lambda site: "/search?q=call*",
    "/review": lambda site: "/review",
    "/review/{document}/{item}": _review,
    "/review/actors": lambda site: _actor(site).replace("/actors/", "/review/actors?key="),
    "/review/history": lambda site: "/review/history",
    "/follows": lambda site: "/follows",
    "/tokens": lambda site: "/tokens",
    "/audit": lambda site: "/audit",
    "/login": lambda site: "/login",
    "nowhere": lambda site: "/nowhere",
}
"""By route: where a page of that kind is in a store of the samples. A route with a template must stand here."""
NOT_FOUND = "Failed to load resource: the server responded with a status of 404"


def routes() -> set[str]:
    """Paths of all routes that show a page."""
    shown = [handler for handler in HANDLERS if handler.opt.get("template") and "GET" in handler.http_methods]
    return {re.sub(r"\{(\w+):\w+\}", r"{\1}", path) for handler in shown for path in handler.paths}
