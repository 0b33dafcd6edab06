"""A specification as SVG or PNG, by vl-convert: no browser, no network."""

from html import escape

from communique.present.charts.style import Spec


def to_svg(spec: Spec) -> str:
    """The chart as SVG text; title and description name it to who cannot see it."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    heading = spec["title"]["text"]
    title = escape(heading if isinstance(heading, str) else " ".join(heading))
    words = escape(spec["description"])
    named = '<svg role="img" aria-labelledby="chart-title chart-words" '
    told = f'<title id="chart-title">{title}</title><desc id="chart-words">{words}</desc>'
    head, _, rest = svg.partition(">")
    return f"{head.replace('<svg ', named, 1)}>{told}{rest}"


def to_png(spec: Spec, scale: float = 2.0) -> bytes:
    """The chart as PNG. scale: pixels of the image for one of the specification."""
    import vl_convert

    png: bytes = vl_convert.vegalite_to_png(spec, scale=scale, allowed_base_urls=[])
    return png
