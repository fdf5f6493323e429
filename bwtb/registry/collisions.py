"""Names that some computers cannot tell apart: they differ only in case, or in how Unicode composes them.

In a checkout on such a computer one of the two files takes the other's place, or two folders become one: what people see
there is not what was signed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from bwtb.registry.source import Source

# What has a meaning at a registry's top: nothing else may be taken for it.
TOP = ("catalog", "requests", "templates", "bwtb.toml", ".gitattributes")


def alike(name: str) -> str:
    """What is the same for two names that some computer takes for one."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def among(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each file, or folder on the way to one, with another that it is taken for; the one that sorts later comes first."""
    seen: dict[str, str] = {}
    paths_and_folders = set(paths)
    for folder in {path.rpartition("/")[0] for path in paths_and_folders}:
        paths_and_folders.update(_and_above(folder))
    for path in sorted(paths_and_folders):
        key = alike(path)
        if seen.setdefault(key, path) != path and path.rpartition("/")[0] == seen[key].rpartition("/")[0]:
            yield path, seen[key]


def _and_above(path: str) -> Iterator[str]:
    """A path and the folders above it."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def at_top(source: Source) -> Iterator[tuple[str, str]]:
    """What stands at the top and is taken for a part of the registry, with that part's name."""
    return ((name, alike(name)) for name in source.names("") if alike(name) in TOP and name not in TOP)


def beside(source: Source, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The same as `among`, and at the top, but only for names that stand beside these paths or the folders above them."""
    yield from at_top(source)
    for name in {name for path in paths for name in _and_above(path) if "/" in name}:
        folder, _slash, own = name.rpartition("/")
        names = source.names(folder)
        if own in names and (others := [n for n in names if n != own and alike(n) == alike(own)]):
            one, other = sorted((own, others[0]))
            yield f"{folder}/{other}", f"{folder}/{one}"
