"""`communique schema`."""

import json

import click


@click.command()
def schema() -> None:
    """The JSON Schema of a record.

    JSON Schema 2020-12, for one line of `communique read --format jsonl`.
    """
    from communique.model import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
