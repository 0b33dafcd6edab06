"""Logging in and out."""

from typing import Annotated, Any
from urllib.parse import urlsplit

import msgspec
from litestar import Request, Response
from litestar.exceptions import TooManyRequestsException
from litestar.params import QueryParameter, URLEncodedBody
from litestar.response import Redirect

from communique.web.conventions import Page, Writable, action, page
from communique.web.conventions.render import render
from communique.web.people import audit
from communique.web.people.accounts import right_password
from communique.web.people.roles import User
from communique.web.people.sessions import LASTS, close_session, open_session
from communique.web.people.throttle import logins
from communique.web.people.who import COOKIE


class Login(Page, kw_only=True):
    """Where to go on after logging in, and what went wrong before."""

    next: str = "/"
    wrong: str | None = None


class Credentials(msgspec.Struct, kw_only=True):
    """What the form sends."""

    name: Annotated[str, msgspec.Meta(max_length=100)]
    password: Annotated[str, msgspec.Meta(max_length=1000)]
    next: Annotated[str, msgspec.Meta(max_length=2000)] = "/"


@page("/login", "login.html", role="anyone")
def login(next: Annotated[str, QueryParameter(max_length=2000)] = "/") -> Login:  # noqa: A002
    """The form."""
    return Login(next=own(next))


@action("/login", role="anyone", middleware=[logins()])
def log_in(
    request: Request[User, Any, Any],
    engine: Writable,
    data: URLEncodedBody[Credentials],
) -> Response[Any]:
    """Open a session, or say that name or password is wrong, not which."""
    name = data.name.strip().lower()
    with engine.connect() as connection:
        if audit.too_many_refused(connection, name):
            raise TooManyRequestsException("too many wrong passwords for this name; wait a quarter of an hour")
        right = right_password(connection, name, data.password)
    with engine.execution_options(writes=True).begin() as connection:
        audit.note(connection, name if right else "-", "login" if right else audit.REFUSED, name)
        token = open_session(connection, name) if right else None
    if token is None:
        wrong = Login(next=own(data.next), wrong="Name or password is wrong.")
        return Response(render("login.html", request, wrong), status_code=403, media_type="text/html")
    answer = Redirect(own(data.next), status_code=303)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.app.state.settings.secure,
    )
    return answer


@action("/logout", role="anyone")
def log_out(request: Request[User, Any, Any], engine: Writable) -> Redirect:
    """End the session."""
    token = request.cookies.get(COOKIE)
    if token:
        with engine.execution_options(writes=True).begin() as connection:
            close_session(connection, token)
            audit.note(connection, request.user.name, "logout")
    answer = Redirect("/login", status_code=303)
    answer.delete_cookie(COOKIE)
    return answer


def own(address: str) -> str:
    """An address of this site; the first page for any other, so that a login never leads elsewhere."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    foreign = parts.scheme or parts.netloc or not address.startswith("/") or address.startswith(("//", "/\\"))
    return "/" if foreign or any(c in address for c in "\\\r\n\t") else address


HANDLERS = (login, log_in, log_out)
