"""The lines of a title: a word that the template marks (`<span class="nowrap">`) stands whole in one of them.

Word knows no such mark, so the lines are worked out here, for every document alike: a title is set in full-width
characters of one size, and how many stand on a line is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby

from bwtb.base.typography import width
from bwtb.render.blocks import Break, Inline, Paragraph, TextRun
from bwtb.render.layout.paper import LAYOUTS
from bwtb.render.layout.styles import STYLE_OF, measures

TITLES = frozenset({"title", "cover-title", "contents-title", "form-title"})

# Outside marked words a line may end after any character, but for what GB/T 15834 keeps from its end or its beginning.
_PIECES = re.compile(r"[“‘（〔《【(]*(?:[A-Za-z0-9.,-]+|.)[”’）〕》】)、，。；：！？…]*", re.DOTALL)

Piece = tuple[TextRun, ...]


def whole_words(paragraph: Paragraph, layout: str) -> Paragraph:
    """A title with its lines broken where no marked word stands; anything else, and a title without marks, as it is.

    `layout` is that of the section, one of `LAYOUTS`. A word longer than a line is broken as if it were not marked.
    """
    style = paragraph.style.split(" ")[0]
    if style not in TITLES or not any(isinstance(i, TextRun) and i.word for i in paragraph.inlines):
        return paragraph
    made = measures(STYLE_OF[style])
    room = LAYOUTS[layout].text_width / (made.size + made.tighter)
    lines: list[Inline] = []
    for ends, items in groupby(paragraph.inlines, lambda i: isinstance(i, Break)):
        given = list(items)
        lines += given if ends else _set(list(_pieces([i for i in given if isinstance(i, TextRun)], room)), room)
    return replace(paragraph, inlines=tuple(lines))


def _pieces(runs: Sequence[TextRun], room: float) -> Iterator[Piece]:
    """What may not be broken: a marked word, a character with the marks beside it."""
    for word, items in groupby(runs, lambda run: run.word):
        whole = tuple(items)
        if word and _width(whole) <= room:
            yield whole
            continue
        for run in whole:
            yield from ((replace(run, text=piece),) for piece in _PIECES.findall(run.text))


def _set(pieces: Sequence[Piece], room: float) -> Iterator[Inline]:
    """As few lines as `room` allows, about equally long: the narrowest that are no more."""
    lines = _broken(pieces, room)
    for step in range(1, int(room) * 2):
        if len(tried := _broken(pieces, room - step / 2)) > len(lines):
            break
        lines = tried
    for place, line in enumerate(lines):
        if place:
            yield Break()
        for face, runs in groupby(chain.from_iterable(line), lambda run: replace(run, text="", word=0)):
            yield replace(face, text="".join(run.text for run in runs))


def _broken(pieces: Sequence[Piece], room: float) -> list[list[Piece]]:
    lines: list[list[Piece]] = []
    taken = room
    for piece in pieces:
        wide = _width(piece)
        if taken + wide > room:
            lines.append([])
            taken = 0.0
        lines[-1].append(piece)
        taken += wide
    return lines


def _width(runs: Sequence[TextRun]) -> float:
    return sum(width(run.text) for run in runs)
