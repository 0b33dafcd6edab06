"""Whether there is anything new: one look at the store for all who wait, every few seconds."""

import asyncio
import time
from collections.abc import AsyncGenerator
from typing import Any

import msgspec
from litestar.concurrency import sync_to_thread
from litestar.response import ServerSentEventMessage
from sqlalchemy import Engine, func, select

from communique.store import schema
from communique.web.settings import WebSettings

d = schema.documents
SHOWN = 20  # titles in one announcement
MOST = 200  # listeners at once
HEARTBEAT = 15.0  # seconds of silence after which the line is shown to be alive


class News:
    """The newest number in `documents`, looked up once for all listeners."""

    def __init__(self, engine: Engine, settings: WebSettings) -> None:
        self.engine = engine
        self.poll = settings.poll
        self.listening = 0
        self._number = 0
        self._looked = float("-inf")
        self._lock = asyncio.Lock()

    async def number(self) -> int:
        """The number of the newest document, at most `poll` seconds old."""
        async with self._lock:
            if time.monotonic() - self._looked >= self.poll:
                self._number = await sync_to_thread(self._newest)
                self._looked = time.monotonic()
            return self._number

    async def events(self, after: int | None) -> AsyncGenerator[ServerSentEventMessage, None]:
        """An announcement whenever documents came in. after: the number of the last one that the listener knows of."""
        self.listening += 1
        try:
            async for message in self._events(after):
                yield message
        finally:
            self.listening -= 1

    async def _events(self, after: int | None) -> AsyncGenerator[ServerSentEventMessage, None]:
        known = await self.number() if after is None else after
        yield ServerSentEventMessage(event="hello", data=str(known), id=str(known), retry=int(self.poll * 1000))
        silent = 0.0
        while True:
            newest = await self.number()
            if newest > known:
                found = await sync_to_thread(self._since, known, newest)
                known, silent = newest, 0.0
                yield ServerSentEventMessage(event="documents", data=msgspec.json.encode(found), id=str(known))
            elif silent >= HEARTBEAT:
                silent = 0.0
                yield ServerSentEventMessage(comment="still here", data=None)
            await asyncio.sleep(self.poll)
            silent += self.poll

    def _newest(self) -> int:
        with self.engine.connect() as connection:
            return connection.execute(select(func.max(d.c.number))).scalar_one() or 0

    def _since(self, known: int, newest: int) -> dict[str, Any]:
        some = (d.c.number > known) & (d.c.number <= newest)
        with self.engine.connect() as connection:
            count = connection.execute(select(func.count()).select_from(d).where(some)).scalar_one()
            rows = connection.execute(
                select(d.c.id, d.c.title, d.c.publisher, d.c.day).where(some).order_by(d.c.number.desc()).limit(SHOWN)
            )
            return {"count": count, "documents": [dict(r) for r in rows.mappings()]}
