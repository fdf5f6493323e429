"""Every file of the corpus as `bwtb validate` reports it."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.checking import check
from bwtb.checking.report import text
from bwtb.yaml import characters
from tests.helpers.corpus import cases, expected, files_beside
from tests.helpers.sources import Memory
from tests.helpers.speaking import speaking


def report(language: str) -> str:
    """The findings on all valid and invalid files, as text for people."""
    with speaking(language):
        return "\n".join(line for folder in ("valid", "invalid") for line in _folder(folder))


def _folder(folder: str) -> Iterator[str]:
    for file in cases(folder):
        path, _findings = expected(file)
        content = files_beside(file)
        findings = check.check_source(Memory(content, {"requests/2027/2027-mzj-001/链接.pdf"}), [path])
        lines = {path: characters.lines(content[path])}
        yield f"== {folder}/{file.name}"
        yield from text.render(findings, lines.get, _visible)


def _visible(written: str) -> str:
    """Text of a file without what a terminal would obey or an editor would drop at the end of a line."""
    return "".join(c if c.isprintable() or c == "\n" else f"<{ord(c):04X}>" for c in written)
