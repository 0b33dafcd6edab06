"""Who asks: a program by its token, a person by the session's cookie, or the single user of an own machine."""

import base64
from typing import Any

from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from sqlalchemy import Engine

from communique.web.people.accounts import any_account
from communique.web.people.roles import LOCAL, STRANGER, User
from communique.web.people.sessions import note_use, session_user, token_user, used_today
from communique.web.settings import WebSettings

COOKIE = "communique_session"
PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
"""Headers that a proxy adds: what came through one is not from this machine."""


class Who(AbstractAuthenticationMiddleware):
    """Puts the user into every request; a stranger is a user too, who may do nothing but log in."""

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        """The user, and how they showed who they are: "token" or "session"."""
        user, how = await sync_to_thread(who_asks, connection)
        return AuthenticationResult(user=user, auth=how)


def who_asks(connection: ASGIConnection[Any, Any, Any, Any]) -> tuple[User, str]:
    """The user behind a request, and how they showed who they are. Asks the store."""
    settings: WebSettings = connection.app.state.settings
    engine: Engine = connection.app.state.engine
    token = _token_given(connection.headers.get("authorization", ""))
    if token is not None:
        return _by_token(engine, token), "token"
    alone = settings.alone and not any(name in connection.headers for name in PASSED_ON)
    return _by_cookie(engine, connection.cookies.get(COOKIE), alone), "session"


def _token_given(header: str) -> str | None:
    """The token of a program; feed readers know only Basic, so there it stands as the password, under any name."""
    kind, _, value = header.partition(" ")
    if kind.lower() == "bearer":
        return value.strip()
    if kind.lower() != "basic":
        return None
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[2]
    except ValueError:
        return ""


def _by_token(engine: Engine, token: str) -> User:
    with engine.connect() as connection:
        user, noted = token_user(connection, token), used_today(connection, token)
    if user is None or noted:
        return user or STRANGER
    with engine.execution_options(writes=True).begin() as connection:
        note_use(connection, token)
    return user


def _by_cookie(engine: Engine, cookie: str | None, alone: bool) -> User:
    with engine.connect() as connection:
        if cookie and (user := session_user(connection, cookie)):
            return user
        return LOCAL if alone and not any_account(connection) else STRANGER
