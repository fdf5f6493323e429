"""Single faults, as they happen while typing, in valid requests: what the property tests are made of."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from bwtb.base.findings import Finding
from bwtb.checking import check
from tests import REPOSITORY
from tests.helpers.corpus import CATALOG, cases, expected
from tests.helpers.sources import Memory

LINK = "requests/2027/2027-mzj-001/链接.pdf"
BESIDE = {
    "requests/2027/2027-mzj-001/说明.pdf": b"%PDF-1.4 sample\n",
    **{
        f.relative_to(REPOSITORY).as_posix(): f.read_bytes()
        for f in sorted((REPOSITORY / "requests").rglob("*"))
        if f.is_file() and f.suffix != ".yaml"
    },
}


@dataclass(frozen=True)
class Sample:
    """A valid request, and where it stands."""

    name: str
    path: str
    text: str

    def __repr__(self) -> str:
        return self.name


def _samples() -> Iterator[Sample]:
    for file in cases("valid"):
        yield Sample(f"valid/{file.stem}", expected(file)[0], file.read_text(encoding="utf-8"))
    for file in sorted((REPOSITORY / "requests/2027").glob("2027-*.yaml")):
        yield Sample(f"requests/{file.stem}", f"requests/2027/{file.name}", file.read_text(encoding="utf-8"))


SAMPLES = [s for s in _samples() if check.kind_of(s.path) == "request"]


def source(path: str, raw: bytes) -> Memory:
    """A registry of this one request."""
    return Memory({**CATALOG, **BESIDE, path: raw}, {LINK})


def findings(path: str, raw: bytes) -> list[Finding]:
    return check.check_source(source(path, raw), [path])


@dataclass(frozen=True)
class Quotation:
    """A text in quotes: its line and column from 1, and where its closing quote stands in the text."""

    line: int
    column: int
    closing: int


def quotations(text: str) -> list[Quotation]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    found = []
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"'):
            end = starts[event.end_mark.line] + event.end_mark.column - 1
            found.append(Quotation(event.start_mark.line + 1, event.start_mark.column + 1, end))
    return found


def with_quotes(text: str, random: random.Random, share: float) -> str:
    """A request with this share of its plain texts put in quotes, single or double; it says the same."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    places = []
    for node in _plain_texts(yaml.compose(text, Loader=yaml.CSafeLoader)):
        mark = random.choice("'\"")
        if random.random() < share and mark not in node.value and "\\" not in node.value:
            start, end = node.start_mark, node.end_mark
            places.append((starts[start.line] + start.column, starts[end.line] + end.column, mark))
    for begin, end, mark in sorted(places, reverse=True):
        text = f"{text[:begin]}{mark}{text[begin:end]}{mark}{text[end:]}"
    return text


def _plain_texts(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """The values, not the names of fields, that are plain text on one line."""
    if isinstance(node, yaml.MappingNode):
        for _key, value in node.value:
            yield from _plain_texts(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _plain_texts(value)
    elif not node.style and node.value and node.tag.endswith((":str", ":timestamp")):
        begins, ends = node.start_mark, node.end_mark
        if begins.line == ends.line:
            yield node


_KEY = re.compile(r"(?<![\w])([a-z_0-9]{2,})(?=:(?: |\n))")
_VALUE = re.compile(r"(?<=: )([^\n,{}\[\]|]+?)(?=[,}\n])")
_CODE = re.compile(r"(?<=[\[ ])[a-z][a-z_0-9-]+(?=[\],\n}])")
WRONG = ("[x]", "{a: b}", "12", "", "010", "48万元", "-1")


def single_faults(text: str) -> Iterator[tuple[str, str]]:
    """Every single fault of these kinds in a text: what was done, and the text with it."""
    lines = text.split("\n")
    for n, line in enumerate(lines):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        above, below = lines[:n], lines[n + 1 :]
        edits: dict[str, list[str]] = {"deleted": [], "doubled": [line, line], "swapped": [*below[:1], line]}
        edits |= {f"indented by {k}": [" " * k + line] for k in (1, 2)}
        edits |= {f"indented by -{k}": [line[k:]] for k in (1, 2) if line.startswith(" " * k)}
        for what, instead in edits.items():
            yield f"line {n + 1} {what}", "\n".join([*above, *instead, *(below[1:] if what == "swapped" else below)])
    for field in _KEY.finditer(text):
        key = field.group()
        for other in (key[1] + key[0] + key[2:], "xyz", key.upper()):
            yield f"{key} called {other}", text[: field.start()] + other + text[field.end() :]
    for value in _VALUE.finditer(text):
        for other in WRONG:
            yield f"{value.group()} made {other}", text[: value.start()] + other + text[value.end() :]
    for code in _CODE.finditer(text):
        yield f"{code.group()} made wrong", text[: code.start()] + "x" + text[code.start() :]


SIGNS = (*":-,[]{}|\"'#&*!%@`>?\t \n。，：“”（　\u200b\u00a0\u202e\x00", ": ", "- ", " #", "\r\n", "---\n")


def random_fault(text: str, random: random.Random) -> str:
    """A text with one thing done to it anywhere: a sign put in or taken out, a line broken, joined or lost, an end cut off."""
    if "\n" not in text:
        return text
    at = random.randrange(len(text))
    match random.randrange(5):
        case 0:
            return text[:at] + random.choice(SIGNS) + text[at:]
        case 1:
            return text[:at] + text[at + 1 :]
        case 2:
            return text[:at]
        case 3:
            return text[:at] + random.choice(SIGNS) + text[at + 1 :]
    lines = text.split("\n")
    n = random.randrange(len(lines) - 1)
    other = random.randrange(len(lines))
    lines[n], lines[other] = lines[other], lines[n]
    return "\n".join(lines)
