"""What a hint gives to be typed is typed: then that finding is gone. A hint that leads nowhere would be worse than none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bwtb.base.findings import Finding
from bwtb.base.messages import Listed, Message
from bwtb.checking import check
from bwtb.checking import messages as of_checking
from bwtb.yaml import messages as of_yaml
from tests.helpers.corpus import AT, CATALOG, cases, expected, files_beside
from tests.helpers.sources import Memory

TYPED = (of_yaml.WRITE_LINE, of_checking.WRITE_FIELD)
VALUES = (of_checking.WRITE_VALUE, of_checking.WRITE_UNQUOTED, of_checking.WITHOUT_MINUS, of_checking.ID_OF_FILE)


def findings(content: dict[str, bytes], path: str) -> list[Finding]:
    return check.check_source(Memory(content, {"requests/2027/2027-mzj-001/链接.pdf"}), [path])


def first(hint: object) -> Message | None:
    """The first sentence of a hint."""
    one = hint.parts[0] if isinstance(hint, Listed) else hint
    return one if isinstance(one, Message) else None


def told() -> Iterator[tuple[Path, int]]:
    """The cases of the corpus with findings that give a line or a value to be typed, and which finding it is."""
    for file in cases("invalid"):
        path, _expected = expected(file)
        for number, finding in enumerate(findings(files_beside(file), path)):
            hint = first(finding.hint)
            if hint and hint.id in (*TYPED, *VALUES):
                yield file, number


def typed(line: str, finding: Finding, hint: Message) -> str:
    """A line after what the hint says was typed at the finding's place."""
    facts = {name: str(fact) for name, fact in hint.facts}
    column = finding.column - 1
    if hint.id in VALUES:
        in_brackets = any(sign in line[:column] for sign in "{[")
        value = re.match(r"\"[^\"]*\"|'[^']*'|[^,}\]]*[^,}\] ]" if in_brackets else r".*", line[column:])
        assert value, line
        return line[:column] + facts.get("value", facts.get("id", "")) + line[column + value.end() :]
    named = facts["line"].partition(":")[0].strip("-\"' ")
    inside = re.search(rf"(?<=[{{,] ){named}|(?<=[{{]){named}", line)
    if inside and "{" in line[: inside.start()]:  # one of several fields on the line
        rest = re.match(r"[^,}]*", line[inside.start() :])
        assert rest
        return line[: inside.start()] + facts["line"] + line[inside.start() + rest.end() :]
    whole = facts["line"].startswith("- ") or not line.lstrip().startswith("- ")
    indent = re.match(r" *" if whole else r" *- ", line)
    assert indent
    return indent.group() + facts["line"]


TOLD = list(told())


@pytest.mark.parametrize(("file", "number"), TOLD, ids=lambda one: one.stem if isinstance(one, Path) else str(one))
def test_typing_it_helps(file: Path, number: int) -> None:
    path, _expected = expected(file)
    content = files_beside(file)
    finding = findings(content, path)[number]
    hint = first(finding.hint)
    assert hint is not None
    lines = content[path].decode().split("\n")
    lines[finding.line - 1] = typed(lines[finding.line - 1], finding, hint)
    after = findings({**content, path: "\n".join(lines).encode()}, path)
    said = "\n".join(f"{f.line}:{f.column} {f.code} {f.message}" for f in after)
    assert not [f for f in after if (f.code, f.line) == (finding.code, finding.line)], (
        f"{lines[finding.line - 1]}\n{said}"
    )


def test_there_are_many_such_hints() -> None:
    assert len(TOLD) > 50


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("unit: mzj\n", "unit：mzj\n", "unit: mzj"),
        ("unit: mzj\n", "unit:mzj\n", "unit: mzj"),
        ("unit: mzj\n", "unit mzj\n", "unit: mzj"),
        ("remarks: 无其他说明。", "remarks: 注: 无其他说明。", "remarks: '注: 无其他说明。'"),
        ("remarks: 无其他说明。", "remarks: @无", "remarks: '@无'"),
        ("remarks: 无其他说明。", 'remarks: "C:\\资料"', "remarks: 'C:\\资料'"),
        ("remarks: 无其他说明。", "remarks: 甲: 它's", "remarks: '甲: 它''s'"),
        ("remarks: 无其他说明。", 'remarks: "无其他说明。', 'remarks: "无其他说明。"'),
        ("remarks: 无其他说明。", '"remarks: 无其他说明。', "remarks: 无其他说明。"),
    ],
)
def test_the_line_to_type(old: str, new: str, said: str) -> None:
    text = (files_beside(cases("valid")[0])[AT]).decode()
    assert old in text
    content = {**CATALOG, AT: text.replace(old, new, 1).encode()}
    hints = [first(f.hint) for f in findings(content, AT)]
    assert said in [dict(h.facts).get("line") for h in hints if h]


@pytest.mark.parametrize(
    "new",
    [
        "remarks: 甲: " + "长" * 80,  # too long to be shown whole
        'remarks: [甲, "乙]',  # in brackets the quote need not end with the line
        "remarks: 甲: 乙 #3",  # what is a comment here is not for us to say
    ],
)
def test_what_cannot_be_told_is_not_given(new: str) -> None:
    text = (files_beside(cases("valid")[0])[AT]).decode()
    content = {**CATALOG, AT: text.replace("remarks: 无其他说明。", new, 1).encode()}
    found = findings(content, AT)
    assert found
    assert not [f for f in found if (h := first(f.hint)) and h.id == of_yaml.WRITE_LINE]
