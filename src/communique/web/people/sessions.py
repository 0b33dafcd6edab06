"""Who is logged in, and which programs have tokens. Only hashes are kept: who reads the store cannot log in with it."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from communique.errors import UsageError
from communique.store.clock import now
from communique.store.people import accounts, sessions, tokens
from communique.web.people.roles import ROLES, User

LASTS = timedelta(days=14)
PREFIX = "cq_"  # so that a token is known for one where it turns up


def open_session(connection: Connection, account: str) -> str:
    """Log an account in: the value for its cookie. Sessions that have run out are cleared away."""
    token = secrets.token_urlsafe(32)
    connection.execute(delete(sessions).where(sessions.c.expires < now()))
    row = {"token": hashed(token), "account": account, "created": now(), "expires": now(LASTS)}
    connection.execute(insert(sessions).values(row))
    return token


def close_session(connection: Connection, token: str) -> None:
    """Log out."""
    connection.execute(delete(sessions).where(sessions.c.token == hashed(token)))


def session_user(connection: Connection, token: str) -> User | None:
    """Whose session a cookie is; None for one that has run out or never was."""
    query = select(accounts.c.name, accounts.c.role).join(sessions)
    query = query.where(sessions.c.token == hashed(token), sessions.c.expires > now(), accounts.c.disabled.is_(None))
    row = connection.execute(query).first()
    return User(row.name, row.role) if row else None


def make_token(connection: Connection, account: str, name: str, role: str) -> str:
    """A token for a program, shown once. Raises UsageError for a role above the account's, or no such account."""
    owner = connection.execute(select(accounts.c.role).where(accounts.c.name == account)).scalar()
    if owner is None:
        raise UsageError(f"{account}: no such account")
    if role not in ROLES[1:] or ROLES.index(role) > ROLES.index(owner):
        raise UsageError(f"{account} is {owner}; a token of theirs cannot be {role}")
    token = PREFIX + secrets.token_urlsafe(32)
    row = {"token": hashed(token), "account": account, "name": name, "role": role, "created": now()}
    connection.execute(insert(tokens).values(row))
    return token


def token_user(connection: Connection, token: str) -> User | None:
    """Whose token it is; its role is the token's, or the account's where that is lower now."""
    query = select(accounts.c.name, accounts.c.role, tokens.c.role.label("granted")).join(tokens)
    query = query.where(tokens.c.token == hashed(token), tokens.c.revoked.is_(None), accounts.c.disabled.is_(None))
    row = connection.execute(query).first()
    return User(row.name, min((row.role, row.granted), key=ROLES.index)) if row else None


def used_today(connection: Connection, token: str) -> bool:
    """Whether the use of a token was noted today; once a day is enough."""
    last = connection.execute(select(tokens.c.used).where(tokens.c.token == hashed(token))).scalar()
    return last is not None and last[:10] == now()[:10]


def note_use(connection: Connection, token: str) -> None:
    """Remember when a token was used."""
    connection.execute(update(tokens).where(tokens.c.token == hashed(token)).values(used=now()))


def tokens_of(connection: Connection, account: str) -> list[dict[str, Any]]:
    """The tokens of an account, without their secrets; `id` is the beginning of the hash."""
    query = select(tokens).where(tokens.c.account == account).order_by(tokens.c.created, tokens.c.token)
    return [{**r, "id": r["token"][:12], "token": None} for r in connection.execute(query).mappings()]


def revoke(connection: Connection, account: str, token: str) -> None:
    """Stop a token by its id. Raises UsageError where the account has no such token."""
    mine = (tokens.c.account == account) & tokens.c.token.startswith(token, autoescape=True)
    if len(token) < 12 or not connection.execute(update(tokens).where(mine).values(revoked=now())).rowcount:
        raise UsageError(f"{account} has no token {token}")


def hashed(token: str) -> str:
    """What is kept of a secret that is random enough not to need a slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
