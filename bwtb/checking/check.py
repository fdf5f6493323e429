"""Everything that can be said of a registry's files: bytes → YAML → schema → rules. Pure: nothing is printed, and nothing
written but a log where the program itself fails.

A source is the work tree, the index or a commit, so that "is this request valid?" can be asked of any of them. The
installed tool's schemas and rules are applied; the catalog is the source's own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from bwtb.base import faults
from bwtb.base.budget import COUNTED, OverBudgetError
from bwtb.base.errors import os_reason
from bwtb.base.findings import Finding, on_file
from bwtb.base.messages import Choice, Listed, Message
from bwtb.checking import by_schema, causes, messages, rules, wrong_values
from bwtb.checking.at_field import Checked, anchor
from bwtb.checking.rules import catalog as catalog_rules
from bwtb.checking.rules.content import is_date
from bwtb.registry import catalogs, collisions, schema
from bwtb.registry.catalogs import Catalog
from bwtb.registry.places import ID, is_stray, outermost
from bwtb.registry.request import Request
from bwtb.registry.source import FOLDER, LINK, OTHER, Source, SourceError
from bwtb.yaml import loader, pointers

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
    """What a path holds: the name of its schema, `misplaced` for YAML where none belongs, `stray` for what else does not belong
    there, None for what is not checked."""
    steps = path.split("/")
    if outermost(path) != path or not path.lower().endswith((".yaml", ".yml")):
        return "stray" if is_stray(path) else None
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
    chosen: set[str] = set()
    for path in ("catalog", "requests") if paths is None else paths:
        if path in ("", "."):
            chosen.update(targets(source))
            continue
        below = list(source.listing(path))
        if kind_of(path) and not below:
            chosen.add(path)
        # A link in the place of a folder hides all that would stand below it.
        chosen.update(
            p for p, kind in below if kind_of(p) or kind in (FOLDER, OTHER) or (kind == LINK and p.count("/") < 3)
        )
    return sorted(chosen)


def affected(changed: Iterable[str]) -> list[str] | None:
    """What to check when these paths have changed: a request for its attachments, everything (None) for the catalog."""
    paths = {outermost(path) for path in changed}
    if any(path == f"catalog/{name}.yaml" for path in paths for name in catalogs.LISTS):
        return None
    owners = {"/".join(path.split("/")[:3]) + ".yaml" for path in paths if path.count("/") > 2}
    return sorted(p for p in paths | owners if kind_of(p))


def check_source(source: Source, paths: Iterable[str] | None = None, *, changed: Collection[str] = ()) -> list[Finding]:
    """The findings on a registry's files (all, or those at and below the paths), in order of path and place.

    `changed`: where only some files are checked, paths of any kind beside which names are looked at. What frozen proposals
    say of the files is not among the findings: `freezing.edits` has that.
    """
    return check_targets(source, paths, changed=changed)[1]


def check_targets(
    source: Source, paths: Iterable[str] | None = None, *, changed: Collection[str] = ()
) -> tuple[list[str], list[Finding]]:
    """The files that were checked, as `targets` gives them, and the findings on them; all as in `check_source`."""
    catalog, catalog_findings = catalogs.lazily(source)
    chosen = targets(source, paths)
    with _checked(source, chosen, catalog) as answers:
        findings = list(_of_names(source, None if paths is None else changed))
        if paths is None:
            for kind in catalogs.LISTS:  # also those that are not there to be checked: they are found missing
                catalog.codes(kind)
        findings += answers()
    # What is wrong with a list that was needed is said once, whether or not the list was asked for.
    named = set(chosen)
    findings += [f for f in catalog_findings if f.path not in named]
    return chosen, sorted(set(findings))


def _of_names(source: Source, changed: Collection[str] | None) -> Iterator[Finding]:
    """The findings on names that some computers cannot tell apart, beside the changed ones or among all (None), and then on
    attributes by which git changes files."""
    if changed is not None:
        pairs = {*collisions.beside(source, changed)}
    else:
        listed = [*source.files("catalog"), *source.files("requests")]
        pairs = {*collisions.among(listed), *collisions.at_top(source)}
        yield from _attributes(source, [".gitattributes", *listed])
    for path, other in pairs:
        message = Message(messages.NAMES_ALIKE, other=other)
        yield on_file(path, "FILE_COLLISION", message, Message(messages.RENAME_ONE))


@contextmanager
def _checked(source: Source, paths: list[str], catalog: Catalog) -> Iterator[Callable[[], list[Finding]]]:
    """Context manager that yields a function returning the files' findings. Many files on disk are checked in other
    processes, which begin at once."""

    def alone() -> list[Finding]:
        return [finding for path in paths for finding in check_file(source, path, catalog)]

    if len(paths) < BULK or not source.shareable:
        yield alone
        return
    from bwtb.base import processes

    with processes.deal(partial(_checking, source), paths) as answers:

        def together() -> list[Finding]:
            findings = answers()
            return alone() if findings is None else findings

        yield together


def _checking(source: Source) -> Work[Finding]:
    """What a process does that checks files: returns a function from paths to the findings on them and on the lists of
    the catalog that they need."""
    catalog, catalog_findings = catalogs.lazily(source)

    def check(paths: Sequence[str]) -> list[Finding]:
        findings = [finding for path in paths for finding in check_file(source, path, catalog)]
        return [*findings, *catalog_findings]

    return check


def check_file(
    source: Source, path: str, catalog: Catalog, read: tuple[bytes, loader.Document] | None = None
) -> list[Finding]:
    """The findings on one file, in no order. `read`: its bytes and document where the caller has read it already.

    Whatever goes wrong with one file is a finding on it, and the others are checked all the same. Raises SourceError.
    """
    try:
        return _check_file(source, path, catalog, read)
    except OverBudgetError:  # first: of an object in git it is a SourceError too
        return list(loader.too_large(path).findings)
    except SourceError:
        raise
    except OSError as error:
        message = Message(messages.CANNOT_BE_READ, reason=os_reason(error))
        return [on_file(path, "FILE_UNREADABLE", message, Message(messages.MAKE_READABLE))]
    except Exception as error:
        return [internal(path, error)]


def internal(path: str, error: Exception) -> Finding:
    """The finding on a file on which the program itself fails; a log of it is written."""
    fault = faults.told(error, path)
    message = Message(messages.INTERNAL, error=fault.error, log=fault.log)
    return on_file(path, "INTERNAL", message, Message(messages.SEND_LOG))


def _check_file(
    source: Source, path: str, catalog: Catalog, read: tuple[bytes, loader.Document] | None
) -> list[Finding]:
    kind = kind_of(path)
    if kind == "misplaced":
        return [_misplaced(path)]
    raw, document = read or (None if kind in ("stray", None) else source.read(path), None)
    if raw is None or kind is None:
        return _not_read(source, path, kind)
    document = document or loader.load(raw, path)
    named = [] if kind != "request" else _name(path)
    if document.data is None and document.findings:
        return [*named, *_labelled(document, kind)]
    if swallowing := by_schema.swallowing(document, kind):
        return [*named, *_labelled(document, kind), swallowing]
    if kind == "request" and _may_list_many(document.text) and (long := _long_list(document.data)):
        pointer, count = long
        too_long, leave = messages.LIST_TOO_LONG_TO_CHECK, messages.ONLY_OF_THIS_REQUEST
        checked = Checked(document, kind)
        many = checked.error("FIELD_COUNT", pointer, too_long, leave, at_key=True, count=count, most=MOST_ENTRIES)
        return [*named, many]
    kept = causes.first(_stages(source, raw, document, kind, catalog), document, kind)
    return [*named, *causes.together(kept, document)] if kept else named


def _not_read(source: Source, path: str, kind: str | None) -> list[Finding]:
    """The findings on what is no file to be read: a link, a folder or file that does not belong there, something else."""
    if source.is_link(path):
        return [on_file(path, "FILE_LINK", Message(messages.FILE_IS_LINK), Message(messages.PUT_FILE_ITSELF))]
    standing = source.kind_at(path)
    if standing == OTHER:
        return [on_file(path, "FILE_UNREADABLE", Message(messages.NOT_A_FILE), Message(messages.MAKE_READABLE))]
    if standing == FOLDER or (standing and kind == "stray"):
        return [_stray(path, folder=standing == FOLDER)]
    return []


def _stages(
    source: Source, raw: bytes, document: loader.Document, kind: str, catalog: Catalog
) -> Iterator[list[Finding]]:
    """The findings of each stage: the reader's, the schema's, those of the rules."""
    data = document.data
    draft = kind == "request" and isinstance(data, dict) and "endorsements" not in data
    yield _labelled(document, kind)
    yield by_schema.check(document, kind, draft=draft, catalog=catalog)
    if kind == "request" and isinstance(data, dict):
        request = Request(document.path, raw, data)
        yield from rules.stages(rules.Case(document, kind, draft, catalog=catalog, request=request, source=source))
    elif kind.startswith("catalog/"):
        yield list(islice(catalog_rules.check(document, kind.removeprefix("catalog/"), catalog), COUNTED))
    elif kind == "proposal":
        yield list(_proposal_dates(document))


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
        waiting += pointers.below(pointer, value)
    return None


def _labelled(document: loader.Document, kind: str) -> list[Finding]:
    """The reader's findings with what it doesn't know: the labels of their fields, and what a field is to hold."""
    return [_for_field(document, f, kind) if f.pointer else f for f in document.findings]


def _for_field(document: loader.Document, finding: Finding, kind: str) -> Finding:
    label = schema.label(finding.pointer, kind)
    finding = replace(finding, label=label, anchor=anchor(document.data, finding.pointer))
    plain = (
        finding.code == "YAML_AMBIGUOUS"
        and isinstance(finding.message, Message)
        and "count" not in dict(finding.message.facts)
    )
    if plain and (field := schema.field(finding.pointer, kind)):
        value = pointers.value_at(document.data, finding.pointer)
        hint = wrong_values.unambiguous(str(field.get("type")), value)
        finding = replace(finding, hint=hint or finding.hint)
    return finding


def _name(path: str) -> list[Finding]:
    """A request's file is called by an id, in a folder of four digits."""
    folder, name = path.split("/")[-2:]
    if not ID.fullmatch(name.removesuffix(".yaml")):
        message = Message(messages.NAME_IS_NO_ID, name=name)
        return [on_file(path, "FILE_NAME", message, Message(messages.CALL_FILE_BY_ID))]
    if not (len(folder) == 4 and folder.isdigit()):
        message = Message(messages.NOT_IN_YEAR_FOLDER, folder=folder)
        return [on_file(path, "FILE_PLACE", message, Message(messages.MOVE_TO_YEAR, year=name[:4]))]
    return []


