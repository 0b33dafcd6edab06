"""What went wrong, as a page for people and as problem details (RFC 9457) for programs; never a traceback."""

import logging
import traceback
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.response import Redirect
from sqlalchemy.exc import SQLAlchemyError

from communique.errors import CommuniqueError, UsageError, one_line
from communique.web.conventions.form import form_of
from communique.web.conventions.problem import MEDIA_TYPE, Problem
from communique.web.conventions.render import render

log = logging.getLogger("communique")


class MissingError(CommuniqueError):
    """What the address names is not in the store."""


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
    """The answer to a request that failed. A stranger who looks at a page is sent to log in."""
    problem = problem_of(error)
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    if not _for_people(request):
        return Response(problem, status_code=problem.status, media_type=MEDIA_TYPE, headers=headers)
    if isinstance(error, NotAuthorizedException) and request.method == "GET":
        here = request.scope["path"] + (f"?{request.url.query}" if request.url.query else "")
        return Redirect(f"/login?next={quote(here)}", status_code=303)
    body = render("problem.html", request, problem)
    return Response(body, status_code=problem.status, media_type="text/html", headers=headers)


def _for_people(request: Request[Any, Any, Any]) -> bool:
    """Whether a page answers: what is no page itself (a chart, a feed) answers programs, unless a browser shows it."""
    handler = request.scope.get("route_handler")
    is_page = handler is None or "template" in handler.opt
    return form_of(request.scope) == "html" and (is_page or "html" in request.headers.get("accept", ""))
