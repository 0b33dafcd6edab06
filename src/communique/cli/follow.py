"""`communique follow`: new entries of a search by e-mail, webhook or feed."""

import sys
from typing import Any

import click

from communique.cli import sending
from communique.cli.asking import form_option, narrowing, opened, store, store_option, wanted, writing
from communique.counts import counted
from communique.errors import UsageError
from communique.present.columns import COLUMNS
from communique.present.escape import harmless
from communique.present.labels import day_in_words, minute_in_words
from communique.present.listing import Form, write_rows
from communique.query.narrowing import Filter

WHAT = ("documents", "contacts", "statements", "positions", "alerts")
REST = 30.0  # seconds between two looks for what is due
what_option = click.option(
    "--what", type=click.Choice(WHAT), default="documents", show_default=True, help="What to follow."
)


@click.group()
def follow() -> None:
    """New entries of a search, by e-mail, webhook or feed."""


@follow.command()
@click.argument("name")
@click.argument("words", nargs=-1, metavar="[WORDS…]")
@what_option
@click.option("--mail", metavar="ADDRESS", help="Send them to this mail address, a day's at a time.")
@click.option("--webhook", metavar="ADDRESS", help="Post them to this web address, as they come.")
@click.option("--every", metavar="TIME", help="At most so often: 30m, 12h, 1d.")
@click.option("--backlog", is_flag=True, help="Send what is there already, too.")
@click.option("--allow-private", is_flag=True, help="Post to private and loopback addresses too.")
@narrowing
def add(
    name: str,
    words: tuple[str, ...],
    what: str,
    mail: str | None,
    webhook: str | None,
    every: str | None,
    backlog: bool,
    allow_private: bool,
    where: str,
    **options: Any,
) -> None:
    """Follow a search under a NAME. The options narrow it as they do `communique search`."""
    from communique.outgoing import deliveries, searches

    if bool(mail) == bool(webhook):
        raise UsageError("say where entries go: --mail ADDRESS or --webhook ADDRESS")
    query = searches.spell(wanted(options, " ".join(words) or None))
    means, target = ("e-mail", mail) if mail else ("webhook", webhook)
    seconds = deliveries.seconds_of(every) if every else None
    with writing(where) as connection:
        key = searches.save(connection, name, what, query)
        row = deliveries.add(connection, key, means, str(target), seconds, allow_private, backlog)
    click.echo(f"{harmless(name)}: {row['id']}, {means} to {harmless(row['target'])}")
    if row["secret"]:
        click.echo(f"the secret that its signatures are made with: {row['secret']}")
    click.echo("sent by communique follow send, or by communique watch --send", err=True)


@follow.command("list")
@form_option
@store_option
def list_(form: Form, where: str) -> None:
    """Who is told of what, how often, and how it stands."""
    from communique.outgoing.deliveries import overview

    with opened(where) as connection:
        rows = overview(connection)
    if form != "report":
        write_rows(rows, form, sys.stdout, COLUMNS["deliveries"])
        return
    click.echo(
        "\n\n".join("\n".join(_lines(row)) for row in rows) or "nothing is followed yet: communique follow add NAME"
    )


def _changing(verb: str, done: str, summary: str) -> click.Command:
    @click.argument("name", metavar="NAME")
    @store_option
    def command(name: str, where: str) -> None:
        from communique.outgoing import deliveries

        with writing(where) as connection:
            key = deliveries.find(connection, name)
            getattr(deliveries, verb)(connection, key)
        click.echo(f"{key}: {done}")

    command.__doc__ = f"{summary} NAME: its id, the beginning of one, or a part of its name or target."
    return click.command(verb)(command)


follow.add_command(_changing("pause", "paused", "Stop for the time being."))
follow.add_command(_changing("resume", "goes on", "Go on from where it stopped."))
follow.add_command(_changing("remove", "removed", "Tell them no more."))


@follow.command()
@click.argument("words", nargs=-1, metavar="[WORDS…]")
@what_option
@click.option(
    "--as", "form", type=click.Choice(("atom", "json")), default="atom", show_default=True, help="Which feed."
)
@click.option("--address", default="http://localhost/feed", show_default=True, help="Where the feed will be found.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="How many entries.")
@sending.site_option
@narrowing
def feed(
    words: tuple[str, ...], what: str, form: str, address: str, limit: int, site: str | None, where: str, **options: Any
) -> None:
    """Write the newest entries of a search as Atom or JSON Feed to standard output."""
    from communique.outgoing import feeds, gather, searches

    query = searches.spell(wanted(options, " ".join(words) or None))
    with opened(where) as connection:
        entries = gather.newest(connection, what, query, limit, site)
    write = feeds.atom if form == "atom" else feeds.json_feed
    sys.stdout.buffer.write(write(f"Communique: {what} {query}".strip(), address, entries, site))


@follow.command()
@click.option("--watch", is_flag=True, help="Go on: look every half minute for what is due.")
@sending.options
@click.option("--allow-private", is_flag=True, help="Post to private and loopback addresses too.")
@store_option
def send(watch: bool, smtp: str | None, sender: str | None, site: str | None, allow_private: bool, where: str) -> int:
    """Send the new entries of every search that is due, once."""
    import time

    from communique.store.engine import StoreError, plain_errors

    means = sending.means_of(smtp, sender, site, allow_private)
    engine = store(where)
    failed = 0
    while True:
        try:
            with plain_errors(where):
                failed = sending.send(engine, means)
        except StoreError as error:
            if not watch:
                raise
            click.echo(f"communique: {harmless(str(error))}", err=True)
        if not watch:
            return 1 if failed else 0
        time.sleep(REST)


def in_words(search: Filter) -> str:
    """What a search asks for: “border”, Orlan Dask, readout, from 1 Mar 2025."""
    told = [
        f"“{search.words}”" if search.words else "",
        *search.actors,
        *search.countries,
        search.kind or "",
        f"published by {search.publisher}" if search.publisher else "",
        f"said in: {search.channel}" if search.channel else "",
        f"from {day_in_words(search.since)}" if search.since else "",
        f"to {day_in_words(search.until)}" if search.until else "",
    ]
    return ", ".join(x for x in told if x)


def _lines(row: dict[str, Any]) -> list[str]:
    from communique.outgoing.deliveries import told
    from communique.outgoing.searches import parse

    state = (
        f"paused since {minute_in_words(row['paused'], '')}"
        if row["paused"]
        else f"next {minute_in_words(row['due'], 'at once')}"
    )
    failing = f", failed {counted(row['failures'], 'time')}: {row['reason']}" if row["failures"] else ""
    query = in_words(parse(row["query"]))
    return [
        harmless(f"{row['name']} · {row['what']}{f': {query}' if query else ''}"),
        "    " + harmless(f"{row['means']} to {row['target']}, at most every {told(row['every'])}"),
        "    " + harmless(f"{state}{failing}"),
        "    " + row["id"],
    ]
