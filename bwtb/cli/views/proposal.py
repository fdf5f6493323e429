"""What `bwtb build-proposal` says: what to know before relying on a proposal, what is in it and what is left out, and which
version of a frozen year is built or recorded."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from bwtb.actions import freeze
from bwtb.actions.build import Built, Version, in_season, uncommitted
from bwtb.actions.freeze import Submission
from bwtb.base.languages import _, joined, ngettext, words
from bwtb.base.messages import one_line
from bwtb.base.typography import local_date
from bwtb.cli.parameters.signing_key import author
from bwtb.cli.terminal import confirm, money, note, say
from bwtb.freezing.freezes import OWNER
from bwtb.git import Objects
from bwtb.proposal import Proposal
from bwtb.registry.layout import proposal_facts_path
from bwtb.signing.judge import Judgement


def warn(root: Path, objects: Objects, judgement: Judgement, year: int) -> None:
    """What the person should know before relying on the result; none of it stops the building."""
    if not in_season(judgement, year):
        text = _(
            "Warning: the proposal for {year} is compiled from July to December {before} (article 6); this commit is of "
            "{date}."
        )
        note(text.format(year=year, before=year - 1, date=local_date(judgement.time)))
    if judgement.problems:
        text = _("Warning: bad sign-offs, which count for nothing: {count}; `bwtb verify` says which.")
        note(text.format(count=len(judgement.problems)))
    if changed := uncommitted(root, objects, judgement):
        shown = joined(changed[:3]) + (" …" if len(changed) > 3 else "")
        text = _(
            "Warning: the folder differs from commit {commit} ({paths}). The proposal is built from the commit; what is "
            "not committed is not in it."
        )
        note(text.format(commit=judgement.tip[:12], paths=shown))


def tell_content(built: Built, target: Path) -> None:
    """Say what the proposal comes to, and what is not in it and why."""
    proposal, review = built.proposal, built.review
    totals = proposal.totals
    text = _("Proposal for {year} from commit {commit} ({date}): {count} requests, {amount} borne by the platform.")
    say(
        text.format(
            year=proposal.year,
            commit=proposal.commit[:12],
            date=local_date(proposal.time),
            count=totals.requests,
            amount=money(totals.platform),
        )
    )
    if proposal.supplementary:
        say(_("Listed apart, outside the total: {count} supplementary.").format(count=len(proposal.supplementary)))
    left_out = built.left_out
    if left_out or review.unreadable:
        say(_("Left out: {count}").format(count=len(left_out) + len(review.unreadable)))
    for one in left_out:
        say(f"  {one.request.id}  {one.request.title}\n      {joined(one.reasons, clauses=True)}")
    for path, reason in review.unreadable.items():
        say(f"  {one_line(path)}\n      {words(reason)}")
    if not proposal.facts.given:
        text = _(
            "There is no {path} in the commit: number and date of the letter are blank. "
            "A draft of it is {draft}: complete it, and commit it as {path}."
        )
        say(text.format(path=proposal_facts_path(proposal.year), draft=target / "proposal.yaml"))


def tell_written(built: Built, target: Path) -> None:
    """Name the files."""
    say(_("Written: {files}").format(files=joined(str(target / name) for name in built.files)))


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
