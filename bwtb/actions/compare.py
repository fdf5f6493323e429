"""Whether a folder holds, byte for byte, the proposal of the commit that it names: it is built again and compared."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bwtb import __version__
from bwtb.actions import messages
from bwtb.actions.build import DRAFT, MANIFEST, Built, Listener, Version, build, untrusted
from bwtb.base.errors import UserError, reading
from bwtb.base.messages import Fact, Message
from bwtb.freezing import editions
from bwtb.git import Objects
from bwtb.signing.earlier import as_of
from bwtb.signing.judge import Judgement, judge
from bwtb.signing.record import digest

# In bytes; longer than any manifest, which is read whole.
MOST = 1 << 26


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


@dataclass(frozen=True)
class ComparedFolder:
    """A folder compared with the proposal built again: the commit's judgement, and each difference as a sentence."""

    judgement: Judgement
    differences: tuple[Fact, ...]


def claim(folder: Path, formats: Collection[str]) -> Claim:
    """What `proposal.json` in a folder says it is. `formats`: those there are. Raises UserError where there is none, or none of ours."""
    file = folder / MANIFEST
    with reading(file, Message(messages.NAME_PROPOSAL_FOLDER)), file.open("rb") as opened:
        raw = opened.read(MOST)
    try:
        claimed = _claim(json.loads(raw))
        known = {DRAFT, *(f"proposal.{name}" for name in formats if name != "json")}
        if set(claimed.names) <= known:
            return claimed
    except (KeyError, RecursionError, TypeError, ValueError):
        pass
    raise UserError(Message(messages.NO_LIST_OF_FILES, path=str(file)))


def _claim(listed: Any) -> Claim:
    names = tuple(file["name"] for file in listed["files"])
    made = Claim(listed["year"], listed["commit"], listed["tool"]["version"], names)
    if type(made.year) is not int or not all(isinstance(text, str) for text in (made.commit, made.tool, *names)):
        raise ValueError(made)
    if len(made.commit) not in (40, 64) or not set(made.commit) <= set("0123456789abcdef"):
        raise ValueError(made.commit)
    return made


def compare(
    objects: Objects,
    judgement: Judgement,
    claimed: Claim,
    folder: Path,
    pin: str | None,
    tell: Listener,
    begin: Listener,
) -> ComparedFolder:
    """Build a folder's proposal again and compare them. `judgement` is that of the last commit; `tell` and `begin` as in `build`.

    Raises UserError where the commit that the folder names is not there or nothing can be relied on in it.
    """
    then = _judged_at(objects, judgement, claimed.commit, pin)
    version = Version(then, editions.coming(objects, then, claimed.year))
    built = build(
        objects,
        version,
        claimed.year,
        claimed.formats,
        draft=lambda _draft: DRAFT in claimed.names,
        tell=tell,
        begin=begin,
    )
    return ComparedFolder(then, tuple(_differences(built, claimed, folder)))


def _judged_at(objects: Objects, judgement: Judgement, commit: str, pin: str | None) -> Judgement:
    """The judgement at a commit: seen from the last one where it is among its ancestors, so that today's pin serves."""
    if commit in judgement.history.index_of:
        return as_of(judgement, judgement.history.index_of[commit])
    other = judge(objects.repository, objects, objects.repository.resolve(commit), pin)
    if not other.trusted:
        raise untrusted()
    return other


def _differences(built: Built, claimed: Claim, folder: Path) -> list[Fact]:
    """How a folder differs from the proposal as it was built again; empty where it is the same bytes."""
    differences: list[Fact] = []
    for name, content in built.files.items():
        try:
            same = digest((folder / name).read_bytes()) == digest(content)
        except OSError:
            differences.append(Message(messages.FILE_MISSING, name=name))
            continue
        if not same and name != DRAFT:
            differences.append(Message(messages.FILE_DIFFERS, name=name))
    if differences and claimed.tool != __version__:
        differences.append(Message(messages.OTHER_VERSION_OF_TOOL, old=claimed.tool, new=__version__))
    if differences and any(name.endswith(".pdf") for name in claimed.names):
        differences.append(Message(messages.OTHER_FONTS))
    return differences
