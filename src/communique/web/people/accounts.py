"""Accounts: name, password (Argon2id), role."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, exists, insert, select, update

from communique.errors import UsageError
from communique.store.clock import now
from communique.store.people import accounts, sessions

if TYPE_CHECKING:
    from argon2 import PasswordHasher

NAME = re.compile(r"[a-z][a-z0-9._-]{0,39}")
RESERVED = ("local", "machine")
LEAST, MOST = 12, 1000  # characters of a password
GRANTED = ("reader", "reviewer", "admin")


def any_account(connection: Connection) -> bool:
    """Whether there is any account, closed ones included."""
    return bool(connection.execute(select(exists(select(accounts.c.name)))).scalar_one())


def add_account(connection: Connection, name: str, password: str, role: str) -> None:
    """Make an account. Raises UsageError for a name that is taken or odd, a short password, an unknown role."""
    if not NAME.fullmatch(name) or name in RESERVED:
        raise UsageError(f"{name!r}: a name is small letters, digits, dots and dashes, and not {' or '.join(RESERVED)}")
    if role not in GRANTED:
        raise UsageError(f"{role!r} is no role; there are {', '.join(GRANTED)}")
    if connection.execute(select(accounts.c.name).where(accounts.c.name == name)).first():
        raise UsageError(f"{name} has an account already")
    hashed = _hashed(password)
    connection.execute(insert(accounts).values(name=name, password=hashed, role=role, created=now()))


def set_password(connection: Connection, name: str, password: str) -> None:
    """Change a password; whoever is logged in under it is logged out. Raises UsageError."""
    _known(connection, name)
    connection.execute(update(accounts).where(accounts.c.name == name).values(password=_hashed(password)))
    connection.execute(sessions.delete().where(sessions.c.account == name))


def disable(connection: Connection, name: str) -> None:
    """Close an account: it can no longer log in, its sessions end, its tokens stop. Raises UsageError."""
    _known(connection, name)
    connection.execute(update(accounts).where(accounts.c.name == name).values(disabled=now()))
    connection.execute(sessions.delete().where(sessions.c.account == name))


def listed(connection: Connection) -> list[dict[str, Any]]:
    """All accounts, by name, without their passwords."""
    columns = (accounts.c.name, accounts.c.role, accounts.c.created, accounts.c.disabled)
    return [dict(r) for r in connection.execute(select(*columns).order_by(accounts.c.name)).mappings()]


def right_password(connection: Connection, name: str, password: str) -> bool:
    """Whether an open account has this password. It takes as long where there is no such account."""
    from argon2.exceptions import VerifyMismatchError

    row = connection.execute(select(accounts.c.password, accounts.c.disabled).where(accounts.c.name == name)).first()
    try:
        _hasher().verify(row.password if row else _nobody(), password[:MOST])
    except VerifyMismatchError:
        return False
    return row is not None and row.disabled is None


def _known(connection: Connection, name: str) -> None:
    if not connection.execute(select(accounts.c.name).where(accounts.c.name == name)).first():
        raise UsageError(f"{name}: no such account")


def _hashed(password: str) -> str:
    if not LEAST <= len(password) <= MOST:
        raise UsageError(f"a password has {LEAST} to {MOST} characters")
    return _hasher().hash(password)


@lru_cache(maxsize=1)
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()  # the parameters of RFC 9106, low memory


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash to verify against where there is no account."""
    return _hasher().hash("nobody has this password")
