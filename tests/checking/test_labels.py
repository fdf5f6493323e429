"""What people are told names fields and codes by their labels: nobody has to know what `jtw` or `True` is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from bwtb.base.findings import Finding
from bwtb.base.languages import words
from bwtb.base.resources import path
from bwtb.checking import check
from bwtb.registry import catalogs, schema
from bwtb.registry.worktree import WorkTree
from tests import REPOSITORY
from tests.goldens.__main__ import HERE
from tests.helpers.corpus import CORPUS, cases, expected, files_beside
from tests.helpers.sources import Memory
from tests.helpers.speaking import speaking

WORD = re.compile(r"[a-z][a-z0-9_-]*[a-z0-9]")
# How a hint may show a code or a field's name: with its label behind it, or as part of what is to be typed.
LABELLED = re.compile(r"[a-z0-9_.-]+（[^（）]*(?:（[^（）]*）[^（）]*)*）")
TYPED = re.compile(r"“[^“”]*”|`[^`]*`|[a-z_0-9]+: \S+|(?:请(?:写成|填|改为|改用) ?)[^，。；]+|\"[^\"]*\"")
QUOTED = re.compile(r"“([^“”]*)”")
FOLDER = CORPUS / "invalid"
REPR = re.compile(r"\b(?:True|False|None)\b|\['|\{'")


def keys(node: Any) -> Iterator[str]:
    """Every field's name in a schema."""
    if isinstance(node, dict):
        yield from node.get("properties", {})
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from keys(inner)


@pytest.fixture(scope="module")
def names() -> set[str]:
    """Field names and codes that have labels."""
    catalog, _findings = catalogs.load(WorkTree(REPOSITORY))
    known = {code for entries in catalog.lists.values() for code in entries}
    for kind in ("request", "proposal"):
        known |= set(keys(schema.read(kind)))
        text = json.dumps(schema.read(kind))
        known |= set(re.findall(r'"const": "([a-z_0-9]+)"', text))
    assert path("schemas").is_dir()
    return {name for name in known if WORD.fullmatch(name)}


def findings() -> Iterator[tuple[str, Finding, str]]:
    for file in cases("invalid"):
        at, _expected = expected(file)
        content = files_beside(file)
        lines = content[at].decode("utf-8", "replace").splitlines()
        for finding in check.check_source(Memory(content, {"requests/2027/2027-mzj-001/链接.pdf"}), [at]):
            yield file.name, finding, lines[finding.line - 1] if lines else ""


def test_messages_use_labels(names: set[str]) -> None:
    """A message may repeat what stands in the file; any other word of ours has a label."""
    bare = []
    with speaking("zh"):
        for name, finding, line in findings():
            text = files_beside(FOLDER / name)[finding.path].decode("utf-8", "replace")
            said = QUOTED.sub(lambda m, t=text: "" if m[1] in t else m[0], LABELLED.sub("", words(finding.message)))  # type: ignore[misc]
            bare += [f"{name}: {w} in {said}" for w in WORD.findall(said) if w in names and w not in line]
    assert not bare, "\n".join(bare)


def test_hints_give_labels_with_what_is_to_be_typed(names: set[str]) -> None:
    bare = []
    with speaking("zh"):
        for name, finding, line in findings():
            said = TYPED.sub("", LABELLED.sub("", words(finding.hint)))
            bare += [
                f"{name}: {w} in {words(finding.hint)}" for w in WORD.findall(said) if w in names and w not in line
            ]
    assert not bare, "\n".join(bare)


@pytest.mark.parametrize("file", ["corpus.zh.txt", "commands.zh.txt", "corpus.en.txt", "commands.en.txt"])
def test_no_values_as_the_program_writes_them(file: str) -> None:
    """`True` is how Python says yes. What a line of a file shows, behind its `|`, is the file's."""
    lines = (HERE / file).read_text(encoding="utf-8").splitlines()
    shown = [line for line in lines if not re.match(r" *[0-9]* \|", line)]
    odd = [line for line in shown if REPR.search(line) and "“" not in line]
    assert not odd, "\n".join(odd)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_finding_at_a_field_names_it(language: str) -> None:
    """No label is empty, in either language; the whole file has one too."""
    with speaking(language):
        nameless = [
            f"{name}: {words(finding.message)}"
            for name, finding, _line in findings()
            if finding.label and re.match(r" |\(|$", words(finding.label))
        ]
        nameless += [name for name, finding, _line in findings() if re.match(r"\s", words(finding.message))]
    assert not nameless, "\n".join(nameless)
