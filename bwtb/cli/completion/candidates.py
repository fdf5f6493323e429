"""Shell completion: what may stand next on a command line, from folder listings and the catalog alone.

Runs at every press of Tab, in whatever folder the person is in: it starts no program, judges nothing, parses no request
(but a few, for their titles), and says nothing where it does not know. Values are codes and ids; texts from files are only
ever explanations, made inert.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bwtb.registry.layout import ID

LINE = "_BWTB_LINE"  # the command line up to the cursor
MOST_TITLES = 25  # requests whose titles are read
KEYRINGS_TOO = ("sign", "verify", "status")  # commands whose ids may be those of keyring versions
Candidates = Iterable[tuple[str, str]]  # value and explanation
Source = Callable[[Any, str], Candidates]  # from the context of the command and what is typed of the word so far


def answer(build: Callable[[], Any], shell: str) -> None:
    """Print what may come next, a line each: value, tab, explanation. Never fails, and never says anything else."""
    out, sys.stdout = sys.stdout, open(os.devnull, "w")  # noqa: SIM115, PTH123 - for the rest of the process
    sys.stderr = sys.stdout
    try:
        program = build()
        attach(program)
        lines = _lines(program, os.environ.get(LINE, ""), shell)
        out.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        out.write(f"{lines}\n" if lines else "")
        out.flush()
    except BaseException:  # noqa: S110 - a traceback in the middle of somebody's command line helps nobody
        pass


def _lines(program: Any, line: str, shell: str) -> str:
    # The library's own way to find out which parameter a line ends in; vendored and not public, hence the pinned version.
    from typer._click.shell_completion import CompletionItem, ShellComplete, split_arg_string

    from bwtb.cli.terminal import inert

    class Completion(ShellComplete):
        def source_vars(self) -> dict[str, Any]:
            return {}

        def get_completion_args(self) -> tuple[list[str], str]:
            words = split_arg_string(line)[1:]
            return (words[:-1], words[-1]) if words and not line[-1:].isspace() else (words, "")

        def format_completion(self, item: CompletionItem) -> str:
            help = " ".join(inert(item.help or "").split())
            return f"{item.value}\t{help}" if help and shell != "bash" else str(item.value)

    return Completion(program, {}, "bwtb", "").complete()


def attach(command: Any) -> None:
    """Give every parameter of a command, and of those below it, what may stand for it."""
    for parameter in command.params:
        if source := _source(parameter):
            parameter.shell_complete = _completer(source)
    for below in getattr(command, "commands", {}).values():
        attach(below)


def _completer(source: Source) -> Callable[[Any, str], list[Any]]:
    from typer._click.shell_completion import CompletionItem

    return lambda context, incomplete: [
        CompletionItem(value, help=help) for value, help in source(context, incomplete) if value.startswith(incomplete)
    ]


def _source(parameter: Any) -> Source | None:
    """What may stand for a parameter, by the word that its help shows for it, else by its name; None where nobody knows."""
    shown = parameter.metavar or ""
    if source := SOURCES.get(shown) or SOURCES.get(parameter.name):
        return source
    if "|" in shown:
        return lambda _context, _typed: ((word, "") for word in shown.split("|"))
    if "," in shown:
        return lambda _context, typed: _next_in_list(shown.split(","), typed)
    return None


def _root(context: Any) -> Path | None:
    """The registry that the line is about; None outside of any."""
    from bwtb.base.errors import UserError
    from bwtb.registry.layout import find_root

    given = context.params.get("registry") or context.find_root().params.get("registry")
    try:
        return find_root(Path(given) if given else None)
    except (UserError, OSError):
        return None


def _listed(context: Any, kind: str) -> Candidates:
    """The codes of a list of the catalog, each with its name."""
    from bwtb.registry import catalogs, schema
    from bwtb.registry.worktree import WorkTree

    root = _root(context)
    for code, entry in catalogs.lazily(WorkTree(root))[0].lists[kind].items() if root else ():
        if _plain(code):
            yield code, schema.called(entry)


def _plain(code: str) -> bool:
    """Whether a value may go onto a command line as it is: a shell must find nothing in it to act on."""
    return bool(code) and code.isascii() and all(c.isalnum() or c in "_-.:" for c in code) and code[0].isalnum()


def _parties(context: Any, _typed: str) -> Candidates:
    from bwtb.registry.catalogs import PARTIES

    names = dict(_listed(context, "parties"))
    return ((code, names.get(code, "")) for code in PARTIES)


def _categories(_context: Any, _typed: str) -> Candidates:
    from bwtb.registry import schema

    return schema.codes("/category").items()


def _lists(_context: Any, _typed: str) -> Candidates:
    from bwtb.registry.catalogs import LISTS

    return ((name, "") for name in LISTS)


def _catalog_codes(context: Any, _typed: str) -> Candidates:
    return (candidate for kind, _help in _lists(context, "") for candidate in _listed(context, kind))


def _finding_codes(_context: Any, _typed: str) -> Candidates:
    from bwtb.base.codes import CODES
    from bwtb.cli.views import explanation

    return ((code, explanation.meaning(code) if code in CODES else "") for code in explanation.known())


def _next_in_list(known: list[str], typed: str) -> Candidates:
    """One more word of a list with commas, none twice."""
    before, comma, _last = typed.rpartition(",")
    return ((f"{before}{comma}{word}", "") for word in known if word not in before.split(","))


def _years(context: Any, _typed: str) -> Candidates:
    root = _root(context)
    for name in sorted(_names(root / "requests")) if root else ():
        if len(name) == 4 and name.isascii() and name.isdigit():
            yield name, ""


def _names(folder: Path) -> list[str]:
    try:
        return [file.name for file in folder.iterdir()]
    except OSError:
        return []


def _ids(context: Any, typed: str) -> Candidates:
    """The ids of requests, and of keyring versions where those may be signed; not those that the line already has."""
    root = _root(context)
    if root is None:
        return
    given = {str(word) for word in context.params.get("ids") or ()}
    ids = []
    for year, _help in _years(context, typed):
        if year.startswith(typed[:4]) or typed.startswith(year):
            stems = (name.removesuffix(".yaml") for name in _names(root / "requests" / year) if name.endswith(".yaml"))
            ids += [s for s in stems if s.startswith(typed) and ID.fullmatch(s) and s[:4] == year and s not in given]
    few = len(ids) <= MOST_TITLES
    for request_id in sorted(ids):
        yield request_id, _title(root, request_id) if few else ""
    if context.command.name in KEYRINGS_TOO and (not typed or "keyring:".startswith(typed[:8])):
        versions = sorted(n.removesuffix(".yaml") for n in _names(root / "catalog" / "keyring") if n.endswith(".yaml"))
        yield from ((f"keyring:{v}", "") for v in versions if len(v) == 4 and v.isascii() and v.isdigit())


def _title(root: Path, request_id: str) -> str:
    """A request's title, if its file can be read."""
    from bwtb.registry.layout import request_path
    from bwtb.registry.request import read_request
    from bwtb.registry.worktree import WorkTree

    if os.environ.get("_BWTB_COMPLETE") == "bash":  # shows no explanations
        return ""
    request, _document = read_request(WorkTree(root), request_path(request_id))
    return request.text("title") if request else ""


SOURCES: dict[str, Source] = {
    "unit": lambda context, _typed: _listed(context, "units"),
    "category": _categories,
    "party": _parties,
    "year": _years,
    "ID": _ids,
    "PATH": lambda context, typed: _ids(context, typed) if typed[:1].isdigit() else (),
    "CODE": _catalog_codes,
    "code": _finding_codes,
    "LIST": _lists,
}
