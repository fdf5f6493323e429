"""Charts of bars: read from the page (`from_html`), drawn as SVG (`svg`) or by Word and Excel themselves (`native`, `sheet`).

They are told apart in black and white: shades of grey with an outline, and every bar has its value beside it.
"""

from bwtb.render.charts.from_html import chart, is_chart

__all__ = ["chart", "is_chart"]
