"""What `bwtb build-proposal` says of frozen years: which version is built, and what is recorded when one is handed in."""

from __future__ import annotations

import time
from collections.abc import Mapping

from bwtb.actions import freeze
from bwtb.actions.build import Version
from bwtb.actions.freeze import Submission
from bwtb.base.languages import _, joined, ngettext, words
from bwtb.cli.parameters.signing_key import author
from bwtb.cli.terminal import confirm, money, note, say
from bwtb.freezing.freezes import OWNER
from bwtb.proposal import Proposal


def tell_version(version: Version, year: int) -> None:
    """Say which version is built, and how what is approved now differs from what is frozen."""
    frozen = version.frozen
    if frozen is None:
        return
    if not frozen.holds:
        text = _("Warning: the frozen version {number} does not count ({reason}). What is built is the next one.")
        note(text.format(number=frozen.number, reason=words(frozen.why)))
    if not version.rebuilds:
        return
    text = _("The proposal for {year} is frozen as version {number} (commit {commit}); that is what is built.")
    note(text.format(year=year, number=frozen.number, commit=frozen.decision.commit[:12]))
    if version.changed:
        text = ngettext(
            "What is approved now differs from it in {count} request; `--next` shows the corrected version.",
            "What is approved now differs from it in {count} requests; `--next` shows the corrected version.",
            version.changed,
        )
        note(text.format(count=version.changed))


def tell_unlike(version: Version, files: Mapping[str, bytes]) -> None:
    """Say which documents are not those that the list of the frozen version names."""
    if other := version.unlike_handed_in(files):
        text = _(
            "Warning: {names}, built from what was approved, is not the file that the list says was handed in. Another"
            " version of bwtb made that one, or other fonts, or it says something else: compare them."
        )
        note(text.format(names=joined(other)))


def confirm_freeze(submission: Submission, proposal: Proposal, *, yes: bool) -> None:
    """Show what is about to be recorded, and ask."""
    correction = proposal.correction
    if correction is not None:
        say(_("Differences from version {number}:").format(number=correction.previous))
        for change in correction.changes:
            before, after = (_("none") if a is None else money(a) for a in (change.before, change.after))
            say(f"  {change.id}  {change.word}  {before} → {after}  {change.title}")
        if not correction.changes:
            say("  " + _("no request differs"))
    manifest = submission.manifest
    confirm(
        _("Freeze version {number} of the proposal for {year} as {person}?").format(
            number=manifest.number, year=manifest.year, person=submission.person
        ),
        yes=yes,
    )


def record(submission: Submission, pin: str | None) -> None:
    """Commit and sign, and say what was done."""
    manifest = submission.manifest
    commit = freeze.freeze(submission, author(submission.person, OWNER), int(time.time()), pin)
    text = _("Frozen: version {number} of the proposal for {year}, {count} requests, in commit {commit}.")
    say(text.format(number=manifest.number, year=manifest.year, count=len(manifest.requests), commit=commit[:12]))
