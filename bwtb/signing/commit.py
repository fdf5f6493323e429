"""Make a sign-off commit: object first, ref last, so that a kill at any point leaves nothing or all of it.

The ref moves in `checkout.publish`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bwtb.git import Repository
from bwtb.git.founding import person
from bwtb.signing.keyfile import Signer
from bwtb.signing.record import Record, render, render_message

SIGNATURE_HEADER = {"sha1": "gpgsig", "sha256": "gpgsig-sha256"}


@dataclass(frozen=True)
class Made:
    """A sign-off commit that exists as an object but is on no branch yet, and the record files it adds."""

    commit: str
    parent: str
    files: Mapping[str, bytes]


def make(
    repository: Repository, parent: str, records: list[Record], signer: Signer, who: tuple[str, str], time: int
) -> Made:
    """Write the commit object for these records on top of `parent`. `who`: name and e-mail; `time`: seconds since 1970.

    Touches neither branch, index nor work tree.
    """
    files = {r.file_path: render(r) for r in records}
    head = _head(repository, parent, files, who, time)
    message = "\n" + render_message(records)
    signature = signer.sign((head + message).encode("utf-8"))
    header = SIGNATURE_HEADER[repository.algorithm] + " " + signature.replace("\n", "\n ") + "\n"
    return Made(repository.write_commit((head + header + message).encode("utf-8")), parent, files)


def make_plain(
    repository: Repository, parent: str, files: Mapping[str, bytes], who: tuple[str, str], time: int, message: str
) -> Made:
    """Write the object of an ordinary commit, signed by nobody, that adds these files or puts them in others' place."""
    head = _head(repository, parent, files, who, time)
    return Made(repository.write_commit(f"{head}\n{message}".encode()), parent, files)


def _head(repository: Repository, parent: str, files: Mapping[str, bytes], who: tuple[str, str], time: int) -> str:
    """The header lines of a commit on top of `parent` with these files."""
    tree = repository.write_tree(parent, files)
    by = person(who, time)
    return f"tree {tree}\nparent {parent}\nauthor {by}\ncommitter {by}\n"
