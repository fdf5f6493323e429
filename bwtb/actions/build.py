"""A judged history → the files of a year's proposal, and whether a folder holds exactly those."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bwtb import __version__
from bwtb.base.errors import UserError, os_reason
from bwtb.base.languages import _, language, speaking, words
from bwtb.freezing.editions import Edition, listed
from bwtb.git import CommitTree, Objects
from bwtb.proposal import Proposal, compile_proposal, facts
from bwtb.proposal.corrections import corrected
from bwtb.proposal.listing import Recorded, manifest
from bwtb.registry import catalogs
from bwtb.review.states import Review, assess
from bwtb.signing.judge import Judgement
from bwtb.signing.record import digest

MANIFEST, DRAFT = "proposal.json", "proposal.yaml"
# Longer than any manifest: it is read whole.
MOST = 1 << 26


@dataclass(frozen=True)
class Built:
    """A proposal and its files by name; the review's reasons are in the language in force."""

    proposal: Proposal
    review: Review
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Claim:
    """What a folder's manifest says of itself."""

    year: int
    commit: str
    tool: str
    names: tuple[str, ...]

    @property
    def formats(self) -> list[str]:
        return [*(name.removeprefix("proposal.") for name in self.names if name != DRAFT), "json"]


def steps(formats: Collection[str]) -> int:
    """How many steps `build` takes."""
    from bwtb.render.outputs import steps as documents

    return 1 + documents(formats)


def build(
    objects: Objects,
    judgement: Judgement,
    year: int,
    formats: Collection[str],
    edition: Edition,
    *,
    draft: Callable[[bytes], bool],
    tell: Callable[[str], None],
    begin: Callable[[str], None] = lambda _step: None,
) -> Built:
    """The files of the year's proposal at a judged commit, in memory: of what is approved, whatever is frozen.

    `edition` says which of the year's versions it is; one that corrects another carries the difference as an annex.
    `draft`: asked whether a draft of the facts, where the commit has none, is to be among the files; `tell` is told
    what people should know of fonts, `begin` is told the name of each of the `steps` as it begins. Raises UserError where the year has no requests.
    """
    from bwtb.render.outputs import documents

    begin(_("Reading the requests"))
    source = Recorded(CommitTree(objects, judgement.tree))
    catalog = catalogs.require(source)
    with speaking("zh"):
        review = assess(objects, judgement, year)
    if not review.requests and not review.unreadable:
        raise UserError(
            _("There are no requests for {year} in commit {commit}.").format(year=year, commit=judgement.tip[:12]),
            _("Name the year the proposal is for: bwtb build-proposal YEAR"),
        )
    given = facts.read(source, year, judgement.time)
    proposal = compile_proposal(review, catalog, given, year)
    if edition.previous is not None:
        proposal = corrected(proposal, edition.number, listed(objects, judgement, edition.previous), catalog)
    files = documents(proposal, catalog, source, formats, tell, begin)
    if not given.given and draft(text := facts.draft(year, facts.addressee(catalog))):
        files[DRAFT] = text
    if "json" in formats:
        files[MANIFEST] = manifest(proposal, review, source.digests, files)
    # The files' reasons are Chinese; the terminal's are in the language in force.
    return Built(proposal, review if language() == "zh" else assess(objects, judgement, year), files)


def claim(folder: Path, formats: Collection[str]) -> Claim:
    """What `proposal.json` in a folder says it is. Raises UserError where there is none, or none of ours."""
    try:
        with (folder / MANIFEST).open("rb") as file:
            raw = file.read(MOST)
    except OSError as error:
        raise UserError(
            _("{path} cannot be read: {problem}").format(path=folder / MANIFEST, problem=words(os_reason(error))),
            _("Name the folder that `bwtb build-proposal` wrote."),
        ) from error
    try:
        found = _claim(json.loads(raw))
        known = {DRAFT, *(f"proposal.{name}" for name in formats if name != "json")}
        if set(found.names) <= known:
            return found
    except (KeyError, RecursionError, TypeError, ValueError):
        pass
    raise UserError(_("{path} is no list of a proposal's files.").format(path=folder / MANIFEST))


def _claim(listed: Any) -> Claim:
    names = tuple(file["name"] for file in listed["files"])
    made = Claim(listed["year"], listed["commit"], listed["tool"]["version"], names)
    if type(made.year) is not int or not all(isinstance(text, str) for text in (made.commit, made.tool, *names)):
        raise ValueError(made)
    if len(made.commit) not in (40, 64) or not set(made.commit) <= set("0123456789abcdef"):
        raise ValueError(made.commit)
    return made


def differences(built: Built, claimed: Claim, folder: Path) -> list[str]:
    """How a folder differs from the proposal as it was built again, in words; empty where it is the same bytes."""
    found: list[str] = []
    for name, content in built.files.items():
        try:
            same = digest((folder / name).read_bytes()) == digest(content)
        except OSError:
            found.append(_("{name} is not there").format(name=name))
            continue
        if not same and name != DRAFT:
            found.append(_("{name} is not what the commit gives").format(name=name))
    if found and claimed.tool != __version__:
        found.append(
            _("it was built with bwtb {old}, and again with {new}: that alone can make a difference").format(
                old=claimed.tool, new=__version__
            )
        )
    if any(name.endswith(".pdf") for name in claimed.names) and found:
        found.append(_("a PDF is the same only with the same fonts"))
    return found
