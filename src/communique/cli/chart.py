"""`communique chart`: contacts over time, and who talks with whom."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from communique.cli.asking import opened, store_option
from communique.cli.days import from_option, to_option
from communique.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

SUFFIXES = (".svg", ".png", ".json")
output_option = click.option(
    "--output",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="A .svg, .png or .json (Vega-Lite); else SVG to standard output.",
)


@click.group()
def chart() -> None:
    """Charts of contacts: over time, and who talks with whom.

    Nothing is fetched; every shade can be told apart in grey.
    """


@chart.command()
@click.option(
    "--between", "pairs", nargs=2, multiple=True, metavar="A B", help="Two parties; repeat for several pairs."
)
@click.option(
    "--by", "unit", type=click.Choice(["month", "week"]), default="month", show_default=True, help="Width of a bar."
)
@from_option
@to_option
@click.option("--width", type=click.IntRange(200, 4000), default=640, show_default=True, help="Pixels.")
@output_option
@store_option
def contacts(
    pairs: tuple[tuple[str, str], ...],
    unit: Any,
    since: str | None,
    until: str | None,
    width: int,
    output: str | None,
    where: str,
) -> None:
    """Contacts held, by month or week, stacked by action; a row of bars for each pair.

    Without a pair, all contacts.
    """
    from communique.present.charts import contacts_chart
    from communique.query.timeline.counts import by_day, by_month

    _checked(output)
    ask = by_month if unit == "month" else by_day
    with opened(where) as connection:
        rows = [
            row | {"pair": " – ".join(pair)} for pair in pairs or ((),) for row in ask(connection, pair, since, until)
        ]
        source, begins = _source(connection)
    named = "Contacts held" if not pairs else f"Contacts of {', '.join(' and '.join(p) for p in pairs)}"
    _write(contacts_chart(rows, named + _stretch(since, until), source, unit, width, start=since or begins), output)


@chart.command()
@click.option(
    "--level", type=click.Choice(["states", "persons"]), default="states", show_default=True, help="Who stands there."
)
@click.option("--of", "single", metavar="NAME", help="Only contacts that this party takes part in.")
@click.option("--limit", type=click.IntRange(1, 200), default=40, show_default=True, help="Pairs with most contacts.")
@from_option
@to_option
@click.option("--size", type=click.IntRange(200, 4000), default=560, show_default=True, help="Pixels.")
@output_option
@store_option
def network(
    level: Any,
    single: str | None,
    limit: int,
    since: str | None,
    until: str | None,
    size: int,
    output: str | None,
    where: str,
) -> None:
    """Who talks with whom: the pairs with most contacts held."""
    from communique.present.charts import network_chart
    from communique.query.timeline.counts import pairs as ask

    _checked(output)
    with opened(where) as connection:
        rows = ask(connection, since, until, limit, level, single)
        source, _ = _source(connection)
    title = "Who talks with whom" + (f": contacts of {single}" if single else "") + _stretch(since, until)
    _write(network_chart(rows, title, source, size), output)


def _checked(output: str | None) -> None:
    if output and Path(output).suffix.lower() not in SUFFIXES:
        raise UsageError(f"{output}: a chart's file ends in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}")


def _stretch(since: str | None, until: str | None) -> str:
    """The days asked for, as the end of a title."""
    if since and until:
        return f", {since} to {until}"
    return f", from {since}" if since else f", to {until}" if until else ""


def _source(connection: "Connection") -> tuple[str, str | None]:
    """The line that names what a chart rests on, and the first day that documents were published on."""
    from communique.query.timeline.counts import documents_kept

    number, first, last = documents_kept(connection)
    days = f", {first} to {last}" if first else ""
    return f"Source: {number:,} documents read by Communique{days}.", first


def _write(spec: dict[str, Any], output: str | None) -> None:
    """Write a chart as its file's name asks."""
    import json

    from communique.present.charts import to_png, to_svg

    if output is None:
        sys.stdout.write(to_svg(spec) + "\n")
        return
    path = Path(output)
    kind = path.suffix.lower()
    if kind == ".png":
        path.write_bytes(to_png(spec))
    else:
        path.write_text(to_svg(spec) if kind == ".svg" else json.dumps(spec, indent=2, ensure_ascii=False), "utf-8")
