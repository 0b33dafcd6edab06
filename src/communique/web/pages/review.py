"""Review: the queue of what is least certain, an item with the words and the machine's reading, what was decided."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

import msgspec
from litestar import get
from litestar.params import QueryParameter, URLEncodedBody
from litestar.response import Redirect

from communique.present.columns import COLUMNS
from communique.query.contacts import contact_of
from communique.review import decide
from communique.review.history import history
from communique.review.queue import queue
from communique.web.conventions import Connected, Known, Page, Writable, action, page
from communique.web.pages.login import own
from communique.web.people import audit

Row = dict[str, Any]
Kind = Literal["event", "statement", "position", "merge", "issue"]
SHOWN = 30
Short = Annotated[str, msgspec.Meta(max_length=500)]
Long = Annotated[str, msgspec.Meta(max_length=4000)]
KindAsked = Annotated[Kind | Literal[""] | None, QueryParameter(description="Only items of this kind")]
Skip = Annotated[int, QueryParameter(ge=0, le=100_000, description="How many to pass over")]


class Queue(Page, kw_only=True):
    """Items to review, least certain first; `next` is how many to pass over for the following ones."""

    kind: str | None
    at: int
    items: list[Row]
    next: int | None

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return (*COLUMNS["queue"], "page")


class History(Page, kw_only=True):
    """Decisions, newest first; `next` is how many to pass over for the following ones."""

    items: list[Row]
    next: int | None
    document: str | None
    item: str | None

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return COLUMNS["decisions"]


class Undo(msgspec.Struct, kw_only=True):
    """A decision to take back."""

    number: Annotated[int, msgspec.Meta(ge=0, le=2**53)]
    back: Long = "/review/history"


@page("/review", "review.html", role="reviewer")
def review(connection: Connected, kind: KindAsked = None, skip: Skip = 0) -> Queue:
    """What to look at first: items and merges, the least certain first, then open issues."""
    rows = queue(connection, kind or None, SHOWN + 1, skip)
    shown = [row | {"page": _address(connection, row, kind or None, skip + n)} for n, row in enumerate(rows[:SHOWN])]
    return Queue(kind=kind or None, at=skip, items=shown, next=skip + SHOWN if len(rows) > SHOWN else None)


@get("/review/next", opt={"role": "reviewer"}, sync_to_thread=True, include_in_schema=False)
def following(
    connection: Connected,
    kind: Annotated[Kind | Literal[""] | None, QueryParameter(name="queue")] = None,
    at: Skip = 0,
    done: Annotated[int | None, QueryParameter(ge=0, le=2**53)] = None,
) -> Redirect:
    """To the item at a place of the queue."""
    found = queue(connection, kind or None, 1, at)
    if not found:
        return Redirect("/review", status_code=303)
    address = _address(connection, found[0], kind or None, at)
    return Redirect(address + (f"&done={done}" if done is not None and "?" in address else ""), status_code=303)


def _address(connection: Connected, row: Row, kind: str | None, at: int) -> str:
    """Where a row of the queue is decided."""
    if row["kind"] == "merge":
        document, _, event = row["item"].partition("/")
        return f"/contacts/{contact_of(connection, document, event)}"
    return f"/review/{row['document']}/{row['item']}?" + urlencode([("queue", kind or ""), ("at", str(at))])


@action("/review/undo")
def undo(engine: Writable, user: Known, data: URLEncodedBody[Undo]) -> Redirect:
    """Take a decision back; it stays on record."""
    decide.undo(engine, data.number, user.name)
    noted(engine, user.name, data.number, "taken back")
    return Redirect(own(data.back), status_code=303)


@page("/review/history", "review_history.html", role="reviewer")
def decided(
    connection: Connected,
    document: Annotated[str | None, QueryParameter(max_length=100)] = None,
    item: Annotated[str | None, QueryParameter(max_length=300)] = None,
    skip: Skip = 0,
) -> History:
    """What was decided: who, when, why, and whether it holds."""
    rows = history(connection, document or None, item or None, None, SHOWN + 1, skip)
    return History(
        items=rows[:SHOWN],
        next=skip + SHOWN if len(rows) > SHOWN else None,
        document=document or None,
        item=item or None,
    )


def noted(engine: Writable, by: str, number: int, told: str) -> None:
    """Write a decision into the log."""
    with engine.execution_options(writes=True).begin() as connection:
        audit.note(connection, by, f"decision {number}", told)


HANDLERS = (review, following, undo, decided)
