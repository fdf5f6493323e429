"""Which files somebody has approved as they stand at HEAD: an edit would undo that."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bwtb.base.errors import UserError
from bwtb.git import CommitTree, open_objects, open_repository
from bwtb.registry.layout import request_id
from bwtb.review.states import RequestReview, assess
from bwtb.signing.judge import judge


def approved_files(root: Path, paths: Iterable[str], pin: str | None) -> set[str]:
    """Those of these request files that carry an approval by a party, or an endorsement by key, at HEAD.

    `root` is the registry's folder, `pin` the fingerprint that is trusted. Where there is no pin, or the file at HEAD
    cannot be read, a record of a sign-off beside it is enough. Raises HistoryError where history cannot be judged.
    """
    if not (root / ".git").exists():
        return set()
    repository = open_repository(root)
    try:
        tip = repository.resolve("HEAD")
    except UserError:
        return set()  # nothing is committed yet
    with open_objects(repository) as objects:
        judgement = judge(repository, objects, tip, pin)
        source = CommitTree(objects, judgement.tree)
        signed = {path for path in paths if source.files(path.removesuffix(".yaml") + "/signoffs")}
        rows = assess(objects, judgement, ids={request_id(path) for path in signed}).requests if signed else {}
    return {p for p in signed if not judgement.trusted or (r := rows.get(request_id(p))) is None or _carries(r)}


def _carries(row: RequestReview) -> bool:
    parties, endorsements = row.parties.values(), row.endorsements.values()
    return any(v.verdict == "approved" for v in parties) or any(e.verdict == "approved" for e in endorsements)
