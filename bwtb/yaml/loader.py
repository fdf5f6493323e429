"""YAML bytes → data and the position of every node, in a strict profile. Only this module and `write` import yaml.

The profile: UTF-8, one document, no anchors, aliases, tags, merge keys or directives, no key twice; plain `true`, `false`,
`null`, `~` and decimal numbers are typed, dates are text, and what YAML 1.1 and 1.2 read differently must be quoted.
A file without fault is decoded, looked over and composed once; places are worked out only when somebody asks for them.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from bwtb.base.findings import Finding
from bwtb.base.messages import Message
from bwtb.yaml import characters, messages, quotes, scalars, syntax
from bwtb.yaml.characters import MAX_BYTES as MAX_BYTES
from bwtb.yaml.characters import Place
from bwtb.yaml.pointers import above, escape
from bwtb.yaml.scalars import FIRST, DoubtError, plain

MAX_DEPTH = 32

# Without these a file has no anchor, alias, tag, merge key, directive or second document: a sign means something only
# where a token can begin, at a line's start or after a blank, a quote or punctuation of YAML's own.
_STRUCTURE = re.compile(rb"""(?:^|[\s\[\]{},:?"'-])[&*!]|<<|^(?:%|---|\.\.\.)""", re.MULTILINE)
_SIGNS = (b"&", b"*", b"!", b"%", b"<", b"\n---", b"\n...")  # most files have none of them, which is quicker to see
_DEEP = re.compile(rb"\n[ \-?:]{40}")
_MAX_BRACKETS = 400


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
    def _places(self) -> tuple[dict[str, Place], dict[str, Place]]:
        keys: dict[str, Place] = {}
        values: dict[str, Place] = {}
        node = _compose(self.text) if self.data is not None else None
        for pointer, key, value in _walk(node, "") if node is not None else ():
            if key is not None:
                keys[pointer] = _place(key)
            values[pointer] = _place(value)
        return keys, values

    @property
    def keys(self) -> Mapping[str, Place]:
        return self._places[0]

    @property
    def values(self) -> Mapping[str, Place]:
        return self._places[1]

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
        node = _compose(self.text) if self.data is not None else None
        for here, name, value in _walk(node, "") if node is not None else ():
            node_meant = name if key else value
            if here == pointer and isinstance(node_meant, yaml.ScalarNode):
                return Extent(_place(node_meant), _place(node_meant, end=True), node_meant.style or "")
        return None


def load(raw: bytes, path: str) -> Document:
    """Read one YAML file. Never raises for what stands in the file: what is wrong with it is in `findings`.

    Dates stay text. `path` is only for the findings. Where there are findings the data may still be there, as far as
    it could be read, so that more can be said of it; it counts for nothing else.
    """
    text = characters.clean(raw)
    if text is None or _needs_events(raw):
        return _examine(raw, path)
    try:
        node = _compose(text)
        if node is not None and not isinstance(node, yaml.ScalarNode):
            return Document(path, _build(node, MAX_DEPTH), (), text)
    except (yaml.YAMLError, DoubtError, RecursionError):
        pass
    return _examine(raw, path)


def _needs_events(raw: bytes) -> bool:
    """Whether anything may stand in the file that composing would not show, or not survive."""
    raw = b"\n" + raw
    signs = any(sign in raw for sign in _SIGNS) and _STRUCTURE.search(raw)
    return bool(signs or _DEEP.search(raw) or raw.count(b"[") + raw.count(b"{") > _MAX_BRACKETS)


def _compose(text: str) -> Any:
    loader = Loader(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


def _build(node: Any, depth: int) -> Any:
    """Nodes → data, giving up at the first thing that is not plainly in order."""
    # Called for every node of every file: what can be settled without a further call is.
    if depth <= 0:
        raise DoubtError
    if type(node) is yaml.SequenceNode:
        return [_scalar(i) if type(i) is yaml.ScalarNode else _build(i, depth - 1) for i in node.value]
    result = {}
    for key, value in node.value:
        if type(key) is not yaml.ScalarNode or type(_scalar(key)) is not str:
            raise DoubtError
        result[key.value] = _scalar(value) if type(value) is yaml.ScalarNode else _build(value, depth - 1)
    if len(result) != len(node.value):
        raise DoubtError
    return result


def _scalar(node: Any) -> Any:
    text = node.value
    if not node.style:
        return plain(text) if not text or text[0] in FIRST else text
    if node.style not in ("|", ">") and node.start_mark.line != node.end_mark.line:
        raise DoubtError  # its closing quote may be another text's
    return text


def _examine(raw: bytes, path: str) -> Document:
    """The thorough way: everything that is wrong with the file, each with its place."""
    read = characters.read(raw, path)
    if read.text is None:
        return Document(path, None, read.findings)
    findings = list(read.findings)
    structure = _structure(read.text, path)
    if structure:
        odd = {f.line + below for f in findings if f.code.startswith("TEXT_") for below in (0, 1)}
        findings += [f for f in structure if f.code != "YAML_SYNTAX" or f.line not in odd]  # there it only follows
        return Document(path, None, tuple(findings), read.text)
    node = _compose(read.text)
    if node is None:
        return Document(path, None, tuple(findings), read.text)
    if isinstance(node, yaml.ScalarNode):
        return Document(path, None, (*findings, syntax.only_text(read.text, path)), read.text)
    data = _read_node(node, "", path, findings)
    return Document(path, data, tuple(findings), read.text)


def _structure(text: str, path: str) -> list[Finding]:
    """Anchors, tags, several documents, depth, quotes, syntax: the first of each kind. Nothing is expanded or recursed into."""
    seen: dict[str, Place] = {}
    events = []
    loader = Loader(text)
    try:
        depth = documents = 0
        while not isinstance(event := loader.get_event(), yaml.StreamEndEvent):
            events.append(event)
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
            for code in _forbidden(event, depth, documents):
                seen.setdefault(code, _place(event))
            if depth > MAX_DEPTH:
                break
    except yaml.YAMLError as error:
        if not seen:
            return [syntax.explain(text, path, _mistake(error, events))]
    finally:
        loader.dispose()
    if place := quotes.swallowing(lines := text.split("\n"), _quoted(events)):
        return [syntax.unclosed(lines, path, place)]
    return [
        Finding(path, *place, code, *syntax.say_structure(code, MAX_DEPTH))
        for code, place in sorted(seen.items(), key=lambda s: s[1])
    ]


def _forbidden(event: Any, depth: int, documents: int) -> Iterator[str]:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        yield "YAML_ANCHOR"
    if getattr(event, "tag", None):
        yield "YAML_TAG"
    if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and event.implicit[0]:
        yield "YAML_MERGE_KEY"
    if isinstance(event, yaml.DocumentStartEvent) and (event.version or event.tags):
        yield "YAML_DIRECTIVE"
    if documents > 1:
        yield "YAML_DOCUMENTS"
    if depth > MAX_DEPTH:
        yield "YAML_DEPTH"


def _mistake(error: Any, events: list[Any]) -> syntax.Mistake:
    """The parser's error in plain terms."""
    problem: Any = getattr(error, "problem_mark", None)
    context: Any = getattr(error, "context_mark", None)
    return syntax.Mistake(
        problem=str(getattr(error, "problem", None) or error),
        place=(problem.line + 1, problem.column + 1) if problem else (1, 1),
        context=str(getattr(error, "context", None) or ""),
        start=(context.line + 1, context.column + 1) if context else None,
        quoted=tuple(_quoted(events)),
        bracket=_open_bracket(events),
    )


def _quoted(events: list[Any]) -> Iterator[quotes.Quoted]:
    """The texts in quotes, in their order."""
    opened: list[tuple[int, bool]] = [(-1, False)]
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            opened.append((opened[-1][0] if event.flow_style else _place(event)[1] - 1, bool(event.flow_style)))
        elif isinstance(event, yaml.CollectionEndEvent):
            opened.pop()
        elif isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"'):
            yield quotes.Quoted(_place(event), _place(event, end=True), *opened[-1])


def _open_bracket(events: list[Any]) -> Place | None:
    """Where the innermost bracket begins that is still open."""
    opened: list[Any] = []
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            opened.append(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            opened.pop()
    return _place(opened[-1]) if opened and opened[-1].flow_style else None


def _read_node(node: Any, pointer: str, path: str, findings: list[Finding]) -> Any:
    """Nodes → data, with a finding for each key written twice, each odd key, each value programs disagree on."""
    if isinstance(node, yaml.ScalarNode):
        return _read_scalar(node, pointer, path, findings)
    if isinstance(node, yaml.SequenceNode):
        return [_read_node(item, f"{pointer}/{index}", path, findings) for index, item in enumerate(node.value)]
    result: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        line, column = _place(key)
        if not _is_text(key):
            message = Message(messages.NAME_NOT_TEXT)
            hint = Message(messages.QUOTE_NAME)
            if isinstance(key, yaml.ScalarNode) and re.fullmatch("[0-9]{3}", key.value):
                hint = Message(messages.AMOUNT_WITHOUT_COMMAS)
            findings.append(Finding(path, line, column, "YAML_KEY", message, hint, pointer=pointer))
            continue
        name, below = key.value, f"{pointer}/{escape(key.value)}"
        if name in result:
            message = Message(messages.WRITTEN_TWICE, key=name, line=lines[name])
            hint = Message(messages.KEEP_ONE)
            findings.append(Finding(path, line, column, "YAML_DUPLICATE_KEY", message, hint, pointer=below))
            continue
        if key.style == '"':
            findings += _escaped(key, below, path, findings)
        lines[name] = line
        result[name] = _read_node(value, below, path, findings)
    return result


def _read_scalar(node: Any, pointer: str, path: str, findings: list[Finding]) -> Any:
    if node.style:
        if node.style == '"':
            findings += _escaped(node, pointer, path, findings)
        return node.value
    try:
        return plain(node.value)
    except DoubtError:
        code, severity, message, hint = scalars.say_doubt(node.value)
        findings.append(Finding(path, *_place(node), code, message, hint, severity=severity, pointer=pointer))
        return node.value


def _escaped(node: Any, pointer: str, path: str, findings: list[Finding]) -> list[Finding]:
    """Forbidden characters that came in by an escape (`"\\u200b"`), which the look at the raw text cannot see."""
    if not characters.suspicious(node.value):
        return []
    known = {f.code for f in findings if f.code.startswith("TEXT_")}
    return [f for f in characters.characters(node.value, path, _place(node), pointer) if f.code not in known]


def _is_text(key: Any) -> bool:
    try:
        return isinstance(key, yaml.ScalarNode) and (bool(key.style) or isinstance(plain(key.value), str))
    except DoubtError:
        return False


def _walk(node: Any, pointer: str, key: Any = None) -> Iterator[tuple[str, Any, Any]]:
    """Every node with its pointer and, in a mapping, its key's node."""
    yield pointer, key, node
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _walk(item, f"{pointer}/{index}")
    elif isinstance(node, yaml.MappingNode):
        seen = set()
        for name, value in node.value:
            if _is_text(name) and name.value not in seen:
                seen.add(name.value)
                yield from _walk(value, f"{pointer}/{escape(name.value)}", name)


def _place(node: Any, *, end: bool = False) -> Place:
    """Where a node or an event begins (or ends), from 1."""
    mark = node.end_mark if end else node.start_mark
    return mark.line + 1, mark.column + 1
