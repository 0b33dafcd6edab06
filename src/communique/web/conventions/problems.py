"""What went wrong, as a page for people and as problem details (RFC 9457) for programs; never a traceback."""

import logging
import traceback
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.exceptions import HTTPException, NotAuthorizedException, NotFoundException
from litestar.response import Redirect
from msgspec.structs import replace
from sqlalchemy.exc import SQLAlchemyError

from communique.errors import CommuniqueError, UsageError, one_line
from communique.web.conventions.form import KEY, form_of
from communique.web.conventions.problem import MEDIA_TYPE, Problem
from communique.web.conventions.render import render
from communique.web.people.who import who_asks

log = logging.getLogger("communique")


class MissingError(CommuniqueError):
    """What the address names is not in the store."""


class MovedError(CommuniqueError):
    """What the address names is found at another one."""

    def __init__(self, path: str) -> None:
        super().__init__(f"it is at {path}")
        self.path = path


TITLES = {
    400: "That cannot be asked",
    403: "Not for you to see",
    404: "Nothing of that name here",
    405: "Not a page to look at",
    413: "Too much at once",
    422: "It could not be read",
    429: "Too many questions at once",
    500: "A defect of this program",
    503: "The store does not answer",
}
"""What people are told; programs get the phrases of HTTP."""


def problem_of(error: Exception) -> Problem:
    """What to say of an error. What nobody foresaw is said to be a defect, and logged."""
    errors: tuple[Any, ...] = ()
    if isinstance(error, HTTPException):
        status, detail = error.status_code, error.detail
        errors = tuple(error.extra) if isinstance(error.extra, list) else ()
        if status >= 500:
            detail = "a defect of this program; its log says more"
    elif isinstance(error, MissingError):
        status, detail = 404, one_line(error)
    elif isinstance(error, UsageError):
        status, detail = 400, one_line(error)
    elif isinstance(error, SQLAlchemyError):
        status, detail = 503, "the store cannot be asked just now"
    elif isinstance(error, CommuniqueError):
        status, detail = 422, one_line(error)
    elif _malformed(error):
        status, detail = 400, "the form is in no encoding that it names"
    else:
        status, detail = 500, "a defect of this program; its log says more"
    if status >= 500:
        log.error("%s", detail, exc_info=error)
    return Problem(status=status, title=HTTPStatus(status).phrase, detail=detail, errors=errors)


def _malformed(error: Exception) -> bool:
    """Whether the framework gave up on the parts of a form, for which it has no exception of its own."""
    where = traceback.extract_tb(error.__traceback__)
    return (
        isinstance(error, UnicodeError | LookupError) and bool(where) and where[-1].filename.endswith("_multipart.py")
    )


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """The answer to a request that failed. A stranger who looks at a page is sent to log in, who is at an old address to
    the new one, in the form that was asked for."""
    if isinstance(error, MovedError):
        ending = request.scope.get(KEY)
        return Redirect(error.path + (f".{ending}" if ending else ""), status_code=303)
    problem = problem_of(error)
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    if not _for_people(request):
        return Response(problem, status_code=problem.status, media_type=MEDIA_TYPE, headers=headers)
    if isinstance(error, NotAuthorizedException) and request.method == "GET":
        here = request.scope["path"] + (f"?{request.url.query}" if request.url.query else "")
        return Redirect(f"/login?next={quote(here)}", status_code=303)
    if request.scope.get("user") is None:  # an address without a page is refused before anybody asks who comes
        request.scope["user"], _ = who_asks(request)
    told = replace(problem, title=TITLES.get(problem.status, problem.title))
    if isinstance(error, NotFoundException):
        told = replace(told, detail="This address leads nowhere; it may be mistyped, or of another program.")
    body = render("problem.html", request, told)
    return Response(body, status_code=problem.status, media_type="text/html", headers=headers)


def _for_people(request: Request[Any, Any, Any]) -> bool:
    """Whether a page answers: what is no page itself (a chart, a feed) answers programs, unless a browser shows it."""
    handler = request.scope.get("route_handler")
    is_page = handler is None or "template" in handler.opt
    return form_of(request.scope) == "html" and (is_page or "html" in request.headers.get("accept", ""))
