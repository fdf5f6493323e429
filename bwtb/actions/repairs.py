"""`validate --fix`: which files can be repaired without undoing an approval, and putting the repairs in place."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bwtb.actions import messages
from bwtb.base.errors import UserError
from bwtb.base.messages import Message
from bwtb.checking import check
from bwtb.checking.repairing.repair import Repair, repair
from bwtb.git import CommitTree, open_objects, open_repository
from bwtb.registry import catalogs
from bwtb.registry.layout import request_id
from bwtb.registry.worktree import WorkTree, write_below
from bwtb.review.states import RequestReview, assess
from bwtb.signing.judge import judge
from bwtb.signing.pin import find_pin


def plan(
    root: Path, paths: list[str] | None, trust_root: str | None, *, unapprove: bool
) -> tuple[list[Repair], list[str]]:
    """Work out the repairs of the files (all, or those named) in the registry's folder, and make none of them yet.

    Returns them, and the paths of the approved files that are left as they are. `trust_root` is the pin that the line names;
    with `unapprove` approved files are repaired too. Raises HistoryError where history cannot be judged.
    """
    source = WorkTree(root)
    catalog, _findings = catalogs.lazily(source)
    repairs = [made for path in check.targets(source, paths) if (made := repair(source, path, catalog))]
    if unapprove or not repairs:
        return repairs, []
    held = approved_files(root, [each.path for each in repairs], find_pin(trust_root))
    return [each for each in repairs if each.path not in held], sorted(held)


def approved_files(root: Path, paths: Iterable[str], pin: str | None) -> set[str]:
    """Those of these request files that carry an approval by a party, or an endorsement by key, at HEAD: an edit undoes that.

    `root` is the registry's folder, `pin` the fingerprint that is trusted. Where there is no pin, or the file at HEAD
    cannot be read, a record of a sign-off beside it is enough. Raises HistoryError where history cannot be judged.
    """
    if not (root / ".git").exists():
        return set()
    repository = open_repository(root)
    try:
        tip = repository.resolve("HEAD")
    except UserError:
        return set()  # nothing is committed yet
    with open_objects(repository) as objects:
        judgement = judge(repository, objects, tip, pin)
        source = CommitTree(objects, judgement.tree)
        signed = {path for path in paths if source.files(path.removesuffix(".yaml") + "/signoffs")}
        rows = assess(objects, judgement, ids={request_id(path) for path in signed}).requests if signed else {}
    return {p for p in signed if not judgement.trusted or (r := rows.get(request_id(p))) is None or _is_approved(r)}


def _is_approved(row: RequestReview) -> bool:
    parties, endorsements = row.parties.values(), row.endorsements.values()
    return any(v.verdict == "approved" for v in parties) or any(e.verdict == "approved" for e in endorsements)


def apply(root: Path, repairs: Iterable[Repair]) -> None:
    """Write the repaired files, each whole or not at all. Raises UserError for one that has changed meanwhile."""
    source = WorkTree(root)
    for each in repairs:
        if source.read_bounded(each.path) != each.before:
            raise UserError(
                Message(messages.CHANGED_UNDER_THE_REPAIR, path=each.path), Message(messages.RUN_THE_COMMAND_AGAIN)
            )
        write_below(root, each.path, each.after)
