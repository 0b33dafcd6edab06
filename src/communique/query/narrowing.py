"""What a question may be narrowed by."""

from typing import NamedTuple

import msgspec


class Key(NamedTuple):
    """Where a row stands in an answer: its day (None: without one), its document and its id. A page goes on after one."""

    day: str | None
    document: str
    id: str


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Conditions, all of which must hold; None or () asks nothing.

    words: full text, "quoted phrases" kept together. actors: names, Wikidata ids, or states (then all who act for them); each
    takes part. countries: states that somebody acts for. since, until: ISO days, inclusive. kind: of the document.
    """

    words: str | None = None
    actors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    kind: str | None = None
    publisher: str | None = None
    channel: str | None = None
    since: str | None = None
    until: str | None = None
