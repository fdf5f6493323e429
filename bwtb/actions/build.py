"""A year's proposal from a judged history: which of its versions is built, and its files in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from bwtb.actions import messages
from bwtb.base.errors import UserError, writing
from bwtb.base.files import write_file
from bwtb.base.messages import Fact, Message
from bwtb.base.typography import local_date
from bwtb.freezing import editions
from bwtb.freezing.editions import Edition, requests_of
from bwtb.freezing.freezes import Freeze, approved_requests
from bwtb.git import CommitTree, Objects
from bwtb.proposal import Proposal, compile_proposal, facts
from bwtb.proposal.corrections import corrected
from bwtb.registry import catalogs
from bwtb.registry.source import differing_paths
from bwtb.registry.worktree import WorkTree
from bwtb.review.states import RequestReview, Review, assess
from bwtb.signing.earlier import as_of
from bwtb.signing.judge import Judgement, judge
from bwtb.signing.record import digest
from bwtb.signing.seen import rewound

MANIFEST, DRAFT = "proposal.json", "proposal.yaml"
# The folders a proposal is made of; anything else in the work tree does not matter to it.
FOLDERS = ("catalog", "requests", "templates")

# Who is told a sentence: the name of a step as it begins, or what people should know of fonts.
Listener = Callable[[Fact], None]


@dataclass(frozen=True)
class Version:
    """Which version of a year's proposal is built, and the commit it is built from, judged.

    `frozen` is the version of the year that is frozen, whether it holds or not. Where exactly that one is built again,
    `rebuilds` is true, and `changed` counts the requests in which what is approved now differs from it.
    """

    judgement: Judgement
    edition: Edition
    frozen: Freeze | None = None
    rebuilds: bool = False
    changed: int = 0

    def unlike_handed_in(self, files: Mapping[str, bytes]) -> list[str]:
        """The names of files that are not those handed in; nobody but who froze the list vouches for its digests.

        Empty where another version than the frozen one is built. `proposal.json` is left out: it depends on which of the
        others are built.
        """
        if not self.rebuilds or self.frozen is None or self.frozen.manifest is None:
            return []
        named = self.frozen.manifest.documents
        return [n for n, c in files.items() if n in named and n != MANIFEST and digest(c) != f"sha256:{named[n]}"]


@dataclass(frozen=True)
class Built:
    """A proposal, the review of the year's requests that it was compiled from, and its files by name."""

    proposal: Proposal
    review: Review
    files: Mapping[str, bytes]

    @property
    def left_out(self) -> list[RequestReview]:
        """The requests of the year that can be read and are not in the proposal."""
        year = self.proposal.year
        return [r for r in self.review.requests.values() if r.state != "approved" and r.request.year == year]


def judged(objects: Objects, rev: str, pin: str | None) -> Judgement:
    """Every sign-off up to a commit, as a proposal can be built from it. `pin` is the fingerprint this user trusts.

    Raises UserError where no keyring is pinned or where, of the last commit (`HEAD`), the branch lacks what this user has
    seen accepted on it: a withdrawal may be gone.
    """
    repository = objects.repository
    judgement = judge(repository, objects, repository.resolve(rev), pin)
    if not judgement.trusted:
        raise untrusted()
    if rev == "HEAD":
        for notice in rewound(judgement, repository.branch() or ""):
            raise UserError(
                Message(messages.REWOUND, code=notice.code, message=notice.message),
                Message(messages.FETCH_FIRST),
            )
    return judgement


def untrusted() -> UserError:
    """The error that says why without a pin no proposal can be built."""
    return UserError(
        Message(messages.NO_PIN),
        Message(messages.GET_THE_FINGERPRINT),
    )


def year_for(judgement: Judgement, year: int | None = None) -> int:
    """The year that is named, or the one after the commit's. Raises UserError for none that proposals are made for."""
    year = year or int(local_date(judgement.time)[:4]) + 1
    if not 2000 <= year <= 2099:
        raise UserError(Message(messages.NOT_A_PROPOSAL_YEAR, year=year))
    return year


