"""What an address asks for: the filter that its query spells, and the same filter spelled again."""

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
        fields = [("q", w.words), *(("actor", a) for a in w.actors), *(("country", c) for c in w.countries)]
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


def _named(values: list[str] | None) -> tuple[str, ...]:
    """Names, each of which may be several with commas between them."""
    found = [name for value in values or () for name in (_given(part) for part in value.split(",")) if name]
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
