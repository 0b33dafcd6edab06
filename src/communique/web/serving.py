"""The application behind a listening socket, in this process or in several that share it."""

import socket
from functools import partial

import uvicorn
from litestar import Litestar
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from communique.errors import CommuniqueError
from communique.pipeline.batch import end_with_parent
from communique.web.settings import WebSettings

LEAVE = 2  # seconds for requests that are being answered at the end


def serve(settings: WebSettings, listening: socket.socket) -> None:
    """Serve until interrupted. Of several processes one that dies is replaced. Raises CommuniqueError where none starts."""
    several = settings.processes > 1
    config = uvicorn.Config(
        partial(_made, settings, several),
        factory=True,
        workers=settings.processes,
        log_level="warning",
        server_header=False,
        proxy_headers=settings.secure,
        timeout_graceful_shutdown=LEAVE,
    )
    if not several:
        uvicorn.Server(config).run(sockets=[listening])
        return
    supervisor = Multiprocess(config, sockets=[listening])
    supervisor.run()
    if any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes):
        raise CommuniqueError("the processes that serve could not be started")


def _made(settings: WebSettings, several: bool) -> Litestar:
    """In the process that serves: there alone the pages and what they need are loaded."""
    from communique.web.app import make_app

    if several:
        end_with_parent()
    return make_app(settings)
