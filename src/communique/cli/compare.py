"""`communique compare`: documents about the same thing side by side."""

import sys
from typing import TYPE_CHECKING, Any

import click

from communique.cli.asking import opened, store_option
from communique.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from communique.model import Record


@click.command()
@click.argument("names", nargs=-1, metavar="[A B…]")
@click.option("--contact", metavar="ID", help="Instead of A B: all reports of one contact.")
@click.option("--previous", metavar="DOC", help="Instead of A B: a report and the previous one with the same partner.")
@click.option("--all", "everything", is_flag=True, help="In the report: every row in full, also what is shared.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("report", "json")),
    default="report",
    show_default=True,
    help="How to show it.",
)
@store_option
def compare(
    names: tuple[str, ...], contact: str | None, previous: str | None, everything: bool, form: str, where: str
) -> None:
    """Lay documents about the same thing side by side.

    A and B are documents kept (ID, address or path) or files, which are read on the fly: what all say, what one
    alone says, what is worded differently; topics, positions, figures and dates that disagree.
    """
    import msgspec

    from communique.present.comparison import write_comparison
    from communique.query.comparing.compare import compare as lay_out

    if sum((bool(names), contact is not None, previous is not None)) != 1:
        raise UsageError("give two documents or more, or --contact, or --previous")
    if names:
        keys, records = _named(names, where)
        found: Any = lay_out(records, keys)
    else:
        with opened(where) as connection:
            found, records = _kept(connection, contact, previous)
    plain = msgspec.to_builtins(found)
    if form == "json":
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(plain), indent=2).decode() + "\n")
    else:
        write_comparison(plain, [r.document.text for r in records], sys.stdout, everything)


def _kept(connection: "Connection", contact: str | None, previous: str | None) -> "tuple[Any, list[Record]]":
    from communique.query.comparing.reports import compare_reports
    from communique.query.comparing.series import against_previous
    from communique.store.reader import one_document, record

    if contact is not None:
        return compare_reports(connection, contact)
    key = one_document(connection, previous or "")
    found = against_previous(connection, key)
    both = [record(connection, side.key or "") for side in found.comparison.sides]
    return found, [r for r in both if r is not None]


def _named(names: tuple[str, ...], where: str) -> "tuple[list[str | None], list[Record]]":
    """Keys and records of documents kept, or of files: these first where a file of the name exists."""
    from pathlib import Path

    import communique
    from communique.store.reader import kept_record, one_document

    keys: list[str | None] = []
    records: list[Record] = []
    for name in names:
        if Path(name).is_file():
            keys.append(None)
            records.append(communique.read(Path(name)))
            continue
        with opened(where) as connection:
            key = one_document(connection, name)
            records.append(kept_record(connection, key))
        keys.append(key)
    return keys, records
