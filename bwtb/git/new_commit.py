"""Commits that are made here: their header, whom they are by, and the object, which is on no branch yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bwtb.git.repository import Repository

# Offices of the district keep China Standard Time; the zone is shown, never used to decide anything.
ZONE = "+0800"


@dataclass(frozen=True)
class NewCommit:
    """A commit that exists as an object but is on no branch yet, its parent, and the files that it adds."""

    commit: str
    parent: str
    files: Mapping[str, bytes]


def write(
    repository: Repository,
    parent: str,
    files: Mapping[str, bytes],
    who: tuple[str, str],
    time: int,
    message: str,
    signature_header: Callable[[bytes], str] = lambda _signed: "",
) -> NewCommit:
    """Write the object of a commit on top of `parent` that adds these files, or puts them in the place of others.

    `who` is the name and e-mail of its author, `time` in seconds since 1970. `signature_header` is given what a signature
    covers, and gives the header's last lines. Touches neither branch, index nor work tree.
    """
    head = header(repository.write_tree(parent, files), parent, who, time)
    signature = signature_header(f"{head}\n{message}".encode())
    return NewCommit(repository.write_commit(f"{head}{signature}\n{message}".encode()), parent, files)


def header(tree: str, parent: str | None, who: tuple[str, str], time: int) -> str:
    """The header lines of a commit, `parent` being None for the first. `who`: name and e-mail; `time`: seconds since 1970."""
    by = f"{plain(who[0])} <{plain(who[1])}> {time} {ZONE}"
    above = f"parent {parent}\n" if parent else ""
    return f"tree {tree}\n{above}author {by}\ncommitter {by}\n"


def plain(text: str) -> str:
    """A name or address as a commit header can hold it; "-" where nothing of it can stand there."""
    return "".join(c for c in text if c.isprintable() and c not in "<>").strip() or "-"
