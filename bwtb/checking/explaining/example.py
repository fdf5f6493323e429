"""One example of right and wrong: an edit of a sample request, so that both can be checked like any file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bwtb.base import resources
from bwtb.base.findings import Finding
from bwtb.checking.repairing.repair import repair
from bwtb.registry import catalogs
from bwtb.registry.source import FILE, LINK, Source
from bwtb.registry.worktree import WorkTree

SCENARIO = "requests/2027/2027-mzj-001.yaml"
WORK_POINT = "requests/2027/2027-jw-001.yaml"
INTEGRATION = "requests/2027/2027-wjw-001.yaml"
MERGE = "requests/2027/2027-gjz-001.yaml"  # a draft
SUPPLEMENTARY = "requests/2027/2027-fgw-001.yaml"
DRAFT = "requests/2027/2027-zmjd-001.yaml"
# What the draft still lacks, and what an endorsed request has.
FILLED = (('  operations: ""', "  operations: 免费运维一年，工作日在线。"),)
ENDORSEMENT = "endorsements:\n  - {unit: zmjd, name: 钱某, opinion: 同意申报。, date: 2026-09-01}\n"
ENDORSED = (("remarks: 运维方案", ENDORSEMENT + "remarks: 运维方案"),)
MERGE_ENDORSED = (("remarks: 草稿", ENDORSEMENT.replace("zmjd", "gjz") + "remarks: 草稿"),)
TITLE = "title: 养老服务“一件事”智能填表与免申即享改造"
ITEM = "    - {name: 软件测评, kind: software_test, amount: 45000}"

Changes = tuple[tuple[str, str], ...]  # what stands in a text → what is to stand there
# Gives the findings on files of a source (None: on all), as `validate` has them.
Check = Callable[[Source, list[str] | None], list[Finding]]


@dataclass(frozen=True)
class Arrangement:
    """How the files themselves stand: added or made longer, linked, moved, left out, failing to be read. Paths as the registry has them."""

    add: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    move: tuple[str, str] | None = None
    drop: str = ""
    fails: tuple[str, Exception] | None = None
    everything: bool = False


@dataclass(frozen=True)
class Example:
    """`wrong` and `right` in a file, in place of `at` (where empty: of `right`), which stands there once.

    The file is a sample, or a copy of one under another name (`copy_of`), in which `first` and `files` change the
    same for both; `encoding` is the wrong one's. Where `wrong_files` says what is wrong with the files themselves, `wrong` and `right` describe them.
    """

    wrong: str
    right: str
    file: str = SCENARIO
    copy_of: str = ""
    at: str = ""
    first: Changes = ()
    encoding: str = "utf-8"
    wrong_files: Arrangement | None = None
    files: Arrangement | None = None

    def findings(self, check: Check, *, wrong: bool) -> list[Finding]:
        """What the program says of the one or the other; `check` gives the findings on files, as `validate` has them."""
        source, path = self._arranged(wrong=wrong)
        everything = self.wrong_files is not None and self.wrong_files.everything
        return check(source, None if everything else [path])

    def repaired(self, check: Check) -> bool:
        """Whether `validate --fix` puts the wrong one right."""
        source, path = self._arranged(wrong=True)
        if source.failing:
            return False
        done = repair(source, path, catalogs.lazily(source)[0])
        if done is None:
            return False
        source.changed[path] = done.after
        return check(source, [path]) == []

    def _arranged(self, *, wrong: bool) -> tuple[_Edited, str]:
        source, path = _Edited(), self.file
        if self.at != FILLED[0][0]:  # the draft's gap is not what this example is about
            source.edit(DRAFT, FILLED)
        if self.wrong_files is None:
            text, at = source.edit(self.copy_of or path, self.first), self.at or self.right
            if text.count(at) != 1:
                raise ValueError(f"{at!r} stands {text.count(at)} times in {path}")
            text = text.replace(at, self.wrong if wrong else self.right)
            source.changed[path] = text.encode(self.encoding if wrong else "utf-8")
        for files in filter(None, (self.files, self.wrong_files if wrong else None)):
            path = source.arrange(files, path)
        return source, path


def endorsed(wrong: str, right: str, at: str = "") -> Example:
    """An example in the draft, once it is endorsed and so no draft any more."""
    return Example(wrong, right, DRAFT, at=at, first=ENDORSED)


def endorsed_merge(wrong: str, right: str, at: str = "") -> Example:
    """The same in a request of deep merging."""
    return Example(wrong, right, MERGE, at=at, first=MERGE_ENDORSED)


@dataclass
class _Edited(Source):
    """The sample registry that came with the tool, with some files changed, left out (None) or made links."""

    changed: dict[str, bytes | None] = field(default_factory=dict)
    linked: set[str] = field(default_factory=set)
    failing: dict[str, Exception] = field(default_factory=dict)

    def edit(self, path: str, changes: Changes) -> str:
        """Change a file's text; gives the new one."""
        text = (self.read(path) or b"").decode("utf-8")
        for before, after in changes:
            text = text.replace(before, after)
        self.changed[path] = text.encode("utf-8")
        return text

    def arrange(self, files: Arrangement, path: str) -> str:
        """Let the files stand so; gives where the file of this path stands now."""
        for longer, text in files.add.items():
            self.changed[longer] = (self.read(longer) or b"") + text.encode("utf-8")
        if files.link:
            self.linked.add(files.link)
        if files.fails:
            self.failing |= [files.fails]
        if files.drop:
            self.changed[files.drop] = None
        if files.move:
            before, path = files.move
            self.changed[path], self.changed[before] = self.read(before), None
        return path

    def read(self, path: str) -> bytes | None:
        if path in self.failing:
            raise self.failing[path]
        if self.is_link(path):
            return None
        return self.changed[path] if path in self.changed else _samples(path).read(path)

    def listing(self, folder: str) -> Iterator[tuple[str, str]]:
        yield from ((path, LINK) for path in self.linked if path.startswith(folder + "/"))
        added = [path for path, raw in self.changed.items() if path.startswith(folder + "/") and raw is not None]
        samples = [path for path in _samples(folder).files(folder) if path not in self.changed]
        yield from ((path, FILE) for path in {*added, *samples} - self.linked)

    def link_at(self, path: str) -> bool:
        return path in self.linked

    def names(self, folder: str) -> list[str]:
        return super().names(folder) if folder else []


def _samples(path: str) -> WorkTree:
    """Where the tool's own catalog and sample requests lie."""
    folder: Path = resources.path(path.partition("/")[0])
    return WorkTree(folder.parent)
