"""The page of a code as data, and as text for the terminal or Markdown for the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bwtb.base import codes, resources
from bwtb.base.findings import Finding
from bwtb.base.languages import _, words
from bwtb.base.messages import N_
from bwtb.checking.explaining import fields, regulation, texts
from bwtb.checking.explaining.example import Example
from bwtb.checking.report.diff import visible
from bwtb.checking.report.text import article_number
from bwtb.registry import catalogs
from bwtb.registry.catalogs import Catalog
from bwtb.registry.worktree import WorkTree
from bwtb.signing import messages as signoffs

EXAMPLES: dict[str, Example] = {**texts.EXAMPLES, **fields.EXAMPLES, **regulation.EXAMPLES}

# Where a group of codes begins, and what it is called.
GROUPS = {
    "FILE_TOO_LARGE": N_("The file as a whole"),
    "TEXT_CONTROL": N_("Characters"),
    "YAML_SYNTAX": N_("YAML"),
    "DRAFT_INCOMPLETE": N_("Fields"),
    "CODE_UNKNOWN": N_("Codes and ids"),
    "ATTACHMENT_OUTSIDE": N_("Attachments"),
    "CLASSIFIED": N_("The regulation"),
}


@dataclass(frozen=True)
class Page:
    """What is said of a finding's code. `finding` is what the program says of the wrong example, `repaired` whether
    `validate --fix` puts it right.

    `file` is where both examples stand, "" where they show how files are called and where they lie.
    """

    code: str
    meaning: str
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


def known() -> list[str]:
    """Every code that has a page: of findings, then of sign-offs."""
    return [*codes.CODES, *signoff_codes()]


def signoff_codes() -> list[str]:
    """The codes that `status` and `verify` give, as they show them."""
    return list(dict.fromkeys(signoffs.PUBLIC_CODES.get(c, c) for c in (*signoffs.MEANINGS, *signoffs.NOTICES)))


def meaning(code: str) -> str:
    """What a finding's code means, in a line."""
    return _(codes.CODES[code][0])


def signoff_meanings(code: str) -> list[str]:
    """What a sign-off's code says: of one sign-off, or of the history as a whole."""
    said = []
    if code in signoffs.MEANINGS:
        said.append(_("Such a sign-off {what}.").format(what=_(signoffs.MEANINGS[code])))
    texts = [t for c, t in signoffs.NOTICES.items() if signoffs.PUBLIC_CODES.get(c, c) == code]
    return said + [re.sub(r"\{\w+\}", "…", _(text)) for text in texts]


def page(code: str) -> Page:
    """The page of a finding's code. Both examples are checked on the way."""
    example = EXAMPLES[code]
    finding = next(f for f in example.findings(wrong=True) if f.code == code)
    file = "" if example.wrong_files else example.file
    return Page(
        code, meaning(code), finding, file, _seen(example), visible(example.right.rstrip("\n")), example.repaired()
    )


def _begin(file: str) -> str:
    return _("Wrong, in {file}:").format(file=file) if file else _("Wrong:")


def _repaired() -> str:
    return _("`bwtb validate --fix` does it.")


def _severity(shown: Page) -> str:
    return _("error") if shown.finding.severity == "error" else _("warning")


def _seen(example: Example) -> str:
    """The wrong example as an editor shows it."""
    return visible(example.wrong.rstrip("\n").encode(example.encoding).decode("utf-8", "replace"))


def articles() -> dict[str, Article]:
    """The regulation's articles by code, from the catalog that came with the tool."""
    catalog: Catalog = catalogs.require(WorkTree(resources.path("catalog").parent))
    return {
        code: Article(str(entry["title"]), str(entry["text"]).strip())
        for code, entry in catalog.lists["articles"].items()
    }


def text(code: str) -> Iterator[str]:
    """The page as lines for the terminal."""
    if code not in codes.CODES:
        yield code
        for said in signoff_meanings(code):
            yield f"  {said}"
        return
    shown = page(code)
    yield f"{_severity(shown)} {code}"
    yield shown.meaning
    yield ""
    yield _begin(shown.file)
    yield from _indented(shown.wrong)
    yield f"  {words(shown.finding.message)}"
    yield "  " + _("What to do: {hint}").format(hint=words(shown.finding.hint))
    if shown.repaired:
        yield "  " + _repaired()
    yield ""
    yield _("Right:")
    yield from _indented(shown.right)
    cited = codes.article(code)
    article = articles().get(cited)
    if article:
        yield ""
        yield _("Article {number} of the regulation, {title}:").format(
            number=article_number(cited), title=article.title
        )
        yield from _indented(article.text, "  ")


def _indented(text: str, by: str = "    ") -> list[str]:
    return [by + line for line in text.split("\n")]


def markdown() -> str:
    """All pages as one document, in the language in force."""
    lines = [
        "# " + _("Findings, one by one"),
        "",
        _("Written by `make docs` from the same source as `bwtb explain`; every example is checked by a test."),
    ]
    for code in codes.CODES:
        if code in GROUPS:
            lines += ["", "## " + _(GROUPS[code])]
        lines += ["", *_markdown_page(page(code))]
    lines += ["", "## " + _("Sign-offs"), "", _("What `bwtb status` and `bwtb verify` say.")]
    for code in signoff_codes():
        lines += ["", f"### {code}", "", *signoff_meanings(code)]
    lines += ["", "## " + _("The articles cited")]
    cited = {article for _meaning, article in codes.CODES.values()}
    for code, article in articles().items():
        if code in cited:
            heading = _("Article {number}").format(number=article_number(code))
            lines += ["", f"### {heading}", "", f"{article.title}：{article.text}".replace("\n", "\n\n")]
    return "\n".join(lines) + "\n"


def _markdown_page(shown: Page) -> Iterator[str]:
    kind = "yaml" if shown.file else "text"
    yield f"### {shown.code}"
    yield ""
    yield f"{shown.meaning} ({_severity(shown)})"
    yield ""
    yield _begin(shown.file and f"`{shown.file}`")
    yield from ("", f"```{kind}", shown.wrong, "```", "")
    yield f"> {_escaped(words(shown.finding.message))}\\"
    yield f"> {_('What to do: {hint}').format(hint=_escaped(words(shown.finding.hint)))}"
    if shown.repaired:
        yield from ("", _repaired())
    yield ""
    yield _("Right:")
    yield from ("", f"```{kind}", shown.right, "```")
    article = codes.article(shown.code)
    if article:
        heading = _("Article {number}").format(number=article_number(article))
        yield from ("", f"[{heading}](#{heading.lower().replace(' ', '-')})")


def _escaped(text: str) -> str:
    """Text in which Markdown finds nothing of its own but `code`."""
    parts = text.split("`")
    parts[::2] = [re.sub(r"([\\*_<>\[\]])", r"\\\1", part) for part in parts[::2]]
    return "`".join(parts)
