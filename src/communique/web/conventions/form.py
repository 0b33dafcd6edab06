"""The form of an answer: what the address ends in, else what the visitor accepts."""

from typing import Any, Literal, cast

from litestar import Litestar
from litestar.enums import ScopeType
from litestar.types import HTTPScope, Receive, Scope, Send

Form = Literal["html", "json", "csv"]
FORMS: tuple[Form, ...] = ("html", "json", "csv")
KEY = "communique_form"
AS_THEY_ARE = ("/static/", "/schema")
"""Addresses below these keep their ending."""


class Site(Litestar):
    """An application in which every address may end in .json, .csv or .html: the ending says the form of the answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        """ASGI callable."""
        if scope["type"] == ScopeType.HTTP:
            _take_ending(scope)
        await super().__call__(scope, receive, send)


def _take_ending(scope: HTTPScope) -> None:
    path = scope["path"]
    for form in FORMS:
        if path.endswith("." + form) and not path.startswith(AS_THEY_ARE):
            scope["path"] = path[: -len(form) - 1]
            scope["raw_path"] = scope["path"].encode()
            cast("dict[str, Any]", scope)[KEY] = form


def form_of(scope: Scope) -> Form:
    """The form that is asked for. Without an ending it is a page, unless the visitor accepts JSON and no page."""
    ending = cast("dict[str, Any]", scope).get(KEY)
    if ending:
        return cast(Form, ending)
    accepted = next((v for n, v in cast(HTTPScope, scope)["headers"] if n == b"accept"), b"")
    return "json" if b"json" in accepted and b"html" not in accepted else "html"