def _stray(path: str, *, folder: bool) -> Finding:
    """What stands where a registry has nothing. A request saved under a name of an editor's is told from other things."""
    name = path.rsplit("/", 1)[-1]
    if folder:
        return on_file(path, "FILE_PLACE", Message(messages.STRAY_FOLDER, name=name), Message(messages.MOVE_OR_DELETE))
    if ID.fullmatch(name.removesuffix(".yaml")):
        message = Message(messages.NOT_IN_YEAR_FOLDER, folder=path.split("/")[-2])
        return on_file(path, "FILE_PLACE", message, Message(messages.MOVE_TO_YEAR, year=name[:4]))
    hint = Message(messages.MOVE_OR_DELETE)
    if (request := ID.match(name)) and ".y" in name.lower():
        hint = Message(messages.RENAME_REQUEST, name=f"{request[0]}.yaml")
    return on_file(path, "FILE_PLACE", Message(messages.STRAY_FILE, name=name), hint)


def _misplaced(path: str) -> Finding:
    """YAML where none belongs, or under a name by which it is overlooked."""
    name = path.rsplit("/", 1)[-1]
    if not name.endswith(".yaml"):
        message = Message(messages.NAME_WITHOUT_YAML, name=name)
        return on_file(path, "FILE_NAME", message, Message(messages.RENAME_TO_YAML))
    if path.startswith("catalog/"):
        message = Message(messages.NO_LIST_OF_CATALOG, name=name)
        lists = Listed(tuple(Choice(f"{kind}.yaml", schema.title("", f"catalog/{kind}")) for kind in catalogs.LISTS))
        return on_file(path, "FILE_PLACE", message, Message(messages.LISTS_ARE, lists=lists))
    message = Message(messages.OUTSIDE_YEAR_FOLDER, name=name)
    return on_file(path, "FILE_PLACE", message, Message(messages.MOVE_INTO_YEAR))


def _attributes(source: Source, paths: Iterable[str]) -> Iterator[Finding]:
    """Attributes by which git would give a checkout other bytes than those that are signed (threat 31)."""
    for path in paths:
        raw = source.read_bounded(path) if path.rsplit("/", 1)[-1] == ".gitattributes" else None
        for number, line in enumerate((raw or b"").decode("utf-8", "replace").split("\n"), 1):
            given = [] if line.lstrip().startswith("#") else line.split()[1:]
            changing = [a for a in given if a.split("=")[0] in CHANGING_ATTRIBUTES]
            if changing:
                message = Message(messages.GIT_CHANGES_FILES, words=" ".join(changing))
                hint = Message(messages.TAKE_ATTRIBUTE_OUT)
                yield Finding(path, number, 1, "FILE_PLACE", message, hint, article="")


def _proposal_dates(document: loader.Document) -> Iterator[Finding]:
    """The dates of a proposal's facts are days that exist."""
    for pointer in _PROPOSAL_DATES:
        value = pointers.value_at(document.data, pointer)
        if isinstance(value, str) and not is_date(value):
            checked = Checked(document, "proposal")
            yield checked.error("DATE_INVALID", pointer, wrong_values.not_a_day(value), messages.WRITE_REAL_DATE)
