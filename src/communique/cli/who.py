"""`communique who`."""

from datetime import date

import click

from communique.cli.days import DAY


@click.command()
@click.argument("question")
@click.option(
    "--on",
    type=DAY,
    metavar="YYYY-MM-DD",
    help="The day to ask about; without it, whoever was last known in office.",
)
@click.option("--json", "as_json", is_flag=True, help="The answer as JSON.")
def who(question: str, on: str | None, as_json: bool) -> None:
    """Who held an office, or whom a title denotes, on a date.

    QUESTION is a name, a title or an office: "President Aliyev", "the Armenian prime minister",
    "UN Secretary-General". Exit status 1 when nobody or more than one fits.
    """
    from communique.resolve.who import who as ask

    answer = ask(question, date.fromisoformat(on) if on else None)
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(answer).decode())
    elif answer.answer:
        found = answer.answer
        click.echo(f"{found.person}, {found.title} ({found.of})" + (f"  {found.wikidata}" if found.wikidata else ""))
        click.echo(f"  because: {answer.reason}; known from {found.how}")
    else:
        click.echo(f"No answer: {answer.reason}.")
    if not as_json:
        for other in answer.candidates:
            if other != answer.answer:
                span = f"{other.since or '?'} to {other.until or 'open'}"
                click.echo(f"  also: {other.person}, {other.title} ({other.of}), {span}")
    if answer.answer is None:
        raise SystemExit(1)
