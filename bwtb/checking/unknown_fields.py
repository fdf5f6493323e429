"""What a field's name that stands where it does not belong was most likely meant for: misspelt, misplaced, or run together.

It decides which other findings only follow from it: the field that seems to be missing is the one that is misspelt.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bwtb.base import budget, values
from bwtb.registry import schema
from bwtb.yaml import pointers
from bwtb.yaml.pointers import below

# Codes of findings on a name that is none of its group's.
CODES = ("FIELD_UNKNOWN", "YAML_SYNTAX", "YAML_FULLWIDTH")
# A name with its value, where the colon or the blank after it is missing or full-width.
_GLUED = re.compile(r"(?P<name>[A-Za-z_]+)(?P<between>[:：]?\s*)(?P<value>\S.*)", re.DOTALL)


@dataclass(frozen=True)
class Meaning:
    """One of these: `field`, the one of the same group that was meant; `group`, the group it belongs to, in general ("" is
    the file itself); `glued`, the field and what stands between it and its value. None of them: nobody knows."""

    field: str = ""
    group: str | None = None
    glued: tuple[str, str] | None = None

    def fields(self, here: str, key: str) -> set[str]:
        """The fields, in general, that need not be missed; `x.*`: any of the group x, which has been torn apart."""
        if self.group is not None:
            return {key} if not self.group else {self.group, f"{self.group}.*"}
        return {_join(here, self.field or (self.glued or ("*",))[0])}


def of_file(data: Any, kind: str) -> dict[str, dict[str, Meaning]]:
    """By the pointer of each group with names that are none of its fields: what each of them was meant for.

    Likeness is looked for in the first few names of a file, and only in short ones: it takes long.
    """
    found: dict[str, dict[str, Meaning]] = {}
    guesses = budget.GUESSES
    for pointer, group in _groups(data, ""):
        known = (schema.field(pointer, kind) or {}).get("properties")
        if known and (unknown := [key for key in group if key not in known]):
            guessed = frozenset(key for key in unknown[:guesses] if len(key) <= budget.GUESSED_LETTERS)
            guesses -= len(guessed)
            found[pointer] = _meanings(data, group, pointer, kind, guessed)
    return found


def _meanings(
    root: Any, group: Mapping[str, Any], pointer: str, kind: str, guessed: Collection[str]
) -> dict[str, Meaning]:
    """What each unknown name in a group of fields was meant for; of those not to be `guessed` only what is plain.

    `root` is the data of the whole file, `pointer` where the group stands in it, `kind` the file's schema.
    """
    spec = schema.field(pointer, kind) or {}
    known = spec.get("properties", {})
    unknown = [key for key in group if key not in known]
    open_fields = {name: schema.title(f"{pointer}/{name}", kind) for name in known if name not in group}
    own = _Group(root, schema.general(pointer), group, kind)
    meant = {key: _meaning(own, key, open_fields, guess=key in guessed) for key in unknown}
    required = [name for name in spec.get("required", ()) if name in open_fields]
    if len(unknown) == len(required) == 1 and meant[unknown[0]] == Meaning():
        return {unknown[0]: Meaning(field=required[0])}
    return meant


def meant(data: Any, kind: str) -> set[str]:
    """The fields, in general, that unknown names anywhere in a file stand for; `x.*` for any of the group x."""
    return all_fields(of_file(data, kind))


def all_fields(meanings: Mapping[str, Mapping[str, Meaning]]) -> set[str]:
    """The same, of what `of_file` gave."""
    fields: set[str] = set()
    for pointer, meant in meanings.items():
        here = schema.general(pointer)
        for key, meaning in meant.items():
            fields |= meaning.fields(here, key)
    return fields


def covers(fields: set[str], pointer: str) -> bool:
    """Whether a field is among those that `meant` gives."""
    field = schema.general(pointer)
    return field in fields or _join(field.rpartition(".")[0], "*") in fields


@dataclass(frozen=True)
class _Group:
    """The group of fields that an unknown name stands in: its name in general ("" is the file itself) and its fields.

    `root` is the data of the whole file, `kind` its schema.
    """

    root: Any
    name: str
    fields: Mapping[str, Any]
    kind: str


def _meaning(own: _Group, key: str, open_fields: Mapping[str, str], *, guess: bool) -> Meaning:
    """What one unknown name was meant for; `open_fields` are the fields of its group that are not there, with their labels."""
    if own.fields[key] is None and (match := _GLUED.fullmatch(key)) and match["name"] in open_fields:
        return Meaning(glued=(match["name"], match["between"]))
    name = values.plain(key)
    if name in open_fields:
        return Meaning(field=name)
    groups = _groups_with_field(own.kind).get(name, ())
    lacking = [group for group in groups if _lacks(own, group, name)]
    if lacking:
        return Meaning(group=min(lacking, key=lambda group: _far(own, group, name)))
    if guess and (near := values.nearest(name, open_fields)):
        return Meaning(field=near)
    return Meaning(group=groups[0]) if groups else Meaning()


@cache
def _groups_with_field(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Each field's name with the groups that have such a field, in general."""
    groups: dict[str, tuple[str, ...]] = {}
    waiting = [""]
    while waiting:
        group = waiting.pop(0)
        for name in _entry(group, kind).get("properties", {}):
            groups[name] = (*groups.get(name, ()), group)
            waiting.append(_join(group, name))
    return groups


def _far(own: _Group, group: str, key: str) -> tuple[int, bool, bool, bool, int]:
    """How far a group is from being meant: has few of these fields, surely lacks none, is not near, does not need this one."""
    spec = _entry(group, own.kind)
    # An entry of a list may have come from another list as a whole; from any other group only what is unknown there has.
    moved = set(own.fields)
    if not _is_list(own.name, own.kind):
        moved -= _entry(own.name, own.kind).get("properties", {}).keys()
    strange = len(moved - spec.get("properties", {}).keys())
    near = own.name == group.rpartition(".")[0] or group == own.name.rpartition(".")[0]
    return strange, _is_list(group, own.kind), not near, key not in spec.get("required", ()), group.count(".")


def _entry(group: str, kind: str) -> schema.Schema:
    """The schema of a group of fields, in a list that of its entries."""
    return schema.field(f"{group}.0" if _is_list(group, kind) else group, kind) or {}


def _is_list(group: str, kind: str) -> bool:
    return (schema.field(group, kind) or {}).get("type") == "array"


def _lacks(own: _Group, group: str, key: str) -> bool:
    """Whether a group is not there, is empty, or has no such field; a list may always have lost an entry."""
    if _is_list(group, own.kind):
        return True
    value = pointers.value_at(own.root, "/" + group.replace(".", "/") if group else "")
    return value is None or (isinstance(value, dict) and value.get(key) is None)


def _groups(value: Any, pointer: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every group of fields in the data, with its pointer."""
    if isinstance(value, dict):
        yield pointer, value
    for here, inner in below(pointer, value):
        if isinstance(inner, dict | list):
            yield from _groups(inner, here)


def _join(group: str, name: str) -> str:
    return f"{group}.{name}" if group else name
