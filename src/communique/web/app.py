"""The application: pages, people, and what holds for every request."""

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

from litestar import Litestar, Request
from litestar.concurrency import sync_to_thread
from litestar.config.allowed_hosts import AllowedHostsConfig
from litestar.config.compression import CompressionConfig
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import CacheControlHeader, State
from litestar.di import Provide
from litestar.middleware import DefineMiddleware
from litestar.middleware.rate_limit import RateLimitConfig
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.routes import HTTPRoute
from litestar.static_files import create_static_files_router
from litestar.stores.memory import MemoryStore
from litestar.types import Message, Scope
from sqlalchemy import Connection, Engine

from communique.lexicon.offices import offices
from communique.store.engine import open_store, read_mapped
from communique.version import VERSION
from communique.web.conventions.asking import asked
from communique.web.conventions.form import Site
from communique.web.conventions.problems import answer
from communique.web.desk import Desk
from communique.web.news import News
from communique.web.pages import HANDLERS, NAVIGATION, charts
from communique.web.people.forms import COOKIE, Forms
from communique.web.people.roles import User, closed_by_default
from communique.web.people.who import Who
from communique.web.settings import WebSettings

SWITCH = 0.0003
"""Seconds after which a thread that computes lets another go on (Python's own: 0.005). A query gives way at each of its
rows, and would wait that long at each while another page is made."""
STATIC = Path(__file__).parent / "static"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def make_app(settings: WebSettings) -> Litestar:
    """The application over a store. Raises StoreError, and UsageError for settings that make no sense."""
    engine, desk = open_store(settings.db, create=False), Desk()
    read_mapped(engine)
    limits = RateLimitConfig(("minute", settings.a_minute), exclude=["/static"], identifier_for_request=visitor)
    forms = CSRFConfig(
        secret=settings.form_key, cookie_name=COOKIE.decode(), cookie_httponly=True, cookie_secure=settings.secure
    )
    static = create_static_files_router(
        "/static", [STATIC], opt={"role": "anyone"}, cache_control=CacheControlHeader(max_age=300)
    )
    described = OpenAPIConfig(
        "Communique", VERSION, use_handler_docstrings=True, path="/schema", render_plugins=[JsonRenderPlugin()]
    )
    app = Site(
        [*HANDLERS, static],
        dependencies={
            "connection": Provide(_connection),
            "engine": Provide(_engine, sync_to_thread=False),
            "asked": Provide(asked, sync_to_thread=False),
            "user": Provide(_user, sync_to_thread=False),
        },
        guards=[closed_by_default],
        middleware=[
            DefineMiddleware(Forms, config=forms),
            DefineMiddleware(Who, exclude_http_methods=()),
            limits.middleware,
        ],
        exception_handlers={Exception: answer},
        before_send=[_secure_headers],
        allowed_hosts=AllowedHostsConfig(settings.allowed_hosts(), www_redirect=False),
        compression_config=CompressionConfig("gzip", gzip_compress_level=4, exclude="/stream"),
        request_max_body_size=settings.max_bytes,
        openapi_config=described,
        state=State(
            {
                "engine": engine,
                "settings": settings,
                "navigation": NAVIGATION,
                "news": News(engine, settings),
                "desk": desk,
            }
        ),
        lifespan=[_running(engine, desk)],
        logging_config=None,
    )
    _describe_endings(app)
    return app


def _describe_endings(app: Litestar) -> None:
    """In OpenAPI the pages stand under the addresses that give JSON: what a browser is shown is not for programs."""
    routes = [route for route in app.routes if isinstance(route, HTTPRoute)]
    pages = [r.path_format for r in routes if any(h.opt.get("template") for h in r.route_handlers)]
    paths = app.openapi_schema.paths or {}
    for path in pages:
        if path == "/":
            paths.pop(path)
        elif path in paths:
            paths[path + ".json"] = paths.pop(path)


def visitor(request: Request[User, Any, Any]) -> str:
    """Whose requests are counted together: an account's, else an address's."""
    if request.user.name not in ("-", "local"):
        return f"account {request.user.name}"
    return request.client.host if request.client else "-"


def _running(engine: Engine, desk: Desk) -> Any:
    @asynccontextmanager
    async def running(app: Litestar) -> AsyncGenerator[None, None]:
        tidying = asyncio.create_task(_tidy(app))
        sys.setswitchinterval(SWITCH)
        for loading in (offices, charts.warm):  # most of a second each, that the first visitor need not wait
            asyncio.get_running_loop().run_in_executor(None, loading)
        try:
            yield
        finally:
            tidying.cancel()
            desk.close()
            engine.dispose()

    return running


async def _tidy(app: Litestar) -> None:
    """Forget visitors who have not come for a minute: their number would grow without an end."""
    while True:
        await asyncio.sleep(60)
        await cast(MemoryStore, app.stores.get("rate_limit")).delete_expired()


async def _connection(state: State) -> AsyncGenerator[Connection, None]:
    """A connection for one request; nothing that it did stays."""
    opened = await sync_to_thread(state.engine.connect)
    try:
        yield opened
    finally:
        await sync_to_thread(opened.close)


def _engine(state: State) -> Engine:
    engine: Engine = state.engine
    return engine


def _user(request: Request[User, Any, Any]) -> User:
    return request.user


async def _secure_headers(message: Message, scope: Scope) -> None:
    if message["type"] == "http.response.start":
        given = {name.lower() for name, _ in message["headers"]}
        added = dict(HEADERS)
        if not scope["path"].startswith("/static/"):
            added[b"cache-control"] = (
                b"no-store" if scope["path"].startswith(("/login", "/audit")) else b"private, no-cache"
            )
        message["headers"] = [*message["headers"], *((n, v) for n, v in added.items() if n not in given)]
