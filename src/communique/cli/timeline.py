"""`communique timeline`: the contacts of some parties by date."""

import sys
from typing import Any

import click

from communique.cli.asking import form_option, opened, store_option, unmerged, within
from communique.cli.days import from_option, to_option
from communique.errors import UsageError
from communique.present.columns import COLUMNS
from communique.present.listing import write_rows

ACTIONS = ("call", "meeting", "visit", "talks", "summit", "message", "mediation")
STATUSES = ("held", "planned", "proposed", "cancelled", "denied", "hypothetical")


@click.command()
@click.option(
    "--between", nargs=2, metavar="A B", help="Two parties: names, Wikidata ids, states (all who act for them)."
)
@click.option("--of", "single", metavar="NAME", help="One party alone, with anybody.")
@from_option
@to_option
@click.option(
    "--action", "actions", multiple=True, type=click.Choice(ACTIONS), help="Only such contacts; may be repeated."
)
@click.option("--status", "statuses", multiple=True, type=click.Choice(STATUSES), help="Only these; may be repeated.")
@click.option(
    "--claims", "only_claims", is_flag=True, help="What texts claim of the gaps (first call since …), judged."
)
@click.option("--limit", type=click.IntRange(1, 100_000), default=200, show_default=True, help="The latest so many.")
@form_option
@store_option
def timeline(
    between: tuple[str, str] | None,
    single: str | None,
    since: str | None,
    until: str | None,
    actions: tuple[str, ...],
    statuses: tuple[str, ...],
    only_claims: bool,
    limit: int,
    form: Any,
    where: str,
) -> None:
    """The contacts of two parties, or of one, by date, each with the gap before it.

    With --claims: what the texts themselves say of the gaps, with a
    verdict (supported, contradicted, unknown from the record); without a party, of all contacts.
    """
    from communique.present.timeline import write_claims, write_timeline
    from communique.query.timeline.claims import claims
    from communique.query.timeline.line import timeline as line

    if between and single:
        raise UsageError("--between or --of, not both")
    parties = between or ((single,) if single else ())
    if not parties and not only_claims:
        raise UsageError("whose contacts? Give --between A B, or --of NAME")
    with opened(where) as connection:
        if only_claims:
            rows = claims(connection, parties, since, until, limit + 1)
        else:
            rows = line(connection, parties, since, until, limit + 1, actions, statuses)
        rows = within(rows, limit, last=True)
        nothing = ("no claims" if only_claims else "no contacts") + " found" + ("" if rows else unmerged(connection))
    if form != "report":
        write_rows(rows, form, sys.stdout, COLUMNS["claims" if only_claims else "timeline"])
    elif not rows:
        click.echo(nothing, err=True)
    else:
        (write_claims if only_claims else write_timeline)(rows, sys.stdout)
