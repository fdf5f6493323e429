"""Everything that can be said of a registry's files: bytes → YAML → schema → rules. Pure: nothing is printed or written.

A source is the work tree, the index or a commit, so that "is this request valid?" can be asked of any of them. The
installed tool's schemas and rules judge; the catalog is the source's own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from bwtb.base.findings import Finding
from bwtb.base.languages import _
from bwtb.checking import by_schema, causes, rules, words
from bwtb.checking.rules import catalog as catalog_rules
from bwtb.checking.rules.content import is_date
from bwtb.registry import catalogs, collisions, schema
from bwtb.registry.catalogs import Catalog
from bwtb.registry.layout import ID
from bwtb.registry.request import Request
from bwtb.registry.source import Source
from bwtb.yaml import loader

if TYPE_CHECKING:
    from bwtb.base.processes import Work

# From so many files on it pays to start further processes.
BULK = 600
# What makes git filter, re-encode or expand a file's bytes; `-text` and the like only say that it may not.
CHANGING_ATTRIBUTES = ("filter", "working-tree-encoding", "ident", "eol", "text", "crlf", "export-subst")
# No request has lists anywhere near as long.
MOST_ENTRIES = 400
# Where a proposal's facts have dates.
_PROPOSAL_DATES = ("/date", "/imprint/printed_on")


def kind_of(path: str) -> str | None:
    """What a path holds: the name of its schema, `misplaced` for YAML where none belongs, None for what is not checked."""
    steps = path.split("/")
    if not path.lower().endswith((".yaml", ".yml")):
        return None
    match steps:
        case [*_above, "signoffs", _record]:
            return "signoff"
        case ["catalog", name]:
            stem = name.removesuffix(".yaml")
            return f"catalog/{stem}" if stem in catalogs.LISTS and name.endswith(".yaml") else "misplaced"
        case ["catalog", "keyring", name]:
            return "keyring" if name.endswith(".yaml") else "misplaced"
        case ["requests", _year, "proposal.yaml"]:
            return "proposal"
        case ["requests", _year, name]:
            return "request" if name.endswith(".yaml") else "misplaced"
        case ["requests", _name]:
            return "misplaced"
    return None


def targets(source: Source, paths: Iterable[str] | None = None) -> list[str]:
    """The files to check: all of a registry's, or those named and those below the folders named."""
    if paths is None:
        return _kinds(source, _listed(source))
    chosen: set[str] = set()
    for path in paths:
        if kind_of(path) and not _is_folder(source, path):
            chosen.add(path)
        elif path in ("", "."):
            chosen.update(targets(source))
        else:
            chosen.update(p for p in (*source.files(path), *source.links(path)) if kind_of(p))
    return sorted(chosen)


def _listed(source: Source) -> list[str]:
    """All files of the catalog and of requests."""
    return [*source.files("catalog"), *source.files("requests")]


def _kinds(source: Source, listed: list[str]) -> list[str]:
    links = [*source.links("catalog"), *source.links("requests")]
    return sorted(p for p in (*listed, *links) if kind_of(p))


def affected(changed: Iterable[str]) -> list[str] | None:
    """What to check when these paths have changed: a request for its attachments, everything (None) for the catalog."""
    paths = set(changed)
    if any(path == f"catalog/{name}.yaml" for path in paths for name in catalogs.LISTS):
        return None
    owners = {"/".join(path.split("/")[:3]) + ".yaml" for path in paths if path.count("/") > 2}
    return sorted(p for p in paths | owners if kind_of(p))


def _is_folder(source: Source, path: str) -> bool:
    return bool(source.files(path))


def check_source(source: Source, paths: Iterable[str] | None = None, *, changed: Collection[str] = ()) -> list[Finding]:
    """The findings on a registry's files (all, or those at and below the paths), in order of path and place.

    `changed`: where only some files are checked, paths of any kind beside which names are looked at.
    """
    return check_targets(source, paths, changed=changed)[1]


