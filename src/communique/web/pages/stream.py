"""Announcements of new documents, as they come."""

from typing import Annotated

from litestar import get
from litestar.datastructures import State
from litestar.exceptions import TooManyRequestsException
from litestar.params import HeaderParameter
from litestar.response import ServerSentEvent

from communique.web.news import MOST


@get("/stream", opt={"role": "reader"}, include_in_schema=False)
async def stream(
    state: State, known: Annotated[int | None, HeaderParameter(name="last-event-id", ge=0)] = None
) -> ServerSentEvent:
    """Server-sent events: `documents` whenever some came in, with their number and newest titles."""
    if state.news.listening >= MOST:
        raise TooManyRequestsException("too many wait for news already; reload the page instead")
    return ServerSentEvent(state.news.events(known))


HANDLERS = (stream,)
