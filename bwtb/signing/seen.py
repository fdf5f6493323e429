"""What this user has seen accepted in a registry, which must not disappear from it unnoticed (HISTORY_REWOUND, threat 38).

A server can hand out older history; git alone would not say so, and no signature can. So the newest sign-off and keyring
commits that were accepted for a registry and branch are remembered in the user's state folder, outside any checkout.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from platformdirs import user_state_path

from bwtb.base.budget import MANIFEST_BYTES
from bwtb.base.errors import ReasonError, UserError, os_reason
from bwtb.base.files import read_bounded, write_file
from bwtb.base.messages import Message
from bwtb.git import Repository
from bwtb.git.repository import COMMIT_ID
from bwtb.signing import messages
from bwtb.signing.judge import Judgement
from bwtb.signing.notices import Notice, notice

# Commit → what it is, in codes, so that a person can be told what is missing: `office withdraw 2027-mzj-001`.
Marks = Mapping[str, str]


class _MemoryError(ReasonError):
    """A memory that cannot be used."""


def memory_file(registry: str) -> Path:
    """Where the memory of a registry (by the id its keyring gives it) stands."""
    return user_state_path("bwtb") / "seen" / f"{registry}.json"


def compare_and_remember(judgement: Judgement, branch: str, *, allow_rewind: bool) -> Judgement:
    """Compare a branch with what was accepted of it before, and remember what is accepted now.

    Gives the judgement with the problems and warnings that come of it. Only a trusted one is compared or remembered. After a
    rewind nothing is remembered unless it is allowed.
    """
    ring = judgement.keyring
    if ring is None or not judgement.trusted:
        return judgement
    file = memory_file(ring.registry)
    try:
        branches = _read(file, ring.registry)
    except _MemoryError as error:
        if not allow_rewind:
            return _with(judgement, warning=notice("REWIND_UNCHECKED", path=str(file), reason=error.reason))
        branches = {}
    before = branches.get(branch, {})
    lost = _lost(judgement, before)
    if lost and not allow_rewind:
        return _with(judgement, *_notices(branch, lost))
    now = newest_marks(judgement, {c: what for c, what in before.items() if c not in lost})
    content = {"version": 1, "registry": ring.registry, "branches": {**branches, branch: now}}
    try:
        if now != before:
            # A branch's name may be bytes of another encoding: they are kept as JSON's own escapes.
            raw = (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")
            write_file(file, raw)
    except OSError as error:
        return _with(judgement, warning=notice("REWIND_UNREMEMBERED", path=str(file), reason=os_reason(error)))
    return judgement


def _with(judgement: Judgement, *problems: Notice, warning: Notice | None = None) -> Judgement:
    """The judgement with these problems and this warning after its own."""
    warnings = (*judgement.warnings, warning) if warning else judgement.warnings
    return replace(judgement, problems=(*judgement.problems, *problems), warnings=warnings)


def rewound(judgement: Judgement, branch: str) -> tuple[Notice, ...]:
    """A notice for each commit that was accepted of a branch before and is gone from it. Nothing is remembered.

    Where the memory cannot be used there are none: `bwtb verify` tells of that.
    """
    ring = judgement.keyring
    if ring is None or not judgement.trusted:
        return ()
    try:
        before = _read(memory_file(ring.registry), ring.registry).get(branch, {})
    except _MemoryError:
        return ()
    return _notices(branch, _lost(judgement, before))


def distrust_if_rewound(judgement: Judgement, branch: str) -> Judgement:
    """The judgement, no longer trusted where a commit that was accepted of the branch before is gone from it."""
    gone = rewound(judgement, branch)
    return replace(_with(judgement, *gone), trusted=False) if gone else judgement


def _lost(judgement: Judgement, before: Marks) -> Marks:
    return {commit: what for commit, what in before.items() if commit not in judgement.history.index_of}


def _notices(branch: str, lost: Marks) -> tuple[Notice, ...]:
    short = branch.removeprefix("refs/heads/")
    return tuple(notice("HISTORY_REWOUND", commit=commit, branch=short, what=what) for commit, what in lost.items())


def newest_marks(judgement: Judgement, before: Marks) -> dict[str, str]:
    """The newest commits that sign off or bring a keyring into force: those from which no other of them descends.

    `before` are the marks so far. They stay unless something newer descends from them, whether what they signed counts
    still or not.
    """
    history = judgement.history
    what_at: dict[int, list[str]] = {history.index_of[commit]: [what] for commit, what in before.items()}
    for d in judgement.decisions:
        if d.effect and d.commit not in before:
            what_at.setdefault(d.commit_index, []).append(f"{d.record.party} {d.record.decision} {d.record.subject_id}")
    for digest, indexes in judgement.rings.came_into_force.items():
        for index in indexes:
            version = judgement.rings.versions[digest].version
            what_at.setdefault(index, [f"keyring:{version:04d}"])
    tops: list[int] = []
    for index in sorted(what_at, reverse=True):  # descendants first: history stands parents before children
        if not any(history.is_ancestor(index, top) for top in tops):
            tops.append(index)
    marks = {}
    for index in sorted(tops):
        first, *others = what_at[index]
        marks[history.commits[index].id] = f"{first} (+{len(others)})" if others else first
    return marks


def check_min_tip(repository: Repository, judgement: Judgement, revision: str) -> Judgement:
    """The judgement, with a problem unless its tip contains a commit that somebody knows of by another way (`--min-tip`)."""
    try:
        commit = repository.resolve(revision)
    except UserError:
        return _with(judgement, notice("MIN_TIP_UNKNOWN", revision=revision))
    if commit in judgement.history.index_of:
        return judgement
    return _with(judgement, notice("MIN_TIP_MISSING", commit=commit, tip=judgement.tip[:12]))


def _read(file: Path, registry: str) -> dict[str, dict[str, str]]:
    """The marks of each branch; empty where nothing is remembered yet. Raises _MemoryError for what is no such memory."""
    if not file.is_absolute():
        raise _MemoryError(Message(messages.NO_HOME))
    try:
        data = json.loads(read_bounded(file, MANIFEST_BYTES))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _MemoryError(os_reason(error)) from error
    except (ValueError, RecursionError) as error:
        raise _MemoryError(Message(messages.NOT_JSON)) from error
    branches = data.get("branches") if isinstance(data, dict) and data.get("registry") == registry else None
    if not isinstance(branches, dict) or data.get("version") != 1 or not all(map(_are_marks, branches.values())):
        raise _MemoryError(Message(messages.OTHER_MEMORY))
    return branches


def _are_marks(marks: object) -> bool:
    return isinstance(marks, dict) and all(
        COMMIT_ID.fullmatch(commit) and isinstance(what, str) for commit, what in marks.items()
    )
