"""`communique review`: people's decisions beside the machine's reading."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from communique.cli.asking import Command, filters, form_option, limit_option, opened, store, store_option, wanted
from communique.counts import counted
from communique.errors import UsageError
from communique.present.columns import COLUMNS
from communique.present.escape import harmless
from communique.present.labels import minute_in_words
from communique.present.listing import Form, write_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

SHORT = 200  # characters of words in a list
by_option = click.option(
    "--by", default="local", envvar="COMMUNIQUE_REVIEWER", show_default=True, show_envvar=True, help="Who decides."
)
why_option = click.option("--why", help="The reason; it is kept with the decision.")
set_option = click.option(
    "--set", "fields", multiple=True, metavar="FIELD=VALUE", help="What a field is to be; repeat for several."
)


@click.group()
def review() -> None:
    """Confirm, correct or reject what was read; the machine's reading stays beside it."""


def deciding(command: Command) -> Command:
    """The options that every decision takes."""
    for option in (store_option, by_option, why_option):
        command = option(command)
    return command


@review.command("list")
@click.option(
    "--of", type=click.Choice(("event", "statement", "position", "merge", "issue")), help="Only items of one sort."
)
@filters
def list_(of: str | None, where: str, form: Form, limit: int, **options: Any) -> None:
    """List what to look at first: the least certain, merges that may be wrong, open issues. What was decided is left out."""
    from communique.review.queue import queue

    with opened(where) as connection:
        rows = queue(connection, of, limit, 0, wanted(options))
    _show(rows, form, _queued, "nothing is left to review", "queue")


def _plain(verdict: str) -> click.Command:
    @click.argument("document", metavar="DOCUMENT")
    @click.argument("item", metavar="ITEM")
    @deciding
    def command(document: str, item: str, where: str, by: str, why: str | None) -> None:
        _decided(where, by, document, item, verdict, None, why)

    command.__doc__ = (
        f"{verdict.capitalize()} an item. DOCUMENT and ITEM: as `communique review list` prints them, or a beginning."
    )
    return click.command(verdict)(command)


review.add_command(_plain("confirm"))
review.add_command(_plain("reject"))


@review.command()
@click.argument("document", metavar="DOCUMENT")
@click.argument("item", metavar="ITEM")
@set_option
@deciding
def correct(document: str, item: str, fields: tuple[str, ...], where: str, by: str, why: str | None) -> None:
    """Correct fields of an item: --set status=planned --set when=2025-03 --set speakers="A; B" --set trigger="spoke with".

    Words must stand in the text; entities are named as the document names them, or by id. Of an entity: name, kind,
    country, wikidata, role, or actor=KEY to make it an actor that is known.
    """
    _decided(where, by, document, item, "correct", _fields(fields), why)


@review.command()
@click.argument("document", metavar="DOCUMENT")
@click.argument("kind", type=click.Choice(("event", "statement", "position", "entity")))
@set_option
@deciding
def add(document: str, kind: str, fields: tuple[str, ...], where: str, by: str, why: str | None) -> None:
    """Add an item that was not read: --set content="…" --set speakers="A" --set form=indirect."""
    from communique.review.decide import decide

    with _engine(where) as engine:
        key = _document(engine, document)
        number = decide(engine, by, key, kind, "", "add", _fields(fields), why)
    click.echo(f"decision {number}")


@review.command()
@click.argument("document", metavar="DOCUMENT")
@click.argument("item", metavar="ITEM")
@click.argument("words")
@store_option
@by_option
def comment(document: str, item: str, words: str, where: str, by: str) -> None:
    """Say something about an item; nothing changes."""
    _decided(where, by, document, item, "comment", None, words)


@review.command()
@click.argument("name", metavar="NAME|KEY")
@click.option("--is", "other", metavar="NAME|KEY", help="The actor that it really is.")
@set_option
@deciding
def actor(name: str, other: str | None, fields: tuple[str, ...], where: str, by: str, why: str | None) -> None:
    """Fix an actor in all documents, now and to come: who it is, or its name, kind, country, wikidata."""
    from communique.review.decide import decide

    with _engine(where) as engine:
        with engine.connect() as connection:
            keys = [_actor(connection, n) for n in (name, other) if n]
        value = {**({"actor": keys[1]} if other else {}), **_fields(fields)}
        number = decide(engine, by, None, "actor", keys[0], "correct", value, why)
    click.echo(f"decision {number}")


@review.command()
@click.argument("number", type=int)
@store_option
@by_option
def undo(number: int, where: str, by: str) -> None:
    """Take a decision back; it stays on record."""
    from communique.review.decide import undo as take_back

    with _engine(where) as engine:
        take_back(engine, number, by)
    click.echo(f"decision {number} taken back")


@review.command()
@click.argument("document", metavar="[DOCUMENT]", required=False)
@click.option("--item", help="Only about one item: its id, an actor's key, or DOCUMENT/EVENT.")
@click.option("--by", help="Only of one person.")
@limit_option
@form_option
@store_option
def history(document: str | None, item: str | None, by: str | None, limit: int, form: Form, where: str) -> None:
    """Who decided what, when and why, newest first, and whether it holds."""
    from communique.review.decide import history as decided

    with _engine(where) as engine:
        key = _document(engine, document) if document else None
        with engine.connect() as connection:
            rows = decided(connection, key, item, by, limit)
    if form in ("csv", "md"):
        packed = ("value", "was")
        rows = [{k: json.dumps(v, ensure_ascii=False) if k in packed and v else v for k, v in r.items()} for r in rows]
    _show(rows, form, _told, "nothing was decided", "decisions")


