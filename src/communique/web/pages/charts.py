"""Charts: contacts over time, who talks with whom; as pictures, with the numbers beside them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Any, Literal

import msgspec
from litestar import Response, get
from litestar.params import FromQuery, QueryParameter

from communique.lexicon.states import states
from communique.present.columns import COLUMNS
from communique.present.labels import date_in_words
from communique.query import actors
from communique.query.filters import actor_keys, state_code
from communique.query.phrases import uses
from communique.query.timeline.counts import by_day, by_month, documents_kept, pairs
from communique.web.conventions import Asked, Connected, Page, Question, page
from communique.web.conventions.asking import Word
from communique.web.conventions.problem import PROBLEMS

Row = dict[str, Any]
Unit = Literal["month", "week"]
Level = Literal["states", "persons"]
LATEST = 2_000  # contacts of which the network is drawn
PAIRS = 30
WIDE = 640
KEPT = 256  # pictures
Width = Annotated[int, QueryParameter(ge=200, le=2000, description="Pixels of the picture")]
Group = Annotated[Level, QueryParameter(description="of the network")]
SVG = "image/svg+xml"


class Charts(Page, kw_only=True):
    """What the charts show: contacts held by month or week and action, and the pairs with most of them."""

    a: str | None
    b: str | None
    unit: Unit
    level: Level
    items: list[Row]
    pairs: list[Row]
    asked: Asked

    def address(self, name: str, width: int | None = None) -> str:
        """Of a chart's picture. width: pixels, where another than usual."""
        unit = self.unit if self.unit != "month" else None
        wide = str(width) if width else None
        more = {"a": self.a, "b": self.b, "unit": unit, "level": self.level, "limit": None, "width": wide}
        return f"/charts/{name}.svg{self.asked.query(**more)}"

    def tabled(self) -> tuple[list[str], list[tuple[str, list[int], int]]]:
        """The numbers as a table: actions, and for each month or week its counts and their sum."""
        actions = sorted({row["action"] for row in self.items})
        named = list(dict.fromkeys(row[self.unit] for row in self.items))
        counts = {(row[self.unit], row["action"]): row["contacts"] for row in self.items}
        lines = [[counts.get((unit, action), 0) for action in actions] for unit in named]
        return actions, [(unit or "", line, sum(line)) for unit, line in zip(named, lines, strict=True)]

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return COLUMNS[f"{self.unit}s"]


@page("/charts", "charts.html")
def charts(
    connection: Connected,
    asked: Question,
    a: Word = None,
    b: Word = None,
    unit: FromQuery[Unit] = "month",
    level: Group = "states",
) -> Charts:
    """Contacts held over time, of all, of one party (`a`) or of two; and who talks with whom."""
    a, b = _named(a), _named(b)
    rows = _over_time(connection, asked, a, b, unit)
    met = pairs(connection, asked.wanted.since, asked.wanted.until, PAIRS, level, a, LATEST) if not b else []
    return Charts(a=a, b=b, unit=unit, level=level, items=rows, pairs=met, asked=asked)


@get("/charts/contacts.svg", opt={"role": "reader"}, sync_to_thread=True, media_type=SVG, responses=PROBLEMS)
def contacts_svg(
    connection: Connected,
    asked: Question,
    a: Word = None,
    b: Word = None,
    unit: FromQuery[Unit] = "month",
    width: Width = WIDE,
) -> Response[bytes]:
    """Contacts held over time as SVG."""
    a, b = _named(a), _named(b)
    rows = _over_time(connection, asked, a, b, unit)
    named = " and ".join(_called(connection, name) for name in (a, b) if name)
    title = f"Contacts of {named}" if named else "Contacts held"
    return _picture("contacts", rows, title, _source(connection), unit, width)


@get("/charts/network.svg", opt={"role": "reader"}, sync_to_thread=True, media_type=SVG, responses=PROBLEMS)
def network_svg(connection: Connected, asked: Question, a: Word = None, level: Group = "states") -> Response[bytes]:
    """Who talks with whom as SVG: the pairs with most of the latest contacts."""
    a = _named(a)
    rows = pairs(connection, asked.wanted.since, asked.wanted.until, PAIRS, level, a, LATEST)
    title = "Who talks with whom" + (f": contacts of {_called(connection, a)}" if a else "")
    return _picture("network", rows, title, _source(connection))


