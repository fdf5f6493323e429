"""How `bwtb explain` shows what a code means: of a finding, with its example, or of a sign-off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bwtb.base import codes
from bwtb.base.languages import _, words
from bwtb.base.messages import N_
from bwtb.checking.explaining.page import EXAMPLES, Page, articles, page
from bwtb.checking.report.text import article_number
from bwtb.cli.checked import check_targets
from bwtb.signing import messages as signoffs

REPAIRED = N_("`bwtb validate --fix` does it.")  # said of a finding that has one right answer


def known() -> list[str]:
    """Every code that can be explained: of findings, then of sign-offs."""
    return [*codes.CODES, *signoff_codes()]


def signoff_codes() -> list[str]:
    """The codes that `status` and `verify` give, as they show them."""
    return list(dict.fromkeys(signoffs.PUBLIC_CODES.get(c, c) for c in (*signoffs.MEANINGS, *signoffs.NOTICES)))


def meaning(code: str) -> str:
    """What a code means, in a line."""
    return _(codes.CODES[code][0]) if code in EXAMPLES else signoff_meanings(code)[0]


def signoff_meanings(code: str) -> list[str]:
    """What a sign-off's code says: of one sign-off, or of the history as a whole."""
    said = []
    if code in signoffs.MEANINGS:
        said.append(_("Such a sign-off {what}.").format(what=_(signoffs.MEANINGS[code])))
    texts = [t for c, t in signoffs.NOTICES.items() if signoffs.PUBLIC_CODES.get(c, c) == code]
    return said + [re.sub(r"\{\w+\}", "…", _(text)) for text in texts]


def page_of(code: str) -> Page:
    """The page of a finding's code, its examples checked as `validate` does."""
    return page(code, lambda source, paths: check_targets(source, paths)[1])


def severity(shown: Page) -> str:
    """Whether the finding is an error or a warning."""
    return _("error") if shown.finding.severity == "error" else _("warning")


def begin(file: str) -> str:
    """What stands above the wrong example."""
    return _("Wrong, in {file}:").format(file=file) if file else _("Wrong:")


def text(code: str) -> Iterator[str]:
    """What a code means as lines for the terminal."""
    if code not in codes.CODES:
        yield code
        yield from (f"  {said}" for said in signoff_meanings(code))
        return
    shown = page_of(code)
    yield f"{severity(shown)} {code}"
    yield meaning(code)
    yield ""
    yield begin(shown.file)
    yield from _indented(shown.wrong)
    yield f"  {words(shown.finding.message)}"
    yield "  " + _("What to do: {hint}").format(hint=words(shown.finding.hint))
    if shown.repaired:
        yield "  " + _(REPAIRED)
    yield ""
    yield _("Right:")
    yield from _indented(shown.right)
    cited = codes.article(code)
    if article := articles().get(cited):
        yield ""
        heading = _("Article {number} of the regulation, {title}:")
        yield heading.format(number=article_number(cited), title=article.title)
        yield from _indented(article.text, "  ")


def _indented(text: str, by: str = "    ") -> list[str]:
    return [by + line for line in text.split("\n")]
