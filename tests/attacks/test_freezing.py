"""ListedRequest 39 of the threat table: the centre freezes what was not approved; and what an honest freeze means for a year.

Each row builds its history on the spot. The centre's own key is the attacker's: an honest freeze is made by `bwtb
build-proposal --freeze`, a dishonest one by hand, with a list of the attacker's choosing.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bwtb.base import codes
from bwtb.freezing.manifest import ListedRequest, Manifest, parse, path_of, render
from bwtb.registry.request import read_request
from bwtb.registry.worktree import WorkTree
from bwtb.review import request_files
from bwtb.signing.binding import EMPTY_CATALOG
from bwtb.signing.record import Record, digest
from tests.world import A, B, World
from tests.world import path_of as request_path

LIST = path_of(2027, 1)


def row_of(w: World, request: str) -> ListedRequest:
    """The line that an honest list would have for a request as HEAD holds it."""
    honest = w.record("centre", request)
    read, _document = read_request(WorkTree(w.root), request_path(request))
    assert read is not None
    return ListedRequest(
        id=request,
        digest=honest.digest,
        catalog=honest.catalog,
        amount=read.total(),
        counted=read.category != "supplementary",
    )


def manifest_of(w: World, *requests: str) -> Manifest:
    rows = tuple(row_of(w, r) for r in sorted(requests))
    return Manifest(
        year=2027, number=1, previous="", rules=codes.GENERATION, commit=w.head(), facts="", requests=rows, documents={}
    )


def forge_freeze(w: World, raw: bytes, path: str = LIST, *, key: str = "centre", party: str = "centre") -> str:
    """Commit a list and sign it by hand."""
    w.forge([], None, files={path: raw.decode()}, record_files=False, message="清单")
    return sign_list(w, raw, path, key=key, party=party)


def sign_list(w: World, raw: bytes, path: str = LIST, *, key: str = "centre", party: str = "centre") -> str:
    return w.forge([record_on_list(w, raw, path, party)], key)


def record_on_list(w: World, raw: bytes, path: str = LIST, party: str = "centre") -> Record:
    """A party's record that freezes a list."""
    return w.record(party, kind="proposal", path=path, digest=digest(raw), catalog=EMPTY_CATALOG)


# Dishonest freezes: the set itself


def holds_what_was_not_approved(w: World) -> None:
    w.approve_by_all(A)
    w.sign("centre", B)
    forge_freeze(w, render(manifest_of(w, A, B)))


def leaves_out_what_was_approved(w: World) -> None:
    w.approve_by_all(A, B)
    forge_freeze(w, render(manifest_of(w, A)))


def holds_an_older_version(w: World) -> None:
    """The version that had been approved before the one that is approved now."""
    w.approve_by_all(A, B)
    old = row_of(w, A)
    w.edit()
    w.approve_by_all(A)
    forge_freeze(w, render(replace(manifest_of(w, B), requests=(old, row_of(w, B)))))


def holds_an_edit_nobody_approved(w: World) -> None:
    w.approve_by_all(A, B)
    w.edit()
    forge_freeze(w, render(manifest_of(w, A, B)))


def another_amount(w: World) -> None:
    w.approve_by_all(A, B)
    honest = manifest_of(w, A, B)
    rows = tuple(replace(r, amount=r.amount + 1) for r in honest.requests)
    forge_freeze(w, render(replace(honest, requests=rows)))


def another_catalog(w: World) -> None:
    w.approve_by_all(A, B)
    honest = manifest_of(w, A, B)
    rows = tuple(replace(r, catalog="sha256:" + "4" * 64) for r in honest.requests)
    forge_freeze(w, render(replace(honest, requests=rows)))


def facts_nobody_committed(w: World) -> None:
    w.approve_by_all(A, B)
    forge_freeze(w, render(replace(manifest_of(w, A, B), facts="sha256:" + "4" * 64)))


# Dishonest freezes: how it is recorded


def not_canonical(w: World) -> None:
    w.approve_by_all(A, B)
    forge_freeze(w, render(manifest_of(w, A, B)).replace(b"\n", b"\n\n", 1))


def list_with_two_readings(w: World) -> None:
    """The honest list, and before it another `requests`, which some readers would take."""
    w.approve_by_all(A, B)
    raw = render(manifest_of(w, A, B))
    forge_freeze(w, raw.replace(b' "requests"', b' "requests": [],\n "requests"', 1))


def list_committed_with_an_edit(w: World) -> None:
    """The documents were made from one commit and the set is that of another."""
    w.approve_by_all(A, B)
    raw = render(manifest_of(w, A, B))
    w.forge([], None, files={LIST: raw.decode(), "notes.txt": "x"}, record_files=False, message="清单")
    sign_list(w, raw)


