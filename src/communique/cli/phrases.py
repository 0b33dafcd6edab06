"""`communique phrases` and `communique phrase`: formulas that come back, and the history of one."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from communique.cli.asking import form_option, limit_option, store, store_option, within
from communique.cli.days import since_option, until_option
from communique.counts import counted
from communique.present.columns import COLUMNS
from communique.present.escape import harmless
from communique.present.labels import day_in_words
from communique.present.listing import write_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

Row = dict[str, Any]
of_option = click.option(
    "--of", metavar="NAME", help="Whose words: a person, body or state; a state for all its speakers."
)
about_option = click.option("--about", metavar="NAME", help="Addressed, met, or named beside it.")
NONE = "; it takes a few documents that use one (communique phrase WORDS looks up any words)"
SHOWN = 5  # titles of readouts in an alert


@contextmanager
def looked(where: str, anew: bool = False) -> "Iterator[Connection]":
    """A connection to a store in which every document was looked through for phrases; as it is where it cannot be written."""
    from sqlalchemy.exc import DBAPIError

    from communique.query.phrases.filling import pending, rebuild, refresh
    from communique.store.engine import plain_errors

    engine = store(where)
    with plain_errors(where):
        if anew:
            rebuild(engine)
        with engine.connect() as connection:
            waiting = len(pending(connection))
        if waiting:
            click.echo(f"looking through {counted(waiting, 'document')}", err=True)
            try:
                refresh(engine)
            except DBAPIError as error:
                click.echo(f"they are left out: {harmless(str(error.orig).splitlines()[0])}", err=True)
        with engine.connect() as connection:
            yield connection


@click.command()
@of_option
@about_option
@since_option
@until_option
@limit_option
@click.option(
    "--alerts", is_flag=True, help="Instead: those that were regular between two states and are gone, or altered."
)
@click.option("--rebuild", is_flag=True, help="Mine the phrases of all documents anew first.")
@form_option
@store_option
def phrases(alerts: bool, rebuild: bool, limit: int, form: Any, where: str, **options: Any) -> None:
    """Formulas that come back in what is said: who uses them to whom, how often, since when.

    Documents that came in since the last time are looked through first.
    """
    from communique.query.phrases import alerts as alarm
    from communique.query.phrases import ledger

    with looked(where, rebuild) as connection:
        if alerts:
            rows = alarm.alerts(connection, options["of"], options["about"], limit + 1)
        else:
            rows = ledger.phrases(connection, limit=limit + 1, **options)
        rows = within(rows, limit)
    if form != "report":
        write_rows(rows, form, sys.stdout, COLUMNS["alerts" if alerts else "phrases"])
    elif not rows:
        click.echo("no alerts" if alerts else f"no phrases found{NONE}", err=True)
    for row in rows if form == "report" else ():
        click.echo(_plain(_alert(row) if alerts else _listed(row)))


@click.command()
@click.argument("words", metavar="PHRASE")
@of_option
@about_option
@form_option
@store_option
def phrase(words: str, of: str | None, about: str | None, form: Any, where: str) -> int:
    """The history of one phrase: every use by day, its forms, who uses it to whom, the longest gaps.

    PHRASE is an id that `communique phrases` prints, or any words; other orders of joined words, owners, plurals and
    inserted words are found too. Exit code 1 where nobody uses it.
    """
    from communique.query.phrases.ledger import history

    with looked(where) as connection:
        found = history(connection, words, of, about)
    if form != "report":
        write_rows([found] if form in ("json", "jsonl") else found["uses"], form, sys.stdout, COLUMNS["uses"])
    elif not found["uses"]:
        click.echo(f"nobody uses “{harmless(found['phrase']['text'])}” here", err=True)
    else:
        click.echo(_plain(_history(found)))
    return 0 if found["uses"] else 1


def _plain(lines: list[str]) -> str:
    """The lines, safe to print, each as far in as it is written."""
    return "\n".join(" " * (len(line) - len(line.lstrip(" "))) + harmless(line.lstrip(" ")) for line in lines)


def _days(first: str | None, last: str | None) -> str:
    return day_in_words(first) if first == last else f"{day_in_words(first)} – {day_in_words(last)}"


def _listed(row: Row) -> list[str]:
    days = _days(row["first_day"], row["last_day"])
    lines = [f"{row['uses']:>5} “{row['text']}” {days}  {row['id']}"]
    return [*lines, "       " + ", ".join(row["speakers"])] if row["speakers"] else lines


def _alert(row: Row) -> list[str]:
    publisher = f" ({row['publisher']})" if row["publisher"] else ""
    what = f"now “{row['after']}”" if row["change"] == "altered" else "then absent"
    readouts, until = counted(row["of"], "readout"), day_in_words(row["last_day"])
    told = f"in {row['said']} of {readouts} up to {until}, {what} in {row['absent']}"
    lines = [f"{row['change']}: “{row['before']}” {row['side']} on {row['partner']}{publisher}"]
    lines.append(f"    {told}; probability {row['probability']}")
    for name in ("with", "without"):
        lines += [
            f"    {name:<8}{day_in_words(r['day'])} · {r['title'] or r['address'] or ''}  {r['document']}"
            for r in row[name][-SHOWN:]
        ]
    return [*lines, ""]


def _history(found: Row) -> list[str]:
    row = found["phrase"]
    told = counted(row["uses"], "independent document")
    lines = [f"“{row['text']}” {told}, {_days(row['first_day'], row['last_day'])}"]
    if not row["mined"]:
        lines.append(
            "looked up in the texts"
            + ("" if row["complete"] else ", the newest only: there are too many with its words")
        )
    lines += ["", "forms"]
    lines += [f"{v['uses']:>5} “{v['example']}” {_days(v['first_day'], v['last_day'])}" for v in found["variants"]]
    lines += ["", "used by"]
    for user in found["users"]:
        to = f" to {', '.join(user['to'][:SHOWN])}" if user["to"] else ""
        lines.append(f"{user['uses']:>5} {user['name']}  {_days(user['first_day'], user['last_day'])}{to}")
    if found["gaps"]:
        lines += [
            "",
            "not used",
            *(f"{counted(g['days'], 'day'):>10} {_days(g['after'], g['before'])}" for g in found["gaps"]),
        ]
    lines += ["", "uses"]
    for use in found["uses"]:
        chain = " and ".join(use["speakers"]) or "nobody named"
        to = f" to {' and '.join(use['to'])}" if use["to"] else ""
        copy = " (copy)" if use["copy"] else ""
        lines.append(f"{day_in_words(use['day'])} · {chain}{to}: “{use['words']}”{copy}")
        where = [
            use["publisher"],
            use["title"] or use["address"] or use["path"],
            f"{use['document']} {use['first']}–{use['last']}",
        ]
        lines.append("    " + " · ".join(w for w in where if w))
    return lines
