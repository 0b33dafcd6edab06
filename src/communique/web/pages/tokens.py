"""Tokens with which one's own programs ask."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from litestar import Request
from litestar.params import URLEncodedBody

from communique.errors import UsageError
from communique.store.people import tokens as tokens_kept
from communique.web.conventions import Connected, Known, Page, Writable, action, page
from communique.web.conventions.page import PageResponse
from communique.web.people import audit
from communique.web.people.roles import LOCAL, User
from communique.web.people.sessions import make_token, revoke, tokens_of


class Tokens(Page, kw_only=True):
    """One's tokens, and the secret of the one just made, which is never shown again."""

    items: list[dict[str, Any]]
    made: str | None = None

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return (*tokens_kept.columns.keys(), "id")


class Wish(msgspec.Struct, kw_only=True):
    """What the form sends: a name and a role for a new token, or the id of one to revoke."""

    name: Annotated[str, msgspec.Meta(max_length=100)] = ""
    role: str = "reader"
    revoked: Annotated[str, msgspec.Meta(max_length=64)] = ""


@page("/tokens", "tokens.html")
def tokens(connection: Connected, user: Known) -> Tokens:
    """The tokens of whoever asks."""
    return Tokens(items=tokens_of(connection, user.name))


@action("/tokens", role="reader", template="tokens.html", response_class=PageResponse)
def change_tokens(
    request: Request[User, Any, Any],
    engine: Writable,
    data: URLEncodedBody[Wish],
) -> Tokens:
    """Make one or revoke one. A token cannot make tokens: who got hold of one would keep a way in."""
    user = request.user
    if user == LOCAL or request.auth != "session":
        raise UsageError("tokens belong to accounts, and are made by whoever is logged in")
    made = None
    with engine.execution_options(writes=True).begin() as connection:
        if data.revoked:
            revoke(connection, user.name, data.revoked)
            audit.note(connection, user.name, "token revoked", data.revoked)
        elif not data.name.strip():
            raise UsageError("a token needs a name that says what it is for")
        else:
            made = make_token(connection, user.name, data.name.strip(), data.role)
            audit.note(connection, user.name, "token made", f"{data.name.strip()} ({data.role})")
        return Tokens(items=tokens_of(connection, user.name), made=made)


HANDLERS = (tokens, change_tokens)
