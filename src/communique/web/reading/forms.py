"""An item of a record as a form: what a person may correct, as they would write it, and what they changed."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, get_args

import msgspec

from communique.errors import UsageError
from communique.model import Entity, Event, Position, Record, Span, Statement
from communique.model.claim import Action, Channel, Form, Stance, Status
from communique.model.entity import EntityKind

What = Statement | Event | Position | Entity
JOINT = " … "
WORDS = ("trigger", "content", "target")
SEVERAL = ("participants", "speakers", "via", "holders")


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A field of the form. choices: what it may be; () for anything. parties: names of the document's entities go in."""

    name: str
    label: str
    value: str
    choices: tuple[str, ...] = ()
    parties: bool = False


def fields(record: Record, what: What) -> list[Field]:
    """The fields of an item, as people write them: names with “; ” between, words as they stand, dates as 2023-11-27."""
    names = {e.id: e.name for e in record.entities}

    def named(ids: Iterable[str | None]) -> str:
        return "; ".join(names.get(i, i) for i in ids if i)

    def when(of: Event | Statement) -> Field:
        return Field(name="when", label="When", value=of.when.edtf if of.when else "")

    if isinstance(what, Event):
        return [
            Field(name="action", label="What", value=what.action, choices=get_args(Action)),
            Field(name="status", label="Whether", value=what.status, choices=get_args(Status)),
            Field(name="participants", label="Who", value=named(p.entity for p in what.participants), parties=True),
            when(what),
            Field(name="where", label="Where", value=named([what.where]), parties=True),
            Field(name="trigger", label="Words that tell it", value=record.words(what.trigger)),
        ]
    if isinstance(what, Statement):
        return [
            Field(name="speakers", label="Whose words", value=named(what.speakers), parties=True),
            Field(name="via", label="Through whom", value=named(what.via), parties=True),
            Field(name="form", label="Form", value=what.form, choices=get_args(Form)),
            Field(name="channel", label="Channel", value=what.channel or "", choices=("", *get_args(Channel))),
            Field(name="addressee", label="To whom", value=named([what.addressee]), parties=True),
            when(what),
            Field(name="content", label="Words", value=record.words(what.content)),
        ]
    if isinstance(what, Position):
        return [
            Field(name="holders", label="Whose", value=named(what.holders), parties=True),
            Field(name="stance", label="Stance", value=what.stance, choices=get_args(Stance)),
            Field(name="target", label="On what", value=record.words(what.target)),
        ]
    return [
        Field(name="name", label="Name", value=what.name),
        Field(name="kind", label="Kind", value=what.kind, choices=get_args(EntityKind)),
        Field(name="country", label="State acted for", value=what.country or ""),
        Field(name="wikidata", label="Wikidata", value=what.wikidata or ""),
        Field(name="role", label="Role", value=what.roles[0].title if what.roles else ""),
    ]


def changed(before: list[Field], given: dict[str, str | None]) -> dict[str, Any]:
    """What a person changed, as `review.decide` takes it. given: by field; None and what is as it was is left out."""
    out: dict[str, Any] = {}
    for field in before:
        value = given.get(field.name)
        value = value.replace("\r\n", "\n").strip() if value is not None else None
        if value is None or value == field.value.strip():
            continue
        if field.choices and value not in field.choices:
            raise UsageError(f"{field.label}: one of {', '.join(c for c in field.choices if c)}")
        if field.name in WORDS:
            out[field.name] = [words.strip() for words in value.split(JOINT.strip()) if words.strip()]
        elif field.name in SEVERAL:
            out[field.name] = [name.strip() for name in value.split(";") if name.strip()]
        else:
            out[field.name] = value or None if field.name in ("country", "wikidata", "channel") else value
    return out


class Stretch(msgspec.Struct, frozen=True):
    """A run of the text. mark: core for the words that are the item, around for what else tells it, "" for the rest."""

    text: str
    mark: str


def in_context(text: str, core: Iterable[Span], around: Iterable[Span], reach: int) -> list[Stretch]:
    """The words of an item with `reach` characters of the text on each side."""
    core, around = tuple(core), tuple(around)
    spans = (*core, *around)
    if not spans:
        return []
    begins, ends = min(s.start for s in spans), max(s.end for s in spans)
    first, last = max(0, begins - reach), min(len(text), ends + reach)
    first = text.find(" ", first, begins) + 1 or first if first else 0  # whole words
    last = max(text.rfind(" ", ends, last), ends) if last < len(text) else last
    cuts = sorted({first, last, *(p for s in spans for p in (s.start, s.end) if first < p < last)})
    out = []
    for start, end in pairwise(cuts):
        inside = [any(s.start <= start and end <= s.end for s in some) for some in (core, around)]
        out.append(Stretch(text[start:end], "core" if inside[0] else "around" if inside[1] else ""))
    return out
