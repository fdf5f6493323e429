"""The registry's folder layout: the only module that knows where things stand, and that writes files."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bwtb.base.errors import UserError
from bwtb.base.files import write_file
from bwtb.base.languages import _
from bwtb.request import ID, Request

# Every command finds the registry, for its language; only some read requests: what that takes loads when it is used.
if TYPE_CHECKING:
    from bwtb.base.findings import Finding
    from bwtb.catalog import Source
    from bwtb.yaml import loader


@dataclass(frozen=True)
class WorkTree:
    """A registry's files as they stand on disk. Links are not followed: a link reads as no file."""

    root: Path

    def read(self, path: str) -> bytes | None:
        # Called for every file of a registry: with as few calls of the system as will do.
        if self.is_link(path):
            return None
        file = f"{self.root}/{path}"
        try:
            found = os.stat(file)  # noqa: PTH116
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(found.st_mode):
            return None
        from bwtb.yaml.characters import MAX_BYTES

        with open(file, "rb", buffering=0) as opened:  # noqa: PTH123
            # What is longer than the reader takes is not read to its end.
            too_long = path.endswith(".yaml") and found.st_size > MAX_BYTES
            return opened.read(MAX_BYTES + 1) if too_long else opened.readall()

    def files(self, folder: str) -> list[str]:
        return sorted(path for path, link in self._walk(folder) if not link)

    def links(self, folder: str) -> list[str]:
        return sorted(path for path, link in self._walk(folder) if link)

    def _walk(self, folder: str) -> Iterator[tuple[str, bool]]:
        """Every file and link below a folder, and whether it is a link. Links are not followed."""
        if self.is_link(folder):
            yield folder, True
            return
        with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(self.root / folder) as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}"
                if entry.is_symlink():
                    yield path, True
                elif entry.is_dir():
                    yield from self._walk(path)
                else:
                    yield path, False

    def names(self, folder: str) -> list[str]:
        if folder and self.is_link(folder):
            return []
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            return [entry.name for entry in (self.root / folder).iterdir()]
        return []

    def sha256(self, path: str) -> str | None:
        raw = self.read(path)
        return hashlib.sha256(raw).hexdigest() if raw is not None else None

    def is_link(self, path: str) -> bool:
        place = str(self.root)
        for step in path.split("/"):
            place = f"{place}/{step}"
            if os.path.islink(place):  # noqa: PTH114 - called for every file of a registry
                return True
        return False


def is_root(folder: Path) -> bool:
    """A registry is a folder that holds both `catalog/` and `requests/`."""
    return (folder / "catalog").is_dir() and (folder / "requests").is_dir()


def find_root(start: Path | None = None) -> Path:
    """The registry that `start` (or the current folder) lies in. Raises UserError where there is none."""
    if start is not None:
        if is_root(start):
            return start.resolve()
        raise UserError(
            _("{path} is not a registry: it does not hold the folders catalog and requests.").format(path=start),
            _("Name the registry's own folder after --registry."),
        )
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if is_root(folder):
            return folder
    raise UserError(
        _("You are not inside a registry: no folder above this one holds catalog and requests."),
        _("Change into the registry's folder, or name it after --registry; `bwtb init DIR` begins a new one."),
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


def request_path(request_id: str) -> str:
    """Where the request of this id stands. Raises UserError for what is not an id."""
    match = ID.fullmatch(request_id)
    if not match:
        raise UserError(
            _("“{id}” is not a request's id.").format(id=request_id),
            _("An id reads year-unit-number, like 2027-mzj-001; `bwtb status` lists them."),
        )
    return f"requests/{match['year']}/{request_id}.yaml"


def request_id(path: str) -> str:
    """The id that a request's file is named by."""
    return path.rsplit("/", 1)[-1].removesuffix(".yaml")


def request_paths(source: Source, year: int | None = None) -> list[str]:
    """The paths of all request files of a year, or of all years: `requests/<year>/<id>.yaml`."""
    folder = f"requests/{year}" if year else "requests"
    paths = []
    for path in source.files(folder):
        parts = path.split("/")
        if len(parts) == 3 and parts[2].endswith(".yaml") and parts[2] != "proposal.yaml":
            paths.append(path)
    return paths


def read_request(source: Source, path: str) -> tuple[Request | None, loader.Document | None]:
    """One request and its document; None, None where there is no such file, None with findings where unreadable."""
    raw = source.read(path)
    if raw is None:
        return None, None
    from bwtb.yaml import loader

    document = loader.load(raw, path)
    if not isinstance(document.data, dict) or any(f.severity == "error" for f in document.findings):
        return None, document
    return Request(path, raw, document.data), document


def requests(source: Source, year: int | None = None) -> tuple[list[Request], list[Finding]]:
    """All readable requests in order of path, and the findings of those that could not be read."""
    found: list[Request] = []
    findings: list[Finding] = []
    for path in request_paths(source, year):
        request, document = read_request(source, path)
        if request:
            found.append(request)
        elif document:
            findings += document.findings
    return found, findings


def next_id(source: Source, year: int, unit: str) -> str:
    """The id after the highest that a unit has in a year, by its files and its folders of attachments."""
    numbers = [0]
    for path in source.files(f"requests/{year}"):
        match = ID.fullmatch(path.split("/")[2].removesuffix(".yaml"))
        if match and match["unit"] == unit and match["year"] == str(year):
            numbers.append(int(match["number"]))
    return f"{year}-{unit}-{max(numbers) + 1:03}"


def refuse_link(root: Path, path: str) -> None:
    """Raises UserError where a link would lead a registry's file (path relative to the root) out of its place."""
    if WorkTree(root).is_link(path):
        raise UserError(
            _("{path} is, or lies below, a symbolic link; nothing was written.").format(path=path),
            _("Put an ordinary folder or file in its place."),
        )


def write_below(root: Path, path: str, content: bytes) -> None:
    """Write a registry's file, never through a link. Raises UserError as `refuse_link`."""
    refuse_link(root, path)
    write_file(root / path, content)


def differing_paths(one: Source, other: Source, folders: tuple[str, ...] = ("catalog", "requests")) -> list[str]:
    """The registry's files that differ between two sources: the catalog and everything below `requests/`."""
    paths = {p for source in (one, other) for folder in folders for p in source.files(folder)}
    return sorted(p for p in paths if one.read(p) != other.read(p))
