"""`communique mcp`: the store for assistants."""

import click

from communique.cli.asking import store_option


@click.command()
@store_option
def mcp(where: str) -> None:
    """Let an assistant search the store over the Model Context Protocol, on standard input and output. Read-only."""
    from communique.assistants.server import make_server
    from communique.store.engine import open_store

    make_server(open_store(where, create=False)).run("stdio")
