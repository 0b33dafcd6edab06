"""Contacts: the merged ones as a list, and one with all its reports, what they agree on, and why they are one."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from communique.errors import UsageError
from communique.present.columns import COLUMNS
from communique.query import contacts as queries
from communique.query.agreement import agreement
from communique.review import decide
from communique.web.conventions import Asked, Connected, Known, Page, Question, Writable, action, after, next_page, page
from communique.web.conventions.problems import MissingError
from communique.web.people import audit

Row = dict[str, Any]


class Contacts(Page, kw_only=True):
    """Merged contacts, latest first; `who` are {actor, name, country, side}."""

    items: list[Row]
    next: str | None
    asked: Asked

    def rows(self) -> list[Row]:
        """With the names of those who took part."""
        return [row | {"who": [p["name"] for p in row["who"]]} for row in self.items]

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return COLUMNS["contacts"]


class Contact(Page, kw_only=True):
    """One contact. items: its reports, first published first; agreed: see `query.agreement`."""

    id: str
    contact: Row
    items: list[Row]
    agreed: list[Row]

    def rows(self) -> list[Row]:
        """The reports, their reasons in words."""
        return [row | {"reasons": [r["what"] for r in row["reasons"]]} for row in self.items]

    def fields(self) -> list[tuple[str, list[Row]]]:
        """What the reports say, by field."""
        names = dict.fromkeys(row["field"] for row in self.agreed)
        return [(name, [row for row in self.agreed if row["field"] == name]) for name in names]

    def documents(self) -> list[str]:
        """Of the reports, in order, copies once."""
        first: dict[str, str] = {}
        for row in self.items:
            first.setdefault(row["origin"] or row["document"], row["document"])
        return list(dict.fromkeys(first.values()))

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return COLUMNS["reports"]


class Apart(msgspec.Struct, kw_only=True):
    """Two reports (“document/event”) that tell different contacts."""

    report: Annotated[str, msgspec.Meta(max_length=200)]
    other: Annotated[str, msgspec.Meta(max_length=200)]
    why: Annotated[str, msgspec.Meta(max_length=2000)] = ""


class Together(msgspec.Struct, kw_only=True):
    """A contact (its id or the address of its page) that is this one."""

    other: Annotated[str, msgspec.Meta(max_length=300)]
    why: Annotated[str, msgspec.Meta(max_length=2000)] = ""


@page("/contacts", "contacts.html")
def contacts(connection: Connected, asked: Question) -> Contacts:
    """Merged contacts, latest first. Several actors or countries: those that all of them take part in."""
    found = queries.contacts(connection, asked.wanted, asked.limit + 1, after=after(asked.after))
    items, more = next_page(found, asked.limit)
    return Contacts(items=items, next=more, asked=asked)


@page("/contacts/{key:str}", "contact.html")
def contact(connection: Connected, key: FromPath[str]) -> Contact:
    """One contact with all its reports. An id that it once had leads to it too."""
    found = _found(connection, key)
    told = found.pop("reports")
    return Contact(id=found["id"], contact=found, items=told, agreed=agreement(connection, told))


@action("/contacts/{key:str}/split")
def split(engine: Writable, user: Known, key: FromPath[str], data: URLEncodedBody[Apart]) -> Redirect:
    """Decide that two reports tell different contacts."""
    number = decide.split(engine, user.name, data.report, data.other, data.why.strip() or None)
    return _decided(engine, user.name, number, f"apart: {data.report}, {data.other}", key)


@action("/contacts/{key:str}/join")
def join(engine: Writable, user: Known, key: FromPath[str], data: URLEncodedBody[Together]) -> Redirect:
    """Decide that this contact and another are one, by their first reports."""
    named = data.other.strip().rstrip("/").rsplit("/", 1)[-1].split("?")[0].split("#")[0]
    with engine.connect() as connection:
        mine, theirs = _first(_found(connection, key)), _first(_found(connection, named))
    if mine == theirs:
        raise UsageError("that is this contact itself")
    number = decide.join(engine, user.name, mine, theirs, data.why.strip() or None)
    return _decided(engine, user.name, number, f"one contact: {mine}, {theirs}", key)


def _found(connection: Connected, key: str) -> Row:
    found = queries.contact(connection, key)
    if found is None:
        raise MissingError(f"no contact {key} is known here")
    return found


def _first(found: Row) -> str:
    return f"{found['reports'][0]['document']}/{found['reports'][0]['event']}"


def _decided(engine: Writable, by: str, number: int, told: str, key: str) -> Redirect:
    with engine.execution_options(writes=True).begin() as connection:
        audit.note(connection, by, f"decision {number}", told)
        now = queries.contact(connection, key)
    return Redirect(f"/contacts/{key}" if now else "/contacts", status_code=303)


HANDLERS = (contacts, contact, split, join)
