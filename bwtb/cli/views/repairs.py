"""`bwtb validate --fix`: repair what has one right answer, show it, and leave alone what is approved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bwtb.base.errors import UserError
from bwtb.base.languages import _, ngettext, words
from bwtb.checking import check
from bwtb.checking.repairing.repair import Repair, repair
from bwtb.checking.report.diff import render
from bwtb.cli.history.opening import history_errors_explained
from bwtb.cli.options import options
from bwtb.cli.terminal import note
from bwtb.registry import catalogs
from bwtb.registry.worktree import WorkTree, write_below
from bwtb.review.approved import approved_files
from bwtb.signing.pin import find_pin


def fix(
    root: Path, paths: list[str] | None, tell: Callable[[str], None], trust_root: str | None, *, yes_unapprove: bool
) -> None:
    """Repair the files (all, or those named). Each is written whole or not at all, and none before all are worked out."""
    source = WorkTree(root)
    catalog, _findings = catalogs.lazily(source)
    repairs = [r for path in check.targets(source, paths) if (r := repair(source, path, catalog))]
    held = set() if yes_unapprove or not repairs else _held(root, repairs, trust_root)
    chosen = [r for r in repairs if r.path not in held]
    for each in chosen:
        if not options().quiet:
            _show(each, tell)
    for each in chosen:
        if source.read(each.path) != each.before:
            raise UserError(
                _("{path} was changed by somebody else just now; it was not repaired.").format(path=each.path),
                _("Run the command again."),
            )
        write_below(root, each.path, each.after)
    for path in sorted(held):
        note(
            _(
                "{path} has been approved; it was left as it is. With --yes-unapprove it is repaired, and has to be signed again."
            ).format(path=path)
        )


def _held(root: Path, repairs: list[Repair], trust_root: str | None) -> set[str]:
    with history_errors_explained():
        return approved_files(root, [r.path for r in repairs], find_pin(trust_root))


def _show(each: Repair, tell: Callable[[str], None]) -> None:
    for line in render(each.before, each.after, each.path):
        tell(line)
    counted = ngettext("{path}: {count} repair", "{path}: {count} repairs", len(each.done))
    tell(counted.format(path=each.path, count=len(each.done)))
    for finding in each.done:
        tell(f"  {finding.line}:{finding.column} {finding.code}  {words(finding.message)}")
    tell("")
