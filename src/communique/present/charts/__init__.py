"""Charts as Vega-Lite specifications made of plain rows, and as SVG or PNG; nothing is fetched from anywhere."""

from communique.present.charts.contacts import contacts_chart
from communique.present.charts.network import network_chart
from communique.present.charts.render import to_png, to_svg

__all__ = ["contacts_chart", "network_chart", "to_png", "to_svg"]
