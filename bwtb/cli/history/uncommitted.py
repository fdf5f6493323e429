"""What stands in the folder and not in the last commit: whoever asks for it is told so, and how to commit it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path

from bwtb.base.errors import UserError
from bwtb.base.languages import _, joined, words
from bwtb.base.messages import Message, Named
from bwtb.cli.terminal import inert
from bwtb.registry import catalogs
from bwtb.registry.catalogs import PARTIES
from bwtb.registry.layout import ID, request_path
from bwtb.registry.source import Source
from bwtb.registry.worktree import WorkTree
from bwtb.signing import keyring as keyrings
from bwtb.signing.judge import Judgement
from bwtb.signing.messages import NOTICES


def how_to_commit(paths: Iterable[str], subject: str) -> str:
    """The two commands, in a sentence, that commit files."""
    files = " ".join(shlex.quote(inert(path)) for path in paths)
    return _("`git add {files}`, then `git commit -m {subject}`").format(files=files, subject=shlex.quote(subject))


def new_requests(root: Path, ids: Iterable[str], committed: Source) -> list[str]:
    """Those of the ids whose file stands in the folder, and not in the last commit."""
    source = WorkTree(root)
    paths = {id: request_path(id) for id in ids if ID.fullmatch(id)}
    return [id for id, p in paths.items() if committed.kind_at(p) is None and source.read_bounded(p) is not None]


def not_committed(root: Path, ids: Iterable[str], committed: Source) -> UserError | None:
    """The error on requests that the last commit lacks and the folder has; None where it has none of them."""
    there = new_requests(root, ids, committed)
    if not there:
        return None
    commit = how_to_commit(files_of(root, there), " ".join(there))
    return UserError(
        _("Not committed yet: {ids}. What is not committed has no state and is not signed.").format(ids=joined(there)),
        _("Check it with `bwtb validate {path}`; then commit it: {commit}.").format(
            path=request_path(there[0]), commit=commit
        ),
    )


def files_of(root: Path, ids: Iterable[str]) -> list[str]:
    """What is to be committed of requests: the file of each, and its folder of attachments where it has one."""
    paths = [request_path(id) for id in ids]
    return [p for path in paths for p in (path, path.removesuffix(".yaml")) if (root / p).exists()]


def no_keyring(root: Path, judgement: Judgement) -> UserError:
    """The error where no keyring is in force at the last commit: what is wrong with it, or that it is not there yet."""
    if wrong := next((p for p in judgement.problems if p.code.startswith("KEYRING_")), None):
        return UserError(f"{wrong.code}: {words(wrong.message)}", _("`bwtb verify` shows everything that is wrong."))
    path = keyrings.path_of(1)
    raw = WorkTree(root).read_bounded(path)
    if raw is not None:
        try:
            keyrings.parse(raw, path)
        except keyrings.KeyringError as error:
            unfit = Message(NOTICES["KEYRING_INVALID"], path=path, reason=error.reason)
            return UserError(unfit, _("Remove that file, and make it anew with `bwtb keyring init`."))
        return UserError(
            _("The keyring {path} is not committed yet, so it is not in force.").format(path=path),
            _("Commit it: {commit}.").format(commit=how_to_commit([path], "Keyring")),
        )
    return UserError(
        _("This registry has no keyring yet, so nobody can sign."),
        _("The engineers who keep the keys make one: `bwtb keyring init {options}`.").format(options=persons(PARTIES)),
    )


def persons(parties: Iterable[str]) -> str:
    """The options of `bwtb keyring init` that name a person for each of these parties."""
    return " ".join(f"--person {party}:{_('NAME')}:{party}.pub" for party in parties)


def without_a_person(root: Path, parties: Iterable[str]) -> UserError | None:
    """The error on parties that nobody was named for; None where there are none."""
    lacking = list(parties)
    if not lacking:
        return None
    catalog, _findings = catalogs.lazily(WorkTree(root))
    names = joined(Named(party, catalog.name("parties", party)) for party in lacking)
    return UserError(
        _("Nobody is named who signs for {parties}; each of the three parties needs a person.").format(parties=names),
        _("Add {options}, with the name of that person and the file of their public key.").format(
            options=persons(lacking)
        ),
    )
