"""One hostile text in every field of a request, into every sink: each time a reader of that format finds it to be data."""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import docx as python_docx
import openpyxl
import pytest

from bwtb.base import inert, languages
from bwtb.base.findings import Finding
from bwtb.base.typography import clean
from bwtb.checking import check, report
from bwtb.checking.report import text
from bwtb.cli import terminal
from bwtb.proposal import Proposal
from bwtb.registry import schema
from bwtb.render import docx, page, proposal_json, xlsx
from bwtb.render.layout.pagination import fitted
from bwtb.render.layout.pagination import pages as paged
from bwtb.render.markup import block_model
from bwtb.signing import record
from tests.helpers.corpus import AT, CATALOG
from tests.helpers.reviews import TIME, catalog, proposal, request_data, review, reviewed
from tests.helpers.sources import Memory

HOSTILE = (
    "起\x00\x07\x1b[31m\x9b31m\u202e\u2066\r\n::error::x %0A ]]> <script>alert(1)</script> &amp; =1+1 {{7*7}} {%raw%} #let x "
    "*a* $1$ \u2028\ud800\ufffe\ufeff终"
)
# A file in UTF-8 cannot hold half a character; names and what git tells can.
IN_A_FILE = HOSTILE.replace("\ud800", "")
LONG = IN_A_FILE + "长" * 10_000
MARK = "<script>alert(1)</script>"
SENTENCE = MARK + " &amp; =1+1 {{7*7}} {%raw%} #let x"
NAME = "catalog/\n::error::\u202e\udcd6\udcd0.yaml"  # with a line break, and 中 in GBK bytes
OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def leaves(pointer: str = "") -> Iterator[str]:
    """Every field of the schema that holds text, by its pointer; of a list its first entry."""
    spec = schema.field(pointer) or {}
    if spec.get("type") == "object":
        for name in spec["properties"]:
            yield from leaves(f"{pointer}/{name}")
    elif spec.get("type") == "array":
        yield from leaves(f"{pointer}/0")
    elif spec.get("type") == "string" or "oneOf" in spec:
        yield pointer


def put(data: Any, pointer: str, value: str) -> None:
    """Set a value in the data, making the groups and lists on the way."""
    names = pointer.split("/")[1:]
    for name, following in pairwise(names):
        empty: Any = [] if following == "0" else {}
        if isinstance(data, list):
            data[:] = data or [empty]
            data = data[0]
        else:
            data = data.setdefault(name, empty)
    if isinstance(data, list):
        data[:] = [value]
    else:
        data[names[-1]] = value


def hostile_request() -> dict[str, Any]:
    """A complete request that says the hostile text wherever it holds text of its own, and 10,000 characters at its end."""
    data = request_data(joint_units=["jw"], integration={}, supplementary={})
    for pointer in leaves():
        spec = schema.field(pointer) or {}
        if "pattern" not in spec and "oneOf" not in spec:
            put(data, pointer, IN_A_FILE)
    return data | {"title": IN_A_FILE, "remarks": LONG}


@cache
def findings() -> list[Finding]:
    """What is found where every field in turn holds the text, and on a file whose name is hostile."""
    found = [Finding(NAME, 1, 1, "FILE_NAME", HOSTILE, HOSTILE, pointer=HOSTILE, label=HOSTILE)]
    for pointer in leaves():
        data = request_data()
        put(data, pointer, IN_A_FILE)
        source = Memory({**CATALOG, AT: json.dumps(data).encode()})
        found += check.check_source(source, [AT])
    assert len({f.pointer for f in found}) > 40
    return found


def obeyed(said: str) -> set[str]:
    return {f"U+{ord(c):04X}" for c in said if unicodedata.category(c) in OBEYED and c not in "\n\t"}


@pytest.fixture(autouse=True, params=languages.LANGUAGES)
def language(request: pytest.FixtureRequest) -> None:
    languages.set_language(request.param)


@pytest.fixture(scope="module")
def made() -> Proposal:
    return proposal(reviewed(hostile_request(), opinion=HOSTILE))


# What is read in a terminal, a log, or by a program.


def test_what_is_obeyed_is_what_unicode_says() -> None:
    every = {chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) in OBEYED} - set("\n\t")
    assert {c for c in every if inert.visible(c) == c} == set()
    assert inert.visible("甲，a\u3000😀\n\t") == "甲，a\u3000😀\n\t"


