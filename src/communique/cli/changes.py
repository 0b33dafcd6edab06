"""`communique changes`: pages whose text changed, and what of it."""

import sys
from typing import Any

import click

from communique.cli.asking import answer, form_option, limit_option, opened, store_option
from communique.cli.days import DAY
from communique.present.columns import COLUMNS


@click.command()
@click.argument("name", required=False, metavar="[DOC]")
@click.option("--since", type=DAY, metavar="DAY", help="Only versions that came in on or after this day, YYYY-MM-DD.")
@limit_option
@form_option
@store_option
def changes(name: str | None, since: str | None, limit: int, form: Any, where: str) -> None:
    """List pages whose text changed, or show what changed in one.

    Without DOC: each later version in a line that says what changed. With DOC (ID, address or path): every edit of
    its versions word by word, and the items of its record that these touch.
    """
    from communique.present.comparison import write_changed_pages, write_changes
    from communique.query.versions import changed_pages, changes_of, rows_of, versions
    from communique.store.reader import one_document

    with opened(where) as connection:
        if name is None:
            rows = changed_pages(connection, since, limit)
            if form == "report" and rows:
                write_changed_pages(rows, sys.stdout)
            else:
                nothing = "no changed pages; communique watch looks at the pages of its sources again"
                answer(rows, form, nothing, COLUMNS["changed pages"])
            return
        later = [v["id"] for v in versions(connection, one_document(connection, name)) if v["previous"]]
        found = [changes_of(connection, key) for key in later]
    if form == "report":
        for each in found:
            write_changes(rows_of(each), each.described, each.after, sys.stdout)
        if not found:
            click.echo(f"{name}: only one version", err=True)
    else:
        answer([row for each in found for row in rows_of(each)], form, f"{name}: only one version", COLUMNS["edits"])
