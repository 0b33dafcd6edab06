"""Bringing a document: paste a text, send a file, or give an address."""

import datetime
from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from litestar import Request
from litestar.datastructures import UploadFile
from litestar.params import MultipartBody
from litestar.response import Redirect

from communique.errors import UsageError
from communique.ingest.ingested import IngestOptions
from communique.query.derived import refresh
from communique.settings import Settings, today
from communique.store.writer import add_many
from communique.web.conventions import Known, Page, Writable, action, page
from communique.web.conventions.page import PageResponse
from communique.web.conventions.words import called
from communique.web.desk import Brought
from communique.web.people import audit
from communique.web.people.roles import User


class New(Page, kw_only=True):
    """What became of what was brought: a row for each document, a line for each failure."""

    items: tuple[dict[str, Any], ...] = ()
    failures: tuple[str, ...] = ()

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return ("id", "became", "title")


class Form(msgspec.Struct, kw_only=True):
    """What the form sends; one of text, file and address."""

    text: str = ""
    file: UploadFile | None = None
    address: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    date: Annotated[str, msgspec.Meta(max_length=10)] = ""
    publisher: Annotated[str, msgspec.Meta(max_length=200)] = ""


@page("/documents/new", "new.html", role="reviewer")
def new() -> New:
    """The form."""
    return New()


@action("/documents/new", template="new.html", response_class=PageResponse)
def bring(
    request: Request[User, Any, Any],
    engine: Writable,
    user: Known,
    data: MultipartBody[Form],
) -> New | Redirect:
    """Read what was brought, under the rules of `communique read`, and keep it."""
    brought = _brought(data)
    settings = request.app.state.settings
    options = IngestOptions(settings=_settings(data), max_bytes=settings.max_bytes)
    records, failures = request.app.state.desk.read(brought, options)
    kept = list(add_many(engine, records))
    refresh(engine)
    with engine.execution_options(writes=True).begin() as connection:
        audit.note(connection, user.name, "document brought", ", ".join(key for key, _ in kept) or "; ".join(failures))
    if len(kept) == 1 and not failures:
        return Redirect(f"/documents/{kept[0][0]}", status_code=303)
    rows = tuple(
        {"id": key, "became": became, "title": called(r.document)}
        for (key, became), r in zip(kept, records, strict=True)
    )
    return New(items=rows, failures=tuple(failures))


def _brought(data: Form) -> Brought:
    """The one thing that was brought. Raises UsageError."""
    named = data.file is not None and bool(data.file.filename)
    if sum((bool(data.text.strip()), named, bool(data.address.strip()))) != 1:
        raise UsageError("bring one thing: a text, a file or an address")
    if data.file is not None and named:
        return Brought(name=data.file.filename, data=data.file.file.read())
    if data.address.strip():
        return Brought(address=data.address.strip())
    return Brought(text=data.text.replace("\r\n", "\n"))


def _settings(data: Form) -> Settings:
    try:
        day = datetime.date.fromisoformat(data.date.strip()) if data.date.strip() else None
    except ValueError as error:
        raise UsageError(f"{data.date!r} is no day; write YYYY-MM-DD") from error
    return Settings(date=day, publisher=data.publisher.strip() or None, today=today())


HANDLERS = (new, bring)