def made_from_an_earlier_commit(w: World) -> None:
    w.approve_by_all(A, B)
    honest = manifest_of(w, A, B)
    w.commit("Something else")
    forge_freeze(w, render(honest))


def skipping_a_number(w: World) -> None:
    w.approve_by_all(A, B)
    forge_freeze(w, render(replace(manifest_of(w, A, B), number=2)), path_of(2027, 2))


def another_predecessor(w: World) -> None:
    w.approve_by_all(A, B)
    w.freeze()
    w.edit()
    w.approve_by_all(A)
    forged = replace(manifest_of(w, A, B), number=2, previous="sha256:" + "4" * 64)
    forge_freeze(w, render(forged), path_of(2027, 2))


def says_another_year(w: World) -> None:
    """The list of another year, under the path of this one."""
    w.approve_by_all(A, B)
    forge_freeze(w, render(replace(manifest_of(w, A, B), year=2026)))


def by_the_office_in_the_centres_name(w: World) -> None:
    w.approve_by_all(A, B)
    forge_freeze(w, render(manifest_of(w, A, B)), key="office")


def by_the_office(w: World) -> None:
    w.approve_by_all(A, B)
    forge_freeze(w, render(manifest_of(w, A, B)), key="office", party="office")


def with_an_approval_in_the_same_commit(w: World) -> None:
    w.approve_by_all(A)
    w.sign("office", B)
    w.sign("bigdata", B)
    raw = render(manifest_of(w, A, B))
    w.forge([], None, files={LIST: raw.decode()}, record_files=False, message="清单")
    w.forge([record_on_list(w, raw), w.record("centre", B)], "centre")


# Freezes beside other decisions


def forked(w: World, beside: Callable[[World], object], *, first: Callable[[World], object] | None = None) -> None:
    """All approved; then the centre freezes on a fork while something happens on the main branch; then a merge."""
    w.approve_by_all(A, B)
    if first:
        first(w)
    fork = w.head()
    beside(w)
    w.branch("side", fork)
    w.freeze()
    w.checkout()
    w.merge("side")


def beside_a_withdrawal(w: World) -> None:
    forked(w, lambda w: w.sign("office", B, decision="withdraw"))


def beside_a_return(w: World) -> None:
    forked(w, lambda w: w.sign("office", B, decision="return"))


def beside_a_rejection(w: World) -> None:
    forked(w, lambda w: w.sign("bigdata", A, decision="reject"))


def beside_a_return_that_was_taken_back(w: World) -> None:
    """Every return counts against it, whatever its party signed afterwards beside the freeze."""

    def back_and_forth(w: World) -> None:
        w.sign("office", B, decision="return")
        w.sign("office", B)

    forked(w, back_and_forth)


def beside_an_approval_of_a_newer_version(w: World) -> None:
    def newer(w: World) -> None:
        w.edit()
        w.approve_by_all(A)

    forked(w, newer)


def beside_a_revocation(w: World) -> None:
    """The office's key had been stolen before it approved."""
    start = w.head()
    forked(w, lambda w: w.revoke_key("office", "office", "office", accept_until=start))


def beside_a_retirement(w: World) -> None:
    start = w.head()

    def retire(w: World) -> None:
        w.retire_key("office", accept_until=start)
        w.adopt()

    forked(w, retire, first=lambda w: None)


def two_sets_under_one_number(w: World) -> None:
    """Each is right on its own branch; merged, nobody could say which was handed in."""
    w.approve_by_all(A)
    fork = w.head()
    w.freeze()
    w.branch("side", fork)
    w.approve_by_all(B)
    w.freeze()
    w.checkout()
    w.merge("side", "-X", "theirs")


# After an honest freeze


def honest(w: World) -> None:
    w.approve_by_all(A, B)
    w.freeze()


def withdrawn_afterwards(w: World) -> None:
    honest(w)
    w.sign("office", B, decision="withdraw")


def edited_afterwards(w: World) -> None:
    honest(w)
    w.edit()


def removed_afterwards(w: World) -> None:
    honest(w)
    w.remove(request_path(A))
    w.commit("Remove a request")


def attachment_changed_afterwards(w: World) -> None:
    honest(w)
    w.swap_attachment()


def catalog_changed_afterwards(w: World) -> None:
    """A frozen request is judged with the catalog of its freeze."""
    honest(w)
    w.reword("cap-15", "电子证照库", "证照库")


