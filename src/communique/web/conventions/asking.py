"""What an address asks for: the filter that its query spells, and the same filter spelled again."""

import csv
import datetime
from typing import Annotated
from urllib.parse import urlencode

import msgspec
from litestar.params import QueryParameter

from communique.errors import UsageError
from communique.query.narrowing import Filter

LIMIT = 40
MOST = 500
MANY = 8  # parties in one question


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A list's question: the filter, the cursor, how many rows."""

    wanted: Filter = Filter()
    after: str | None = None
    limit: int = LIMIT

    def query(self, **more: str | None) -> str:
        """The filter as it stands in an address, “?” included; `more` is added, None takes away."""
        w = self.wanted
        parties = (("actor", w.actors), ("country", w.countries))
        fields = [("q", w.words), *((field, as_one(name)) for field, names in parties for name in names)]
        fields += [(n, getattr(w, n)) for n in ("kind", "publisher", "channel", "since", "until")]
        fields += [("limit", str(self.limit) if self.limit != LIMIT else None)]
        given = [(n, v) for n, v in fields if v and n not in more] + [(n, v) for n, v in more.items() if v]
        return "?" + urlencode(given) if given else ""

    @property
    def narrowed(self) -> str:
        """What is asked for, in a line; "" where nothing is."""
        w = self.wanted
        told = [w.words and f"“{w.words}”", *w.countries, *w.actors, w.kind, w.channel, w.publisher]
        told += [w.since and f"from {w.since}", w.until and f"to {w.until}"]
        return " · ".join(t for t in told if t)


Word = Annotated[str | None, QueryParameter(max_length=200)]
Day = Annotated[str | None, QueryParameter(max_length=10, description="YYYY-MM-DD")]
Names = Annotated[list[str] | None, QueryParameter(max_items=MANY)]


def asked(
    q: Annotated[str | None, QueryParameter(max_length=400, description="Words; “quoted phrases”, beginnings*")] = None,
    actor: Names = None,
    country: Names = None,
    kind: Word = None,
    publisher: Word = None,
    channel: Word = None,
    since: Day = None,
    until: Day = None,
    after: Annotated[
        str | None, QueryParameter(max_length=400, description="The cursor `next` of the page before")
    ] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MOST)] = LIMIT,
) -> Asked:
    """The question of a list. Fields left empty ask nothing. Raises UsageError for days that are none."""
    wanted = Filter(
        words=_given(q),
        actors=_named(actor),
        countries=_named(country),
        kind=_given(kind),
        publisher=_given(publisher),
        channel=_given(channel),
        since=_day(since),
        until=_day(until),
    )
    return Asked(wanted=wanted, after=_given(after), limit=limit)


def _given(value: str | None) -> str | None:
    return (value or "").replace("\0", " ").strip() or None


def as_one(name: str) -> str:
    """A name as it stands in an address; in quotation marks where its comma would make two of it."""
    return '"' + name.replace('"', '""') + '"' if "," in name or name.startswith('"') else name


def several(value: str) -> list[str]:
    """The names that stand in one value, with commas between them; one in quotation marks may have commas of its own."""
    line = " ".join(value.replace("\0", " ").split())
    return [name.strip() for name in next(csv.reader([line], skipinitialspace=True), []) if name.strip()]


def _named(values: list[str] | None) -> tuple[str, ...]:
    found = [name for value in values or () for name in several(value)]
    if len(found) > MANY:
        raise UsageError(f"at most {MANY} names can be asked for at once")
    return tuple(found)


def _day(value: str | None) -> str | None:
    day = _given(value)
    if day is None:
        return None
    try:
        return datetime.date.fromisoformat(day).isoformat()
    except ValueError as error:
        raise UsageError(f"{day!r} is no day; write YYYY-MM-DD") from error
