"""`communique merge`: one contact from many reports."""

import click

from communique.cli.asking import store, store_option
from communique.counts import counted


@click.command()
@click.option("--rebuild", is_flag=True, help="Merge everything anew, not only what is new.")
@store_option
def merge(where: str, rebuild: bool) -> None:
    """Bring the reports of one contact together: what is new since the last time, or everything.

    `communique add` and `communique watch` do it by themselves. What people joined or split stays so.
    """
    from communique.query import merging
    from communique.store.engine import plain_errors

    engine = store(where)
    with plain_errors(where):
        done = merging.rebuild(engine) if rebuild else merging.refresh(engine)
    if not done.contacts:
        click.echo("nothing to merge")
        return
    written = f"{counted(done.reports, 'report')} merged, {counted(done.contacts, 'contact')} written"
    click.echo(f"{written}, {done.merged} of them told more than once")
