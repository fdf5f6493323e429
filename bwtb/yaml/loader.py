"""YAML bytes → data and the position of every node, in a strict profile.

The profile: UTF-8, one document, no anchors, aliases, tags, merge keys or directives, no key twice; plain `true`, `false`,
`null`, `~` and decimal numbers are typed, dates are text, and what YAML 1.1 and 1.2 read differently must be quoted.
A file without fault is decoded, looked over and composed once; places are worked out only when somebody asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from bwtb.base.budget import BRACKETS, NESTING, NODES
from bwtb.base.findings import Finding
from bwtb.yaml import blocks, characters, comments, thorough
from bwtb.yaml.characters import Place
from bwtb.yaml.parser import compose, place_of
from bwtb.yaml.pointers import above, index_of, steps
from bwtb.yaml.scalars import FIRST, DoubtError, plain
from bwtb.yaml.thorough import LIKE_SIGNS, NAME_LETTERS

# Without these a file has no anchor, alias, tag, merge key, directive or second document: a sign means something only
# where a token can begin, at a line's start or after a blank, a quote or punctuation of YAML's own.
_STRUCTURE = re.compile(rb"""(?:^|[\s\[\]{},:?"'-])[&*!]|<<|^(?:%|---|\.\.\.)""", re.MULTILINE)
_SIGNS = (b"&", b"*", b"!", b"%", b"<", b"\n---", b"\n...")  # most files have none of them, which is quicker to see
_DEEP = re.compile(rb"\n[ \-?:]{40}")


@dataclass(frozen=True)
class Extent:
    """Where a scalar begins and ends, and how it is written: "" plainly, else `'`, `"`, `|` or `>`."""

    start: Place
    end: Place
    style: str


@dataclass(frozen=True)
class Document:
    """One file as read: its data (None where it could not be read, or holds none), and what was wrong.

    `text` is what the parser was given, "" where the file is not text. `keys` and `values` map JSON pointers to
    (line, column) from 1, in characters: of a mapping's key, and of the value itself.
    """

    path: str
    data: Any
    findings: tuple[Finding, ...] = ()
    text: str = ""

    @cached_property
    def _nodes(self) -> _Nodes:
        return _Nodes(compose(self.text) if self.data is not None else None)

    @cached_property
    def keys(self) -> Places:
        return Places(lambda pointer: self._nodes.at(pointer)[0])

    @cached_property
    def values(self) -> Places:
        return Places(lambda pointer: self._nodes.at(pointer)[1])

    def place(self, pointer: str) -> Place:
        """Where a reader looks for this pointer: its key, else its value, else the nearest parent, else 1:1."""
        while True:
            place = self.keys.get(pointer) or self.values.get(pointer)
            if place or not pointer:
                return place or (1, 1)
            pointer = above(pointer)

    def value_place(self, pointer: str) -> Place:
        """Where the value itself stands; where there is none, as `place`."""
        return self.values.get(pointer) or self.place(pointer)

    def extent(self, pointer: str, *, key: bool = False) -> Extent | None:
        """Where the text of a value (or of a field's name) stands; None where there is none, or no single text."""
        node = self._nodes.at(pointer)[0 if key else 1]
        if not isinstance(node, yaml.ScalarNode):
            return None
        return Extent(place_of(node), place_of(node, end=True), node.style or "")


@dataclass(frozen=True)
class Places:
    """The places of a file's nodes by JSON pointer. Each is looked for when it is asked for: those of all, with their
    pointers, may be very many times what the file is."""

    _node: Callable[[str], Any]

    def get(self, pointer: str) -> Place | None:
        """The place of what a pointer leads to, None where that is nothing."""
        node = self._node(pointer)
        return place_of(node) if node is not None else None

    def __contains__(self, pointer: str) -> bool:
        return self._node(pointer) is not None


@dataclass(frozen=True)
class _Nodes:
    """The nodes of a file, by pointer."""

    root: Any
    _fields: dict[int, dict[str, tuple[Any, Any]]] = field(default_factory=dict)

    def at(self, pointer: str) -> tuple[Any, Any]:
        """The node of a field's name (None for anything but a field) and that of the value; twice None for nothing."""
        key, node = None, self.root
        for step in steps(pointer):
            if isinstance(node, yaml.SequenceNode):
                index = index_of(step, len(node.value))
                key, node = None, None if index is None else node.value[index]
            elif isinstance(node, yaml.MappingNode):
                key, node = self._named(node).get(step, (None, None))
            else:
                return None, None
        return key, node

    def _named(self, node: Any) -> dict[str, tuple[Any, Any]]:
        """The fields of a mapping; of one written twice the first."""
        known = self._fields.get(id(node))
        if known is None:
            known = self._fields[id(node)] = {}
            for name, value in node.value:
                if thorough.is_name(name):
                    known.setdefault(name.value, (name, value))
        return known


def load(raw: bytes, path: str) -> Document:
    """Read one YAML file. Never raises for what stands in the file: what is wrong with it is in `findings`.

    Dates stay text. `path` is only for the findings. Where there are findings the data may still be there, as far as
    it could be read, so that more can be said of it; it counts for nothing else.
    """
    text = characters.clean(raw)
    if text is None or _needs_events(raw) or (b" #" in raw and not comments.surely_none_cut(text)):
        return _examine(raw, path)
    try:
        node = compose(text)
        if node is None or isinstance(node, yaml.ScalarNode):
            return _examine(raw, path)
    except (yaml.YAMLError, RecursionError):
        return _examine(raw, path)
    try:
        return Document(path, _build(node, NESTING), (), text)
    except DoubtError:
        return _examine(raw, path, node)


def too_large(path: str) -> Document:
    """What a file that is too large to be read gives."""
    return Document(path, None, (characters.too_large(path),))


def _needs_events(raw: bytes) -> bool:
    """Whether anything may stand in the file that composing would not show, or not survive, and whether
    there may be more nodes than a file has."""
    if len(raw) >= 2 * NODES:  # a node takes two bytes at least, but for the one that is the whole
        return True
    raw = b"\n" + raw
    signs = any(sign in raw for sign in _SIGNS) and _STRUCTURE.search(raw)
    return bool(signs or _DEEP.search(raw) or raw.count(b"[") + raw.count(b"{") > BRACKETS)


def _build(node: Any, depth: int) -> Any:
    """Nodes → data, giving up at the first thing that is not plainly in order."""
    # Called for every node of every file: what can be settled without a further call is.
    if depth <= 0:
        raise DoubtError
    if type(node) is yaml.SequenceNode:
        return [_scalar(i) if type(i) is yaml.ScalarNode else _build(i, depth - 1) for i in node.value]
    result = {}
    for key, value in node.value:
        if type(key) is not yaml.ScalarNode or type(_scalar(key)) is not str or len(key.value) > NAME_LETTERS:
            raise DoubtError
        data = _scalar(value) if type(value) is yaml.ScalarNode else _build(value, depth - 1)
        if data is None and thorough.ends_amount(key.value):
            raise DoubtError
        result[key.value] = data
    if len(result) != len(node.value):
        raise DoubtError
    return result


def _scalar(node: Any) -> Any:
    text = node.value
    if not node.style:
        if not text or text[0] in FIRST:
            value = plain(text)
            if value is not text or text[0] not in LIKE_SIGNS or not thorough.like_sign(text):
                return value
        elif text[0] not in LIKE_SIGNS or not thorough.like_sign(text):
            return text
        raise DoubtError  # its first sign may have been meant for one of YAML's
    if node.style in ("|", ">"):
        if (": |" in text or ": >" in text) and blocks.may_swallow(text):
            raise DoubtError
    elif node.start_mark.line != node.end_mark.line:
        raise DoubtError  # its closing quote may be another text's
    return text


def _examine(raw: bytes, path: str, node: Any = None) -> Document:
    """The thorough way: everything that is wrong with the file, each with its place. `node`: what it was composed to."""
    found = thorough.examine(raw, path, node)
    return Document(path, found.data, found.findings, found.text)
