"""What an editor shows of a registry: yaml-language-server, run for real over its protocol, with the settings `init` writes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bwtb.checking import by_schema, check
from bwtb.registry import catalogs, editor
from bwtb.registry.catalogs import LISTS
from bwtb.registry.worktree import WorkTree
from bwtb.yaml import loader
from tests.helpers import npm
from tests.helpers.corpus import cases, expected
from tests.helpers.lsp import Server

REQUEST = "requests/2027/2027-mzj-001.yaml"
pytestmark = pytest.mark.posix  # commands run with a PATH of POSIX alone

# Codes that stand for what only the reader of bytes and lines knows, before any schema.
BEFORE_SCHEMA = ("FILE_", "TEXT_", "YAML_")
# An integer to JSON Schema, which does not see how a number is written.
WRITTEN = {"amount-with-zero-cents"}
NUMBERS = count(901)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new registry with a first draft."""
    root = tmp_path_factory.mktemp("editor") / "registry"
    who = {f"GIT_{role}_{what}": "x@example.invalid" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(root.parent), "BWTB_LANG": "zh", **who}
    draft = ["new", "--registry", str(root), "--unit", "mzj", "--category", "scenario", "--year", "2027"]
    for arguments in (["init", str(root)], draft):
        subprocess.run([sys.executable, "-m", "bwtb", *arguments], env=environment, check=True, capture_output=True)
    return root


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    program = npm.program("yaml-language-server@2.0.0", tmp_path_factory.mktemp("npm"))
    settings = json.loads((root / ".vscode/settings.json").read_bytes())
    yaml = {"completion": True, "hover": True, "validate": True, "schemas": settings["yaml.schemas"]}
    yaml["schemaStore"] = {"enable": settings["yaml.schemaStore.enable"]}
    with Server([program, "--stdio"], root, {"yaml": yaml}) as running:
        yield running


@pytest.fixture(params=["by the settings", "by the first line"])
def draft(request: pytest.FixtureRequest, root: Path) -> list[str]:
    """The draft's lines, with and without the line that names its schema."""
    lines = (root / REQUEST).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# yaml-language-server: $schema=../../schemas/request.schema.json"
    return lines[1:] if request.param == "by the settings" else lines


def fresh() -> str:
    """The path of a request that no test has opened yet: a server may still speak of what was closed."""
    return f"requests/2027/2027-mzj-{next(NUMBERS)}.yaml"


def at(server: Server, lines: list[str], field: str, typed: str) -> dict[str, str]:
    """What is offered after typing into a field: label → the text that takes the place of what was typed."""
    path = fresh()
    number = next(n for n, line in enumerate(lines) if line.lstrip("#").startswith(f"{field}:"))
    new = [*lines[:number], f"{field}: {typed}", *lines[number + 1 :]]
    server.open({path: "\n".join(new) + "\n"})
    offered = server.complete(path, number, len(new[number].rstrip("]")))
    return {item["label"]: item["textEdit"]["newText"] for item in offered}


@pytest.mark.parametrize(
    ("field", "typed", "label", "code"),
    [
        ("unit", "", "mzj 区民政局", "mzj"),
        ("unit", "民政", "mzj 区民政局", "mzj"),
        ("category", "场景", "scenario 场景开发类", "scenario"),
        ("capabilities", "[cap-06, ]", "cap-15 电子证照", "cap-15"),
        ("scopes", "[]", "one_thing 一件事", "one_thing"),
        ("nature", "[]", "upgrade 升级改造", "upgrade"),
    ],
)
def test_codes_are_offered_with_their_names(
    server: Server, draft: list[str], field: str, typed: str, label: str, code: str
) -> None:
    offered = at(server, draft, field, typed)
    assert offered.get(label) == code
    assert code not in offered, "a code is offered once, with its name"


def test_fields_and_codes_are_explained_in_chinese(server: Server, draft: list[str]) -> None:
    path = fresh()
    server.open({path: "\n".join(draft) + "\n"})

    def hover(start: str, column: int) -> str:
        return server.hover(path, next(n for n, line in enumerate(draft) if line.startswith(start)), column)

    assert "需求名称" in hover("title:", 1)
    assert "申请表上的需求名称" in hover("title:", 1)
    assert "* `mzj`: 区民政局" in hover("unit:", 7).split("Allowed Values:")[1].splitlines()[2]
    assert "`scenario`: 场景开发类" in hover("category:", 12)
    assert "编号" in hover("id:", 1)