@get("/charts/phrase.svg", opt={"role": "reader"}, sync_to_thread=True, media_type=SVG, responses=PROBLEMS)
def phrase_svg(
    connection: Connected,
    phrase: Annotated[str, QueryParameter(max_length=200)],
    of: Word = None,
    about: Word = None,
    width: Width = WIDE,
) -> Response[bytes]:
    """Documents that use a phrase by month as SVG; copies count once."""
    row, months = uses.by_month(connection, phrase, _named(of), _named(about))
    rows = [{"month": month, "action": "use", "contacts": number} for month, number in months.items()]
    return _picture("phrase", rows, f"“{row['text']}”", _source(connection), "month", width)


def _named(value: str | None) -> str | None:
    return (value or "").replace("\0", " ").strip() or None


def _over_time(connection: Connected, asked: Asked, a: str | None, b: str | None, unit: Unit) -> list[Row]:
    between = tuple(name for name in (a, b) if name)
    ask = by_month if unit == "month" else _by_week
    return ask(connection, between, _since(connection, asked), asked.wanted.until)


def _since(connection: Connected, asked: Asked) -> str | None:
    """The day asked for, else the first of the month two years before the last document; where the first document is younger,
    of its month: what texts recall of years before is no series."""
    _, first, last = documents_kept(connection)
    if asked.wanted.since or not first or not last:
        return asked.wanted.since
    return max(first[:8] + "01", f"{int(last[:4]) - 2:04}{last[4:8]}01")


def _by_week(connection: Connected, between: tuple[str, ...], since: str | None, until: str | None) -> list[Row]:
    """As `by_day`, with the days of a week brought together under its Monday."""
    from datetime import date, timedelta

    counts: dict[tuple[str | None, str, str], int] = {}
    for row in by_day(connection, between, since, until):
        day = date.fromisoformat(row["day"]) if row["day"] else None
        week = (day - timedelta(days=day.weekday())).isoformat() if day else None
        key = (week, row["action"], row["status"])
        counts[key] = counts.get(key, 0) + row["contacts"]
    return [
        {"week": week, "day": week, "action": action, "status": status, "contacts": counts[week, action, status]}
        for week, action, status in sorted(counts, key=lambda k: (k[0] is None, k))
    ]


def _called(connection: Connected, name: str) -> str:
    code = state_code(name)
    if code:
        return states()[code].name
    who = actors.actor(connection, actor_keys(connection, name)[0])
    return str(who["name"]) if who else name


def _source(connection: Connected) -> str:
    number, first, last = documents_kept(connection)
    time = f", {date_in_words(first)} – {date_in_words(last)}" if first and last else ""
    return f"Source: {number:,} documents read by Communique{time}."


def _picture(
    kind: str, rows: list[Row], title: str, source: str, unit: Unit = "month", width: int = WIDE
) -> Response[bytes]:
    return Response(_drawn(kind, msgspec.json.encode(rows), title, source, unit, width), media_type=SVG)


@lru_cache(maxsize=KEPT)
def _drawn(kind: str, rows: bytes, title: str, source: str, unit: Unit, width: int) -> bytes:
    """A picture; drawing takes long, so the same numbers are drawn once. Tests check the specifications against the schema:
    to do so here would take as long as to make them twice."""
    from altair.utils.schemapi import debug_mode

    from communique.present.charts import contacts_chart, network_chart, to_svg

    data = msgspec.json.decode(rows)
    with debug_mode(False):
        if kind == "network":
            spec = network_chart(data, title, source)
        else:
            spec = contacts_chart(data, title, source, unit, width, min(240, width // 2))
    if kind == "phrase":
        spec = _of_uses(spec)
    spec["config"] = {**spec["config"], "background": "transparent"}
    return to_svg(spec).encode()


def warm() -> None:
    """Draw once: the first picture of a process takes most of a second."""
    _drawn("contacts", b"[]", "Contacts", "", "month", WIDE)


def _of_uses(spec: dict[str, Any]) -> dict[str, Any]:
    """A chart of contacts as one of uses: its words speak of documents, and one shade needs no legend."""
    spec["encoding"]["color"]["legend"] = None
    spec["encoding"]["y"]["title"] = "documents a month"
    spec["description"] = spec["description"].replace("contacts", "uses")
    return spec


HANDLERS = (charts, contacts_svg, network_svg, phrase_svg)
