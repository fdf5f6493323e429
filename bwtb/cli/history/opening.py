"""What the commands that look at sign-offs share: opening the repository, and saying why nothing can be judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bwtb.base.errors import UserError
from bwtb.base.languages import _, words
from bwtb.base.messages import N_, one_line
from bwtb.cli.options import options
from bwtb.cli.terminal import note
from bwtb.git import CommitTree, ObjectCorruptError, Objects, Repository, open_objects, open_repository
from bwtb.git.checkout import finish
from bwtb.git.repository import COMMIT_ID
from bwtb.registry import catalogs
from bwtb.registry.catalogs import Catalog
from bwtb.registry.layout import find_root
from bwtb.signing.history import HistoryError
from bwtb.signing.judge import Judgement
from bwtb.signing.notices import Notice, with_names

# What keeps history from being judged at all, by the code of the error: what is the matter, and what to do.
HISTORY_ERRORS = {
    "OBJECT_CORRUPT": (
        N_(
            "OBJECT_CORRUPT: object {id} is missing, not what its name says, or no proper folder; nothing can be judged."
        ),
        N_("Clone the registry again from the server and run `git fsck` on the server."),
    ),
    "OBJECT_TOO_LARGE": (
        N_("OBJECT_TOO_LARGE: {id} is larger than anything of a registry's and was not read; nothing can be judged."),
        N_("Take it out in a new commit; what its history holds does no harm."),
    ),
    "INCOMPLETE_HISTORY": (
        N_("INCOMPLETE_HISTORY: this clone does not hold the whole history, so nothing can be judged."),
        N_("Fetch everything: `git fetch --unshallow`, or clone without --depth and --filter (in CI: fetch-depth 0)."),
    ),
}


def open_registry() -> tuple[Path, Repository]:
    """The registry's root and its repository, in which what killed runs have left is finished first.

    Raises UserError where it is not the top of one.
    """
    root = find_root(options().registry)
    repository = open_repository(root)
    finish(repository)
    return root, repository


@contextmanager
def opened_registry() -> Iterator[tuple[Path, Repository, Objects]]:
    """The registry's root, its repository and the objects in it; what keeps history from being judged is explained."""
    root, repository = open_registry()
    with history_errors_explained(), open_objects(repository) as objects:
        yield root, repository, objects


@contextmanager
def history_errors_explained() -> Iterator[None]:
    """Turn what keeps history from being judged into an error that the user can act on."""
    try:
        yield
    except (HistoryError, ObjectCorruptError) as error:
        message, hint = HISTORY_ERRORS[error.code]
        id = error.commit if isinstance(error, HistoryError) else str(error)
        shown = id[:12] if COMMIT_ID.fullmatch(id) else one_line(id)
        raise UserError(_(message).format(id=shown), _(hint)) from error


def names_in(objects: Objects, tree: str) -> Catalog:
    """The catalog of a commit's tree for the names of parties and units, which are read at once: the objects may be closed."""
    catalog, _findings = catalogs.lazily(CommitTree(objects, tree))
    for kind in ("parties", "units"):
        catalog.codes(kind)
    return catalog


def warn_of(problems: Iterable[Notice], catalog: Catalog) -> None:
    """Say on standard error what is wrong with the history, with the names that the catalog has."""
    for line in _warnings(problems, catalog):
        note(line)


def why_nothing_is_approved(judgement: Judgement, catalog: Catalog) -> Iterator[str]:
    """Why nothing is shown as approved, where that is so: a line for each reason."""
    if judgement.trusted:
        return
    if any(problem.code == "UNTRUSTED_ROOT" for problem in judgement.problems):
        yield _(
            "Warning: no keyring is pinned, so nothing is shown as approved. Get the fingerprint from the engineers who keep the"
            " keys, then type `bwtb keyring trust sha256:…` with it."
        )
        return
    yield from _warnings(judgement.problems, catalog)
    yield _("So nothing is shown as approved; `bwtb verify` says more.")


def _warnings(problems: Iterable[Notice], catalog: Catalog) -> Iterator[str]:
    for problem in problems:
        yield _("Warning: {message}").format(message=words(with_names(problem.message, catalog)))
