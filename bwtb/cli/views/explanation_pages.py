"""`python -m bwtb.cli.views.explanation_pages FOLDER`: write what every code means as Markdown, one document a language."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from bwtb.base import codes
from bwtb.base.files import write_file
from bwtb.base.languages import _, set_language, words
from bwtb.base.messages import N_
from bwtb.checking.explaining.page import articles
from bwtb.checking.report.text import article_number
from bwtb.cli.views.explanation import REPAIRED, begin, meaning, page_of, severity, signoff_codes, signoff_meanings

DOCUMENTS = {"en": "findings.md", "zh": "findings.zh-CN.md"}

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


def markdown() -> str:
    """What every code means as one document, in the language in force."""
    source = _("Written by `make docs` from the same source as `bwtb explain`; every example is checked by a test.")
    lines = ["# " + _("Findings, one by one"), "", source]
    for code in codes.CODES:
        if code in GROUPS:
            lines += ["", "## " + _(GROUPS[code])]
        lines += ["", *_finding(code)]
    lines += ["", "## " + _("Sign-offs"), "", _("What `bwtb status` and `bwtb verify` say.")]
    for code in signoff_codes():
        lines += ["", f"### {code}", "", *signoff_meanings(code)]
    lines += ["", "## " + _("The articles cited")]
    cited = {article for _meaning, article in codes.CODES.values()}
    for code, article in articles().items():
        if code in cited:
            lines += ["", f"### {_heading(code)}", "", f"{article.title}：{article.text}".replace("\n", "\n\n")]
    return "\n".join(lines) + "\n"


def _finding(code: str) -> Iterator[str]:
    """The section of one finding's code."""
    shown = page_of(code)
    kind = "yaml" if shown.file else "text"
    yield from (f"### {code}", "", f"{meaning(code)} ({severity(shown)})", "")
    yield begin(shown.file and f"`{shown.file}`")
    yield from ("", f"```{kind}", shown.wrong, "```", "")
    yield f"> {_escaped(words(shown.finding.message))}\\"
    yield f"> {_('What to do: {hint}').format(hint=_escaped(words(shown.finding.hint)))}"
    if shown.repaired:
        yield from ("", _(REPAIRED))
    yield from ("", _("Right:"), "", f"```{kind}", shown.right, "```")
    if cited := codes.article(code):
        heading = _heading(cited)
        yield from ("", f"[{heading}](#{heading.lower().replace(' ', '-')})")


def _heading(article: str) -> str:
    return _("Article {number}").format(number=article_number(article))


def _escaped(text: str) -> str:
    """Text in which Markdown finds nothing of its own but `code`."""
    parts = text.split("`")
    parts[::2] = [re.sub(r"([\\*_<>\[\]])", r"\\\1", part) for part in parts[::2]]
    return "`".join(parts)


def main(folder: Path) -> None:
    """Write one document a language into a folder."""
    for language, name in DOCUMENTS.items():
        set_language(language)
        write_file(folder / name, markdown().encode("utf-8"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