@pytest.fixture(scope="module")
def marked(server: Server) -> dict[str, set[int]]:
    """The lines that the editor marks in each file of the corpus that is YAML."""
    files = [f for f in (*cases("valid"), *cases("invalid")) if is_of_schema(f)]
    texts = {f"requests/2027/2027-{f.stem}-001.yaml": f.read_text(encoding="utf-8") for f in files}
    found = server.open(texts)
    return {
        file.stem: {d["range"]["start"]["line"] + 1 for d in found[path]}
        for file, path in zip(files, texts, strict=True)
    }


def is_of_schema(file: Path) -> bool:
    path, wanted = expected(file)
    return path == REQUEST and file.stem not in WRITTEN and not any(w.startswith(BEFORE_SCHEMA) for w in wanted)


@pytest.mark.parametrize("file", [f for f in cases("invalid") if is_of_schema(f)], ids=lambda f: f.stem)
def test_errors_of_the_schema_are_marked_where_validate_finds_them(
    marked: dict[str, set[int]], root: Path, file: Path
) -> None:
    found = of_schema(root, file)
    if any(w.startswith("FIELD_UNKNOWN") for w in expected(file)[1]):
        # One cause gives one finding in bwtb; the editor marks also what a misspelt or misplaced field leaves undone.
        assert marked[file.stem] >= found
    else:
        # A mark like “…” is a text to the schema, too: only where a text must have some form does the editor object.
        assert found - left_open(root, file) <= marked[file.stem] <= found


def test_nothing_is_marked_in_a_valid_request(marked: dict[str, set[int]]) -> None:
    assert {f.stem: marked[f.stem] for f in cases("valid") if marked.get(f.stem)} == {}


def of_schema(root: Path, file: Path) -> set[int]:
    """The lines of what the tool's own schema, with the catalog's codes, has to say."""
    source = WorkTree(root)
    document = loader.load(file.read_bytes(), REQUEST)
    found = by_schema.check(document, "request", draft=False, catalog=catalogs.require(source))
    # To a schema an empty text is a text.
    found = [f for f in found if not (f.code == "FIELD_MISSING" and is_text(document.data, f.pointer))]
    whole = check.check_file(source, REQUEST, catalogs.require(source), (file.read_bytes(), document))
    return {f.line for f in (*found, *(f for f in whole if f.code == "CODE_UNKNOWN"))}


def left_open(root: Path, file: Path) -> set[int]:
    """The lines with a mark that says nothing."""
    findings = check.check_file(
        WorkTree(root),
        REQUEST,
        catalogs.require(WorkTree(root)),
        (file.read_bytes(), loader.load(file.read_bytes(), REQUEST)),
    )
    return {f.line for f in findings if f.code in ("FIELD_UNFILLED", "DRAFT_INCOMPLETE")}


def is_text(data: Any, pointer: str) -> bool:
    for step in pointer.split("/")[1:]:
        data = data.get(step) if isinstance(data, dict) else None
    return isinstance(data, str)


def test_the_lists_of_the_catalog_have_their_schemas(server: Server, root: Path) -> None:
    texts = {f"catalog/{kind}.yaml": (root / f"catalog/{kind}.yaml").read_text(encoding="utf-8") for kind in LISTS}
    texts["catalog/parties.yaml"] = texts["catalog/parties.yaml"].replace("code: office", "code: buero")
    found = server.open(texts)
    (wrong,) = found.pop("catalog/parties.yaml")
    assert texts["catalog/parties.yaml"].splitlines()[wrong["range"]["start"]["line"]] == "- code: buero"
    assert set(map(len, found.values())) == {0}


def test_the_schema_follows_the_catalog(root: Path) -> None:
    lists = catalogs.require(WorkTree(root))
    assert not editor.is_outdated(WorkTree(root), lists)
    shorter = catalogs.Catalog({**lists.lists, "units": {"mzj": {"code": "mzj", "name": "县民政局"}}})
    assert editor.is_outdated(WorkTree(root), shorter)
    assert editor.request_schema(shorter)["properties"]["unit"]["then"] == {
        "enum": ["mzj"], "enumDescriptions": ["县民政局"]
    }  # fmt: skip
