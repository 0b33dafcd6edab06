"""Review of one item: its words, the machine's reading, what people decided; a verdict on it."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

import msgspec
from litestar.params import FromPath, QueryParameter, URLEncodedBody
from litestar.response import Redirect

from communique.errors import UsageError
from communique.present.columns import COLUMNS
from communique.review import decide
from communique.review.history import history
from communique.review.items import find_item
from communique.store import reader
from communique.store.corrected import issue_id
from communique.store.rows import actor_key
from communique.web.conventions import Connected, Known, Page, Writable, action, page
from communique.web.conventions.problems import MissingError
from communique.web.conventions.words import called
from communique.web.pages.review import Kind, Long, Short, noted
from communique.web.reading.forms import Field, Stretch, changed, fields, in_context
from communique.web.reading.items import items as numbered

Row = dict[str, Any]
REACH = 220  # characters of the text around an item's words
AROUND_ENTITY = 1  # mentions of an entity that are shown


class ReviewItem(Page, kw_only=True):
    """One item. read: as the machine read it, shown: as it stands now (None where it was rejected); items: what was decided."""

    document: str
    title: str | None
    published: str | None
    item: str
    kind: str
    confidence: float | None
    read: list[Field] | None
    shown: list[Field] | None
    context: list[Stretch]
    parties: list[Row]
    names: list[str]
    items: list[Row]
    queue: str | None
    at: int | None
    done: int | None

    def here(self) -> str:
        """Where in the queue one is, as it stands in an address."""
        given = [("queue", self.queue), ("at", None if self.at is None else str(self.at))]
        return urlencode([(name, value) for name, value in given if value])

    def onward(self) -> str:
        """The address of the next item, this one passed over."""
        return "/review/next?" + urlencode(
            [("queue", self.queue or ""), ("at", str(0 if self.at is None else self.at + 1))]
        )

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return COLUMNS["decisions"]


class Decision(msgspec.Struct, kw_only=True):
    """A verdict on an item: confirm, reject, correct or comment; of a correction, the fields as they should be."""

    verdict: Short
    why: Long = ""
    queue: Short = ""
    at: Annotated[int, msgspec.Meta(ge=0, le=100_000)] | Literal[""] = ""
    action: Short | None = None
    status: Short | None = None
    participants: Long | None = None
    when: Short | None = None
    where: Short | None = None
    trigger: Long | None = None
    speakers: Long | None = None
    via: Long | None = None
    form: Short | None = None
    channel: Short | None = None
    addressee: Short | None = None
    content: Annotated[str, msgspec.Meta(max_length=200_000)] | None = None
    holders: Long | None = None
    stance: Short | None = None
    target: Long | None = None
    name: Short | None = None
    kind: Short | None = None
    country: Short | None = None
    wikidata: Short | None = None
    role: Short | None = None


@page("/review/{document:str}/{item:str}", "review_item.html", role="reviewer")
def one(
    connection: Connected,
    document: FromPath[str],
    item: FromPath[str],
    kind: Annotated[Kind | Literal[""] | None, QueryParameter(name="queue")] = None,
    at: Annotated[int | None, QueryParameter(ge=0, le=100_000)] = None,
    done: Annotated[int | None, QueryParameter(ge=0, le=2**53)] = None,
) -> ReviewItem:
    """An item with its words, the machine's reading, and what people decided."""
    machine = reader.record(connection, document, corrected=False)
    now = reader.record(connection, document)
    if machine is None or now is None:
        raise MissingError(f"no document {document} is kept here")
    sort, key = find_item(connection, document, item)
    read = next((i for i in numbered(machine) if i.id == key), None)
    shown = next((i for i in numbered(now) if i.id == key), None)
    which, record = (shown, now) if shown else (read, machine)
    core = which.core if which else ()
    around = which.around if which else ()
    if sort == "issue":
        core = next((i.spans for i in machine.issues if issue_id(i) == key), ())
    if sort == "entity":
        core = core[:AROUND_ENTITY]
    parties = {e.id for e in record.entities} & set(_named(which.what) if which else ())
    return ReviewItem(
        document=document,
        title=called(machine.document),
        published=machine.document.published,
        item=key,
        kind=sort,
        confidence=getattr(shown.what, "confidence", None) if shown else None,
        read=fields(machine, read.what) if read else None,
        shown=fields(now, shown.what) if shown else None,
        context=in_context(record.document.text, core, around, REACH),
        parties=[
            {"id": e.id, "name": e.name, "key": actor_key(e), "country": e.country}
            for e in record.entities
            if e.id in parties
        ],
        names=[e.name for e in now.entities],
        items=history(connection, document, key),
        queue=kind or None,
        at=at,
        done=done,
    )


def _named(what: Any) -> list[str]:
    """Ids of the entities that an item names."""
    ids = [what.id] if hasattr(what, "mentions") else [p.entity for p in getattr(what, "participants", ())]
    for name in ("speakers", "via", "holders"):
        ids += getattr(what, name, ())
    return [*ids, *filter(None, (getattr(what, "where", None), getattr(what, "addressee", None)))]


@action("/review/{document:str}/{item:str}")
def settle(
    engine: Writable, user: Known, document: FromPath[str], item: FromPath[str], data: URLEncodedBody[Decision]
) -> Redirect:
    """Confirm, reject, correct, or comment on an item; then on to the next of the queue one came from."""
    with engine.connect() as connection:
        now = reader.record(connection, document)
        if now is None:
            raise MissingError(f"no document {document} is kept here")
        kind, key = find_item(connection, document, item)
    value = None
    if data.verdict == "correct":
        what = next((i.what for i in numbered(now) if i.id == key), None)
        if what is None:
            raise UsageError("it was rejected; take that back first")
        value = changed(fields(now, what), {f.name: getattr(data, f.name) for f in fields(now, what)})
    number = decide.decide(engine, user.name, document, kind, key, data.verdict, value, data.why.strip() or None)
    noted(engine, user.name, number, f"{data.verdict} {kind} {document}/{key}")
    place = [("queue", data.queue), ("at", str(data.at))] if data.at != "" else []
    query = urlencode([*place, ("done", str(number))])
    stays = not place or data.verdict == "comment"
    return Redirect(f"/review/{document}/{key}?{query}" if stays else f"/review/next?{query}", status_code=303)


HANDLERS = (one, settle)
