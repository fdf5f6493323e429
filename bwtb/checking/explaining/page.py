"""The page of a finding's code as data: an example of right and wrong, both checked, and the regulation's article."""

from __future__ import annotations

from dataclasses import dataclass

from bwtb.base import resources
from bwtb.base.findings import Finding
from bwtb.checking.explaining import fields, regulation, texts
from bwtb.checking.explaining.example import Check, Example
from bwtb.checking.report.diff import visible
from bwtb.registry import catalogs
from bwtb.registry.worktree import WorkTree

EXAMPLES: dict[str, Example] = {**texts.EXAMPLES, **fields.EXAMPLES, **regulation.EXAMPLES}


@dataclass(frozen=True)
class Page:
    """What is said of a finding's code. `finding` is what the program says of the wrong example, `repaired` whether
    `validate --fix` puts it right.

    `file` is where both examples stand, "" where they show how files are called and where they lie.
    """

    code: str
    finding: Finding
    file: str
    wrong: str
    right: str
    repaired: bool


@dataclass(frozen=True)
class Article:
    """An article of the regulation, as it is printed."""

    title: str
    text: str


def page(code: str, check: Check) -> Page:
    """The page of a finding's code. Both examples are checked on the way."""
    example = EXAMPLES[code]
    return Page(
        code=code,
        finding=next(f for f in example.findings(check, wrong=True) if f.code == code),
        file="" if example.wrong_files else example.file,
        wrong=visible(
            example.wrong.rstrip("\n").encode(example.encoding).decode("utf-8", "replace")
        ),  # as an editor does
        right=visible(example.right.rstrip("\n")),
        repaired=example.repaired(check),
    )


def articles() -> dict[str, Article]:
    """The regulation's articles by code, from the catalog that came with the tool."""
    catalog = catalogs.require(WorkTree(resources.path("catalog").parent))
    return {
        code: Article(str(entry["title"]), str(entry["text"]).strip())
        for code, entry in catalog.lists["articles"].items()
    }
