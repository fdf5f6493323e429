"""Requests as they stand in the folder, and what history says of them: for the commands that show or print them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bwtb.base.errors import UserError
from bwtb.base.languages import _, words
from bwtb.cli.history.log import LogEntry, log
from bwtb.cli.history.opening import history_errors_explained, names_in, why_nothing_is_approved
from bwtb.freezing.states import with_frozen
from bwtb.git import open_objects, open_repository
from bwtb.registry.layout import request_path, request_paths
from bwtb.registry.request import Request, read_request
from bwtb.registry.worktree import WorkTree
from bwtb.review.states import RequestReview, judge_and_assess
from bwtb.signing.pin import find_pin


@dataclass(frozen=True)
class Shown:
    """A request as it stands in the folder, and what history says of it.

    `reviewed` is None where the last commit does not have it; `edited`: the folder's text is not the last commit's, so
    that no sign-off is about it; `apart`: the version of the year's frozen proposal that has another text of it, 0 where
    none has. `time` is the last commit's, in seconds since 1970, 0 where there is none; `warnings` say why it is not
    `trusted`.
    """

    request: Request
    reviewed: RequestReview | None = None
    edited: bool = False
    trusted: bool = False
    history: tuple[LogEntry, ...] = ()
    time: int = 0
    warnings: tuple[str, ...] = ()
    apart: int = 0

    @property
    def as_read(self) -> RequestReview:
        """The review of exactly this text: without anybody's sign-off where it is not the committed one."""
        if self.reviewed and not self.edited:
            return self.reviewed
        return RequestReview(request=self.request, state="", amount=self.request.total(), parties={})

    @property
    def as_judged(self) -> RequestReview:
        """The review for a document: sign-offs only where a pinned keyring vouches for them."""
        return (self if self.trusted else replace(self, reviewed=None)).as_read


def look_up(root: Path, source: WorkTree, ids: Sequence[str], trust_root: str | None) -> list[Shown]:
    """The requests of these ids, judged together. Raises UserError for one that is not there or cannot be read."""
    in_folder = {id: _read(source, id) for id in ids}
    try:
        repository = open_repository(root)
        tip = repository.resolve("HEAD")
    except UserError:
        # A folder without git, or without a first commit, has drafts to show all the same.
        return [Shown(_required(request, source, id)) for id, request in in_folder.items()]
    years = {int(id[:4]) for id in ids}
    with history_errors_explained(), open_objects(repository) as objects:
        only, branch = (next(iter(years)) if len(years) == 1 else None), repository.branch() or ""
        judgement, review = judge_and_assess(objects, tip, find_pin(trust_root), only, branch=branch)
        whole = with_frozen(objects, judgement, review, years, ids)
        paths = {id: request_path(id) for id in ids}
        names = names_in(objects, judgement.tree)
        changes = {id: log(objects, judgement.history, tip, p, p.removesuffix(".yaml")) for id, p in paths.items()}
    warnings = tuple(why_nothing_is_approved(judgement, names))
    shown = []
    for id, in_work_tree in in_folder.items():
        settled = whole.requests.get(id)
        committed = review.requests.get(id) or settled
        request = _required(in_work_tree or (committed.request if committed else None), source, id)
        same = settled is None or settled.request.raw == request.raw
        one = Shown(
            request,
            reviewed=settled if same else committed,
            edited=committed is not None and committed.request.raw != request.raw,
            trusted=review.trusted,
            history=tuple(changes[id]),
            time=review.time,
            warnings=warnings,
            apart=settled.frozen if settled and not same else 0,
        )
        shown.append(one)
    return shown


def _read(source: WorkTree, id: str) -> Request | None:
    path = request_path(id)
    request, document = read_request(source, path)
    if request is None and document is not None:
        raise UserError(
            _("{path} cannot be read: {problem}").format(path=path, problem=words(document.findings[0].message)),
            _("`bwtb validate {path}` shows everything that is wrong.").format(path=path),
        )
    return request


def frozen_differently(shown: Sequence[Shown]) -> Iterator[str]:
    """What to say of requests that are frozen with another text than the one that is shown."""
    for one in shown:
        if one.apart:
            yield _(
                "Note: {id} is in the frozen proposal, version {number}, as it was then; shown is the text as it is now, which"
                " counts once the three parties have signed it and the centre has frozen the next version."
            ).format(id=one.request.id, number=one.apart)


def _required(request: Request | None, source: WorkTree, id: str) -> Request:
    if request is not None:
        return request
    from bwtb.base.values import nearest

    known = [p.rsplit("/", 1)[-1].removesuffix(".yaml") for p in request_paths(source)]
    near = nearest(id, known, at_least=0.6)
    hint = _("Did you mean “{name}”?").format(name=near) if near else _("`bwtb status` lists all requests.")
    raise UserError(_("There is no request {id}.").format(id=id), hint)
