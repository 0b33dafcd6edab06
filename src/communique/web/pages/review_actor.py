"""Review of an actor: who it is, in one document or in all."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import quote

import msgspec
from litestar.params import QueryParameter, URLEncodedBody
from litestar.response import Redirect

from communique.errors import UsageError
from communique.present.columns import COLUMNS
from communique.query.actors import actor
from communique.query.filters import actor_keys
from communique.review import decide
from communique.review.history import history
from communique.web.conventions import Connected, Known, Page, Writable, action, page
from communique.web.conventions.problems import MissingError
from communique.web.pages.login import own
from communique.web.pages.review import Long, Short, noted

Row = dict[str, Any]


class ActorFix(Page, kw_only=True):
    """An actor in all documents, and what was decided about it."""

    actor: Row
    items: list[Row]

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return COLUMNS["decisions"]


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
    noted(engine, user.name, number, f"actor {data.key} {'in ' + data.document if alone else 'everywhere'}")
    with engine.connect() as connection:
        row = history(connection, item=item, limit=1)
    moved = (row[0]["value"] or {}).get("key") if row and not alone else None
    back = own(data.back)
    return Redirect(f"/actors/{quote(moved)}" if moved and back.startswith("/actors/") else back, status_code=303)


HANDLERS = (fixing, fix)
