"""`communique serve`: the record as pages, for people who would rather look than type."""

import socket

import click

from communique.cli.asking import store, store_option
from communique.errors import UsageError

BACKLOG = 2048


@click.command()
@store_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", type=click.IntRange(0, 65535), default=8321, show_default=True, help="0: any that is free.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="Name under which it is reached; may be repeated.")
@click.option("--secure", is_flag=True, help="It is reached by https, through a proxy on this machine.")
@click.option(
    "--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="How many serve; one a core at most."
)
@click.option(
    "--open",
    "how",
    type=click.Choice(["never", "browser"]),
    default="never",
    show_default=True,
    help="Whether to open a browser.",
)
def serve(where: str, host: str, port: int, names: tuple[str, ...], secure: bool, processes: int, how: str) -> None:
    """Serve the store as pages and an API.

    On this machine alone, and without accounts, there is a single user and no login. To be reached by others, make
    an account first: communique accounts add.
    """
    from communique.store.engine import plain_errors
    from communique.web import serving
    from communique.web.people.accounts import any_account
    from communique.web.settings import WebSettings

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named so that asyncio turns off Nagle's algorithm: else every answer but the first waits 40 ms.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
            listening.listen(BACKLOG)  # whoever comes before the pages are loaded waits
        except OSError as error:
            raise UsageError(f"{host}:{port}: {error.strerror or error}; choose another with --port") from None
        settings = WebSettings(
            db=where, host=host, port=listening.getsockname()[1], names=names, secure=secure, processes=processes
        )
        settings.allowed_hosts()
        engine = store(where)
        with plain_errors(where), engine.connect() as connection:
            if not settings.alone and not any_account(connection):
                raise UsageError("others could reach it, and it has no accounts: communique accounts add NAME first")
        engine.dispose()
        click.echo(f"{settings.address}  (Ctrl-C ends it)")
        if how == "browser":
            click.launch(settings.address)
        serving.serve(settings, listening)
