"""How all charts look: plain fonts, one dark ink, shades told apart by lightness so that they can be read in grey."""

import textwrap
from typing import Any

Spec = dict[str, Any]
TITLE_LETTER, SUBTITLE_LETTER = 8.2, 5.8  # pixels that a letter takes on average
FONT = "Helvetica, Arial, Liberation Sans, sans-serif"
INK = "#1b1f24"
QUIET = "#5c6670"
FAINT = "#d8dde2"
SHADES = {
    "call": "#0b1a2b",
    "meeting": "#5f7f9e",
    "visit": "#d3dde6",
    "talks": "#93abc1",
    "summit": "#32526f",
    "message": "#ffffff",
}
"""Action: its shade. Their lightness falls in even steps, and neighbours in a bar are two steps apart or more."""
REST = "#b4c5d4"
CONFIG: Spec = {  # no limit to labels, all of which are short: to measure each against one is a fifth of the drawing
    "background": "#ffffff",
    "font": FONT,
    "title": {
        "anchor": "start", "color": INK, "fontSize": 16, "fontWeight": 600, "subtitleColor": QUIET, "subtitleFontSize": 12,
        "subtitlePadding": 6, "offset": 14,
    },
    "axis": {
        "labelColor": INK, "titleColor": QUIET, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
        "gridColor": FAINT, "domainColor": QUIET, "tickColor": QUIET, "labelLimit": 0,
    },
    "legend": {
        "labelColor": INK, "titleColor": QUIET, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
        "labelLimit": 0,
    },
    "header": {"labelColor": INK, "labelFontSize": 13, "labelFontWeight": 600, "labelAnchor": "start", "title": None},
    "view": {"stroke": None},
}  # fmt: skip


def finished(chart: Any, title: str, lines: list[str], source: str, description: str, width: int) -> Spec:
    """The specification of an Altair chart with its heading, its source, and a description for those who cannot see it."""
    import altair as alt

    alt.data_transformers.disable_max_rows()
    subtitle = [part for line in (*lines, source) for part in textwrap.wrap(line, int(width / SUBTITLE_LETTER))]
    heading = textwrap.wrap(title, int(width / TITLE_LETTER))
    text = heading if len(heading) > 1 else title
    chart = chart.properties(title=alt.TitleParams(text=text, subtitle=subtitle), description=description)
    spec: Spec = chart.to_dict(
        validate=False
    )  # its parts were checked as they were made; again costs as much as all else
    spec["config"] = CONFIG
    return spec
