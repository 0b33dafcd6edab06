"""`communique mcp`: the store for assistants."""

import click

from communique.cli.asking import store, store_option


@click.command()
@store_option
def mcp(where: str) -> None:
    """Let an assistant search the store over the Model Context Protocol, on standard input and output. Read-only."""
    from communique.assistants.server import make_server

    make_server(store(where)).run("stdio")
