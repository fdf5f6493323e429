"""Whether a folder holds, byte for byte, the proposal of the commit that it names: it is built again and compared."""

from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bwtb import __version__
from bwtb.actions import messages
from bwtb.actions.build import DRAFT, MANIFEST, Built, Listener, Version, build, untrusted
from bwtb.base.budget import PROPOSAL_BYTES
from bwtb.base.errors import UserError, reading
from bwtb.base.messages import Fact, Message
from bwtb.freezing import editions
from bwtb.git import Objects
from bwtb.git.repository import COMMIT_ID
from bwtb.signing.earlier import as_of
from bwtb.signing.judge import Judgement, judge


@dataclass(frozen=True)
class Claim:
    """What a folder's `proposal.json` says of it: the year, the commit, the version of bwtb, the names of the files."""

    year: int
    commit: str
    tool: str
    names: tuple[str, ...]

    @property
    def formats(self) -> list[str]:
        """The formats the folder was built in."""
        return [*(name.removeprefix("proposal.") for name in self.names if name != DRAFT), "json"]


def claim(folder: Path, formats: Collection[str]) -> Claim:
    """What `proposal.json` in a folder says it is. `formats`: those there are. Raises UserError where there is none, or none of ours."""
    file = folder / MANIFEST
    with reading(file, Message(messages.NAME_PROPOSAL_FOLDER)), file.open("rb") as opened:
        raw = opened.read(PROPOSAL_BYTES)
    known = {DRAFT, *(f"proposal.{name}" for name in formats if name != "json")}
    with suppress(KeyError, RecursionError, TypeError, ValueError):
        listed = json.loads(raw)
        names = tuple(one["name"] for one in listed["files"])
        claimed = Claim(listed["year"], listed["commit"], listed["tool"]["version"], names)
        named = COMMIT_ID.fullmatch(claimed.commit) and isinstance(claimed.tool, str) and set(names) <= known
        if named and type(claimed.year) is int:
            return claimed
    raise UserError(Message(messages.NO_LIST_OF_FILES, path=str(file)))


def compare(
    objects: Objects,
    judgement: Judgement,
    claimed: Claim,
    folder: Path,
    pin: str | None,
    tell: Listener,
    begin: Listener,
) -> tuple[Judgement, list[Fact]]:
    """Build a folder's proposal again and compare them: the judgement at its commit, and each difference as a sentence.

    `judgement` is that of the last commit; `tell` and `begin` as in `build`. Raises UserError where the commit that the folder names is not there or nothing can be relied on in it.
    """
    if (index := judgement.history.index_of.get(claimed.commit)) is not None:
        then = as_of(judgement, index)  # seen from the last commit, so that today's pin serves
    else:
        then = judge(objects.repository, objects, objects.repository.resolve(claimed.commit), pin)
        if not then.trusted:
            raise untrusted()
    version = Version(then, editions.coming(objects, then, claimed.year))
    has_draft = DRAFT in claimed.names
    built = build(objects, version, claimed.year, claimed.formats, draft=lambda _: has_draft, tell=tell, begin=begin)
    return then, _differences(built, claimed, folder)


def _differences(built: Built, claimed: Claim, folder: Path) -> list[Fact]:
    """How a folder differs from the proposal as it was built again; empty where it is the same bytes."""
    differences: list[Fact] = []
    for name, content in built.files.items():
        try:
            if (folder / name).read_bytes() != content and name != DRAFT:
                differences.append(Message(messages.FILE_DIFFERS, name=name))
        except OSError:
            differences.append(Message(messages.FILE_MISSING, name=name))
    if differences and claimed.tool != __version__:
        differences.append(Message(messages.OTHER_VERSION_OF_TOOL, old=claimed.tool, new=__version__))
    if differences and any(name.endswith(".pdf") for name in claimed.names):
        differences.append(Message(messages.OTHER_FONTS))
    return differences
