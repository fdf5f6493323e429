"""What `bwtb build-proposal` says: what to know before relying on a proposal, what is in it, and what is left out."""

from __future__ import annotations

from pathlib import Path

from bwtb.actions.build import Built, in_season, uncommitted
from bwtb.base.languages import _, joined, words
from bwtb.base.messages import one_line
from bwtb.base.typography import local_date
from bwtb.cli.terminal import money, note, say
from bwtb.git import Objects
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
