"""Names of branches and tags that git, or some computer, would take for another: what is checked then is not what was meant.

Git prefers a tag to a branch of the same name, also to a clone's own `origin/main`; a computer whose files do not
differ by case keeps `Main` where it keeps `main`.
"""

from __future__ import annotations

from collections.abc import Iterable

from bwtb.git.repository import COMMIT_ID
from bwtb.registry.collisions import alike

BRANCHES, TAGS = "refs/heads/", "refs/tags/"


def taken_for(ref: str, others: Iterable[str]) -> str | None:
    """What a new branch or tag may be taken for; None where it is like nothing. All refs are given by their full names.

    Returns the full name of the other, or `HEAD`, or the commit id that the new one is called by.
    """
    own = _name(ref)
    if own == alike("HEAD"):
        return "HEAD"
    if COMMIT_ID.fullmatch(own):
        return own
    return next((other for other in others if other != ref and _same(ref, other)), None)


def _same(ref: str, other: str) -> bool:
    if _name(ref) == _name(other):
        return True
    # As a clone knows the server's branches: `origin/main`, whatever it calls the server.
    tag, branch = (ref, other) if ref.startswith(TAGS) else (other, ref)
    return tag.startswith(TAGS) and branch.startswith(BRANCHES) and _name(tag).endswith("/" + _name(branch))


def _name(ref: str) -> str:
    return alike(ref.removeprefix(BRANCHES).removeprefix(TAGS))
