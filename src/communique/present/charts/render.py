"""A specification as SVG or PNG, by vl-convert: no browser, no network."""

from html import escape
from typing import Any

from communique.present.charts.style import Spec
from communique.present.escape import in_xml


def to_svg(spec: Spec) -> str:
    """The chart as SVG text; title and description name it to who cannot see it."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(_printable(spec), allowed_base_urls=[])
    heading = spec["title"]["text"]
    title = escape(_printable(heading if isinstance(heading, str) else " ".join(heading)))
    words = escape(_printable(spec["description"]))
    named = '<svg role="img" aria-labelledby="chart-title chart-words" '
    told = f'<title id="chart-title">{title}</title><desc id="chart-words">{words}</desc>'
    head, _, rest = svg.partition(">")
    return f"{head.replace('<svg ', named, 1)}>{told}{rest}"


def to_png(spec: Spec, scale: float = 2.0) -> bytes:
    """The chart as PNG. scale: pixels of the image for one of the specification."""
    import vl_convert

    png: bytes = vl_convert.vegalite_to_png(_printable(spec), scale=scale, allowed_base_urls=[])
    return png


def _printable(value: Any) -> Any:
    """The same with all texts of a specification fit for XML: the converter ends the whole process where one is not."""
    if isinstance(value, str):
        return in_xml(value)
    if isinstance(value, dict):
        return {_printable(k): _printable(v) for k, v in value.items()}
    return [_printable(v) for v in value] if isinstance(value, list | tuple) else value