def key_revoked_afterwards(w: World) -> None:
    """The approvals fall at the tip; the frozen year stands."""
    start = w.head()
    honest(w)
    w.revoke_key("office", "office", "office", accept_until=start)


def freezing_key_revoked(w: World) -> None:
    """The freeze's own record falls like any approval."""
    w.approve_by_all(A, B)
    before = w.head()
    w.freeze("centre2")
    w.revoke_key("centre2", "centre", "centre", accept_until=before)


def freeze_withdrawn(w: World) -> None:
    honest(w)
    w.sign("centre", "proposal:2027-1", decision="withdraw")


def list_altered(w: World) -> None:
    honest(w)
    w.change(LIST, '"amount": 1', '"amount": 2')
    w.commit("Make it dearer")


def list_removed(w: World) -> None:
    honest(w)
    w.remove(LIST)
    w.commit("Remove the list")


def approved_beside(w: World) -> None:
    """Another request's last approval comes from another branch: the set was right, and B is for the next version."""
    w.approve_by_all(A)
    w.sign("office", B)
    w.sign("bigdata", B)
    fork = w.head()
    w.sign("centre", B)
    w.branch("side", fork)
    w.freeze()
    w.checkout()
    w.merge("side")


def mismatch_cured(w: World) -> None:
    beside_a_withdrawal(w)
    w.freeze()


def corrected(w: World) -> None:
    honest(w)
    w.edit()
    w.approve_by_all(A)
    w.freeze()


def unfrozen_list(w: World) -> None:
    """A list that nobody signed freezes nothing, and the next freeze may take its place."""
    w.approve_by_all(A, B)
    w.write(LIST, render(manifest_of(w, A)).decode())
    w.commit("A list")


def unfrozen_list_replaced(w: World) -> None:
    unfrozen_list(w)
    w.freeze()


@dataclass(frozen=True)
class Case39:
    """One history, and what `bwtb verify` must say: the states of A and B, problems and warnings."""

    history: Callable[[World], object]
    states: tuple[str, str]
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


BOTH = ("approved", "approved")
FROZEN = ("proposed", "proposed")
MISMATCH = ("FREEZE_MISMATCH",)
CASES = [
    Case39(holds_what_was_not_approved, ("approved", "in_review"), MISMATCH),
    Case39(leaves_out_what_was_approved, BOTH, MISMATCH),
    Case39(holds_an_older_version, BOTH, MISMATCH),
    Case39(holds_an_edit_nobody_approved, ("submitted", "approved"), MISMATCH),
    Case39(another_amount, BOTH, MISMATCH),
    Case39(another_catalog, BOTH, MISMATCH),
    Case39(facts_nobody_committed, BOTH, MISMATCH),
    Case39(not_canonical, BOTH, MISMATCH),
    Case39(list_with_two_readings, BOTH, MISMATCH),
    Case39(list_committed_with_an_edit, BOTH, MISMATCH),
    Case39(made_from_an_earlier_commit, BOTH, MISMATCH),
    Case39(skipping_a_number, BOTH, MISMATCH),
    Case39(another_predecessor, BOTH, MISMATCH),
    Case39(says_another_year, BOTH, MISMATCH),
    Case39(by_the_office_in_the_centres_name, BOTH, ("PARTY_MISMATCH",)),
    Case39(by_the_office, BOTH, ("BINDING_MISMATCH",)),
    Case39(with_an_approval_in_the_same_commit, ("approved", "in_review"), ("SIGNOFF_DIFF", "SIGNOFF_DIFF")),
    Case39(beside_a_withdrawal, ("approved", "in_review"), MISMATCH),
    Case39(beside_a_return, ("approved", "returned"), MISMATCH),
    Case39(beside_a_rejection, ("rejected", "approved"), MISMATCH),
    Case39(beside_a_return_that_was_taken_back, BOTH, MISMATCH),
    Case39(beside_an_approval_of_a_newer_version, BOTH, MISMATCH),
    Case39(beside_a_revocation, ("in_review", "in_review"), MISMATCH),
    Case39(beside_a_retirement, ("in_review", "in_review"), MISMATCH),
    Case39(two_sets_under_one_number, BOTH, MISMATCH),
    Case39(list_altered, FROZEN, MISMATCH),
    Case39(list_removed, FROZEN, MISMATCH),
    Case39(honest, FROZEN),
    Case39(withdrawn_afterwards, FROZEN, warnings=("FROZEN_DECIDED",)),
    Case39(edited_afterwards, FROZEN, warnings=("FROZEN_EDITED",)),
    Case39(removed_afterwards, FROZEN, warnings=("FROZEN_EDITED",)),
    Case39(attachment_changed_afterwards, FROZEN, warnings=("FROZEN_EDITED",)),
    Case39(catalog_changed_afterwards, FROZEN),
    Case39(key_revoked_afterwards, FROZEN, warnings=("FROZEN_KEY",)),
    Case39(freezing_key_revoked, BOTH),
    Case39(freeze_withdrawn, BOTH),
    Case39(approved_beside, ("proposed", "approved"), warnings=("FROZEN_LEFT_OUT",)),
    Case39(mismatch_cured, ("proposed", "in_review")),
    Case39(corrected, FROZEN),
    Case39(unfrozen_list, BOTH),
    Case39(unfrozen_list_replaced, FROZEN),
]


