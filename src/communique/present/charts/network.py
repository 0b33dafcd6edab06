"""Who talks with whom: parties on a circle, lines between them the thicker the more contacts they had."""

import math
from typing import Any

from communique.counts import counted
from communique.present.charts.style import INK, Spec, finished

Row = dict[str, Any]
SIZE = 560
ROUNDS = 60  # of the search for an order with short lines
STRAIGHT = 12  # labels of so many parties are level; of more, they stand along the radius
THINNEST, THICKEST = 0.8, 9.0


def network_chart(rows: list[Row], title: str, source: str, size: int = SIZE) -> Spec:
    """A Vega-Lite specification. rows: `one_name`, `other_name`, `contacts` (see `query.timeline.counts.pairs`). Pixels."""
    import altair as alt

    names, weights = _weighed(rows)
    places = placed(names, weights)
    most = max(weights.values(), default=1)
    lines = [
        {"x": places[a][0], "y": places[a][1], "x2": places[b][0], "y2": places[b][1], "contacts": n, "pair": f"{a} – {b}",
         "width": THINNEST + (THICKEST - THINNEST) * n / most, "shade": 0.35 + 0.65 * n / most}
        for (a, b), n in sorted(weights.items(), key=lambda x: (x[1], x[0]))
    ]  # fmt: skip
    totals = {name: sum(n for pair, n in weights.items() if name in pair) for name in names}
    nodes = [{"name": n, "x": places[n][0], "y": places[n][1], "contacts": totals[n]} for n in names]
    x, y = (alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-1.75, 1.75])),
            alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-1.75, 1.75])))  # fmt: skip
    rules = alt.Chart(alt.InlineData(values=lines)).mark_rule(color=INK, strokeCap="round").encode(
        x=x, y=y, x2="x2:Q", y2="y2:Q",
        strokeWidth=alt.StrokeWidth("width:Q", scale=None), strokeOpacity=alt.StrokeOpacity("shade:Q", scale=None),
        tooltip=[alt.Tooltip("pair:N"), alt.Tooltip("contacts:Q")],
    )  # fmt: skip
    discs = alt.Chart(alt.InlineData(values=nodes)).mark_circle(color=INK, opacity=1, stroke="#ffffff", strokeWidth=1.5)
    points = discs.encode(
        x=x, y=y, size=alt.Size("contacts:Q", scale=alt.Scale(domainMin=0, rangeMin=30, rangeMax=420), legend=None),
        tooltip=[alt.Tooltip("name:N"), alt.Tooltip("contacts:Q")],
    )  # fmt: skip
    chart = alt.layer(rules, points, *_labels(names, places, totals, x, y)).properties(width=size, height=size)
    note = f"The thickest line stands for {counted(most, 'contact')}. The number after a name counts its contacts drawn here."
    return finished(chart, title, [note], source, _described(weights, title), size)


def placed(names: list[str], weights: dict[tuple[str, str], int]) -> dict[str, tuple[float, float]]:
    """A place for every name, those with many contacts near each other as far as can be; always the same.

    All stand on a circle; one that takes part in half of the pairs or more stands in its middle.
    """
    partners = {name: sum(name in pair for pair in weights) for name in names}
    hub = next((n for n in names if len(weights) > 2 and 2 * partners[n] >= len(weights)), None)
    around = [n for n in names if n != hub]
    order = _order(around, {pair: n for pair, n in weights.items() if hub not in pair})
    step = 2 * math.pi / max(1, len(order))
    places = {name: (round(math.sin(i * step), 6), round(math.cos(i * step), 6)) for i, name in enumerate(order)}
    return places if hub is None else places | {hub: (0.0, 0.0)}


def _order(names: list[str], weights: dict[tuple[str, str], int]) -> list[str]:
    """Names in an order round the circle in which swapping no two shortens the lines."""
    order, count = list(names), len(names)
    chord = [math.sin(math.pi * d / max(1, count)) for d in range(count)]
    beside: dict[str, list[tuple[str, int]]] = {name: [] for name in names}
    for (a, b), n in weights.items():
        beside[a].append((b, n))
        beside[b].append((a, n))
    at = {name: i for i, name in enumerate(order)}

    def length(name: str) -> float:
        return sum(n * chord[abs(at[name] - at[other])] for other, n in beside[name])

    for _ in range(ROUNDS):
        better = False
        for i in range(count):
            for j in range(i + 1, count):
                a, b = order[i], order[j]
                before = length(a) + length(b)
                at[a], at[b] = j, i
                if length(a) + length(b) < before - 1e-9:
                    order[i], order[j], better = b, a, True
                else:
                    at[a], at[b] = i, j
        if not better:
            break
    return order


def _weighed(rows: list[Row]) -> tuple[list[str], dict[tuple[str, str], int]]:
    """Names, those with most contacts first, and the contacts of each pair."""
    weights: dict[tuple[str, str], int] = {}
    totals: dict[str, int] = {}
    for row in rows:
        a, b = sorted((row["one_name"], row["other_name"]))
        weights[a, b] = weights.get((a, b), 0) + row["contacts"]
        for name in (a, b):
            totals[name] = totals.get(name, 0) + row["contacts"]
    return sorted(totals, key=lambda n: (-totals[n], n)), weights


def _labels(
    names: list[str], places: dict[str, tuple[float, float]], totals: dict[str, int], x: Any, y: Any
) -> list[Any]:
    """The names, outside the circle: a layer for those on the right, one for the left, one for the middle."""
    import altair as alt

    layers = []
    for align in ("left", "right", "center"):
        values = []
        for name in names:
            px, py = places[name]
            middle = (px, py) == (0.0, 0.0)
            if align != ("center" if middle else "left" if px >= -1e-9 else "right"):
                continue
            turn = 0.0 if middle or len(names) <= STRAIGHT else math.degrees(math.atan2(-py, px))
            angle = turn + 180 if align == "right" and turn else turn
            values.append(
                {"x": px * 1.08, "y": py * 1.08, "label": f"{name} {totals[name]}", "angle": round(angle % 360, 3)}
            )
        text: dict[str, Any] = {
            "align": align,
            "baseline": "middle",
            "fontSize": 12,
            "color": INK,
            "dy": -22 if align == "center" else 0,
        }
        for halo in (True, False) if align == "center" else (False,):  # lines run behind the name in the middle
            edge: dict[str, Any] = {"stroke": "#ffffff", "strokeWidth": 4} if halo else {}
            mark = alt.Chart(alt.InlineData(values=values)).mark_text(**text, **edge)
            layers.append(mark.encode(x=x, y=y, text="label:N", angle=alt.Angle("angle:Q", scale=None)))
    return layers


def _described(weights: dict[tuple[str, str], int], title: str) -> str:
    """The chart in words: how many pairs, and the ten with most contacts."""
    most = sorted(weights.items(), key=lambda x: (-x[1], x[0]))[:10]
    told = "; ".join(f"{a} and {b} {n}" for (a, b), n in most)
    return f"{title}. Network of {counted(len(weights), 'pair')}. Most contacts: {told or 'none'}."
