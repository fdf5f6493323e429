"""Charts of bars: read from the page (`reading`), measured (`measures`), drawn as SVG (`svg`) or native (`native`).

They are told apart in black and white: shades of grey with an outline, and every bar has its value beside it.
"""

from bwtb.render.charts.figures import chart, is_chart

__all__ = ["chart", "is_chart"]
