"""Rewinding: what this user has seen accepted in a registry must not disappear from it unnoticed (HISTORY_REWOUND).

A server can hand out older history; git alone would not say so, and no signature can. So the newest sign-off and keyring
commits that were accepted for a registry and branch are remembered in the user's state folder, outside any checkout.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from platformdirs import user_state_path

from bwtb.base.errors import ReasonError, UserError, os_reason
from bwtb.base.files import write_file
from bwtb.base.messages import Message
from bwtb.git import Repository
from bwtb.git.repository import COMMIT_ID
from bwtb.signing import messages
from bwtb.signing.judge import Judgement
from bwtb.signing.notices import Notice, notice

# Commit → what it is, in codes, so that a person can be told what is missing: `office withdraw 2027-mzj-001`.
Marks = Mapping[str, str]


@dataclass(frozen=True)
class Watched:
    """What looking back gave: problems and warnings to show beside the judgement's own."""

    problems: tuple[Notice, ...] = ()
    warnings: tuple[Notice, ...] = ()


class _MemoryError(ReasonError):
    """A memory that cannot be used."""


def memory_file(registry: str) -> Path:
    """Where the memory of a registry (by the id its keyring gives it) stands."""
    return user_state_path("bwtb") / "seen" / f"{registry}.json"


def watch(judgement: Judgement, branch: str, *, allow_rewind: bool) -> Watched:
    """Hold a branch against what was accepted of it before, and remember what is accepted now.

    Only a trusted judgement is compared or remembered. After a rewind nothing is remembered unless it is allowed.
    """
    ring = judgement.keyring
    if ring is None or not judgement.trusted:
        return Watched()
    file = memory_file(ring.registry)
    try:
        branches = _read(file, ring.registry)
    except _MemoryError as error:
        if not allow_rewind:
            return Watched(warnings=(notice("REWIND_UNCHECKED", path=str(file), reason=error.reason),))
        branches = {}
    before = branches.get(branch, {})
    lost = _lost(judgement, before)
    if lost and not allow_rewind:
        return Watched(problems=_told(branch, lost))
    now = newest(judgement, {c: what for c, what in before.items() if c not in lost})
    if now == before:
        return Watched()
    try:
        _write(file, ring.registry, {**branches, branch: now})
    except OSError as error:
        reason = os_reason(error)
        return Watched(warnings=(notice("REWIND_UNREMEMBERED", path=str(file), reason=reason),))
    return Watched()


def rewound(judgement: Judgement, branch: str) -> tuple[Notice, ...]:
    """What was accepted of a branch before and is gone from it, for those who only look: nothing is remembered.

    A memory that cannot be used is for `bwtb verify` to speak of.
    """
    ring = judgement.keyring
    if ring is None or not judgement.trusted:
        return ()
    try:
        before = _read(memory_file(ring.registry), ring.registry).get(branch, {})
    except _MemoryError:
        return ()
    return _told(branch, _lost(judgement, before))


def checked(judgement: Judgement, branch: str) -> Judgement:
    """The judgement held against what was accepted of the branch before: after a rewind nothing in it is settled."""
    gone = rewound(judgement, branch)
    return replace(judgement, trusted=False, problems=(*judgement.problems, *gone)) if gone else judgement


def _lost(judgement: Judgement, before: Marks) -> Marks:
    return {commit: what for commit, what in before.items() if commit not in judgement.history.index_of}


def _told(branch: str, lost: Marks) -> tuple[Notice, ...]:
    return tuple(notice("HISTORY_REWOUND", commit=c, branch=_short(branch), what=what) for c, what in lost.items())


def newest(judgement: Judgement, before: Marks) -> dict[str, str]:
    """The newest commits that sign off or bring a keyring into force: those from which no other of them descends.

    `before` are marks that stay unless something newer descends from them, although what they signed may count no more.
    """
    history = judgement.history
    found: dict[int, list[str]] = {history.index_of[commit]: [what] for commit, what in before.items()}
    for d in judgement.decisions:
        if d.effect and d.commit not in before:
            found.setdefault(d.commit_index, []).append(f"{d.record.party} {d.record.decision} {d.record.subject_id}")
    for digest, indexes in judgement.rings.came_into_force.items():
        for index in indexes:
            version = judgement.rings.versions[digest].version
            found.setdefault(index, [f"keyring:{version:04d}"])
    tops: list[int] = []
    for index in sorted(found, reverse=True):  # descendants first: history stands parents before children
        if not any(history.is_ancestor(index, top) for top in tops):
            tops.append(index)
    return {history.commits[index].id: _several(found[index]) for index in sorted(tops)}


def _several(what: list[str]) -> str:
    return what[0] if len(what) == 1 else f"{what[0]} (+{len(what) - 1})"


def check_tip(repository: Repository, judgement: Judgement, revision: str) -> Watched:
    """`--min-tip`: the judged tip must contain this commit, which somebody got by another way than the server."""
    try:
        commit = repository.resolve(revision)
    except UserError:
        return Watched(problems=(notice("MIN_TIP_UNKNOWN", revision=revision),))
    if commit in judgement.history.index_of:
        return Watched()
    return Watched(problems=(notice("MIN_TIP_MISSING", commit=commit, tip=judgement.tip[:12]),))


def _short(branch: str) -> str:
    return branch.removeprefix("refs/heads/")


def _read(file: Path, registry: str) -> dict[str, dict[str, str]]:
    """Branch → marks; empty where nothing is remembered yet. Raises _MemoryError for what is no such memory."""
    if not file.is_absolute():
        raise _MemoryError(Message(messages.NO_HOME))
    try:
        data = json.loads(file.read_bytes())
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


def _write(file: Path, registry: str, branches: Mapping[str, Marks]) -> None:
    content = {"version": 1, "registry": registry, "branches": branches}
    write_file(file, (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))
