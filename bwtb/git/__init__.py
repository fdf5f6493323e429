"""The only room that runs git: hardened reads of raw objects, and writes that happen whole or not at all.

Git is run with an environment of its own making, the repository named explicitly, and every setting overridden
through which a checkout could make git start a program, follow a graft or trust a cache (docs/threat-model.md).
"""

from bwtb.git.batch import MalformedTreeError, ObjectCorruptError, ObjectTooLargeError, commits, object_id
from bwtb.git.objects import LINK, TREE, Objects, open_objects
from bwtb.git.repository import (
    ALLOWED,
    LAST_SECOND,
    OVERRIDES,
    Repository,
    open_repository,
    user_setting,
)
from bwtb.git.sources import CommitTree, Index, changed_paths

__all__ = [
    "ALLOWED",
    "LAST_SECOND",
    "LINK",
    "OVERRIDES",
    "TREE",
    "CommitTree",
    "Index",
    "MalformedTreeError",
    "ObjectCorruptError",
    "ObjectTooLargeError",
    "Objects",
    "Repository",
    "changed_paths",
    "commits",
    "object_id",
    "open_objects",
    "open_repository",
    "user_setting",
]
