"""`communique positions`: what an actor holds on a matter, over time."""

import sys
from typing import Any

import click

from communique.cli.asking import form_option, opened, store_option
from communique.cli.days import since_option, until_option
from communique.present.columns import COLUMNS
from communique.present.escape import harmless
from communique.present.labels import STANCES, day_in_words
from communique.present.listing import held, write_rows

Row = dict[str, Any]
SHORT = 300  # characters of a sentence
MARKS = {"first": "*", "reversed": "!", "new": "+", "dropped": "-"}


@click.command()
@click.option("--of", required=True, metavar="NAME", help="Who holds it: a person, body or state.")
@click.option("--on", required=True, metavar="WORDS", help="What it is about: words of the target.")
@since_option
@until_option
@form_option
@store_option
def positions(of: str, on: str, since: str | None, until: str | None, form: Any, where: str) -> int:
    """What an actor holds on a matter, day by day, with changes marked.

    Marks: * the first position on the matter, ! reversed (for to against, or back), + a stance not taken before,
    - one no longer taken. Exit code 1 where there are none.
    """
    from communique.query.stances import stances

    with opened(where) as connection:
        rows = stances(connection, of, on, since, until)
    if form != "report":
        write_rows(rows, form, sys.stdout, COLUMNS["stances"])
        return 0 if rows else 1
    if not rows:
        click.echo("no positions found", err=True)
        return 1
    matter = None
    for row in rows:
        if row["matter"] != matter:
            matter = row["matter"]
            click.echo(f"{harmless(matter)}")
        for line in _lines(row):
            click.echo(line)
    return 0


def _lines(row: Row) -> list[str]:
    mark = MARKS.get(row["change"] or "", " ")
    lines = [f"  {mark} {day_in_words(row['day'])} · {harmless(held(row))}"]
    lines.append(f"      “{harmless(_short(row['words']))}”  {row['document']}")
    if row["change"] in ("reversed", "dropped"):
        before = row["before"]
        said = f"{STANCES.get(before['stance'], before['stance'])} {before['target']}  “{_short(before['words'])}”"
        lines.append(
            f"      {row['change']}; before, {day_in_words(before['day'])}: {harmless(said)}  {before['document']}"
        )
    return lines


def _short(words: str) -> str:
    return words if len(words) <= SHORT else words[:SHORT] + "…"
