"""What `bwtb build-proposal` does with frozen years: which version is built, and recording that one is handed in."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bwtb.actions import freeze, signoff
from bwtb.actions.build import DRAFT, MANIFEST
from bwtb.actions.signoff import Desk
from bwtb.base.errors import UserError
from bwtb.base.languages import _, joined, ngettext
from bwtb.cli.common import confirm, money, note, say
from bwtb.cli.signing_key import author, signer_of
from bwtb.freezing import editions
from bwtb.freezing.editions import Edition
from bwtb.freezing.judging import OWNER, approved
from bwtb.freezing.manifest import Manifest
from bwtb.git import CommitTree, Objects, Repository
from bwtb.proposal import Proposal
from bwtb.registry import catalogs
from bwtb.review.states import RequestReview, Review, assess
from bwtb.signing.earlier import as_of
from bwtb.signing.judge import Judgement
from bwtb.signing.keyfile import Signer
from bwtb.signing.pin import pin
from bwtb.signing.record import digest


@dataclass(frozen=True)
class Version:
    """Which version of a year's proposal is built, and the commit it is built from, judged.

    `handed_in`: the list of the frozen version that is built again, None where it is another.
    """

    judgement: Judgement
    edition: Edition
    handed_in: Manifest | None = None

    def compare(self, files: Mapping[str, bytes]) -> None:
        """Say which documents are not those that the list names: nobody but who froze them vouches for their digests."""
        named = self.handed_in.documents if self.handed_in else {}
        # proposal.json depends on which of the others are built.
        other = [n for n, c in files.items() if n in named and n != MANIFEST and digest(c) != f"sha256:{named[n]}"]
        if other:
            note(
                _(
                    "Warning: {names}, built from what was approved, is not the file that the list says was handed in. Another"
                    " version of bwtb made that one, or other fonts, or it says something else: compare them."
                ).format(names=joined(other))
            )


def version_of(objects: Objects, judgement: Judgement, year: int, *, anew: bool) -> Version:
    """The version that is frozen, from the commit it was made from; where none is, or `anew`, the one that comes next.

    Tells the user which it is, and how what is approved now differs from what is frozen.
    """
    frozen = editions.frozen(objects, judgement, year)
    if frozen is not None and not frozen.holds:
        note(
            _("Warning: the frozen version {number} does not count ({reason}). What is built is the next one.").format(
                number=frozen.number, reason=frozen.why
            )
        )
    if anew or frozen is None or not frozen.holds or frozen.manifest is None:
        return Version(judgement, editions.coming(objects, judgement, year))
    then = as_of(judgement, judgement.history.place[frozen.manifest.commit])
    note(
        _("The proposal for {year} is frozen as version {number} (commit {commit}); that is what is built.").format(
            year=year, number=frozen.number, commit=frozen.decision.commit[:12]
        )
    )
    now = approved(assess(objects, judgement, year))
    changed = {i for i in now.keys() | frozen.requests.keys() if _differs(now.get(i), frozen.requests.get(i))}
    if changed:
        note(
            ngettext(
                "What is approved now differs from it in {count} request; `--next` shows the corrected version.",
                "What is approved now differs from it in {count} requests; `--next` shows the corrected version.",
                len(changed),
            ).format(count=len(changed))
        )
    return Version(then, editions.coming(objects, then, year), frozen.manifest)


def _differs(now: RequestReview | None, then: RequestReview | None) -> bool:
    return now is None or then is None or now.request.raw != then.request.raw


@dataclass(frozen=True)
class Submission:
    """What is about to be handed in: the version, its documents, and the registry at the commit it was made from."""

    desk: Desk
    year: int
    edition: Edition
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Ready:
    """All that is needed to freeze; nothing has happened yet."""

    manifest: Manifest
    signer: Signer
    person: str


def desk_of(repository: Repository, objects: Objects, judgement: Judgement, review: Review) -> Desk:
    """The branch that is checked out, to sign on. Raises UserError on a detached HEAD."""
    branch = signoff.checked_out(repository)
    catalog = catalogs.require(CommitTree(objects, judgement.tree))
    return Desk(repository, objects, branch, judgement, review, catalog)


def prepare(submission: Submission, key: Path | None) -> Ready:
    """The list and the key. Raises UserError where there is nothing to freeze, or the key is not the centre's."""
    desk = submission.desk
    documents = {name: content for name, content in submission.files.items() if name != DRAFT}
    manifest = freeze.manifest_of(desk, desk.review, submission.year, submission.edition, documents)
    signer = signer_of(key)
    try:
        return Ready(manifest, signer, signoff.signer_name(desk, signer, OWNER))
    except UserError as error:
        raise UserError(
            error.message, _("A proposal is frozen with a key of the centre's in use: --key FILE.")
        ) from error


def confirm_freeze(submission: Submission, proposal: Proposal, ready: Ready, *, yes: bool) -> None:
    """Show what is about to be recorded, and ask."""
    correction = proposal.correction
    if correction is not None:
        say(_("Differences from version {number}:").format(number=correction.previous))
        for change in correction.changes:
            before, after = (_("none") if a is None else money(a) for a in (change.before, change.after))
            say(f"  {change.id}  {change.word}  {before} → {after}  {change.title}")
        if not correction.changes:
            say("  " + _("no request differs"))
    confirm(
        _("Freeze version {number} of the proposal for {year} as {person}?").format(
            number=submission.edition.number, year=submission.year, person=ready.person
        ),
        yes=yes,
    )


def record(submission: Submission, ready: Ready, trust_root: str | None) -> None:
    """Commit and sign, and say what was done."""
    who = freeze.Who(ready.signer, author(ready.person, OWNER), int(time.time()), pin(trust_root))
    commit = freeze.freeze(submission.desk, ready.manifest, who)
    say(
        _("Frozen: version {number} of the proposal for {year}, {count} requests, in commit {commit}.").format(
            number=submission.edition.number,
            year=submission.year,
            count=len(ready.manifest.requests),
            commit=commit[:12],
        )
    )
