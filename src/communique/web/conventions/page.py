"""A page is a function that finds data, and a template: the same data are the page's JSON and CSV."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, TypeVar, cast

import msgspec
from litestar import Request, Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.datastructures import Cookie
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send

from communique.present.escape import cell
from communique.web.conventions.form import Form, form_of
from communique.web.conventions.problem import PROBLEMS
from communique.web.conventions.render import render
from communique.web.people.roles import Role

Function = TypeVar("Function", bound=Callable[..., Any])
Row = dict[str, Any]
MEDIA_TYPES: dict[Form, str] = {"html": "text/html", "json": "application/json", "csv": "text/csv"}


class Page(msgspec.Struct, kw_only=True):
    """The data of a page. Its fields are the JSON; subclasses add theirs and say what their table is."""

    def rows(self) -> Iterable[Row]:
        """The rows of the CSV, all with the same keys: the field `items`, unless a page says otherwise."""
        return cast("list[Row]", getattr(self, "items", []))

    def columns(self) -> Sequence[str]:
        """The head of the CSV where it has no rows."""
        return ()


class PageResponse(Response[Any]):
    """Gives a page's data the form that its address asks for."""

    def to_asgi_response(self, app: Any, request: Request[Any, Any, Any], **given: Any) -> ASGIResponse:
        """The answer. given: headers and cookies that the framework adds."""
        form = form_of(request.scope)
        cookies: Iterable[Cookie] = [*self.cookies, *(given.get("cookies") or ())]
        headers = {**(given.get("headers") or {}), **self.headers, "vary": "accept, cookie, authorization"}
        answer = Late(
            media_type=MEDIA_TYPES[form],
            headers=headers,
            cookies=cookies,
            status_code=self.status_code or given.get("status_code") or 200,
        )
        answer.make = partial(_body, form, self.content, request)
        return answer


class Late(ASGIResponse):
    """An answer whose body is made in a worker thread: a long page keeps nobody else waiting."""

    __slots__ = ("make",)
    _should_set_content_length = False
    make: Callable[[], bytes]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI callable."""
        self.body = await sync_to_thread(self.make)
        self.headers["content-length"] = str(len(self.body))
        await super().__call__(scope, receive, send)


def _body(form: Form, content: Any, request: Request[Any, Any, Any]) -> bytes:
    if form == "json":
        return msgspec.json.encode(content)
    if form == "csv":
        return table(content.rows(), content.columns())
    return render(request.route_handler.opt["template"], request, content).encode("utf-8", "replace")


def page(
    path: str | Sequence[str], template: str, role: Role = "reader", **more: Any
) -> Callable[[Function], HTTPRouteHandler]:
    """Make a page of a function: its parameters are `connection` (of the store, for this request), `asked` (the filter),
    `user`, `request`, those of the path and those of the query; it returns a `Page` and runs in a worker thread.

    path: without an ending; .json and .csv follow by themselves. role: who may see it. more: for Litestar's `get`.
    """
    opt = {"template": template, "role": role, **more.pop("opt", {})}

    def made(function: Function) -> HTTPRouteHandler:
        own = {"opt": opt, "response_class": PageResponse, "description": function.__doc__, **more}
        return get(path, sync_to_thread=True, responses=PROBLEMS, **own)(function)

    return made


def action(
    path: str, role: Role = "reviewer", template: str = "", **more: Any
) -> Callable[[Function], HTTPRouteHandler]:
    """A form's target (POST): a function that changes something and returns a `Redirect`, or a `Page` for a template.

    It may ask for `engine`, to write in a transaction of its own. Runs in a worker thread.
    """
    opt = {"role": role, "template": template, **more.pop("opt", {})}

    def made(function: Function) -> HTTPRouteHandler:
        own = {"opt": opt, "status_code": 200, "description": function.__doc__, **more}
        return post(path, sync_to_thread=True, responses=PROBLEMS, **own)(function)

    return made


def table(rows: Iterable[Row], columns: Sequence[str] = ()) -> bytes:
    """CSV with a head, `columns` where there are no rows; lists are joined by “; ”, formulas of spreadsheets made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    head: Sequence[str] | None = None
    for row in rows:
        if head is None:
            head = list(row)
            writer.writerow(head)
        writer.writerow([_cell(v) for v in row.values()])
    if head is None and columns:
        writer.writerow(columns)
    return out.getvalue().encode("utf-8", "backslashreplace")


def _cell(value: Any) -> str:
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    return "" if value is None else cell(str(value))
