"""PyYAML's parser without what the profile has no use for: events and nodes with their places, never values."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any

import yaml

from bwtb.yaml.characters import Place


class _NoResolver:
    """Stands in for the composer's resolver, whose tags nobody reads: the profile itself decides what a scalar means."""

    # Asked at every node, and to do nothing with what they are given: built-in functions do that quickest.
    resolve = staticmethod(slice)
    descend_resolver = staticmethod(operator.is_)
    ascend_resolver = staticmethod(tuple)


class PureLoader(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser, yaml.composer.Composer, _NoResolver):
    """The parser written in Python: for installations without libyaml."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)
        yaml.composer.Composer.__init__(self)


try:
    from yaml._yaml import CParser

    class FastLoader(CParser, _NoResolver):
        """libyaml's parser."""

    Loader: Any = FastLoader
except ImportError:  # pragma: no cover - a PyYAML built without libyaml
    Loader = PureLoader


def compose(text: str) -> Any:
    """The node that a text's one document is, None where it is empty. Raises yaml.YAMLError."""
    loader = Loader(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


def events(text: str) -> Iterator[Any]:
    """The parser's events up to the end of the text. Raises yaml.YAMLError, after those before the fault."""
    loader = Loader(text)
    try:
        while not isinstance(event := loader.get_event(), yaml.StreamEndEvent):
            yield event
    finally:
        loader.dispose()


def place_of(node: Any, *, end: bool = False) -> Place:
    """Where a node or an event begins (or ends), from 1."""
    mark = node.end_mark if end else node.start_mark
    return mark.line + 1, mark.column + 1