def _pair(verdict: str, summary: str) -> click.Command:
    @click.argument("report", metavar="DOCUMENT/EVENT")
    @click.argument("other", metavar="DOCUMENT/EVENT")
    @deciding
    def command(report: str, other: str, where: str, by: str, why: str | None) -> None:
        from communique.review.decide import decide

        with _engine(where) as engine:
            a, b = (_report(engine, r) for r in (report, other))
            number = decide(engine, by, None, "merge", a, verdict, {"with": b}, why)
        click.echo(f"decision {number}")

    command.__doc__ = summary
    return click.command(verdict)(command)


review.add_command(_pair("join", "Say that two reports tell one contact."))
review.add_command(_pair("split", "Say that two reports tell different contacts."))


@review.command()
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder to write to.")
@click.option("--records", is_flag=True, help="Write corrected records (records.jsonl), not gold that quotes words.")
@click.option("--complete", is_flag=True, help="Only documents of which every item was reviewed.")
@store_option
def export(to: Path, records: bool, complete: bool, where: str) -> None:
    """Write the documents that people reviewed as gold, for `communique train` and `communique evaluate`."""
    from communique.review.gold import write_gold, write_records

    with opened(where) as connection:
        count = (write_records if records else write_gold)(connection, to, complete)
    click.echo(f"{to}: {counted(count, 'document')}")


def _decided(
    where: str, by: str, document: str, item: str, verdict: str, value: dict[str, Any] | None, why: str | None
) -> None:
    from communique.review.decide import decide
    from communique.review.items import find_item

    with _engine(where) as engine:
        key = _document(engine, document)
        with engine.connect() as connection:
            kind, found = find_item(connection, key, item)
        number = decide(engine, by, key, kind, found, verdict, value, why)
    click.echo(f"decision {number}: {verdict} {kind} {found}")


@contextmanager
def _engine(where: str) -> "Iterator[Engine]":
    from communique.store.engine import plain_errors

    with plain_errors(where):
        yield store(where)


def _document(engine: "Engine", name: str) -> str:
    from communique.store.reader import one_document

    with engine.connect() as connection:
        return one_document(connection, name)


def _actor(connection: "Connection", name: str) -> str:
    from communique.query.filters import actor_keys

    found = actor_keys(connection, name)
    if len(found) > 1:
        raise UsageError(f"{name}: which of {', '.join(found)}?")
    return found[0]


def _report(engine: "Engine", name: str) -> str:
    from communique.review.items import find_item

    document, slash, event = name.partition("/")
    if not slash:
        raise UsageError(f"{name}: a report is written DOCUMENT/EVENT")
    key = _document(engine, document)
    with engine.connect() as connection:
        return f"{key}/{find_item(connection, key, event)[1]}"


def _fields(given: tuple[str, ...]) -> dict[str, Any]:
    """FIELD=VALUE; a value that begins with a bracket is JSON."""
    out: dict[str, Any] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"{pair}: is written FIELD=VALUE")
        try:
            out[name.strip()] = json.loads(value) if value[:1] in ("[", "{") else value
        except ValueError as error:
            raise UsageError(f"{name}: not JSON: {error}") from error
    return out


def _show(
    rows: list[dict[str, Any]], form: Form, lines: Callable[[dict[str, Any]], list[str]], nothing: str, kind: str
) -> None:
    if form != "report":
        write_rows(rows, form, sys.stdout, COLUMNS[kind])
    elif not rows:
        click.echo(nothing, err=True)
    for row in rows if form == "report" else ():
        head, *more = map(harmless, lines(row))
        click.echo("\n".join([head, *(f"    {line}" for line in more)]) + "\n")


def _queued(row: dict[str, Any]) -> list[str]:
    sure = "issue" if row["confidence"] is None else f"{row['confidence']:.2f} {row['kind']}"
    words = " ".join(str(row["words"] or "").split())
    where = [row["publisher"], row["address"] or row["path"] or row["title"]]
    return [
        f"{sure}  {row['what']}  {' – '.join(row['who'])}",
        *([f"“{words[:SHORT]}{'…' if len(words) > SHORT else ''}”"] if words else []),
        *([f"with {row['other']}"] if row["other"] else []),
        " · ".join([*(str(w) for w in where if w), f"{row['document']} {row['item']}"]),
    ]


def _told(row: dict[str, Any]) -> list[str]:
    about = " ".join(str(row[k]) for k in ("kind", "document", "item") if row[k])
    said = [json.dumps(row["value"], ensure_ascii=False)] if row["value"] else []
    return [
        f"{row['number']}  {minute_in_words(row['at'], '')}  {row['by']}: {row['verdict']} {about}  [{row['state']}]",
        *said,
        *([row["why"]] if row["why"] else []),
    ]
