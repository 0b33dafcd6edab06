"""`communique accounts`: who may use a served store."""

import sys
from collections.abc import Callable
from typing import TypeVar

import click

from communique.cli.asking import opened, store_option, writing
from communique.errors import UsageError

T = TypeVar("T")
ROLES = click.Choice(["reader", "reviewer", "admin"])


@click.group()
def accounts() -> None:
    """Who may read, review or administer a served store."""


def _password(from_input: bool) -> str:
    """Asked for twice on a terminal; or the first line of standard input. Raises UsageError where neither is to be had."""
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError(
            "there is no terminal to ask for the password on: --password-stdin reads it from standard input"
        )
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer


stdin_option = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, its first line."
)


@accounts.command()
@click.argument("name")
@click.option("--role", type=ROLES, default="reader", show_default=True, help="What they may do.")
@stdin_option
@store_option
def add(name: str, role: str, password_stdin: bool, where: str) -> None:
    """Make an account. The first one ends the use without login."""
    from communique.web.people import audit
    from communique.web.people.accounts import add_account

    password = _password(password_stdin)
    with writing(where, create=True) as connection:
        add_account(connection, name, password, role)
        audit.note(connection, "machine", "account made", f"{name} ({role})")
    click.echo(f"{name}: {role}")


@accounts.command("list")
@store_option
def list_(where: str) -> None:
    """List the accounts."""
    from communique.web.people.accounts import listed

    with opened(where) as connection:
        rows = listed(connection)
        for row in rows:
            closed = f"  disabled {row['disabled'][:10]}" if row["disabled"] else ""
            click.echo(f"{row['name']}  {row['role']}  since {row['created'][:10]}{closed}")
    if not rows:
        click.echo("no accounts yet: communique accounts add NAME", err=True)


@accounts.command()
@click.argument("name")
@store_option
def disable(name: str, where: str) -> None:
    """Close an account. What it decided stays, with its name."""
    from communique.web.people.accounts import disable as close

    _change(where, close, name, what="account disabled")


@accounts.command()
@click.argument("name")
@stdin_option
@store_option
def passwd(name: str, password_stdin: bool, where: str) -> None:
    """Change a password; whoever is logged in with the old one is logged out."""
    from communique.web.people.accounts import set_password

    _change(where, set_password, name, _password(password_stdin), what="password changed")


@accounts.command()
@click.argument("name")
@click.option("--for", "purpose", default="command line", show_default=True, help="What it is for.")
@click.option("--role", type=ROLES, default="reader", show_default=True, help="At most the account's.")
@store_option
def token(name: str, purpose: str, role: str, where: str) -> None:
    """Make a token for a program, and print it: it is not shown again."""
    from communique.web.people.sessions import make_token

    click.echo(_change(where, make_token, name, purpose, role, what="token made"))


def _change(where: str, change: Callable[..., T], name: str, *more: str, what: str) -> T:
    """Change something about an account, and note it."""
    from communique.web.people import audit

    with writing(where) as connection:
        done = change(connection, name, *more)
        audit.note(connection, "machine", what, name)
    return done
