"""`communique contacts`: the contacts that the reports tell, each once."""

import json
from typing import Any

import click

from communique.cli.asking import answer, filters, opened, unmerged, wanted, within
from communique.errors import UsageError
from communique.present.columns import COLUMNS
from communique.present.escape import harmless
from communique.present.labels import date_in_words, day_in_words
from communique.query.narrowing import Filter

SHORT = 300  # characters of words in a list for people


@click.command()
@click.argument("words", nargs=-1, metavar="[WORDS…]")
@click.option("--between", nargs=2, metavar="A B", help="Two who both take part, people or states.")
@click.option("--id", "one", metavar="ID", help="One contact with all its reports, their words, and why they are one.")
@filters
def contacts(
    words: tuple[str, ...],
    between: tuple[str, str] | None,
    one: str | None,
    where: str,
    form: Any,
    limit: int,
    **options: Any,
) -> None:
    """List contacts, newest first, each once however many documents report it.

    WORDS, kind and publisher are those of a document that reports it.
    """
    from communique.query import contacts as queries

    asked = wanted(options, " ".join(words) or None)
    with opened(where) as connection:
        if one is not None:
            if between or asked != Filter():
                raise UsageError("--id shows one contact, whatever else is asked for")
            found = queries.contact(connection, one)
            if found is None:
                raise UsageError(f"no contact has the id {one!r}; communique contacts lists them")
            _show(found, form)
            return
        rows = within(queries.contacts(connection, asked, limit + 1, between=between), limit)
        nothing = "no contacts found" + ("" if rows else unmerged(connection))
    if form == "report" and rows:
        for row in rows:
            click.echo("\n".join([*_head(row), ""]))
        click.echo("the words of one, and why its reports are one: communique contacts --id ID", err=True)
        return
    if form in ("csv", "md"):
        rows = [{**row, "who": [party["name"] for party in row["who"]]} for row in rows]
    answer(rows, form, nothing, COLUMNS["contacts"])


def _show(found: dict[str, Any], form: Any) -> None:
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    elif form == "jsonl":
        click.echo(json.dumps(found, ensure_ascii=False))
    elif form in ("csv", "md"):
        rows = [{**row, "reasons": [_reason(reason) for reason in row["reasons"]]} for row in found["reports"]]
        answer(rows, form, "no reports", COLUMNS["reports"])
    else:
        lines = _head({**found, "reports": found["count"]})
        for row in found["reports"]:
            lines += ["", *_report(row)]
        click.echo("\n".join(lines))


def _head(row: dict[str, Any]) -> list[str]:
    """What a person wants of a contact, as a timeline has it, and how sure it is that its reports are one."""
    from communique.present.timeline import head, sources_in_words
    from communique.query.timeline.line import precision

    plain = {**row, "who": [party["name"] for party in row["who"]], "precision": precision(row)}
    sure = "" if row["reports"] == 1 else f", probability {row['probability']:.2f}"
    return [harmless(head(plain)), f"    {sources_in_words(row)}{sure} · {row['id']}"]


def _report(row: dict[str, Any]) -> list[str]:
    words = " ".join(row["words"].split())
    about = [row["publisher"], row["title"] or row["path"], row["address"], row["document"]]
    when = date_in_words(row["edtf"]) if row["edtf"] else "no date"
    status = "" if row["status"] == "held" else f" · {row['status']}"
    lines = [
        harmless(f"{day_in_words(row['day'])} · {row['relation']} a {row['action']} · {when}{status}"),
        "    " + harmless(f"“{words[:SHORT]}{'…' if len(words) > SHORT else ''}”"),
        "    " + harmless(" · ".join(str(a) for a in about if a)) + f" {row['event']} {row['first']}–{row['last']}",
    ]
    if row["reasons"]:
        lines.append(f"    probability {row['probability']:.2f}: " + harmless("; ".join(map(_reason, row["reasons"]))))
    return lines


def _reason(reason: dict[str, Any]) -> str:
    return reason["what"] if reason["weight"] is None else f"{reason['what']} {reason['weight']:+.1f}"
