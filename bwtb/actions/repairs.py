"""`validate --fix`: which files can be repaired without undoing an approval, and putting the repairs in place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bwtb.actions import messages
from bwtb.base.errors import UserError
from bwtb.base.messages import Message
from bwtb.checking import check
from bwtb.checking.repairing.repair import Repair, repair
from bwtb.registry import catalogs
from bwtb.registry.worktree import WorkTree, write_below
from bwtb.review.approved import approved_files
from bwtb.signing.pin import find_pin


@dataclass(frozen=True)
class Plan:
    """What `--fix` would do: the repairs, none of them made yet, and the approved files that are left as they are."""

    repairs: tuple[Repair, ...]
    held: tuple[str, ...]


def plan(root: Path, paths: list[str] | None, trust_root: str | None, *, unapprove: bool) -> Plan:
    """Work out the repairs of the files (all, or those named) in the registry's folder.

    `trust_root` is the pin that the line names; with `unapprove` approved files are repaired too. Raises HistoryError
    where history cannot be judged.
    """
    source = WorkTree(root)
    catalog, _findings = catalogs.lazily(source)
    repairs = [made for path in check.targets(source, paths) if (made := repair(source, path, catalog))]
    if unapprove or not repairs:
        return Plan(tuple(repairs), ())
    held = approved_files(root, [each.path for each in repairs], find_pin(trust_root))
    return Plan(tuple(each for each in repairs if each.path not in held), tuple(sorted(held)))


def apply(root: Path, repairs: Iterable[Repair]) -> None:
    """Write the repaired files, each whole or not at all. Raises UserError for one that has changed meanwhile."""
    source = WorkTree(root)
    for each in repairs:
        if source.read(each.path) != each.before:
            raise UserError(
                Message(messages.CHANGED_UNDER_THE_REPAIR, path=each.path), Message(messages.RUN_THE_COMMAND_AGAIN)
            )
        write_below(root, each.path, each.after)
