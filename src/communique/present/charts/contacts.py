"""Contacts over time: a bar for each month or week, stacked by action; a row of bars for each pair."""

from datetime import date, datetime, timedelta
from typing import Any, Literal

from communique.counts import counted
from communique.present.charts.style import INK, REST, SHADES, Spec, finished

Row = dict[str, Any]
Unit = Literal["month", "week"]
ORDER = tuple(SHADES)
WIDTH, HEIGHT = 640, 240
LEAST = 6  # months or weeks drawn
MANY = 36  # months, beyond which only years are named


def contacts_chart(
    rows: list[Row],
    title: str,
    source: str,
    unit: Unit = "month",
    width: int = WIDTH,
    height: int = HEIGHT,
    start: str | None = None,
) -> Spec:
    """A Vega-Lite specification. rows: `month` ("2025-03") or `day`, `action`, `contacts` (a number) and, for several pairs,
    `pair` (what to call it). Those whose month or day is None, and those before `start` (an ISO day), are not drawn and
    counted in the subtitle. Pixels."""
    import altair as alt

    every = bars(rows, unit)
    drawn = [bar for bar in every if not start or bar["end"] > start]
    earlier = sum(bar["contacts"] for bar in every) - sum(bar["contacts"] for bar in drawn)
    lost = sum(row["contacts"] for row in rows if _start(row, unit) is None)
    actions = [a for a in (*ORDER, "other") if any(bar["action"] == a for bar in drawn)]
    shades = [SHADES.get(a, REST) for a in actions]
    pairs = list(dict.fromkeys(bar["pair"] for bar in drawn))
    edge = 0.6 if _crowd(drawn, unit) * 10 < width else 0.2
    base = alt.Chart(alt.InlineData(values=drawn)).mark_bar(stroke=INK, strokeWidth=edge)
    x = alt.X(
        "left:T", title=None, scale=alt.Scale(type="utc", domain=_stretch(drawn, unit)), axis=_time_axis(drawn, unit)
    )
    top = max((bar["upto"] for bar in drawn), default=1)
    y = alt.Y("from:Q", title=f"contacts a {unit}", axis=alt.Axis(tickMinStep=1, tickCount=min(6, top), format="d"),
              scale=alt.Scale(domain=[0, max(top, 1)], nice=True))  # fmt: skip
    legend = alt.Legend(
        title=None,
        orient="top",
        symbolStrokeColor=INK,
        symbolStrokeWidth=0.6,
        symbolType="square",
        columns=max(1, width // 90),
    )
    color = alt.Color("action:N", sort=actions, scale=alt.Scale(domain=actions, range=shades), legend=legend)
    tooltip = [alt.Tooltip("label:N", title=unit), alt.Tooltip("action:N"), alt.Tooltip("contacts:Q")]
    chart = base.encode(x=x, x2="right:T", y=y, y2="upto:Q", color=color, tooltip=tooltip)
    if len(pairs) > 1:
        each = max(90, height // 2)
        chart = chart.properties(width=width, height=each).facet(row=alt.Row("pair:N", sort=pairs, header=_header()))
    else:
        chart = chart.properties(width=width, height=height)
    notes = [f"{lost} more cannot be placed: their date is wider than a {unit}."] if lost else []
    notes += [f"{earlier} before {start} are not drawn."] if earlier else []
    return finished(chart, title, notes, source, _described(drawn, title, unit, " ".join(notes)), width)


def bars(rows: list[Row], unit: Unit) -> list[Row]:
    """The pieces of the bars: pair, action, contacts, from and upto (heights), start, end, left and right (times), label."""
    counts: dict[tuple[str, str, str], int] = {}
    for row in rows:
        start = _start(row, unit)
        if start is not None:
            key = (row.get("pair") or "", start, row["action"] if row["action"] in SHADES else "other")
            counts[key] = counts.get(key, 0) + row["contacts"]
    pairs = list(dict.fromkeys(row.get("pair") or "" for row in rows))
    heights: dict[tuple[str, str], int] = {}
    out = []
    rank = {a: i for i, a in enumerate((*ORDER, "other"))}
    for pair, start, action in sorted(counts, key=lambda k: (pairs.index(k[0]), k[1], rank[k[2]])):
        number, below = counts[pair, start, action], heights.get((pair, start), 0)
        heights[pair, start] = below + number
        label = start[:7] if unit == "month" else f"week of {start}"
        left, right = _inset(start, _end(start, unit))
        place = {"start": start, "end": _end(start, unit), "left": left, "right": right, "label": label}
        out.append({"pair": pair, "action": action, "from": below, "upto": below + number, "contacts": number} | place)
    return out


def _start(row: Row, unit: Unit) -> str | None:
    """First day of the month or week that a row lies in."""
    if unit == "week":
        day = date.fromisoformat(row["day"]) if row.get("day") else None
        return (day - timedelta(days=day.weekday())).isoformat() if day else None
    month = row.get("month") or (row.get("day") or "")[:7]
    return month + "-01" if month else None


def _inset(start: str, end: str) -> tuple[str, str]:
    """The same stretch with a twentieth left free on each side, so that bars stand apart."""
    first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
    free = (last - first) / 20
    return (first + free).isoformat() + "Z", (last - free).isoformat() + "Z"


def _end(start: str, unit: Unit) -> str:
    day = date.fromisoformat(start)
    if unit == "week":
        return (day + timedelta(days=7)).isoformat()
    return date(day.year + day.month // 12, day.month % 12 + 1, 1).isoformat()


def _stretch(drawn: list[Row], unit: Unit) -> list[str]:
    """First and last day of the time drawn: LEAST months or weeks, so that a lone bar is no wall."""
    start = min((b["start"] for b in drawn), default="2000-01-01")
    end = start
    for _ in range(LEAST):
        end = _end(end, unit)
    return [start, max(end, *(b["end"] for b in drawn))] if drawn else [start, end]


def _time_axis(drawn: list[Row], unit: Unit) -> Any:
    """The names of months under their middle; years where there are many."""
    import altair as alt

    first, last = _stretch(drawn, unit)
    months = _months(first, last)
    if len(months) > MANY:
        return alt.Axis(format="%Y", tickCount="year", grid=False)
    every = 1 if len(months) <= MANY // 3 else 3
    told = max((bar["end"] for bar in drawn), default=last)  # what lies beyond has no name: nobody counted there
    middles = [month + "-15" for i, month in enumerate(months) if i % every == 0 and first <= month + "-15" <= told]
    return alt.Axis(values=middles, format="%b %Y", ticks=False, grid=False, labelOverlap=True, labelPadding=6)


def _months(first: str, last: str) -> list[str]:
    """The months from that of one ISO day to that before another."""
    out, month = [], first[:7]
    while month + "-01" < last:
        out.append(month)
        month = _end(month + "-01", "month")[:7]
    return out


def _crowd(drawn: list[Row], unit: Unit) -> int:
    """How many bars there is room for."""
    first, last = _stretch(drawn, unit)
    return (date.fromisoformat(last) - date.fromisoformat(first)).days // (7 if unit == "week" else 30)


def _header() -> Any:
    import altair as alt

    return alt.Header(title=None, labelOrient="top", labelAnchor="start")


def _described(drawn: list[Row], title: str, unit: Unit, note: str) -> str:
    """The chart in words: totals, and where they are highest."""
    if not drawn:
        return f"{title}. No contacts. {note}".strip()
    total = sum(b["contacts"] for b in drawn)
    by_action: dict[str, int] = {}
    heights: dict[str, int] = {}
    for bar in drawn:
        by_action[bar["action"]] = by_action.get(bar["action"], 0) + bar["contacts"]
        heights[bar["label"]] = heights.get(bar["label"], 0) + bar["contacts"]
    most = max(heights, key=lambda label: (heights[label], label))
    kinds = ", ".join(f"{n} {a}" for a, n in sorted(by_action.items(), key=lambda x: (-x[1], x[0])))
    words = f"{title}. Bar chart of {counted(total, 'contact')} by {unit}, from {drawn[0]['label']} on: {kinds}."
    return f"{words} Most in {most}: {heights[most]}. {note}".strip()