def in_season(judgement: Judgement, year: int) -> bool:
    """Whether the commit is of the months in which the year's proposal is compiled: July to December before (article 6)."""
    made = local_date(judgement.time)
    return int(made[:4]) + 1 == year and int(made[5:7]) >= 7


def uncommitted(root: Path, objects: Objects, judgement: Judgement) -> list[str]:
    """The paths of the registry in which its folder differs from the commit; none in a bare repository."""
    if objects.repository.work_tree is None:
        return []
    return differing_paths(WorkTree(root), CommitTree(objects, judgement.tree), FOLDERS)


def version_of(objects: Objects, judgement: Judgement, year: int, *, anew: bool) -> Version:
    """The version that is frozen, from the commit it was made from; where none holds, or `anew`, the one that comes next."""
    frozen = editions.frozen(objects, judgement, year)
    if anew or frozen is None or not frozen.holds or frozen.manifest is None:
        return Version(judgement, editions.coming(objects, judgement, year), frozen)
    now, handed_in = (
        {(i, row.request.raw) for i, row in rows.items()}
        for rows in (approved_requests(assess(objects, judgement, year)), frozen.requests)
    )
    changed = {i for i, _raw in now ^ handed_in}
    then = as_of(judgement, judgement.history.index_of[frozen.manifest.commit])
    return Version(then, editions.coming(objects, then, year), frozen, rebuilds=True, changed=len(changed))


def steps(formats: Collection[str]) -> int:
    """How many steps `build` takes."""
    from bwtb.render.outputs import steps as documents

    return 1 + documents(formats)


def build(
    objects: Objects,
    version: Version,
    year: int,
    formats: Collection[str],
    *,
    draft: Callable[[bytes], bool],
    tell: Listener,
    begin: Listener = lambda _step: None,
) -> Built:
    """The files of the year's proposal at the version's commit, in memory: of what is approved, whatever is frozen.

    A version that corrects another carries the difference as an annex. `draft` is asked whether a draft of the covering
    letter's facts, where the commit has none, is to be among the files; `tell` is told what people should know of fonts,
    `begin` the name of each of the `steps` as it begins. Raises UserError where the year has no requests.
    """
    from bwtb.render import proposal_json
    from bwtb.render.outputs import documents

    begin(Message(messages.READING_REQUESTS))
    judgement, edition = version.judgement, version.edition
    source = proposal_json.Recorded(CommitTree(objects, judgement.tree))
    catalog = catalogs.require(source)
    review = assess(objects, judgement, year)
    if not review.requests and not review.unreadable:
        raise UserError(
            Message(messages.NO_REQUESTS, year=year, commit=judgement.tip[:12]),
            Message(messages.NAME_THE_YEAR),
        )
    given = facts.read(source, year, judgement.time)
    proposal = compile_proposal(review, catalog, given, year)
    if edition.previous is not None:
        proposal = corrected(proposal, edition.number, requests_of(objects, judgement, edition.previous), catalog)
    files = documents(proposal, catalog, source, formats, tell, begin)
    if not given.given and draft(text := facts.draft(year, facts.addressee(catalog))):
        files[DRAFT] = text
    if "json" in formats:
        files[MANIFEST] = proposal_json.write(proposal, review, source.digests, files)
    return Built(proposal, review, files)


def may_stand_in(folder: Path, draft: bytes) -> bool:
    """Whether a draft of the facts may be written into a folder: one that is there already is left alone."""
    present = folder / DRAFT
    return not present.exists() or present.read_bytes() == draft


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a proposal into a folder, each whole or not at all. Raises UserError where that fails."""
    with writing(folder, Message(messages.NAME_ANOTHER_OUTPUT)):
        for name, content in files.items():
            write_file(folder / name, content)
