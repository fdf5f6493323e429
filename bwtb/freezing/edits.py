"""What files alone say of frozen requests: enough to warn whoever edits one. What is frozen only history can say."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bwtb.base.findings import Finding
from bwtb.base.messages import Message
from bwtb.freezing import messages
from bwtb.freezing.manifest import Manifest, ManifestError, folder_of, parse, path_of
from bwtb.git import TREE, CommitTree, ObjectCorruptError, Objects
from bwtb.registry.layout import request_path
from bwtb.registry.source import Source
from bwtb.signing.record import digest

YEAR = re.compile(r"[0-9]{4}")
SIGNED = re.compile(r"(?P<number>[1-9][0-9]{0,2})/signoffs/.+")
WITHDRAWN = re.compile(rb"^decision: withdraw$", re.MULTILINE)


def edited(source: Source, years: Collection[int], paths: Collection[str] | None) -> Iterator[Finding]:
    """A warning for each request (of these paths; None: of all) that is not as its year's proposal has frozen it.

    A list counts here as soon as a sign-off lies beside it and none that withdraws it. Whether that sign-off is good only
    history can say.
    """
    for year in sorted(years):
        manifest = _highest_list(source, year)
        for row in manifest.requests if manifest else ():
            path = request_path(row.id)
            if paths is not None and path not in paths:
                continue
            raw = source.read_bounded(path)
            if raw is None or digest(raw) != row.digest:
                yield _finding(path, year, manifest.number if manifest else 0)


def ids_as_listed(objects: Objects, commit: str) -> set[str]:
    """The ids of requests, of all years, whose file in a commit's tree is as a list of a frozen proposal says.

    Such a file need not be read before it is known whether that proposal counts. There are none where the tree is
    damaged: whoever judges the history says so.
    """
    try:
        tree = objects.tree_of(commit)
        top = objects.entry(tree, "requests")
        folders = [name for name, _entry in objects.tree(top[1]).items()] if top and top[0] == TREE else []
        manifests = (_highest_list(CommitTree(objects, tree), int(name)) for name in folders if YEAR.fullmatch(name))
        rows = [row for manifest in manifests if manifest for row in manifest.requests]
        return {row.id for row in rows if objects.file_digest(tree, request_path(row.id)) == row.digest}
    except ObjectCorruptError:
        return set()


def _highest_list(source: Source, year: int) -> Manifest | None:
    """The list of the year's highest version that looks frozen; None where there is none, or it cannot be read."""
    folder = folder_of(year) + "/"
    signed = {path: SIGNED.fullmatch(path.removeprefix(folder)) for path in source.files(folder_of(year))}
    numbers = {int(match["number"]) for match in signed.values() if match}
    numbers -= {
        int(m["number"]) for path, m in signed.items() if m and WITHDRAWN.search(source.read_bounded(path) or b"")
    }
    path = path_of(year, max(numbers, default=0))
    try:
        return parse(source.read_bounded(path) or b"", path) if numbers else None
    except ManifestError:
        return None


def _finding(path: str, year: int, number: int) -> Finding:
    message = Message(messages.FROZEN_EDITED, year=year, number=number)
    hint = Message(messages.PUT_BACK_OR_FREEZE_AGAIN, path=path, year=year)
    return Finding(path=path, line=1, column=1, code="FILE_FROZEN", message=message, hint=hint, severity="warning")