def test_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    lines = list(text.render(findings(), lambda _path: [HOSTILE] * 99, terminal.inert))
    terminal.say(HOSTILE)
    terminal.note(HOSTILE)
    said = "".join(capsys.readouterr())
    assert obeyed("".join(lines) + said) == set()
    assert [line for line in lines if "\n" in line or line.startswith("::")] == []


@pytest.mark.parametrize("format", ["json", "gitlab", "sarif"])
def test_json(format: str) -> None:
    rendered = report.render(format, findings(), [NAME, AT])
    assert obeyed(rendered) == set()
    rendered.encode()
    read = json.loads(rendered)
    counted = read["findings"] if format == "json" else read if format == "gitlab" else read["runs"][0]["results"]
    assert len(counted) == len(findings())
    assert [line for line in rendered.splitlines() if line.startswith("::")] == []


def test_json_keeps_what_it_escapes(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    terminal.emit_json({"author": LONG, HOSTILE: [HOSTILE]})
    printed = capsysbinary.readouterr().out.decode()
    assert obeyed(printed) == set()
    assert json.loads(printed) == {"author": LONG, HOSTILE: [HOSTILE]}


def test_junit() -> None:
    rendered = report.render("junit", findings(), [NAME, AT])
    assert obeyed(rendered) == set()
    read = ElementTree.fromstring(rendered.encode())  # noqa: S314 - our own output
    assert {e.tag for e in read.iter()} <= {"testsuites", "testsuite", "testcase", "failure", "system-out"}
    assert len([line for line in "".join(read.itertext()).splitlines() if line.strip()]) == len(findings())
    assert [case.get("name") for case in read.iter("testcase") if "\n" in (case.get("name") or "")] == []


def test_github() -> None:
    lines = report.render("github", findings(), [NAME, AT]).splitlines()
    assert len(lines) == len(findings())
    assert obeyed("".join(lines)) == set()
    assert all(line.startswith(("::error title=", "::warning title=")) for line in lines)


def test_git() -> None:
    """A text like this never becomes part of a commit message: opinions are asked for in plain characters."""
    assert not record.is_plain(HOSTILE)


# Documents.


class Tags(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not [name for name, _value in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html(made: Proposal) -> None:
    entry = made.entries[0]
    for html in (page.proposal_page(made, catalog()), page.form_page(entry, catalog())):
        html.encode()
        parser = Tags()
        parser.feed(html)
        assert "script" not in parser.tags
        assert SENTENCE in parser.text
        assert obeyed(clean(html)) <= {"U+007F", "U+009B", "U+FEFF", "U+2028", "U+000D"}
        assert "\u202e" not in html


def test_docx(made: Proposal) -> None:
    model = fitted(block_model(page.proposal_page(made, catalog())))
    content = docx.write(model, author=HOSTILE, time=TIME, pages=paged(model))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(parts.read(name))  # noqa: S314 - our own output
    read = python_docx.Document(io.BytesIO(content))
    words = "\n".join(node.text or "" for node in read.element.iter() if node.tag.endswith("}t"))
    assert MARK in words.replace("\n", "")
    assert "{{7*7}}" in words
    assert "\u202e" not in words


def test_xlsx(made: Proposal) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.write(made, author=HOSTILE)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    hostile = [cell for cell in cells if "=1+1" in cell.value]
    assert hostile
    assert {cell.data_type for cell in hostile} == {"s"}
    assert [cell.coordinate for cell in cells if cell.hyperlink or "\u202e" in cell.value] == []


def test_typst(made: Proposal) -> None:
    pytest.importorskip("typst", reason="the extra pdf is missing: pip install -e '.[pdf]'")
    from bwtb.render import pdf

    model = fitted(block_model(page.form_page(made.entries[0], catalog())))
    assert pdf.write(model, author=HOSTILE, time=TIME).content.startswith(b"%PDF")


def test_proposal_json(made: Proposal) -> None:
    row = reviewed(hostile_request(), opinion=HOSTILE)
    content = proposal_json.write(made, review(row), {NAME: "x"}, {}).decode()
    assert obeyed(content) == set()
    assert json.loads(content)["included"][0]["title"].split() == IN_A_FILE.split()
