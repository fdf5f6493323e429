"""`bwtb validate`: check files, references and the rules of the regulation."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Annotated

import typer

from bwtb.base.budget import OverBudgetError
from bwtb.base.errors import UserError, writing
from bwtb.base.files import write_file
from bwtb.base.findings import Finding
from bwtb.base.languages import _, ngettext, words
from bwtb.checking import check, report
from bwtb.cli.checked import check_targets
from bwtb.cli.command import App
from bwtb.cli.options import options
from bwtb.cli.parameters.shared import TrustRoot, check_format
from bwtb.cli.terminal import finish, inert, note, say
from bwtb.registry.layout import ID, find_root, is_root, request_path
from bwtb.registry.source import ReadOnce, Source
from bwtb.registry.worktree import WorkTree
from bwtb.yaml import characters

app = App()

_COLOURS = {"place": {"bold": True}, "error": {"fg": "red"}, "warning": {"fg": "yellow"}, "caret": {"fg": "red"}}


@app.command(
    help=_("Check files, references and the rules of the regulation: all of the registry, or the files named."),
    epilog=_("Example: bwtb validate requests/2027/2027-mzj-001.yaml"),
)
def validate(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH", help=_("Files, folders or request ids; none: everything."))
    ] = None,
    staged: Annotated[
        bool, typer.Option("--staged", help=_("Only what is staged for the next commit, as staged."))
    ] = False,
    since: Annotated[
        str | None, typer.Option("--since", metavar="REV", help=_("Only files changed since this revision."))
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help=_("Warnings count as errors."))] = False,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="|".join(("text", *report.FORMATS)),
            help=_("Text for people, JSON for programs, or what code scanning, CI servers and forges read."),
        ),
    ] = "text",
    fix: Annotated[
        bool, typer.Option("--fix", help=_("Repair what has one right answer, and show what was changed."))
    ] = False,
    yes_unapprove: Annotated[
        bool,
        typer.Option(
            "--yes-unapprove", help=_("With --fix: also what is approved, which then has to be signed again.")
        ),
    ] = False,
    trust_root: TrustRoot = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Write to this file."))
    ] = None,
) -> None:
    check_format(format, "text", *report.FORMATS)
    if sum((bool(paths), staged, since is not None)) > 1:
        raise UserError(_("PATH, --staged and --since exclude each other."), _("Give only one of them."))
    if staged and fix:
        raise UserError(_("--fix repairs files on disk, not what is staged."), _("Leave out --staged, then `git add`."))
    if yes_unapprove and not fix:
        raise UserError(_("--yes-unapprove is for --fix."), _("Add --fix, or leave it out."))
    root = _root(paths or [])
    if staged:
        finish(_staged(root, strict, format, output))
    chosen = [_inside(root, path) for path in paths] if paths else None
    changed: Collection[str] = chosen or ()
    if since is not None:
        from bwtb.git import changed_paths, open_repository

        repository = open_repository(root)
        changed = {*changed_paths(repository, repository.resolve(since)), *repository.unstaged_paths()}
        chosen = check.affected(changed)
    if fix:
        _fix(root, chosen, say if format == "text" else note, trust_root, unapprove=yes_unapprove)
    finish(_report(WorkTree(root), chosen, changed, strict, format, output))


def _fix(
    root: Path, paths: list[str] | None, tell: Callable[[str], None], trust_root: str | None, *, unapprove: bool
) -> None:
    """Show the repairs of the files (all, or those named), make them, and name the approved files that are left alone."""
    from bwtb.actions import repairs
    from bwtb.checking.report import diff
    from bwtb.cli.history.opening import history_errors_explained

    with history_errors_explained():
        planned, held = repairs.plan(root, paths, trust_root, unapprove=unapprove)
    for repair in planned:
        repairs.apply(root, [repair])  # what is said to be repaired is
        if options().quiet:
            continue
        for line in diff.render(repair.before, repair.after, repair.path):
            tell(line)
        counted = ngettext("{path}: {count} repair", "{path}: {count} repairs", len(repair.done))
        tell(counted.format(path=repair.path, count=len(repair.done)))
        for finding in repair.done:
            tell(f"  {finding.line}:{finding.column} {finding.code}  {words(finding.message)}")
        tell("")
    for path in held:
        text = _(
            "{path} has been approved; it was left as it is. With --yes-unapprove it is repaired, and has to be signed again."
        )
        note(text.format(path=path))


def _staged(root: Path, strict: bool, format: str, output: Path | None) -> int:
    """Check what is staged, as it is staged."""
    from bwtb.git import Index, changed_paths, open_objects, open_repository

    repository = open_repository(root)
    with open_objects(repository) as objects:
        changed = changed_paths(repository, repository.object_at("HEAD"))
        return _report(Index(objects), check.affected(changed), changed, strict, format, output)


def _stands(source: Source, path: str) -> bool:
    """Whether anything is there to be checked, readable or not: what was deleted is not."""
    try:
        return source.is_link(path) or source.read(path) is not None or source.kind_at(path) is not None
    except (OSError, OverBudgetError):
        return True


def _report(
    source: Source, paths: list[str] | None, changed: Collection[str], strict: bool, format: str, output: Path | None
) -> int:
    """Check, print, and give the exit code. Beside the `changed` paths names are looked at."""
    source = ReadOnce(source)
    if paths is not None:
        paths = [path for path in check.targets(source, paths) if _stands(source, path)]
    files, findings = check_targets(source, paths, changed=changed)
    if options().verbose:
        for file in files:
            note(_("Checked: {path}").format(path=file))
    counted = report.summary(findings, len(files))
    if format in report.FORMATS:
        rendered = report.render(format, findings, files)
        # This one is read in a log, which may be a terminal; the others escape by themselves.
        _write(inert(rendered) if format == "github" else rendered, output)
    else:
        _text(source, findings, counted, output)
        if paths is None and not counted.errors and not options().quiet:
            _note_old_schema(source)
    return 1 if counted.errors or (strict and counted.warnings) else 0


def _note_old_schema(source: Source) -> None:
    """Say where the codes that editors offer are not those of the catalog: no finding, since nothing is judged by them."""
    from bwtb.registry import catalogs, editor

    lists, _findings = catalogs.lazily(source)
    if editor.is_outdated(source, lists):
        text = _(
            "{path} is older than the catalog or this version of bwtb; `bwtb catalog schemas` renews it for editors."
        )
        note(text.format(path=editor.REQUEST))


def _text(source: Source, findings: Sequence[Finding], counted: report.Summary, output: Path | None) -> None:
    from bwtb.checking.report import text

    def lines(path: str) -> list[str] | None:
        try:
            raw = source.read_bounded(path)
        except OSError:
            return None
        return characters.lines(raw) if raw else None

    if output is not None:
        _write("\n".join([*text.render(findings, lines, inert), text.total(counted)]) + "\n", output)
        return
    if not options().quiet:
        coloured = not options().plain and sys.stdout.isatty()
        for line in text.render(findings, lines, inert, _paint if coloured else text.plain):
            typer.echo(line)
    if counted.files == 0:
        note(_("There was nothing to check."))
    elif findings or not options().quiet:
        say(text.total(counted))
    if not options().quiet:
        _note_repairs(findings)


def _note_repairs(findings: Sequence[Finding]) -> None:
    """Say that some of it need not be typed."""
    from bwtb.checking.repairing.repair import promising

    if paths := promising(findings):
        one = f" {shlex.quote(inert(paths[0]))}" if len(paths) == 1 else ""
        said = _("`{command}` puts right what has one right answer here, and shows what it changed.")
        note(said.format(command=f"bwtb validate --fix{one}"))


def _paint(text: str, role: str) -> str:
    return typer.style(text, **_COLOURS.get(role, {"dim": True}))  # type: ignore[arg-type]


def _write(content: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(content)
        return
    with writing(output, _("Name another file after -o.")):
        write_file(output, content.encode("utf-8"))


def _root(paths: list[str]) -> Path:
    """The registry: the one named, the one we are in, else the one that the first path lies in."""
    if options().registry is None and paths:
        for folder in (Path.cwd().resolve(), *Path.cwd().resolve().parents, *_real(paths[0]).parents):
            if is_root(folder):
                return folder
    return find_root(options().registry)


def _real(path: str) -> Path:
    """A path with the links on the way to it resolved, but not itself."""
    named = Path(path)
    return named.resolve() if named.name in ("", "..") else named.parent.resolve() / named.name


def _inside(root: Path, path: str) -> str:
    """A path as the registry has it. Raises UserError for one that is missing or outside."""
    real = _real(path)
    if not os.path.lexists(real):
        if ID.fullmatch(path) and (root / request_path(path)).is_file():
            return request_path(path)
        raise UserError(_("There is no {path}.").format(path=path), _("Check the spelling of the path."))
    if not real.is_relative_to(root):
        raise UserError(
            _("{path} is outside the registry {root}.").format(path=path, root=root),
            _("Name files of the registry, or another registry after --registry."),
        )
    return real.relative_to(root).as_posix()
