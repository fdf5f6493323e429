"""A template's `<figure data-chart="bar">`, which holds a table → a chart as a block."""

from __future__ import annotations

import re

from bwtb.base.errors import UserError
from bwtb.base.messages import Message
from bwtb.render import messages
from bwtb.render.blocks import Chart, Series
from bwtb.render.elements import Element

# What still makes a picture on one page.
MOST_BARS, MOST_SERIES = 30, 4
# The longest text that is taken into a chart; labels show less.
LONGEST = 200

_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")
_PLACES = re.compile("[0-6]")


def is_chart(element: Element) -> bool:
    """Whether an element is a chart: `<figure data-chart="bar">`."""
    return element.tag == "figure" and "data-chart" in element.attributes


def chart(element: Element) -> Chart:
    """The chart that a figure's table describes: the first row names the series, the first column the labels.

    Raises UserError where a value is no number, or there are more bars or series than make a picture.
    """
    caption = _short("".join(c.text() for c in element.find("figcaption")))
    rows = [[_short(cell.text()) for cell in row.elements() if cell.tag in ("td", "th")] for row in element.find("tr")]
    if element.attributes["data-chart"] != "bar":
        raise _broken(caption, Message(messages.ONLY_BARS))
    if len(rows) < 2 or not 2 <= len(rows[0]) <= MOST_SERIES + 1 or len(rows) > MOST_BARS + 1:
        raise _broken(caption, Message(messages.TABLE_DOES_NOT_FIT, bars=MOST_BARS, series=MOST_SERIES))
    head, *body = rows
    if any(len(row) != len(head) for row in body):
        raise _broken(caption, Message(messages.ROWS_DIFFER))
    places = element.attributes.get("data-places", "0")
    return Chart(
        head=head[0],
        labels=tuple(row[0] for row in body),
        series=tuple(
            Series(name, tuple(_number(row[place], caption) for row in body)) for place, name in enumerate(head[1:], 1)
        ),
        axis=element.attributes.get("data-axis", "")[:LONGEST],
        places=int(places) if _PLACES.fullmatch(places) else 0,
        caption=caption,
    )


def _short(text: str) -> str:
    return " ".join(text.split())[:LONGEST]


def _number(text: str, caption: str) -> float:
    plain = text.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        raise _broken(caption, Message(messages.NOT_A_NUMBER, text=text[:40]))
    return float(plain)


def _broken(caption: str, problem: Message) -> UserError:
    return UserError(
        Message(messages.CHART_NOT_DRAWN, caption=caption[:60], problem=problem),
        Message(messages.COMPARE_WITH_MACRO),
    )
