"""Charts: what they draw, that they stay the same, that grey keeps them apart, that they can be read aloud."""

import re
import xml.etree.ElementTree as ElementTree
from itertools import pairwise
from typing import Any

import pytest

from communique.present.charts import contacts_chart, network_chart, to_png, to_svg
from communique.present.charts.contacts import bars
from communique.present.charts.network import placed
from communique.present.charts.style import SHADES

ROWS = [
    {"month": "2025-01", "action": "meeting", "contacts": 2},
    {"month": "2025-01", "action": "call", "contacts": 3},
    {"month": "2025-04", "action": "call", "contacts": 1},
    {"month": None, "action": "visit", "contacts": 4},
]
PAIRS = [
    {"one_name": "Valdoria", "other_name": "Kestria", "contacts": 9},
    {"one_name": "Valdoria", "other_name": "Ormund & Sons", "contacts": 4},
    {"one_name": "Valdoria", "other_name": "Larn", "contacts": 1},
    {"one_name": "Larn", "other_name": "Kestria", "contacts": 2},
]


def lightness(colour: str) -> float:
    """Relative luminance, as a grey print shows it, 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_bars_stack_in_one_order_and_end_where_the_next_begins() -> None:
    drawn = bars(ROWS, "month")
    assert [(b["label"], b["action"], b["from"], b["upto"]) for b in drawn] == [
        ("2025-01", "call", 0, 3),
        ("2025-01", "meeting", 3, 5),
        ("2025-04", "call", 0, 1),
    ]
    assert (drawn[0]["start"], drawn[0]["end"]) == ("2025-01-01", "2025-02-01")
    december = bars([{"month": "2025-12", "action": "call", "contacts": 1}], "month")
    assert december[0]["end"] == "2026-01-01"


def test_weeks_begin_on_monday_and_rare_actions_are_put_together() -> None:
    rows = [{"day": day, "action": "mediation", "contacts": 1} for day in ("2025-03-03", "2025-03-09", "2025-03-10")]
    assert [(b["start"], b["action"], b["contacts"]) for b in bars(rows, "week")] == [
        ("2025-03-03", "other", 2),
        ("2025-03-10", "other", 1),
    ]


def test_what_cannot_be_placed_is_told() -> None:
    spec = contacts_chart(ROWS, "Contacts", "Source: four rows.")
    assert spec["title"]["subtitle"] == [
        "4 more cannot be placed: their date is wider than a month.",
        "Source: four rows.",
    ]
    assert "6 contacts" in spec["description"] and "4 call, 2 meeting" in spec["description"]


def test_pairs_stand_in_rows_of_their_own_in_the_order_given() -> None:
    rows = [row | {"pair": pair} for pair in ("Z – A", "B – C") for row in ROWS]
    svg = to_svg(contacts_chart(rows, "Contacts", "Source"))
    assert svg.index("Z – A") < svg.index("B – C")


def test_shades_are_told_apart_in_grey() -> None:
    shades = sorted(lightness(c) for c in SHADES.values())
    assert all(b - a > 0.09 for a, b in pairwise(shades))
    stacked = [lightness(c) for c in SHADES.values()]
    assert all(abs(b - a) > 0.2 for a, b in pairwise(stacked))


def charts() -> list[Any]:
    return [contacts_chart(ROWS, "Contacts <of> two & more", "Source"), network_chart(PAIRS, "Who talks", "Source")]


@pytest.mark.parametrize("spec", charts(), ids=["contacts", "network"])
def test_svg_is_named_for_who_cannot_see_it_and_fetches_nothing(spec: dict[str, Any]) -> None:
    svg = to_svg(spec)
    root = ElementTree.fromstring(svg)
    names = {e.get("id"): e.text for e in root if e.get("id")}
    assert root.get("role") == "img"
    assert [names[i] for i in root.get("aria-labelledby", "").split()] == [spec["title"]["text"], spec["description"]]
    assert not re.search(r"<script|<image|href=|url\(http|@import", svg)


@pytest.mark.parametrize("n", [0, 1])
def test_the_same_rows_make_the_same_chart(n: int) -> None:
    assert to_svg(charts()[n]) == to_svg(charts()[n])


def test_png_has_the_size_asked_for() -> None:
    spec = network_chart(PAIRS, "Who talks", "Source", size=300)
    one, two = (to_png(spec, scale) for scale in (1.0, 2.0))
    assert one[:8] == b"\x89PNG\r\n\x1a\n"
    width, doubled = (int.from_bytes(png[16:20], "big") for png in (one, two))
    assert abs(doubled - 2 * width) <= 2


def test_a_party_of_half_the_pairs_stands_in_the_middle_and_nobody_twice() -> None:
    weights = {("a", "h"): 3, ("b", "h"): 2, ("c", "h"): 1, ("b", "c"): 5}
    places = placed(["h", "b", "c", "a"], weights)
    assert places["h"] == (0.0, 0.0)
    assert len(set(places.values())) == 4
    assert all(abs(x * x + y * y - 1) < 1e-5 for name, (x, y) in places.items() if name != "h")


def test_those_who_talk_most_stand_side_by_side() -> None:
    weights = {("a", "c"): 9, ("b", "d"): 9, ("e", "f"): 9}
    places = placed(list("abcdef"), weights)
    for one, other in weights:
        (x, y), (u, v) = places[one], places[other]
        assert (x - u) ** 2 + (y - v) ** 2 < 1.01


@pytest.mark.parametrize("make", [contacts_chart, network_chart])
def test_nothing_to_draw_is_no_fault(make: Any) -> None:
    assert "<svg" in to_svg(make([], "Nothing", "Source"))
