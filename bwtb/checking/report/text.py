"""Findings as text for people: the place, what is wrong, the line with a caret, what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from bwtb.base.findings import Finding
from bwtb.base.languages import _, joined, language, ngettext, words
from bwtb.base.messages import Fact, Listed, Message, one_line
from bwtb.base.typography import cells, chinese_number
from bwtb.checking import messages
from bwtb.checking.report import Summary

# Gives a piece of text its colour: paint(text, role); roles are place, error, warning, caret, quiet.
Paint = Callable[[str, str], str]
# Gives the lines of a file, None where they cannot be shown.
Lines = Callable[[str], Sequence[str] | None]

WIDTH = 96  # cells of a source line that are shown
NEAR = 4 * WIDTH  # characters on either side that are looked at for it: a line can be a mebibyte


def plain(text: str, _role: str) -> str:
    """No colours."""
    return text


def render(
    findings: Sequence[Finding], lines: Lines, show: Callable[[str], str], paint: Paint = plain
) -> Iterator[str]:
    """Each finding as a block of lines. `show` makes text from files harmless for the terminal."""
    lines_of = cache(lines)

    def on_one_line(text: str) -> str:
        return one_line(show(text))

    drafts = _drafts(findings)
    for finding in findings:
        open_here = drafts.get(finding.path, [])
        if finding not in open_here:
            yield from _block(finding, lines_of(finding.path), on_one_line, paint)
            yield ""
        elif finding is open_here[0]:
            yield from _draft(open_here, on_one_line, paint, alone=len(drafts) == 1)
            yield ""


def _drafts(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """By file, the findings on what a draft still lacks, where there are several: they are said in one block."""
    lacking: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.code == "DRAFT_INCOMPLETE" and finding.label and not _says_more(finding):
            lacking.setdefault(finding.path, []).append(finding)
    return {path: several for path, several in lacking.items() if len(several) > 1}


def _says_more(finding: Finding) -> bool:
    """Whether something does stand there, and what is wrong with it has to be said."""
    return isinstance(finding.message, Message) and finding.message.id == messages.NOT_CONCERNED


def _draft(lacking: Sequence[Finding], show: Callable[[str], str], paint: Paint, *, alone: bool) -> Iterator[str]:
    """What one draft still lacks: the fields of the only draft by name, of several drafts only how many."""
    first = lacking[0]
    severity = paint(f"{_('warning')} {first.code}", first.severity)
    yield f"{paint(show(f'{first.path}:{first.line}:{first.column}:'), 'place')} {severity}"
    count = len(lacking)
    if not alone:
        still = ngettext("The draft still lacks {count} thing.", "The draft still lacks {count} things.", count)
        names = _("`bwtb validate {path}` names them.").format(path=show(first.path))
        yield "  " + words(Listed((still.format(count=count), names), by="sentences"))
        return
    still = ngettext(
        "The draft still lacks {count} thing: {fields}.", "The draft still lacks {count} things: {fields}.", count
    )
    yield "  " + still.format(count=count, fields=show(joined(map(_open_field, lacking))))
    yield "  " + paint(_("What to do: {hint}").format(hint=words(Message(messages.FILL_IN_DRAFT))), "quiet")


def _block(finding: Finding, lines: Sequence[str] | None, show: Callable[[str], str], paint: Paint) -> Iterator[str]:
    severity = _("error") if finding.severity == "error" else _("warning")
    place = paint(show(f"{finding.path}:{finding.line}:{finding.column}:"), "place")
    label = f"  {show(words(finding.label))}" if finding.label else ""
    yield f"{place} {paint(f'{severity} {finding.code}', finding.severity)}{label}"
    yield f"  {show(words(finding.message))}"
    if lines is not None and finding.line <= len(lines):
        yield from _source(finding, lines[finding.line - 1], show, paint)
    if finding.hint:
        yield "  " + paint(_("What to do: {hint}").format(hint=show(words(finding.hint))), "quiet")
    if finding.article:
        yield "  " + paint(
            _("Article {number} of the regulation").format(number=article_number(finding.article)), "quiet"
        )


def _open_field(finding: Finding) -> Fact:
    """A field that a draft lacks, with its line where it has one that is to be filled in."""
    absent = isinstance(finding.message, Message) and finding.message.id == messages.MISSING
    return finding.label if absent else Message(messages.ON_LINE, field=finding.label, line=finding.line)


def _source(finding: Finding, line: str, show: Callable[[str], str], paint: Paint) -> Iterator[str]:
    """The line that is meant, and a caret below the character that is meant."""
    line, at = line.replace("\t", " "), finding.column - 1
    start, end = max(0, at - NEAR), at + NEAR
    before, rest = show(line[start:at]), show(line[at:end])
    if start or cells(before) > WIDTH * 2 // 3:
        while cells(before) > WIDTH // 2:
            before = before[max(1, len(before) // 16) :]
        before = "…" + before
    room = WIDTH - cells(before)
    if end < len(line) or cells(rest) > room:
        while cells(rest) > room:
            rest = rest[: -max(1, len(rest) // 16)]
        rest += "…"
    number = f"{finding.line:>5} |"
    yield f"{paint(number, 'quiet')} {before}{rest}"
    yield f"{paint('|'.rjust(len(number)), 'quiet')} {' ' * cells(before)}{paint('^', 'caret')}"


def article_number(article: str) -> str:
    """`art-07` as 七 in Chinese, 7 in English."""
    number = int(article.rpartition("-")[2])
    return chinese_number(number) if language() == "zh" else str(number)


def total(counted: Summary) -> str:
    """The last line: how many files, errors and warnings."""
    files = ngettext("{count} file checked", "{count} files checked", counted.files).format(count=counted.files)
    if not counted.errors and not counted.warnings:
        return _("{files}: nothing to object to.").format(files=files)
    errors = ngettext("{count} error", "{count} errors", counted.errors).format(count=counted.errors)
    warnings = ngettext("{count} warning", "{count} warnings", counted.warnings).format(count=counted.warnings)
    return _("{files}: {errors}, {warnings}.").format(files=files, errors=errors, warnings=warnings)