def check_targets(
    source: Source, paths: Iterable[str] | None = None, *, changed: Collection[str] = ()
) -> tuple[list[str], list[Finding]]:
    """What there was to check, as `targets` gives it, and the findings; `changed` as in `check_source`."""
    catalog, catalog_findings = catalogs.lazily(source)
    listed = _listed(source) if paths is None else []
    chosen = _kinds(source, listed) if paths is None else targets(source, paths)
    found: list[Finding] = []
    with _checked(source, chosen, catalog) as answers:
        if paths is None:
            found += [_collision(*pair) for pair in {*collisions.among(listed), *collisions.at_top(source)}]
            found += _attributes(source, [".gitattributes", *listed])
            there = set(chosen)
            for kind in catalogs.LISTS:
                if f"catalog/{kind}.yaml" not in there:
                    catalog.codes(kind)
        else:
            found += [_collision(*pair) for pair in set(collisions.beside(source, changed))]
        found += answers()
    found += _frozen(source, chosen, everything=paths is None)
    # What is wrong with a list that was needed is said once, whether or not the list was asked for.
    named = set(chosen)
    found += [f for f in catalog_findings if f.path not in named]
    return chosen, sorted(set(found))


def _frozen(source: Source, chosen: list[str], *, everything: bool) -> Iterator[Finding]:
    """What is to be said of requests that a frozen proposal holds."""
    folders = {path.split("/")[1] for path in chosen if path.count("/") > 1}
    years = {int(y) for y in folders if y.isdecimal() and len(y) == 4 and source.files(f"requests/{y}/proposal")}
    if years:  # most registries need none of what this loads
        from bwtb.freezing import edits

        yield from edits.edited(source, years, None if everything else set(chosen))


@contextmanager
def _checked(source: Source, paths: list[str], catalog: Catalog) -> Iterator[Callable[[], list[Finding]]]:
    """What gives the findings on files; of many on disk, other processes begin on them at once."""
    from bwtb.registry.worktree import WorkTree

    def alone() -> list[Finding]:
        return [finding for path in paths for finding in check_file(source, path, catalog)]

    if len(paths) < BULK or not isinstance(source, WorkTree):
        yield alone
        return
    from bwtb.base import processes

    with processes.deal(partial(_checking, source), paths) as answers:

        def together() -> list[Finding]:
            found = answers()
            return alone() if found is None else found

        yield together


def _checking(source: Source) -> Work[Finding]:
    """What a process does that checks files: the findings on them, and on what they need of the catalog."""
    catalog, catalog_findings = catalogs.lazily(source)

    def check(paths: Sequence[str]) -> list[Finding]:
        found = [finding for path in paths for finding in check_file(source, path, catalog)]
        return [*found, *catalog_findings]

    return check


def check_file(
    source: Source, path: str, catalog: Catalog, read: tuple[bytes, loader.Document] | None = None
) -> list[Finding]:
    """The findings on one file, in no order. `read`: its bytes and document where the caller has read it already."""
    kind = kind_of(path)
    if kind is None:
        return []
    if kind == "misplaced":
        return [_misplaced(path)]
    raw, document = read or (source.read(path), None)
    if raw is None:
        if not source.is_link(path):
            return []
        message = _("The file is a symbolic link; only regular files count.")
        return [_whole(path, "FILE_LINK", message, _("Put the file itself there."))]
    document = document or loader.load(raw, path)
    found = [] if kind != "request" else _name(path)
    if document.data is None and document.findings:
        return [*found, *_labelled(document, kind)]
    if swallowing := by_schema.swallowing(document, kind):
        return [*found, *_labelled(document, kind), swallowing]
    if kind == "request" and _may_list_many(document.text) and (long := _long_list(document.data)):
        return [*found, *_too_many(document, *long)]
    draft = kind == "request" and isinstance(document.data, dict) and "endorsements" not in document.data
    stages = [_labelled(document, kind), by_schema.check(document, kind, draft=draft, catalog=catalog)]
    if kind == "request" and isinstance(document.data, dict):
        request = Request(path, raw, document.data)
        stages += rules.stages(rules.Case(request, document, catalog, source, draft))
    elif kind.startswith("catalog/"):
        stages.append(list(catalog_rules.check(document, kind.removeprefix("catalog/"), catalog)))
    elif kind == "proposal":
        stages.append(list(_proposal_dates(document)))
    kept = causes.first(stages, document, kind)
    return [*found, *causes.together(kept, document)] if kept else found


def _may_list_many(text: str) -> bool:
    """Whether a file is long enough for such a list: its entries stand on lines of their own or between commas."""
    return text.count("\n") + text.count(",") >= MOST_ENTRIES


def _long_list(data: Any) -> tuple[str, int] | None:
    """The first list of a request that is too long to be meant, and how long: comparing its entries would take minutes."""
    waiting = [("", data)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, list) and len(value) > MOST_ENTRIES:
            return pointer, len(value)
        below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        waiting += [(f"{pointer}/{loader.escape(str(step))}", inner) for step, inner in below]
    return None


