"""Decide what a server takes from a push: sign-offs are judged and files are checked, as far as they are new in it.

Trouble that already stood at the branch's old tip keeps nobody from pushing: a registry must stay usable, and can be
cleaned by an ordinary commit. Whatever a push adds to it is refused.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from bwtb.actions import messages
from bwtb.base.budget import MIB, PUSHED_BYTES, PUSHED_OBJECTS
from bwtb.base.errors import UserError
from bwtb.base.findings import Finding
from bwtb.base.messages import Fact, Message, one_line
from bwtb.checking import check
from bwtb.checking.rules.ahead import dates_ahead
from bwtb.freezing.states import freeze_problems
from bwtb.git import CommitTree, ObjectCorruptError, Objects, ObjectTooLargeError, Repository, open_objects
from bwtb.git.pushed import measure
from bwtb.git.refnames import BRANCHES as BRANCHES
from bwtb.git.refnames import TAGS, taken_for
from bwtb.registry import catalogs
from bwtb.registry.catalogs import Catalog
from bwtb.signing.history import HistoryError
from bwtb.signing.judge import KEY_CODES, Judgement, judge
from bwtb.signing.notices import Notice, notice, with_names

# Where git has no object to name, it writes this digit throughout.
NO_OBJECT = "0"


@dataclass(frozen=True)
class Update:
    """One line that git gives the hook: a ref, the object it is at (None where it is new) and the one it is to be at (None
    where it is to go)."""

    old: str | None
    new: str | None
    ref: str


@dataclass(frozen=True)
class Refusal:
    """Why a ref is not taken. `where` is a commit, or file:line:column, or "" for the ref as a whole; `code` is the code of
    the notice or finding; `message` says what is wrong, `hint` what to do."""

    ref: str
    where: str
    code: str
    message: Fact
    hint: Fact


def read_updates(lines: Iterable[str]) -> Iterator[Update]:
    """The lines `old new ref` that git gives a pre-receive hook. Raises UserError for anything else."""
    for line in lines:
        fields = line.rstrip("\n").split(" ", 2)
        if len(fields) != 3:
            raise UserError(
                Message(messages.NOT_FROM_GIT, line=line.rstrip("\n")),
                Message(messages.RUN_BY_GIT),
            )
        old, new = (None if set(id) == {NO_OBJECT} else id for id in fields[:2])
        yield Update(old, new, fields[2])


def refusals(repository: Repository, updates: Iterable[Update], pin: str) -> list[Refusal]:
    """Everything that speaks against a push, which is taken only where nothing does.

    `pin` is the fingerprint of the keyring that the server trusts. A push is taken or refused as a whole.
    """
    updates = list(updates)
    with open_objects(repository) as objects:
        of_updates = [refusal for update in updates for refusal in _of_update(objects, update, pin)]
    return [*_of_names(repository, updates), *of_updates]


def _of_names(repository: Repository, updates: list[Update]) -> Iterator[Refusal]:
    """New branches and tags whose names would be taken for others that there are, or that come with the same push."""
    new = [u.ref for u in updates if u.old is None and u.new is not None and u.ref.startswith((BRANCHES, TAGS))]
    standing = repository.git("for-each-ref", "--format=%(refname)", BRANCHES, TAGS) if new else b""
    others = [*filter(None, standing.decode("utf-8", "surrogateescape").split("\n")), *new]
    for ref, other in taken_for(new, others):
        message = Message(messages.NAME_AMBIGUOUS, other=other)
        yield Refusal(ref, "", "REF_AMBIGUOUS", message, Message(messages.PUSH_ANOTHER_NAME))


def _of_update(objects: Objects, update: Update, pin: str) -> Iterator[Refusal]:
    ref, refused = update.ref, partial(Refusal, update.ref, "")
    if ref.startswith(TAGS):
        return
    if not ref.startswith(BRANCHES):
        yield refused("REF", Message(messages.ONLY_BRANCHES_AND_TAGS, ref=ref), Message(messages.PUSH_TO_A_BRANCH))
    elif update.new is None:
        yield refused("BRANCH_DELETED", Message(messages.BRANCH_DELETED), Message(messages.LEAVE_THE_BRANCH))
    elif objects.repository.object_at(ref) != update.old:
        yield refused("MOVED", Message(messages.PUSHED_FIRST), Message(messages.PULL_AND_PUSH))
    else:
        try:
            yield from _of_branch(objects, update, update.new, pin)
        except ObjectTooLargeError as error:
            yield _too_large(ref, error.what)
        except (HistoryError, ObjectCorruptError) as error:
            where = error.commit if isinstance(error, HistoryError) else str(error)
            incomplete = Message(messages.HISTORY_INCOMPLETE, commit=where[:12])
            yield refused(error.code, incomplete, Message(messages.PUSH_COMPLETE_CLONE))


def _of_branch(objects: Objects, update: Update, new: str, pin: str) -> Iterator[Refusal]:
    repository, ref = objects.repository, update.ref
    pushed = set(repository.missing(update.old, new) if update.old else repository.missing_everywhere(new))
    if update.old is None and not pushed:
        return  # a new name for what was taken before
    if costly := list(_too_costly(repository, ref, new)):
        yield from costly
        return
    after = judge(repository, objects, new, pin)
    if update.old is not None and update.old not in after.history.index_of:
        yield Refusal(ref, "", "NOT_FAST_FORWARD", Message(messages.HISTORY_REPLACED), Message(messages.NEVER_FORCE))
        return
    names, _findings = catalogs.lazily(CommitTree(objects, after.tree))
    base = update.old or repository.object_at("HEAD")  # a new branch is compared with the default one
    bad = [d for d in after.decisions if d.commit in pushed and not d.valid and d.code not in KEY_CODES]
    for commit, own in groupby(bad, key=lambda d: d.commit):
        first = next(own)  # one refusal a commit, however many records it carries
        claim = notice(first.code, commit=commit, subject=first.record.subject_id, party=first.record.party)
        yield _of_notice(ref, claim, names)
    yield from (_of_notice(ref, n, names) for n in _new_notices(objects, after, base, pin, {d.commit for d in bad}))
    for error in _new_errors(objects, after, base):
        where = f"{one_line(error.path)}:{error.line}:{error.column}"
        yield Refusal(ref, where, error.code, error.message, error.hint)


def _too_costly(repository: Repository, ref: str, new: str) -> Iterator[Refusal]:
    """What a push brings that would make every later command slow. A server's first push brings its whole past."""
    brought = measure(repository, new)
    for path in brought.too_large:
        yield _too_large(ref, path)
    if not brought.whole and repository.git("for-each-ref", "--count=1", BRANCHES):
        message = Message(messages.PUSH_TOO_LARGE, most=PUSHED_OBJECTS, megabytes=PUSHED_BYTES // MIB)
        yield Refusal(ref, "", "PUSH_TOO_LARGE", message, Message(messages.PUSH_IN_PARTS))


def _too_large(ref: str, path: str) -> Refusal:
    message = Message(messages.OBJECT_TOO_LARGE, path=one_line(path)) if path else Message(messages.COMMIT_TOO_LARGE)
    return Refusal(ref, "", "OBJECT_TOO_LARGE", message, Message(messages.PUSH_WITHOUT_IT))


def _new_notices(objects: Objects, after: Judgement, base: str | None, pin: str, told: set[str]) -> Iterator[Notice]:
    """Problems, and sign-offs lost by a squash, that the old tip did not have."""
    lost = [w for w in after.warnings if w.code == "SIGNOFF_LOST"]
    frozen = freeze_problems(objects, after, since=base)
    notices = [n for n in (*after.problems, *lost, *frozen) if n.commit not in told]
    before = judge(objects.repository, objects, base, pin) if base and notices else None
    known = {*before.problems, *before.warnings} if before else set()
    stood = freeze_problems(objects, before) if before and frozen else []
    # A freeze that did not count before is not made worse by one more thing that speaks against it.
    void = {n.commit for n in stood if n.kind == "FREEZE_MISMATCH"}
    known |= {*stood, *(n for n in frozen if n.commit in void)}
    for n in notices:
        # Without the pinned version nothing at all can be judged, however long that has been so.
        if n not in known or n.code == "UNTRUSTED_ROOT":
            yield n


def _of_notice(ref: str, notice: Notice, names: Catalog) -> Refusal:
    remedy = messages.REMEDIES.get(notice.kind) or messages.REMEDIES.get(notice.code)
    if not remedy and notice.commit:
        remedy = messages.LEAVE_COMMIT_OUT
    said = with_names(notice.message, names)
    return Refusal(ref, notice.commit[:12], notice.code, said, Message(remedy) if remedy else "")


def _new_errors(objects: Objects, after: Judgement, base: str | None) -> list[Finding]:
    """Errors in files that the push changes or (where the catalog changes) touches, but for those that stood there before."""
    source = CommitTree(objects, after.tree)
    if base is None:
        return _errors(source, None)
    changed = {path for path, _old, _new in objects.changes(objects.tree_of(base), after.tree)}
    errors = _errors(source, check.affected(changed), changed)
    if not errors:
        return []
    before = CommitTree(objects, objects.tree_of(base))
    stood = {(e.path, e.code, e.pointer) for e in _errors(before, {e.path for e in errors}, changed)}
    return [e for e in errors if (e.path, e.code, e.pointer) not in stood]


def _errors(source: CommitTree, paths: Iterable[str] | None, changed: Collection[str] = ()) -> list[Finding]:
    """The errors in these files, by the server's own day for dates in the future: whoever pushes is writing."""
    files, findings = check.check_targets(source, paths, changed=changed)
    ahead = dates_ahead(source, files, datetime.date.today())
    return [f for f in sorted({*findings, *ahead}) if f.severity == "error"]
