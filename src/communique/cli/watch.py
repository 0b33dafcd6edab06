"""`communique watch`: follow the sources."""

from collections import Counter
from typing import TYPE_CHECKING

import click

from communique.cli import sending
from communique.cli.asking import store, store_option
from communique.cli.reading import jobs_option
from communique.counts import counted
from communique.present.escape import harmless

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from communique.follow.watch import Watcher
    from communique.outgoing.send import Means

TOLD = {
    "polled": ("source asked", "sources asked"),
    "items": ("new item", "new items"),
    "new": ("document new", "documents new"),
    "version": ("changed", "changed"),
    "read again": ("read again", "read again"),
    "known": ("known", "known"),
    "unchanged": ("unchanged", "unchanged"),
    "unread": ("page not read", "pages not read"),
    "failed": ("source failed", "sources failed"),
    "gone": ("page gone", "pages gone"),
    "vanished": ("item vanished", "items vanished"),
    "gaps": ("gap", "gaps"),
    "put off": ("put off", "put off"),
}
"""What a round counts, in the order in which it is told: of one, of several."""


@click.command()
@store_option
@click.option("--once", is_flag=True, help="Do what is due now, and end: for cron.")
@jobs_option
@click.option(
    "--delay",
    type=click.FloatRange(0, 3600),
    default=2.0,
    show_default=True,
    metavar="SECONDS",
    help="Between two requests to one host, where its robots.txt asks for no more.",
)
@click.option("--send", is_flag=True, help="After each round send what followed searches are due: `follow send`.")
@sending.options
@click.option("--allow-private", is_flag=True, help="Fetch from, and post to, private and loopback addresses too.")
@click.option("-v", "--verbose", is_flag=True, help="Show tracebacks.")
def watch(
    where: str,
    once: bool,
    jobs: int,
    delay: float,
    send: bool,
    smtp: str | None,
    sender: str | None,
    site: str | None,
    allow_private: bool,
    verbose: bool,
) -> int:
    """Follow the sources: poll them, read their new pages, look at each page again after 24 hours and 7 days.

    It can be stopped at any moment and started again; all that it knows stands in the store.
    """
    from random import SystemRandom

    from sqlalchemy import select

    from communique.follow.alone import alone
    from communique.follow.clock import SystemClock
    from communique.follow.watch import Watcher
    from communique.ingest.ingested import IngestOptions
    from communique.query.derived import refresh
    from communique.store import following
    from communique.store.engine import plain_errors

    means = sending.means_of(smtp, sender, site, allow_private) if send else None
    engine = store(where)
    options = IngestOptions(allow_private=allow_private)
    with plain_errors(where), alone(engine):
        watcher = Watcher(engine, SystemClock(), SystemRandom(), options, _complain, jobs, delay)
        if not once:
            _for_ever(watcher, engine, where, means)
        done = watcher.round()
        refresh(engine)
        unsent = sending.send(engine, means) if means else 0
        with engine.connect() as connection:
            followed = connection.execute(select(following.sources.c.id).limit(1)).first()
    click.echo(
        _told(done) or ("nothing was due" if followed else "nothing is followed yet: communique sources add ADDRESS")
    )
    return 1 if done["failed"] or done["unread"] or unsent else 0


def _for_ever(watcher: "Watcher", engine: "Engine", where: str, means: "Means | None") -> None:
    """Round after round. A store that cannot be written just now is a line, and the next round tries again."""
    from communique.follow.watch import LONGEST_REST, LONGEST_ROUND
    from communique.query.derived import refresh
    from communique.store.engine import StoreError, plain_errors

    while True:
        try:
            with plain_errors(where):
                done = watcher.round(LONGEST_ROUND)
                refresh(engine)
                if told := _told(done):
                    click.echo(told)
                if means:
                    sending.send(engine, means)
                watcher.rest()
        except StoreError as error:
            _complain(str(error))
            watcher.rest_for(LONGEST_REST)


def _told(done: Counter[str]) -> str:
    return ", ".join(counted(done[what], *words) for what, words in TOLD.items() if done[what])


def _complain(line: str) -> None:
    click.echo(f"communique: {harmless(line)}", err=True)
