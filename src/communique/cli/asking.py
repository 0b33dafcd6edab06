"""Options and output that the commands which ask the store share."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from communique.cli.days import since_option, until_option
from communique.present.listing import FORMS, Form, write_rows
from communique.query.narrowing import Filter

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

Command = TypeVar("Command", bound=Callable[..., Any])

store_option = click.option(
    "--db",
    "where",
    default="communique.db",
    envvar="COMMUNIQUE_DB",
    show_default=True,
    show_envvar=True,
    metavar="FILE|URL",
    help="The store: a SQLite file, or postgresql://….",
)
limit_option = click.option(
    "--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="How many at most."
)
form_option = click.option(
    "--format", "form", type=click.Choice(FORMS), default="report", show_default=True, help="How to show them."
)
KINDS = ("news", "readout", "statement", "transcript", "speech", "unknown")
CHANNELS = (
    "readout", "statement", "briefing", "press conference", "interview", "call", "meeting", "speech", "letter",
    "social media", "report",
)  # fmt: skip
NARROWING = (
    click.option(
        "--actor", "actors", multiple=True, metavar="NAME", help="Who takes part; repeat for several, all of them."
    ),
    click.option("--country", "countries", multiple=True, metavar="STATE", help="A state that somebody acts for."),
    click.option("--kind", type=click.Choice(KINDS), help="Kind of document."),
    click.option("--publisher", metavar="NAME", help="Part of the publisher's name."),
    click.option("--channel", type=click.Choice(CHANNELS), help="How it was said."),
    since_option,
    until_option,
    store_option,
)


def filters(command: Command) -> Command:
    """The options that narrow a question, and how to show its answer."""
    return narrowing(limit_option(form_option(command)))


def narrowing(command: Command) -> Command:
    """The options that narrow a question, and where the store is."""
    for option in reversed(NARROWING):
        command = option(command)
    return command


def wanted(options: dict[str, Any], words: str | None = None) -> Filter:
    """The filter that the options ask for."""
    names = ("actors", "countries", "kind", "publisher", "channel", "since", "until")
    return Filter(words=words, **{name: options[name] for name in names})


def store(where: str, create: bool = False) -> "Engine":
    """A store for the command that runs, closed when it ends. create: make it where there is none."""
    from communique.store.engine import open_store

    engine = open_store(where, create=create)
    click.get_current_context().call_on_close(engine.dispose)
    return engine


@contextmanager
def opened(where: str) -> "Iterator[Connection]":
    """A connection to a store that exists; the database's errors become one line."""
    from communique.store.engine import plain_errors

    with plain_errors(where), store(where).connect() as connection:
        yield connection


@contextmanager
def writing(where: str, create: bool = False) -> "Iterator[Connection]":
    """A connection to write with, in one transaction. create: make the store where there is none."""
    from communique.store.engine import plain_errors

    with plain_errors(where), store(where, create).execution_options(writes=True).begin() as connection:
        yield connection


def unmerged(connection: "Connection") -> str:
    """What to do where nothing was found because documents came in whose reports are not merged yet; else ""."""
    from sqlalchemy import select

    from communique.store import across, schema

    if connection.execute(select(across.merged_contacts.c.id).limit(1)).first():
        return ""
    if connection.execute(select(schema.events.c.id).where(schema.events.c.code == "CONSULT").limit(1)).first():
        return "; the reports in this store are not merged yet: communique merge"
    return "; the store has none: communique add FILE…"


def within(rows: list[dict[str, Any]], limit: int, last: bool = False) -> list[dict[str, Any]]:
    """The rows that may be shown of those found, for which one more was asked; when all is written, that there are more.

    last: those at the end are shown.
    """
    if len(rows) <= limit:
        return rows
    told = f"{limit} shown; there are more: --limit"
    click.get_current_context().call_on_close(lambda: click.echo(told, err=True))
    return rows[-limit:] if last else rows[:limit]


def answer(rows: list[dict[str, Any]], form: Form, nothing: str, columns: Sequence[str]) -> None:
    """Write the rows to standard output, or one line to standard error where there are none.

    columns: the header of a table without rows.
    """
    if not rows and form == "report":
        click.echo(nothing, err=True)
        return
    write_rows(rows, form, sys.stdout, columns)
