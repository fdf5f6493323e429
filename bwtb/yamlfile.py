"""YAML bytes → data and the position of every node, in a strict profile. The only module that imports yaml."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from bwtb.finding import Finding
from bwtb.i18n import _

Position = tuple[int, int]


@dataclass(frozen=True)
class Document:
    """One file as read: its data (None where it could not be read), where each node stands, what was wrong.

    `keys` and `values` map JSON pointers to (line, column) from 1: of a mapping's key, and of the value itself.
    """

    path: str
    data: Any
    findings: tuple[Finding, ...] = ()
    keys: Mapping[str, Position] = field(default_factory=dict)
    values: Mapping[str, Position] = field(default_factory=dict)

    def position(self, pointer: str) -> Position:
        """Where a reader looks for this pointer: its key, else its value, else the nearest parent, else 1:1."""
        while True:
            place = self.keys.get(pointer) or self.values.get(pointer)
            if place or not pointer:
                return place or (1, 1)
            pointer = pointer.rpartition("/")[0]


def load(raw: bytes, path: str) -> Document:
    """Read one YAML file. Never raises for what stands in the file: what is wrong with it is in `findings`.

    Dates stay text. `path` is only for the findings.
    """
    try:
        node = yaml.compose(raw, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = _("This is not valid YAML: {problem}").format(problem=getattr(error, "problem", "") or str(error))
        return Document(path, None, (Finding(path, line, column, "YAML_SYNTAX", "error", "", "", message, ""),))
    keys: dict[str, Position] = {}
    values: dict[str, Position] = {}
    data = _construct(node, "", keys, values) if node is not None else None
    return Document(path, data, (), keys, values)


def _construct(node: yaml.Node, pointer: str, keys: dict[str, Position], values: dict[str, Position]) -> Any:
    values[pointer] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        result = {}
        for key, value in node.value:
            below = f"{pointer}/{escape(str(key.value))}"
            keys[below] = (key.start_mark.line + 1, key.start_mark.column + 1)
            result[key.value] = _construct(value, below, keys, values)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_construct(item, f"{pointer}/{index}", keys, values) for index, item in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    match node.tag:
        case "tag:yaml.org,2002:null":
            return None
        case "tag:yaml.org,2002:bool":
            return node.value.lower() in ("true", "yes", "on")
        case "tag:yaml.org,2002:int":
            return int(node.value)
        case "tag:yaml.org,2002:float":
            return float(node.value)
    return node.value


def escape(key: str) -> str:
    """A key as a step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def quoted(text: str) -> str:
    """A text as a double-quoted scalar: a JSON string is one, but for characters that the strict profile refuses."""
    return json.dumps(text, ensure_ascii=False)


class _InlineDumper(yaml.SafeDumper):
    """Writes text with line breaks in double quotes, so that it stays on its line."""

    def represent_str(self, text: str) -> yaml.ScalarNode:
        style = '"' if not text or any(c in text for c in "\n\r\x85\u2028\u2029") else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_InlineDumper.add_representer(str, _InlineDumper.represent_str)


def inline(value: Any) -> str:
    """A value as YAML on one line, quoted where it must be: after `key: ` or inside a list it reads back the same."""
    options: dict[str, Any] = {"allow_unicode": True, "default_flow_style": True, "width": float("inf")}
    # Written as the one item of a list, a text is quoted for every place it may stand in.
    written: str = yaml.dump([value], Dumper=_InlineDumper, sort_keys=False, **options)
    return written.strip()[1:-1]