@pytest.mark.parametrize("case", CASES, ids=[c.history.__name__.replace("_", "-") for c in CASES])
def test_threat_39(world: World, case: Case39) -> None:
    case.history(world)
    report = world.verify()
    assert tuple(report.problems) == case.problems
    assert tuple(report.warnings) == case.warnings
    assert (report["requests"][A], report["requests"][B]) == case.states
    assert report["exit"] == (1 if case.problems else 0)


@pytest.mark.parametrize("history", [honest, corrected, leaves_out_what_was_approved, beside_a_withdrawal])
def test_read_by_other_processes_it_is_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch, history: Callable[[World], object]
) -> None:
    """Where there is much to read, other processes do it."""
    history(world)
    alone = world.verify()
    monkeypatch.setattr(request_files, "BULK", 1)
    assert world.verify() == alone


def test_a_list_of_ones_own_hides_nothing(world: World) -> None:
    """What a list holds is read later; where that list does not count, it is read all the same."""
    world.approve_by_all(A)
    world.edit(B, "category:", "categry:")
    broken = world.read(request_path(B))
    expected = world.verify()["requests"]
    own = replace(
        manifest_of(world, A),
        requests=(row_of(world, A), replace(row_of(world, A), id=B, digest=digest(broken.encode()))),
    )
    forge_freeze(world, render(own), key="office")
    assert world.verify()["requests"] == expected


def test_a_mismatch_is_said_of_the_sign_off_too(world: World) -> None:
    leaves_out_what_was_approved(world)
    last = world.verify()["signoffs"][-1]
    assert (last["subject"], last["valid"], last["code"]) == (
        {"kind": "proposal", "id": "proposal:2027-1"}, False, "FREEZE_MISMATCH",
    )  # fmt: skip


def test_of_two_versions_the_higher_counts(world: World) -> None:
    corrected(world)
    report = world.verify()
    assert report.codes("proposal") == ["SUPERSEDED", "OK"]
    first, second = (parse(world.read(p).encode(), p) for p in (LIST, path_of(2027, 2)))
    assert second.previous == digest(render(first))
    assert [r.digest for r in first.requests] != [r.digest for r in second.requests]


def test_what_is_frozen_counts_as_approved(world: World) -> None:
    honest(world)
    world.edit()
    assert world.verify("--require-approved")["exit"] == 0


def test_without_a_pin_nothing_is_frozen(world: World) -> None:
    honest(world)
    report = world.verify(pin=None)
    assert report.problems == ["UNTRUSTED_ROOT"]
    assert set(report["requests"].values()) == {"in_review"}


def test_the_frozen_state_is_the_same_from_a_branch_that_went_on(world: World) -> None:
    """History is read in another order from another tip; the rebuilt set is the same."""
    honest(world)
    fork = world.head()
    world.edit(B, "旗舰店", "旗舰店栏目")
    world.branch("side", fork)
    world.commit("Something else")
    world.checkout()
    world.merge("side")
    report = world.verify()
    assert report.problems == []
    assert set(report["requests"].values()) == {"proposed"}


def test_a_list_cannot_claim_to_be_older_than_every_rule(world: World) -> None:
    """A list that says it was made by rules of generation 0 is none: the first is 1."""
    world.approve_by_all(A, B)
    forge_freeze(world, render(replace(manifest_of(world, A, B), rules=0)))
    assert world.verify().problems == ["FREEZE_MISMATCH"]


# Evidence


def test_a_years_freeze_goes_with_the_evidence_of_its_requests(world: World, tmp_path: Path) -> None:
    honest(world)
    world.verify(A, "--evidence", str(tmp_path / "e.zip"))
    with zipfile.ZipFile(tmp_path / "e.zip") as bundle:
        table = bundle.read("signoffs.tsv").decode()
        listed = [n for n in bundle.namelist() if n.endswith("/manifest.json")]
    assert f"proposal {LIST}" in table
    assert len(listed) == 1
