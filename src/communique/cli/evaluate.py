"""`communique evaluate`: records against gold."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from communique.cli.asking import opened
from communique.cli.lines import from_files
from communique.counts import counted
from communique.errors import UsageError
from communique.present.escape import harmless

if TYPE_CHECKING:
    from collections import Counter

    from communique.evaluate.gold import Gold
    from communique.model import Record

PARTS = ("contacts", "statements", "positions")
NAMES = {
    "action": "action right",
    "status": "status right",
    "when": "date right",
    "full_F": "F1 of contacts with all three right",
    "speaker": "speakers right",
    "via": "relayed by the right ones",
    "channel": "channel right",
    "addressee": "addressee right",
    "relayed_right": "relayed statements with the whole chain right",
    "chain_F": "F1 of statements with the whole chain right",
}
Find = Callable[[str, str, "Gold"], "Record | None"]


@click.command()
@click.option(
    "--gold",
    type=click.Path(exists=True, path_type=Path),
    required=True,
    metavar="FOLDER|FILE",
    help="Folder of ID.txt with ID.json, or corrected records (JSON Lines).",
)
@click.option(
    "--records",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Score these records (JSON Lines); without it and --db the texts are read now.",
)
@click.option("--db", "where", metavar="FILE|URL", help="Score the machine's records in a store.")
@click.option("--by-document", is_flag=True, help="A line for each document too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("report", "json")),
    default="report",
    show_default=True,
    help="How to show them.",
)
def evaluate(gold: Path, records: Path | None, where: str | None, by_document: bool, form: str) -> None:
    """Score contacts, statements with their chains, and positions against gold.

    A document without a record counts as one in which nothing was found.
    """
    from communique.evaluate.records import report, score

    if records and where:
        raise UsageError("--records or --db, not both")
    tallies: list[Counter[str]] = []
    rows: list[dict[str, Any]] = []
    with ExitStack() as stack:
        find = _in_store(stack, where) if where else _in_file(records) if records else _read
        for name, text, wanted in _golden(gold):
            tallies.append(score(text, wanted, find(name, text, wanted)))
            rows.append({"document": name, **{part: _f1(tallies[-1], part) for part in PARTS}})
    if not tallies:
        raise UsageError(f"{gold}: no ID.json with its ID.txt" if gold.is_dir() else f"{gold}: no records")
    figures = report(tallies)
    if form == "json":
        click.echo(json.dumps({**figures, "documents": rows} if by_document else figures, indent=2))
        return
    for row in rows if by_document else ():
        click.echo(
            "  ".join([f"{harmless(str(row['document'])):40}", *(f"{part} {_figure(row[part])}" for part in PARTS)])
        )
    click.echo(counted(len(tallies), "document"))
    for part in PARTS:
        click.echo("\n".join(_lines(part, figures[part])))


def _f1(tally: "Counter[str]", part: str) -> float | None:
    """F1 of a part; None where there was nothing to find and nothing was found."""
    from communique.evaluate.records import prf

    return round(prf(tally, part)[2], 3) if tally[f"{part}.gold"] or tally[f"{part}.pred"] else None


def _figure(share: float | None) -> str:
    return f"{share:.3f}" if share is not None else "  –  "


def _lines(part: str, figures: dict[str, Any]) -> list[str]:
    head = f"{part}: F1 {figures['F']:.3f}  precision {figures['P']:.3f}  recall {figures['R']:.3f}"
    more = [f"    {NAMES[k]}: {v:.3f}" for k, v in figures.items() if k in NAMES and v is not None]
    return [f"{head}  ({figures['gold']} in gold, {figures['pred']} found)", *more]


def _read(name: str, text: str, gold: "Gold") -> "Record":
    from communique.evaluate.reading import read

    return read(name, text, gold)


def _golden(path: Path) -> "Iterator[tuple[str, str, Gold]]":
    """Name, text and gold of each document, from a folder or from corrected records."""
    import msgspec

    from communique.evaluate.gold import Gold, load
    from communique.review.gold import gold_of

    if path.is_dir():
        yield from load(path)
        return
    for record in from_files((path,)):
        yield record.document.id, record.document.text, msgspec.convert(gold_of(record), Gold)


def _in_file(path: Path) -> Find:
    from communique.model.ids import document_id

    found = {record.document.id: record for record in from_files((path,))}
    return lambda name, text, gold: found.get(document_id(text))


def _in_store(stack: ExitStack, where: str) -> Find:
    from communique.model.ids import document_id
    from communique.store.reader import find_document, record

    connection = stack.enter_context(opened(where))

    def find(name: str, text: str, gold: "Gold") -> "Record | None":
        keys = find_document(connection, name) or find_document(connection, document_id(text))
        found = record(connection, keys[0], corrected=False) if keys else None
        return found if found is not None and found.document.text == text else None

    return find
