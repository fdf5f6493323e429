"""The request files of a commit's tree: read, checked by the rules, and with the digests that decisions must be about.

Nothing here depends on history, so other processes can do it while history is being judged.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from bwtb.base.messages import Fact, Message
from bwtb.checking.check import BULK, check_file, internal, kind_of
from bwtb.git import CommitTree, ObjectCorruptError, Objects, Repository, open_objects, trees
from bwtb.registry import catalogs, collisions
from bwtb.registry.catalogs import Catalog
from bwtb.registry.layout import request_id
from bwtb.registry.request import Request, read_request
from bwtb.review import messages
from bwtb.signing.binding import catalog_digest, changed_attachments
from bwtb.signing.candidate import REQUEST as REQUEST_PATH
from bwtb.signing.record import digest

if TYPE_CHECKING:
    from bwtb.base.processes import Work


# The ids of the requests that somebody looks at; None for all.
Ids = Container[str] | None


@dataclass(frozen=True, kw_only=True)
class RequestFile:
    """One request file of a tree, as it was read. `request` is None where it cannot be; `problem` then says why.

    `errors` are the codes of what `bwtb validate` finds wrong with it. `digest` is that of its bytes, `catalog` that of the
    catalog entries it refers to ("" where there can be none). `intact` says whether its attachments have the bytes that it
    names. A decision counts only where it is about these digests.
    """

    path: str
    request: Request | None
    problem: Fact = ""
    errors: tuple[str, ...] = ()
    digest: str = ""
    catalog: str = ""
    intact: bool = True


def read(source: CommitTree, catalog: Catalog, path: str) -> RequestFile:
    """One request file, checked with this catalog; one on which the program itself fails says so. Raises ObjectCorruptError."""
    try:
        return _read(source, catalog, path)
    except (ObjectCorruptError, MemoryError):
        raise
    except Exception as error:
        return RequestFile(path=path, request=None, problem=internal(path, error).message)


def _read(source: CommitTree, catalog: Catalog, path: str) -> RequestFile:
    request, document = read_request(source, path)
    if request is None or document is None:
        problem = document.findings[0].message if document and document.findings else ""
        return RequestFile(path=path, request=None, problem=problem)
    findings = check_file(source, path, catalog, (request.raw, document))
    return RequestFile(
        path=path,
        request=request,
        errors=tuple(f.code for f in findings if f.severity == "error"),
        digest=digest(request.raw),
        catalog=catalog_digest(request, catalog),
        intact=not changed_attachments(request, source),
    )


class Packed(Mapping[str, Any]):
    """A request's data as another process sent it, opened when somebody asks: thousands of them take little room."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._content = pickle.dumps(data)

    def __getitem__(self, key: str) -> Any:
        return _opened(self._content)[key]

    def __iter__(self) -> Iterator[str]:
        return iter(_opened(self._content))

    def __len__(self) -> int:
        return len(_opened(self._content))


@lru_cache(maxsize=8)
def _opened(content: bytes) -> Mapping[str, Any]:
    """The data of the requests that were asked for last."""
    data: Mapping[str, Any] = pickle.loads(content)  # noqa: S301 - from our own process
    return data


@dataclass(frozen=True)
class RequestFiles:
    """The files in the folders of requests: those to read, and those that are not read, each with the reason."""

    paths: tuple[str, ...]
    misnamed: Mapping[str, Message]
    irregular: Mapping[str, Message]


def list_files(objects: Objects, tree: str, year: int | None = None, ids: Ids = None) -> RequestFiles:
    """The request files of a tree: of all years or one, and of these only those named."""
    paths: list[str] = []
    misnamed: dict[str, Message] = {}
    irregular = {
        name: Message(messages.NAMES_COLLIDE, other=other)
        for name, other in collisions.at_top(CommitTree(objects, tree))
    }
    for path, mode in _entries(objects, tree, year):
        if kind_of(path) != "request":
            continue
        if mode not in trees.FILES:
            irregular[path] = Message(messages.NO_REGULAR_FILE)
        elif ids is not None and request_id(path) not in ids:
            continue
        elif not REQUEST_PATH.fullmatch(path):
            # Another file must not take a request's place by bearing its name in another folder.
            misnamed[path] = Message(messages.MISNAMED)
        else:
            paths.append(path)
    return RequestFiles(tuple(sorted(paths)), misnamed, irregular)


def _entries(objects: Objects, tree: str, year: int | None) -> Iterator[tuple[str, int]]:
    """Every file in the folders of the years, but not in the folders below them."""
    top = objects.entry(tree, "requests")
    years = objects.tree(top[1]).items() if top is not None and top[0] == trees.FOLDER else ()
    for name, (mode, oid) in years:
        if mode == trees.FOLDER and (year is None or name == str(year)):
            yield from ((f"requests/{name}/{n}", m) for n, (m, _oid) in objects.tree(oid).items() if m != trees.FOLDER)


# Waits for the request files that other processes read; None where none do, so that the caller has to read them.
AwaitFiles = Callable[[], list[RequestFile] | None]
# The same for the request files of a tree, by its id.
AwaitFilesOf = Callable[[str], list[RequestFile] | None]


@contextmanager
def begin_reading(objects: Objects, commit: str, year: int | None = None, ids: Ids = None) -> Iterator[AwaitFiles]:
    """Context manager in which other processes read a commit's requests while the caller does something else.

    The requests are those of one year, or those named, where that is said. Leave it before `objects` is closed: the
    processes hold its pipes too.
    """
    years: dict[str, int | None] = {}
    with suppress(ObjectCorruptError):  # whoever judges the history says what is wrong with it
        years[objects.tree_of(commit)] = year
    with begin_reading_trees(objects, years, ids) as await_files_of:
        yield lambda: next((await_files_of(tree) for tree in years), None)


@contextmanager
def begin_reading_trees(objects: Objects, years: Mapping[str, int | None], ids: Ids = None) -> Iterator[AwaitFilesOf]:
    """As `begin_reading`, for several trees; `years`: id of the tree → the year of its requests, None for all."""
    paths: dict[str, tuple[str, ...]] = {}
    for tree, year in years.items():
        with suppress(ObjectCorruptError):  # whoever reads that tree says what is wrong with it
            paths[tree] = list_files(objects, tree, year, ids).paths
    items = [f"{tree}:{path}" for tree, below in paths.items() for path in below]
    if len(items) < BULK:
        yield lambda _tree: None
        return
    from bwtb.base import processes

    with processes.deal(partial(_reader, objects.repository), items) as answers:

        @cache
        def files_by_tree() -> dict[str, list[RequestFile]]:
            files: Iterator[RequestFile] | None = None
            with suppress(ObjectCorruptError):  # one bad tree must not speak for the others: each is read alone
                files = iter(answers() or ())
            return {tree: list(islice(files, len(below))) for tree, below in paths.items()} if files else {}

        yield lambda tree: files_by_tree().get(tree)


def _reader(repository: Repository) -> Work[RequestFile]:
    """What a process does with its share of the files (`tree:path`), through a git of its own."""
    objects = open_objects(repository)

    @lru_cache(maxsize=1)  # the files of one tree come one after the other
    def opened(tree: str) -> tuple[CommitTree, Catalog]:
        source = CommitTree(objects, tree)
        return source, catalogs.lazily(source)[0]

    def work(items: Sequence[str]) -> list[RequestFile]:
        return [_packed(read(*opened(tree), path)) for tree, path in (item.split(":", 1) for item in items)]

    return work


def _packed(one: RequestFile) -> RequestFile:
    if one.request is None:
        return one
    return replace(one, request=replace(one.request, data=Packed(one.request.data)))