def _too_many(document: loader.Document, pointer: str, count: int) -> Iterator[Finding]:
    line, column = document.position(pointer)
    message = _("The list has {count} entries; more than {most} are not checked.").format(
        count=count, most=MOST_ENTRIES
    )
    hint = _("Leave in the list what belongs to this request.")
    label = schema.label(pointer)
    yield Finding(document.path, line, column, "FIELD_COUNT", message, hint, pointer=pointer, label=label)


def _labelled(document: loader.Document, kind: str) -> list[Finding]:
    """The reader's findings with what it doesn't know: the labels of their fields, and what a field is to hold."""
    return [_for_field(document, f, kind) if f.pointer else f for f in document.findings]


def _for_field(document: loader.Document, finding: Finding, kind: str) -> Finding:
    finding = replace(finding, label=schema.label(finding.pointer, kind))
    if finding.code == "YAML_AMBIGUOUS" and (field := schema.field(finding.pointer, kind)):
        hint = words.unambiguous(str(field.get("type")), schema.value(document.data, finding.pointer))
        finding = replace(finding, hint=hint or finding.hint)
    return finding


def _whole(path: str, code: str, message: str, hint: str) -> Finding:
    """A finding on a file as a whole."""
    return Finding(path, 1, 1, code, message, hint)


def _name(path: str) -> list[Finding]:
    """A request's file is called by an id, in a folder of four digits."""
    folder, name = path.split("/")[-2:]
    if not ID.fullmatch(name.removesuffix(".yaml")):
        message = _("{name} is not a request's id with .yaml after it.").format(name=name)
        hint = _("Call the file year-unit-number.yaml, like 2027-mzj-001.yaml.")
        return [_whole(path, "FILE_NAME", message, hint)]
    if not (len(folder) == 4 and folder.isdigit()):
        message = _("Requests stand in the folder of their year, not in {folder}.").format(folder=folder)
        return [_whole(path, "FILE_PLACE", message, _("Move the file to requests/{year}.").format(year=name[:4]))]
    return []


def _misplaced(path: str) -> Finding:
    name = path.rsplit("/", 1)[-1]
    if not name.endswith(".yaml"):
        message = _("{name} does not end in .yaml, so it would be overlooked.").format(name=name)
        return _whole(path, "FILE_NAME", message, _("Rename it to end in .yaml."))
    if path.startswith("catalog/"):
        message = _("{name} is none of the catalog's lists.").format(name=name)
        hint = _("The lists are: {lists}.").format(lists=", ".join(catalogs.LISTS))
        return _whole(path, "FILE_PLACE", message, hint)
    message = _("{name} stands outside the folder of a year, so it would be overlooked.").format(name=name)
    return _whole(path, "FILE_PLACE", message, _("Move it into requests/<year>/."))


def _collision(path: str, other: str) -> Finding:
    message = _("The name differs from {other} only in case or in its Unicode form.").format(other=other)
    hint = _("Rename one of the two: some computers cannot tell them apart.")
    return _whole(path, "FILE_COLLISION", message, hint)


def _attributes(source: Source, paths: Iterable[str]) -> Iterator[Finding]:
    """Attributes by which git would give a checkout other bytes than those that are signed (threat 31)."""
    for path in paths:
        raw = source.read(path) if path.rsplit("/", 1)[-1] == ".gitattributes" else None
        for number, line in enumerate((raw or b"").decode("utf-8", "replace").splitlines(), 1):
            words = [] if line.lstrip().startswith("#") else line.split()[1:]
            changing = [w for w in words if w.split("=")[0] in CHANGING_ATTRIBUTES]
            if changing:
                message = _("{words} makes git change files on their way into a checkout.").format(
                    words=" ".join(changing)
                )
                hint = _("Take it out: what is signed has to be what everybody sees.")
                yield Finding(path, number, 1, "FILE_PLACE", message, hint, article="")


def _proposal_dates(document: loader.Document) -> Iterator[Finding]:
    for pointer in _PROPOSAL_DATES:
        value: Any = document.data
        for step in pointer.split("/")[1:]:
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, str) and not is_date(value):
            line, column = document.value_position(pointer)
            message = _("{value} is not a day of the calendar.").format(value=f"“{value}”")
            hint = _("Write the real date, as year-month-day.")
            label = schema.label(pointer, "proposal")
            yield Finding(document.path, line, column, "DATE_INVALID", message, hint, pointer=pointer, label=label)
