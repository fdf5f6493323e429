"""The text of a new request file: every field in the form's order, labelled from the schema, empty or filled in.

Two kinds of comment: `# text` explains, `#key: …` is an optional field, put to use by deleting its `#`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bwtb.base.messages import Message
from bwtb.base.typography import cells
from bwtb.registry import messages, schema
from bwtb.registry.catalogs import Catalog
from bwtb.yaml import write
from bwtb.yaml.characters import suspicious

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WIDTH = 100  # columns of a line of codes, a Chinese character counting two
CATEGORIES = ("work_point", "scenario", "integration", "supplementary")

# Optional fields that a draft leaves open to be filled in, with the categories they belong to.
OPEN = {
    "/capabilities": CATEGORIES,
    "/application/new_item": CATEGORIES,
    "/application/new_scenario": CATEGORIES,
    "/application/integration": CATEGORIES,
    "/scopes": ("work_point",),
    "/surfaces": ("scenario",),
    "/integration": ("integration",),
    "/integration/operator": ("integration",),
    "/joint_units": ("supplementary",),
}


@dataclass(frozen=True)
class Setting:
    """What the text is made from. `answers` are the values that are known, as in a request file; `say` gives the words of
    a comment."""

    request_id: str
    answers: Mapping[str, Any]
    catalog: Catalog
    say: Callable[[Message], str]

    @property
    def category(self) -> str:
        return str(self.answers.get("category", ""))


def refused(text: str) -> str | None:
    """The first character that must not stand in a line of a request, as U+XXXX; None if all may."""
    for character in text:
        if character in "\n\t" or suspicious(character):
            return f"U+{ord(character):04X}"
    return None


def render(request_id: str, answers: Mapping[str, Any], catalog: Catalog, say: Callable[[Message], str] = str) -> str:
    """The draft's whole text. `answers`: the known fields (unit, category, title, …) with their values; `say` gives the
    words of the comments that explain how to fill it in (English, if not given).

    What belongs to the request's category (articles 7 and 8) is left open, what belongs to another is commented out.
    """
    filled = {**preset(answers, catalog), "id": request_id}
    setting = Setting(request_id, filled, catalog, say)
    year = request_id[:4]
    lines = [
        "# yaml-language-server: $schema=../../schemas/request.schema.json",
        "# " + say(Message(messages.DRAFT_OF_A_REQUEST, year=year)),
        "# " + say(Message(messages.DRAFT_OPTIONAL_FIELDS)),
        f"# bwtb validate requests/{year}/{request_id}.yaml",
    ]
    whole = schema.read("request")
    for key in whole["properties"]:
        # An empty block of text already ends in a blank line.
        lines += [""] if lines[-1] else []
        lines += _field(setting, f"/{key}", filled.get(key), required=key in whole["required"])
    return "\n".join(lines) + "\n"


def preset(answers: Mapping[str, Any], catalog: Catalog) -> dict[str, Any]:
    """The answers with what the regulation itself settles for their category, where they say nothing else."""
    filled = dict(answers)
    centre = catalog.party("centre").get("unit")
    if filled.get("category") == "supplementary" and centre and filled.get("unit") not in (None, centre):
        # Article 8: the centre and the unit apply together.
        filled.setdefault("joint_units", [centre])
    if filled.get("category") == "integration" and isinstance(filled.get("integration", {}), dict):
        # Article 7: the applying unit is responsible for operation.
        filled["integration"] = {"operator": "unit", **filled.get("integration", {})}
    return filled


def _spec(pointer: str) -> Mapping[str, Any]:
    """The schema of a field of a request."""
    spec = schema.field(pointer)
    if spec is None:
        raise KeyError(pointer)
    return spec


def _name(pointer: str) -> str:
    return pointer.rpartition("/")[2]


def _below(pointer: str) -> list[str]:
    """The fields of a mapping, or of one entry of a list of mappings; none of anything else."""
    spec = _spec(pointer + "/0") if _spec(pointer).get("type") == "array" else _spec(pointer)
    return [f"{pointer}/{name}" for name in spec.get("properties", ())]


def _required_below(pointer: str) -> list[str]:
    spec = _spec(pointer + "/0") if _spec(pointer).get("type") == "array" else _spec(pointer)
    return list(spec.get("required", ()))


def _field(setting: Setting, pointer: str, value: Any, *, required: bool) -> list[str]:
    """The lines of one field from its own column on: what it is, then the field, filled in, open or commented out."""
    kind = _spec(pointer).get("type")
    lines = _explain(setting, pointer)
    example = _example(setting, pointer)
    categories = OPEN.get(pointer, ())
    is_open = required or categories == CATEGORIES or setting.category in categories
    # A choice and a yes-or-no can't stand in the file without an answer; a text, a list and a mapping can.
    if value is None and not (is_open and kind in ("string", "array", "object")):
        return lines + ["#" + line for line in example]
    if kind == "object":
        values = value if isinstance(value, dict) else {}
        needed = _required_below(pointer)
        inner: list[str] = []
        for below in _below(pointer):
            inner += _field(setting, below, values.get(_name(below)), required=_name(below) in needed)
        return [*lines, f"{_name(pointer)}:", *_indent(inner)]
    if kind == "array" and _below(pointer):
        lines += [f"#   {line}" for line in example]
    return lines + _value(setting, pointer, value)


def _value(setting: Setting, pointer: str, value: Any) -> list[str]:
    """A field's own lines: `key: value`, a block of text, or a list of mappings one a line."""
    key = _name(pointer)
    if pointer.startswith("/description/") and (value is None or isinstance(value, str)):
        text = (value or "").strip("\n")
        if not text:
            return [f"{key}: |", ""]
        return [f"{key}: |", *_indent(text.split("\n"))] if _plain_block(text) else [f"{key}: {write.inline(text)}"]
    if value is None:
        return [f"{key}: []" if _spec(pointer).get("type") == "array" else f'{key}: ""']
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return [f"{key}:", *(f"  - {write.inline(item)}" for item in value)]
    known = schema.codes(pointer, catalog=setting.catalog)
    said = "、".join(known[str(c)] for c in (value if isinstance(value, list) else [value]) if str(c) in known)
    return [f"{key}: {write.inline(value)}" + (f"  # {said}" if said else "")]


