"""Review: the queue of what is least certain, an item with the words and the machine's reading, what was decided."""

from typing import Annotated, Any, Literal
from urllib.parse import urlencode

import msgspec
from litestar import get
from litestar.params import FromPath, QueryParameter, URLEncodedBody
from litestar.response import Redirect

from communique.errors import UsageError
from communique.query.actors import actor
from communique.query.contacts import contact_of
from communique.query.filters import actor_keys
from communique.review import decide
from communique.review.history import history
from communique.review.items import find_item
from communique.review.queue import queue
from communique.store import reader
from communique.store.corrected import issue_id
from communique.store.rows import actor_key
from communique.web.conventions import Connected, Known, Page, Writable, action, page
from communique.web.conventions.problems import MissingError
from communique.web.pages.login import own
from communique.web.people import audit
from communique.web.reading.forms import Field, Stretch, changed, fields, in_context
from communique.web.reading.items import items as numbered

Row = dict[str, Any]
Kind = Literal["event", "statement", "position", "merge", "issue"]
SHOWN = 30
REACH = 220  # characters of the text around an item's words
AROUND_ENTITY = 1  # mentions of an entity that are shown
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


class History(Page, kw_only=True):
    """Decisions, newest first; `next` is how many to pass over for the following ones."""

    items: list[Row]
    next: int | None
    document: str | None
    item: str | None


class ActorFix(Page, kw_only=True):
    """An actor in all documents, and what was decided about it."""

    actor: Row
    items: list[Row]


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


class Fix(msgspec.Struct, kw_only=True):
    """Who an actor is. key: of the actor; document, entity: to correct it in one document only. actor: name or key of the one
    that it is; else what is wrong of it."""

    key: Short
    document: Short = ""
    entity: Short = ""
    everywhere: Short = ""
    actor: Short = ""
    name: Short = ""
    country: Short = ""
    wikidata: Short = ""
    why: Long = ""
    back: Long = "/review"


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
    called = {e.id for e in record.entities} & set(_named(which.what) if which else ())
    return ReviewItem(
        document=document,
        title=machine.document.title or machine.document.path or machine.document.url,
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
            if e.id in called
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
    _noted(engine, user.name, number, f"{data.verdict} {kind} {document}/{key}")
    place = [("queue", data.queue), ("at", str(data.at))] if data.at != "" else []
    query = urlencode([*place, ("done", str(number))])
    stays = not place or data.verdict == "comment"
    return Redirect(f"/review/{document}/{key}?{query}" if stays else f"/review/next?{query}", status_code=303)


@page("/review/actors", "review_actor.html", role="reviewer")
def fixing(connection: Connected, key: Annotated[str, QueryParameter(max_length=300)]) -> ActorFix:
    """An actor, to be corrected in all documents."""
    who = actor(connection, key)
    if who is None:
        raise MissingError(f"nobody is known here as {key}")
    return ActorFix(actor=who, items=history(connection, item=who["key"]))


@action("/review/actors")
def fix(engine: Writable, user: Known, data: URLEncodedBody[Fix]) -> Redirect:
    """Correct who an actor is: in one document, or everywhere."""
    value: Row = {
        name: getattr(data, name).strip() for name in ("name", "country", "wikidata") if getattr(data, name).strip()
    }
    if data.actor.strip():
        with engine.connect() as connection:
            found = actor_keys(connection, data.actor.strip())
        if len(found) > 1:
            raise UsageError(f"{data.actor.strip()}: which of {', '.join(found)}?")
        value["actor"] = found[0]
    alone = data.document and data.entity and not data.everywhere
    document, kind, item = (data.document, "entity", data.entity) if alone else (None, "actor", data.key)
    number = decide.decide(engine, user.name, document, kind, item, "correct", value, data.why.strip() or None)
    _noted(engine, user.name, number, f"actor {data.key} {'in ' + data.document if alone else 'everywhere'}")
    with engine.connect() as connection:
        row = history(connection, item=item, limit=1)
    moved = (row[0]["value"] or {}).get("key") if row and not alone else None
    back = own(data.back)
    return Redirect(f"/actors/{moved}" if moved and back.startswith("/actors/") else back, status_code=303)


@action("/review/undo")
def undo(engine: Writable, user: Known, data: URLEncodedBody[Undo]) -> Redirect:
    """Take a decision back; it stays on record."""
    decide.undo(engine, data.number, user.name)
    _noted(engine, user.name, data.number, "taken back")
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


def _noted(engine: Writable, by: str, number: int, told: str) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        audit.note(connection, by, f"decision {number}", told)


HANDLERS = (review, following, one, settle, fixing, fix, undo, decided)
