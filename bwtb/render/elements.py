"""A template's HTML as a tree of elements and texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from bwtb.base.errors import UserError
from bwtb.base.messages import Message
from bwtb.render import messages

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
# Deeper than any page; what goes through the tree calls itself once a level.
DEEPEST = 100


@dataclass
class Element:
    """A node of the parsed page; children are elements or text."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> tuple[str, ...]:
        return tuple(self.attributes.get("class", "").split())

    def elements(self) -> Iterator[Element]:
        yield from (c for c in self.children if isinstance(c, Element))

    def find(self, tag: str) -> Iterator[Element]:
        """All elements of this tag below, in order."""
        for child in self.elements():
            if child.tag == tag:
                yield child
            yield from child.find(tag)

    def text(self) -> str:
        return "".join(c if isinstance(c, str) else c.text() for c in self.children)


class _Builder(HTMLParser):
    """Builds the tree; a closing tag ends the nearest open element of its name, a stray one is passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.open = [self.root]

    def updatepos(self, i: int, j: int) -> int:
        """Nobody asks for lines and columns, and counting them takes time."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # Of two attributes of one name the first counts, as in a browser.
        element = Element(tag, {name: value or "" for name, value in reversed(attrs)})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)
        if len(self.open) > DEEPEST:
            raise UserError(
                Message(messages.NESTED_TOO_DEEP, number=DEEPEST),
                Message(messages.CLOSE_EVERY_ELEMENT),
            )

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(html: str) -> Element:
    """The page as a tree."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root