def _plain_block(text: str) -> bool:
    """Whether a text reads back the same from a `|` block: no leading blanks, nothing that YAML escapes."""
    lines = text.split("\n")
    return not text[:1].isspace() and not any(refused(line) or line != line.rstrip() for line in lines)


def _explain(setting: Setting, pointer: str) -> list[str]:
    """What the field is and its codes; for a list of mappings what one holds and the codes in it."""
    spec = _spec(pointer)
    lines = [f"# {spec['title']}：{spec['description']}", *_codes(_known(setting, pointer).items())]
    if pointer == "/description":
        lines.append("# " + setting.say(Message(messages.DRAFT_TEXTS_BELOW)))
    if spec.get("type") != "array":
        return lines
    lines += _codes((_name(below), str(_spec(below)["title"])) for below in _below(pointer))
    for below in _below(pointer):
        known = _known(setting, below)
        if known:
            lines += [
                f"#   {_name(below)}（{_spec(below)['title']}）：",
                *(f"#   {x[1:]}" for x in _codes(known.items())),
            ]
    return lines


def _known(setting: Setting, pointer: str) -> dict[str, str]:
    """The codes to show for a field; the units are too many, of the work points those that may be cited."""
    if schema.CATALOG_FIELDS.get(schema.general(pointer)) == "units":
        return {}
    year = int(setting.request_id[:4])
    return {code: name for code, name in schema.codes(pointer, catalog=setting.catalog).items() if citable(code, year)}


def citable(code: str, year: int) -> bool:
    """Whether a code may be offered for a year: of the work points those of that year and of the one before (article 7)."""
    return not code.startswith("wp-") or code[3:7] in (str(year), str(year - 1))


def _example(setting: Setting, pointer: str) -> list[str]:
    """How the field is written, for a comment: `key: example`, or a block."""
    key, kind = _name(pointer), _spec(pointer).get("type")
    if kind == "array" and _below(pointer):
        # Where nothing is required of an entry, it holds one of several things: the two kinds of basis.
        groups = [_required_below(pointer)] if _required_below(pointer) else [["work_point"], ["document", "number"]]
        pairs = [[f"{name}: {_scalar_example(setting, f'{pointer}/{name}')}" for name in group] for group in groups]
        return [f"{key}:", *(f"  - {{{', '.join(entry)}}}" for entry in pairs)]
    if kind != "object":
        return [f"{key}: {_scalar_example(setting, pointer)}"]
    lines, needed = [], _required_below(pointer)
    for below in _below(pointer):
        mark = "" if _name(below) in needed else "#"
        lines += [*_explain(setting, below), *(mark + line for line in _example(setting, below))]
    return [f"{key}:", *_indent(lines)]


def _scalar_example(setting: Setting, pointer: str) -> str:
    spec = _spec(pointer)
    if pointer == "/endorsements/unit" and setting.answers.get("unit"):
        return str(setting.answers["unit"])
    if spec.get("examples"):
        example = spec["examples"][0]
        if isinstance(example, str):
            example = example.replace("2027-mzj-001", setting.request_id)
            # Plain where YAML would quote only what another program might take for a date.
            return example if DATE.fullmatch(example) else write.inline(example)
        return write.inline(example)
    known = [*_known(setting, pointer), "…"]
    return {"array": "[]", "boolean": "true", "integer": "0", "number": "0"}.get(str(spec.get("type")), known[0])


def _indent(lines: list[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _codes(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Codes with their labels as comments, several a line."""
    lines, current = [], ""
    for code, name in pairs:
        piece = f"{code} {name}"
        if current and cells(current, ambiguous=2) + cells(piece, ambiguous=2) + 3 > WIDTH:
            lines.append(current)
            current = ""
        current = f"{current} · {piece}" if current else piece
    return [f"#   {line}" for line in ([*lines, current] if current else lines)]
