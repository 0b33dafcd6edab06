"""Roles, and the guard that closes every page to those who lack one. A page without a word on it is for readers."""

from typing import Any, Literal

import msgspec
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler

Role = Literal["anyone", "reader", "reviewer", "admin"]
ROLES: tuple[Role, ...] = ("anyone", "reader", "reviewer", "admin")
"""Each may do what those before it may."""
SAFE = {"GET", "HEAD", "OPTIONS"}


class User(msgspec.Struct, frozen=True):
    """Who asks. name: of the account, “local” for the single user of an own machine, “-” for a stranger."""

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Whether this one has the role, or a higher one."""
        return ROLES.index(self.role) >= ROLES.index(role)


LOCAL = User("local", "admin")
STRANGER = User("-", "anyone")


def needed(handler: BaseRouteHandler) -> Role:
    """The role that a page asks for: its own word (`opt["role"]`), else reader for looking and reviewer for changing."""
    methods = getattr(handler, "http_methods", SAFE)
    role: Role = handler.opt.get("role") or ("reader" if set(methods) <= SAFE else "reviewer")
    return role


async def closed_by_default(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """The guard on the whole application. Raises NotAuthorizedException (who are you?) or PermissionDeniedException."""
    role = needed(handler)
    user: User = connection.user
    if user.may(role):
        return
    if user == STRANGER:
        raise NotAuthorizedException("log in to see this", headers={"www-authenticate": "Bearer"})
    raise PermissionDeniedException(f"this needs the role {role}; yours is {user.role}")
