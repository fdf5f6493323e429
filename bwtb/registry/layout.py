"""The registry's folder layout: the only module that knows where things stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from bwtb.base import budget
from bwtb.base.errors import UserError
from bwtb.base.messages import Message
from bwtb.registry import messages

if TYPE_CHECKING:
    from bwtb.registry.source import Source

# Beside the requests of a year: what its proposal says that cannot be computed.
PROPOSAL_FACTS = "proposal.yaml"
ATTACHMENTS_DEPTH = 4  # folders in one another below a request's own
TEXTS = (".yaml", ".yml", ".gitattributes", ".toml", ".j2")

YEAR = re.compile(r"[0-9]{4}")
ID = re.compile(r"(?P<year>[0-9]{4})-(?P<unit>[a-z]+)-(?P<number>[0-9]{3})")


def is_root(folder: Path) -> bool:
    """A registry is a folder that holds both `catalog/` and `requests/`."""
    return (folder / "catalog").is_dir() and (folder / "requests").is_dir()


def find_root(start: Path | None = None) -> Path:
    """The registry that `start` (or the current folder) lies in. Raises UserError where there is none."""
    if start is not None:
        if is_root(start):
            return start.resolve()
        raise UserError(
            Message(messages.NOT_A_REGISTRY, path=str(start)),
            Message(messages.NAME_THE_REGISTRY),
        )
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if is_root(folder):
            return folder
    raise UserError(
        Message(messages.NOT_INSIDE_A_REGISTRY),
        Message(messages.CHANGE_INTO_THE_REGISTRY),
    )


def language_setting(registry: str | None) -> str | None:
    """The `language` of the registry's bwtb.toml, None where there is no registry, file or setting."""
    try:
        file = find_root(Path(registry) if registry else None) / "bwtb.toml"
    except UserError:
        return None
    if not file.is_file():
        return None
    import tomllib

    try:
        value = tomllib.loads(file.read_text(encoding="utf-8")).get("language")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        return None
    return value if isinstance(value, str) else None


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


def request_path(request_id: str) -> str:
    """Where the request of this id stands. Raises UserError for what is not an id."""
    match = ID.fullmatch(request_id)
    if not match:
        raise UserError(
            Message(messages.NOT_AN_ID, id=request_id),
            Message(messages.HOW_AN_ID_READS),
        )
    return f"requests/{match['year']}/{request_id}.yaml"


def proposal_facts_path(year: int) -> str:
    """Where the facts of a year's proposal stand that cannot be computed."""
    return f"requests/{year}/{PROPOSAL_FACTS}"


def request_id(path: str) -> str:
    """The id that a request's file is named by."""
    return path.rsplit("/", 1)[-1].removesuffix(".yaml")


def request_paths(source: Source, year: int | None = None) -> list[str]:
    """The paths of all request files of a year, or of all years: `requests/<year>/<id>.yaml`."""
    folder = f"requests/{year}" if year else "requests"
    paths = []
    for path in source.files(folder):
        parts = path.split("/")
        if len(parts) == 3 and parts[2].endswith(".yaml") and parts[2] != PROPOSAL_FACTS:
            paths.append(path)
    return paths


def frozen_years(source: Source, paths: Iterable[str]) -> set[int]:
    """The years of these files in which a proposal was frozen: there is a folder `requests/<year>/proposal`."""
    folders = {path.split("/")[1] for path in paths if path.count("/") > 1}
    years = {int(folder) for folder in folders if folder.isdecimal() and len(folder) == 4}
    return {year for year in years if source.files(f"requests/{year}/proposal")}


def next_id(source: Source, year: int, unit: str) -> str:
    """The id after the highest that a unit has in a year, by its files and its folders of attachments."""
    numbers = [0]
    for path in source.files(f"requests/{year}"):
        match = ID.fullmatch(path.split("/")[2].removesuffix(".yaml"))
        if match and match["unit"] == unit and match["year"] == str(year):
            numbers.append(int(match["number"]))
    return f"{year}-{unit}-{max(numbers) + 1:03}"
