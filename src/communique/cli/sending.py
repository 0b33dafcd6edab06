"""What `follow send` and `watch --send` share: how entries go out, and a line for each delivery."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from communique.counts import counted
from communique.errors import UsageError
from communique.present.escape import harmless

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from communique.outgoing.send import Means

Command = TypeVar("Command", bound=Callable[..., Any])

site_option = click.option(
    "--site",
    envvar="COMMUNIQUE_SITE",
    show_envvar=True,
    metavar="ADDRESS",
    help="Where the pages are served, for links; without it entries link to the documents' own addresses.",
)
smtp_option = click.option(
    "--smtp",
    envvar="COMMUNIQUE_SMTP",
    show_envvar=True,
    metavar="ADDRESS",
    help="The mail server: smtp://user:password@host:port, or smtps://….",
)
from_option = click.option(
    "--from", "sender", envvar="COMMUNIQUE_FROM", show_envvar=True, metavar="ADDRESS", help="Who mails are from."
)


def options(command: Command) -> Command:
    """The options that say how entries go out."""
    return smtp_option(from_option(site_option(command)))


def means_of(smtp: str | None, sender: str | None, site: str | None, allow_private: bool) -> "Means":
    """How entries go out, as the options say. Raises UsageError."""
    from communique.outgoing.mail import smtp_of
    from communique.outgoing.send import Means

    if smtp and not sender:
        raise UsageError("say who mails are from: --from ADDRESS")
    return Means(site=site, smtp=smtp_of(smtp, sender or "") if smtp else None, allow_private=allow_private)


def send(engine: "Engine", means: "Means") -> int:
    """Send what is due, a line for each delivery; how many could not be sent."""
    from communique.outgoing.send import send_due

    failed = 0
    for outcome in send_due(engine, means):
        told = outcome.reason or f"{counted(outcome.entries, 'entry', 'entries')} sent"
        click.echo(harmless(f"{outcome.name}, {outcome.target}: {told}"), err=outcome.reason is not None)
        failed += outcome.reason is not None
    return failed
