"""The registry's folder layout: the only module that knows where things stand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from bwtb.base.errors import UserError
from bwtb.base.files import read_bounded
from bwtb.base.messages import Message
from bwtb.registry import messages
from bwtb.registry.places import ID as ID

if TYPE_CHECKING:
    from bwtb.registry.source import Source

# Beside the requests of a year: what its proposal says that cannot be computed.
PROPOSAL_FACTS = "proposal.yaml"


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
    try:
        raw = read_bounded(file)
        import tomllib  # most registries have no such file

        value = tomllib.loads(raw.decode("utf-8")).get("language")
    except (OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, str) else None


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
