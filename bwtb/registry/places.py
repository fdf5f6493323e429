"""Which paths a registry has: what may stand in which of its folders, and how large it may be."""

from __future__ import annotations

import re
from functools import lru_cache

from bwtb.base import budget

YEAR = re.compile(r"[0-9]{4}")
ID = re.compile(r"(?P<year>[0-9]{4})-(?P<unit>[a-z]+)-(?P<number>[0-9]{3})")
ATTACHMENTS_DEPTH = 4  # folders in one another below a request's own
TEXTS = (".yaml", ".yml", ".gitattributes", ".toml", ".j2")


@lru_cache(maxsize=1 << 16)
def enters(folder: str) -> bool:
    """Whether files may stand below a folder; outside `catalog` and `requests`, which are ours, they may everywhere.

    What stands in a folder of ours that the layout does not have is never looked at, only named.
    """
    match folder.split("/"):
        case ["requests", *year] if len(year) < 2:
            return all(map(YEAR.fullmatch, year))
        case ["requests", _year, "proposal", *number]:
            return not number or (number[0].isdecimal() and number[1:] in ([], ["signoffs"]))
        case ["requests", _year, request, *attachments]:
            signoffs = "signoffs" in attachments
            return bool(ID.fullmatch(request)) and len(attachments) <= (1 if signoffs else ATTACHMENTS_DEPTH)
        case ["catalog", "keyring", *version] if version:
            return version == ["revocations"] or (version[0].isdecimal() and version[1:] in ([], ["signoffs"]))
        case ["catalog", *inner]:
            return inner in ([], ["keyring"])
    return folder.count("/") < budget.DEPTH


def is_ours(path: str) -> bool:
    """Whether a path stands at a registry's top or in one of its own folders."""
    return "/" not in path or path.partition("/")[0] in ("catalog", "requests", "templates")


def enters_ours(folder: str) -> bool:
    """As `enters`, of a registry's own folders alone."""
    return not folder or (is_ours(f"{folder}/") and enters(folder))


def outermost(path: str) -> str:
    """The first folder on the way to a path that the layout does not have; the path itself where it has them all."""
    steps = path.split("/")[:-1]
    folders = ("/".join(steps[: depth + 1]) for depth in range(min(len(steps), budget.DEPTH)))
    return next((folder for folder in folders if not enters(folder)), path)


# What may stand in any of our folders beside what is ours, for git's sake or a reader's.
BESIDE = (".gitattributes", ".gitignore", ".gitkeep", "README.md")


def is_stray(path: str) -> bool:
    """Whether a path below `catalog` or `requests` is none that the layout has: no list, request, attachment or record."""
    steps = path.split("/")
    if steps[0] not in ("catalog", "requests") or steps[-1] in BESIDE or len(steps) == 1:
        return False
    if outermost(path) != path:
        return True
    match steps:
        case ["requests", _year, "proposal", _number, name]:
            return name != "manifest.json"
        case [_, _, _, "signoffs", record]:
            return not record.endswith(".yaml")
        case ["requests", _year, _request, *attachment] if attachment:
            return len(attachment) > ATTACHMENTS_DEPTH
    return not steps[-1].lower().endswith((".yaml", ".yml"))


def most_bytes(path: str) -> int:
    """How many bytes a file at this place may have to be read: an attachment, a frozen proposal's list, or a text."""
    steps = path.split("/")
    if steps[-1] == "manifest.json":
        return budget.MANIFEST_BYTES
    return budget.ATTACHMENT_BYTES if len(steps) > 3 and not path.endswith(TEXTS) else budget.YAML_BYTES
