"""`communique sources`: what is followed."""

import sys
from typing import Any

import click

from communique.cli.asking import form_option, opened, store_option, writing
from communique.counts import counted
from communique.present.columns import COLUMNS
from communique.present.escape import harmless
from communique.present.labels import minute_in_words
from communique.present.listing import Form, write_rows


@click.group()
def sources() -> None:
    """The feeds and lists that are followed: add, list, pause, resume, remove."""


@sources.command()
@click.argument("address")
@click.option("--publisher", metavar="NAME", help="Publisher of pages that name none; without it the feed's title.")
@click.option(
    "--every", type=click.IntRange(1, 10_080), default=None, metavar="MINUTES", help="How often to ask; 15 without it."
)
@click.option("--links", metavar="PATTERN", help="Follow the links of an HTML page whose addresses match.")
@store_option
def add(address: str, publisher: str | None, every: int | None, links: str | None, where: str) -> None:
    """Follow a feed (RSS, Atom, JSON Feed), a sitemap, a text of addresses, or a page with --links."""
    from communique.follow import sources as followed
    from communique.follow.clock import SystemClock

    with writing(where, create=True) as connection:
        added = followed.add(connection, SystemClock(), address, publisher, every and every * 60, links)
    click.echo(f"{harmless(address)}: {'followed from now on' if added else 'was followed already; asked next round'}")


@sources.command("list")
@form_option
@store_option
def list_(form: Form, where: str) -> None:
    """How each source stands: state and reason, next try, items, pages, changes, gaps."""
    from communique.follow.sources import overview

    with opened(where) as connection:
        rows = overview(connection)
    if form == "report":
        click.echo(
            "\n\n".join("\n".join(_lines(row)) for row in rows)
            or "nothing is followed yet: communique sources add ADDRESS"
        )
        return
    if form in ("csv", "md"):
        rows = [{**row, "gaps": [f"{g['since']} to {g['until']}" for g in row["gaps"]]} for row in rows]
    write_rows(rows, form, sys.stdout, COLUMNS["sources"])


@sources.command()
@click.argument("source")
@store_option
def pause(source: str, where: str) -> None:
    """Ask a source, and its pages, no more until it is resumed. SOURCE: its address or a part of it."""
    from communique.follow import sources as followed

    with writing(where) as connection:
        address = followed.pause(connection, source)
    click.echo(f"{harmless(address)}: paused")


@sources.command()
@click.argument("source")
@store_option
def resume(source: str, where: str) -> None:
    """Ask a paused source again."""
    from communique.follow import sources as followed
    from communique.follow.clock import SystemClock

    with writing(where) as connection:
        address = followed.resume(connection, SystemClock(), source)
    click.echo(f"{harmless(address)}: resumed")


@sources.command()
@click.argument("source")
@store_option
def remove(source: str, where: str) -> None:
    """Follow a source no longer. All that was read from it stays."""
    from communique.follow import sources as followed
    from communique.follow.clock import SystemClock

    with writing(where) as connection:
        address = followed.remove(connection, SystemClock(), source)
    click.echo(f"{harmless(address)}: removed; what was read from it stays")


def _lines(row: dict[str, Any]) -> list[str]:
    """What a person wants to know of a source."""
    state = row["state"] + (f" ({row['reason']})" if row["reason"] else "")
    lines = [row["address"] + (f" · {row['publisher']}" if row["publisher"] else ""), state]
    if row["failures"]:
        lines[1] += f", {counted(row['failures'], 'time')} in a row"
    lines.append(
        f"last answer {minute_in_words(row['answered'], 'never')}, next try {minute_in_words(row['next'], 'none')}"
    )
    told = (
        ("items", "item", "items"),
        ("read", "page read", "pages read"),
        ("own_text", "read from the feed alone", "read from the feed alone"),
        ("waiting", "waiting", "waiting"),
        ("changed", "change of text", "changes of text"),
        ("vanished", "vanished from the list", "vanished from the list"),
        ("gone", "page gone", "pages gone"),
        ("failed", "not read", "not read"),
    )
    lines.append(", ".join(counted(row[key], *words) for key, *words in told if row[key] or key == "items"))
    lines += [
        f"gap from {minute_in_words(gap['since'], 'the beginning')} to {minute_in_words(gap['until'], 'now')}: {gap['reason']}"
        for gap in row["gaps"]
    ]
    return [("    " if number else "") + harmless(line) for number, line in enumerate(lines)]
