"""Rows 16 to 19, 21 and 41 of the threat table: decisions on branches, keys retired and revoked, versions out of chain."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from bwtb.signing.record import Record
from tests.attacks.test_threats import APPROVED, Row, check
from tests.world import PARTIES, A, B, World

# 16, 17: decisions on branches


def approve_and_withdraw_on_two_branches(w: World) -> None:
    w.sign_by("office", "bigdata")
    base = w.head()
    w.sign("centre")
    w.branch("side", base)
    w.forge([w.record("centre", decision="withdraw")], "centre")
    w.checkout()
    w.merge("side")


def old_approval_merged_later(w: World) -> None:
    """v1 approved on a side branch; v2 approved; v1 put back; then the old approval merged, keeping our side."""
    w.branch("side")
    w.approve_by_all()
    w.checkout()
    w.edit()
    w.approve_by_all()
    w.edit(A, "智能预填", "智能填表")
    w.merge("side", "-s", "ours")


def withdrawal_hidden(w: World) -> None:
    """17: `merge -s ours` of an old branch leaves the withdrawal's record out of the tip's tree."""
    w.approve_by_all()
    w.branch("old")
    w.commit("Something on an old branch")
    w.checkout()
    w.sign("office", decision="withdraw")
    w.checkout("old")
    w.merge("main", "-s", "ours")
    w.git("branch", "-f", "main", "old")
    w.checkout()


def withdrawal_reverted(w: World) -> None:
    """17: an unsigned revert removes the withdrawal's record."""
    w.approve_by_all()
    withdrawal = w.sign("office", decision="withdraw")
    w.git("revert", "--no-edit", withdrawal)


# 18: retired keys


def retired_key_signs_backdated(w: World) -> None:
    """The centre's second key is retired; somebody who has it signs on an old branch, which is merged later."""
    w.sign_by("office", "bigdata")
    w.branch("old")
    w.checkout()
    w.retire_key("centre2")
    w.adopt()
    w.checkout("old")
    w.forge([w.record("centre")], "centre2")
    w.checkout()
    w.merge("old")


def retired_key_signed_before(w: World) -> None:
    """Not an attack: what the key signed before its mark stands."""
    w.sign("centre", key="centre2")
    w.sign_by("office", "bigdata")
    w.retire_key("centre2")
    w.adopt()


def fallen_approval_named_again(w: World) -> None:
    """Retired up to a commit on another branch; that branch is merged, and the next version repeats the mark."""
    w.sign_by("office", "bigdata")
    w.branch("side")
    beside = w.sign("centre", key="centre2")
    w.checkout()
    w.propose(with_entry(w, "centre2", f'\n            accept_until: "{beside}"'))
    w.adopt()
    w.merge("side")
    w.add_key("office", "孙八", "office2")
    w.adopt(3)


def with_entry(w: World, key: str, entry: str) -> str:
    """Version 2: the first one with something written below a key."""
    line = f'"{w.public(key)}"'
    text = w.following()
    assert text.count(line) == 1
    return text.replace(line, line + entry)


def retired_key_withdraws_its_retirement(w: World) -> None:
    """The retired key withdraws the version that retires it, on a branch beside; the version stays in force."""
    w.sign("centre", key="centre2")
    w.sign_by("office", "bigdata")
    w.retire_key("centre2")
    w.adopt()
    w.branch("beside")
    w.forge([w.record_on_version("centre", decision="withdraw")], "centre2")
    w.checkout()
    w.merge("beside")


def retired_key_approved_its_retirement(w: World) -> None:
    """Not an attack: the version that retires a key was approved with that key; it stays, and so does the approval."""
    w.retire_key("centre2")
    w.sign("centre", "keyring:0002", key="centre2")
    w.adopt(parties=("office", "bigdata"))


def retired_key_revokes(w: World) -> None:
    """A retired key tries to take its party's other key down."""
    w.approve_by_all()
    w.retire_key("centre2")
    w.adopt()
    forge_and_clean_up(w, w.revocation("centre", "centre", version=2), "centre2")


def retired_key_approves_the_next_version(w: World) -> None:
    """A retired key would bring the attacker's version into force, the two other parties having approved it."""
    w.retire_key("centre2")
    w.adopt()
    w.add_key("office", "孙八", "office2")
    w.adopt(3, ("office", "bigdata"))
    w.forge([w.record_on_version("centre", 3)], "centre2")
    w.forge([w.record("office")], "office2")


# 19: revoked keys


def revoked_key_signs(w: World) -> None:
    w.sign_by("office", "bigdata")
    w.revoke_key("centre2", "centre", "centre")
    w.forge([w.record("centre")], "centre2")


def revoked_key_had_signed_after_the_mark(w: World) -> None:
    """The key was stolen before it signed: the mark is set before that."""
    base = w.head()
    w.sign("centre", key="centre2")
    w.sign_by("office", "bigdata")
    w.revoke_key("centre2", "centre", "centre", accept_until=base)


def revoked_by_itself(w: World) -> None:
    """A key may revoke itself, and its approvals up to the mark stand."""
    w.sign("centre", key="centre2")
    w.sign_by("office", "bigdata")
    w.revoke_key("centre2", "centre2", "centre")


def revoked_key_revokes_the_others(w: World) -> None:
    """A stolen key that was revoked tries to take its party's other key down with it."""
    w.approve_by_all()
    w.revoke_key("centre2", "centre", "centre")
    forge_and_clean_up(w, w.revocation("centre", "centre"), "centre2")


def forge_and_clean_up(w: World, record: Record, key: str) -> None:
    """A record that should not count, taken out by an ordinary commit: everything stands as before."""
    w.forge([record], key)
    w.git("rm", "-q", record.file_path)
    w.commit("Clean up")


def forged_revocation(party: str, key: str, by: str, **changes: str) -> Callable[[World], None]:
    """A revocation that does not count, cleaned up afterwards: everything stands as before."""

    def history(w: World) -> None:
        w.approve_by_all()
        forge_and_clean_up(w, w.revocation(party, key, **changes), by)

    return history


def mark_that_is_nowhere(w: World) -> None:
    """A revocation whose mark is no commit of this history: every approval by the key falls."""
    w.approve_by_all()
    w.forge([w.revocation("centre", "centre", accept_until="f" * 40)], "centre2")


def mark_beside(w: World) -> None:
    """A mark on a branch that descends from the approvals, but is merged only after the revocation."""
    w.approve_by_all()
    w.branch("beside")
    mark = w.commit("Beside")
    w.checkout()
    w.forge([w.revocation("centre", "centre", accept_until=mark)], "centre2")
    w.merge("beside")


def return_by_a_revoked_key(w: World) -> None:
    """What a revoked key returned counts as a withdrawal: it can take its party's approval away, never decide anew."""
    w.approve_by_all()
    w.revoke_key("centre2", "centre", "centre")
    w.forge([w.record("centre", decision="return")], "centre2")


def revocation_lost_its_commit(w: World) -> None:
    """A revocation's record without its signed commit: nothing is relied on until that is put right."""
    w.approve_by_all()
    base = w.head()
    w.revoke_key("centre2", "centre", "centre")
    w.git("reset", "-q", "--soft", base)
    w.commit("Revoke (squashed)")


def revocation_unreadable(w: World) -> None:
    w.approve_by_all()
    w.write("catalog/keyring/revocations/centre-0123456789ab.yaml", "not: [readable")
    w.commit("Garbage")


# 20, 21, 41: versions


def adopted_version(w: World) -> None:
    """Not an attack: a second key of the office, approved by all three, signs."""
    w.sign("centre")
    w.sign("bigdata")
    w.add_key("office", "孙八", "office2")
    w.adopt()
    w.sign("office", key="office2")


def adopted_by_two_only(w: World) -> None:
    w.add_key("office", "孙八", "office2")
    w.adopt(parties=("centre", "bigdata"))
    w.forge([w.record("office")], "office2")


def approved_by_its_own_keys(w: World) -> None:
    """The attacker's version lists the attacker's key for the office and is 'approved' with it."""
    w.add_key("office", "孙八", "outsider")
    w.adopt(parties=("centre", "bigdata"))
    w.forge([w.record_on_version("office")], "outsider")
    w.forge([w.record("office")], "outsider")


def adopted_by_two_returned_by_one(w: World) -> None:
    w.add_key("office", "孙八", "office2")
    w.adopt(parties=("centre", "bigdata"))
    w.sign("office", "keyring:0002", decision="return")
    w.forge([w.record("office")], "office2")


def adopted_in_two_wordings(w: World) -> None:
    """The centre approved other bytes of the same number than the two others."""
    w.add_key("office", "孙八", "outsider")
    w.sign("centre", "keyring:0002")
    w.remove("catalog/keyring/0002.yaml")
    w.add_key("office", "孙八", "office2")
    w.adopt(parties=("office", "bigdata"))
    w.forge([w.record("office")], "office2")


def adopted_with_a_key_revoked_before(w: World) -> None:
    """The approval of the version was by a stolen key, revoked from before it, while the version still waits."""
    w.add_key("office", "孙八", "office2")
    w.sign("centre", "keyring:0002", key="centre2")
    w.revoke_key("centre2", "centre", "centre", accept_until="HEAD~1")
    w.adopt(parties=("office", "bigdata"))
    w.forge([w.record("office")], "office2")


def adopted_of_another_registry(w: World) -> None:
    """A version that names another registry, chained and approved by all three."""
    w.add_key("office", "孙八", "office2")
    _registry, rest = w.read("catalog/keyring/0002.yaml").split("\n", 1)
    w.propose(f'registry: "{"ab" * 16}"\n{rest}')
    for party in PARTIES:
        w.forge([w.record_on_version(party)], party)
    w.forge([w.record("office")], "office2")


def rolled_back(w: World) -> None:
    """21: the version in force is deleted, so that the older keys would count again."""
    w.approve_by_all()
    w.retire_key("centre2")
    w.adopt()
    w.git("rm", "-q", "catalog/keyring/0002.yaml")
    w.commit("Go back")


def gap_in_versions(w: World) -> None:
    w.propose(w.following().replace("version: 2", "version: 3"), 3)


def wrong_previous(w: World) -> None:
    w.propose(w.following().replace(w.pin, "sha256:" + "9" * 64))


def squatter_replaced(w: World) -> None:
    """41: a pending version that squats the next number can be replaced by an ordinary commit."""
    w.approve_by_all(A)
    w.add_key("office", "孙八", "outsider")
    w.sign("centre", "keyring:0002")
    w.remove("catalog/keyring/0002.yaml")
    w.add_key("office", "孙八", "office2")
    w.adopt()
    w.sign("office", B, key="office2")


def drops_a_key(w: World) -> None:
    w.approve_by_all()
    second = w.following()
    w.propose(second.replace(entry_of(second, "赵六"), ""))


def moves_a_key(w: World) -> None:
    """The centre's second key would become the office's."""
    w.approve_by_all()
    second = w.following()
    entry, office = entry_of(second, "赵六"), "  office:\n    people:\n"
    w.propose(second.replace(entry, "").replace(office, office + entry))


def entry_of(version: str, name: str) -> str:
    """The lines of a keyring version on the centre's last person."""
    start = version.index(f'      - name: "{name}"')
    return version[start : version.index("  office:")]


def revives_a_key(w: World) -> None:
    w.approve_by_all()
    w.retire_key("centre2")
    w.adopt()
    lines = w.following(2).splitlines(keepends=True)
    w.propose("".join(line for line in lines if "accept_until" not in line), 3)


WITHDRAWN = {**APPROVED, "office": ("withdrawn", "OK")}
ROWS = [
    Row("16", "approve and withdraw on two branches, merged", approve_and_withdraw_on_two_branches, "in_review", {"centre": ("withdrawn", "OK")}),
    Row("16", "an old approval of v1 merged after v2 was approved and v1 put back", old_approval_merged_later, "submitted", dict.fromkeys(PARTIES, ("stale", "STALE"))),
    Row("17", "the withdrawal's record left out by merge -s ours", withdrawal_hidden, "in_review", WITHDRAWN),
    Row("17", "the withdrawal's record removed by a revert", withdrawal_reverted, "in_review", WITHDRAWN),
    Row("18", "a retired key signs on an old branch merged later", retired_key_signs_backdated, "in_review", {"centre": ("invalid", "KEY_RETIRED")}),
    Row("–", "a key signed before it was retired", retired_key_signed_before, "approved", APPROVED),
    Row("18", "an approval that fell does not rise with the next version", fallen_approval_named_again, "in_review", {"centre": ("invalid", "KEY_RETIRED")}),
    Row("18", "the retired key withdraws the version that retires it", retired_key_withdraws_its_retirement, "approved", APPROVED),
    Row("–", "a key approved the version that retires it", retired_key_approved_its_retirement, "submitted", codes=["OK"] * 3),
    Row("18", "a retired key revokes its party's other key", retired_key_revokes, "approved", APPROVED, ["OK"] * 6 + ["KEY_RETIRED"]),
    Row("18", "a retired key approves the next version", retired_key_approves_the_next_version, "submitted", {"office": ("invalid", "KEY_UNKNOWN")}, ["OK"] * 5 + ["KEY_RETIRED", "KEY_UNKNOWN"], ["KEY_UNKNOWN"], ["KEYRING_UNAPPROVED"], exit=1),
    Row("19", "a revoked key signs", revoked_key_signs, "in_review", {"centre": ("invalid", "KEY_REVOKED")}),
    Row("19", "a revoked key had signed after the mark", revoked_key_had_signed_after_the_mark, "in_review", {"centre": ("invalid", "KEY_REVOKED")}),
    Row("–", "a key revokes itself; what it signed before stands", revoked_by_itself, "approved", APPROVED),
    Row("19", "a revoked key revokes its party's other key", revoked_key_revokes_the_others, "approved", APPROVED),
    Row("19", "a party revokes another party's key", forged_revocation("centre", "office", "centre"), "approved", APPROVED, ["OK"] * 3 + ["BINDING_MISMATCH"]),
    Row("19", "a revocation signed by another party", forged_revocation("centre", "centre", "office"), "approved", APPROVED, ["OK"] * 3 + ["PARTY_MISMATCH"]),
    Row("19", "a revocation that names another version", forged_revocation("centre", "centre", "centre", keyring_digest="sha256:" + "8" * 64, digest="sha256:" + "8" * 64), "approved", APPROVED, ["OK"] * 3 + ["BINDING_MISMATCH"]),
    Row("19", "a mark that is no commit here", mark_that_is_nowhere, "in_review", {"centre": ("invalid", "KEY_REVOKED")}),
    Row("19", "a mark that is no ancestor of its revocation", mark_beside, "in_review", {"centre": ("invalid", "KEY_REVOKED")}),
    Row("19", "a return by a revoked key", return_by_a_revoked_key, "in_review", {"centre": ("withdrawn", "OK")}),
    Row("19", "a revocation's record without its commit", revocation_lost_its_commit, "in_review", problems=["KEY_REVOKED"], exit=1),
    Row("19", "revocation data that can't be read", revocation_unreadable, "in_review", problems=["KEY_REVOKED"], exit=1),
    Row("–", "a version approved by all three", adopted_version, "approved", APPROVED),
    Row("20", "a version approved by two", adopted_by_two_only, "submitted", {"office": ("invalid", "KEY_UNKNOWN")}, problems=["KEY_UNKNOWN"], warnings=["KEYRING_UNAPPROVED"], exit=1),
    Row("20", "a version approved with its own keys", approved_by_its_own_keys, "submitted", {"office": ("invalid", "KEY_UNKNOWN")}, problems=["KEY_UNKNOWN", "KEY_UNKNOWN"], warnings=["KEYRING_UNAPPROVED"], exit=1),
    Row("20", "a version approved by two and returned by one", adopted_by_two_returned_by_one, "submitted", {"office": ("invalid", "KEY_UNKNOWN")}, None, ["KEY_UNKNOWN"], ["KEYRING_UNAPPROVED"], exit=1),
    Row("20", "a version approved in two wordings", adopted_in_two_wordings, "submitted", {"office": ("invalid", "KEY_UNKNOWN")}, None, ["KEY_UNKNOWN"], ["KEYRING_UNAPPROVED"], exit=1),
    Row("20", "a version approved with a key revoked from before", adopted_with_a_key_revoked_before, "submitted", {"office": ("invalid", "KEY_UNKNOWN")}, None, ["KEY_UNKNOWN"], ["KEYRING_UNAPPROVED"], exit=1),
    Row("20", "a version of another registry", adopted_of_another_registry, "submitted", {"office": ("invalid", "KEY_UNKNOWN")}, None, ["KEYRING_INVALID", "KEY_UNKNOWN"], exit=1),
    Row("21", "the version in force is deleted", rolled_back, "approved", APPROVED, problems=["KEYRING_ROLLBACK"], exit=1),
    Row("21", "a gap in the versions", gap_in_versions, "submitted", problems=["KEYRING_ROLLBACK"], exit=1),
    Row("21", "a wrong digest of the version before", wrong_previous, "submitted", problems=["KEYRING_ROLLBACK"], exit=1),
    Row("41", "a pending version squats the next number", squatter_replaced, "approved", APPROVED),
    Row("41", "a version that drops a key", drops_a_key, "approved", APPROVED, problems=["KEYRING_INVALID"], exit=1),
    Row("41", "a version that moves a key to another party", moves_a_key, "approved", APPROVED, problems=["KEYRING_INVALID"], exit=1),
    Row("41", "a version that revives a key", revives_a_key, "approved", APPROVED, problems=["KEYRING_INVALID"], exit=1),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[f"{r.number}-{r.attack}".replace(" ", "-") for r in ROWS])
def test_threat(world: World, row: Row) -> None:
    check(world, row)


def test_two_versions_of_one_number_in_force(world: World) -> None:
    """Two branches each bring a second version into force; merged, nobody's key counts until a later one is pinned."""
    world.branch("side")
    world.add_key("office", "孙八", "office2")
    world.adopt()
    world.checkout()
    world.retire_key("centre2")
    world.adopt()
    theirs = world.read("catalog/keyring/0002.yaml")
    world.merge("side", "-X", "ours")
    report = world.verify()
    assert not report["trusted"]
    assert "KEYRING_INVALID" in report.problems
    assert world.read("catalog/keyring/0002.yaml") == theirs
    world.pin = world.propose(world.following(2), 3)
    report = world.verify()
    assert report["trusted"]
    assert report["keyring"]["version"] == 3
    world.approve_by_all()
    assert world.state() == "approved"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", 'units:\n  "c*":\n    people:\n      - name: "周九"\n        keys:\n          - public: "KEY"\n', "code"),
        ("\n  office:", '\n            accept_untill: "' + "0" * 40 + '"\n  office:', "accept_untill"),
        ("\n  office:", '\n        until: ""\n  office:', "until"),
        ("\n  office:", "\n    keys: []\n  office:", "keys"),
    ],
    ids=["a unit's code that other tools read as a pattern", "a misspelt entry of a key", "of a person", "of a party"],
)
def test_a_version_with_entries_of_no_meaning(world: World, old: str, new: str, said: str) -> None:
    """What three parties would sign without seeing that it means nothing, or something else elsewhere."""
    text, added = world.following(), new.replace("KEY", world.public("outsider"))
    world.propose(text.replace(old, added, 1) if old else text + added)
    problems = world.verify()["problems"]
    assert [(p["code"], said in p["message"]) for p in problems] == [("KEYRING_INVALID", True)]


def test_pinning_a_later_version_authenticates_the_earlier_ones(world: World) -> None:
    world.sign("centre", key="centre2")
    world.retire_key("centre2")
    world.adopt()
    world.pin = world.digest_of(2)
    world.sign("office")
    world.sign("bigdata")
    assert world.state() == "approved"


def test_a_version_is_signed_by_itself(world: World) -> None:
    """A commit that signs a keyring version and a request in one is none of both."""
    world.add_key("office", "孙八", "office2")
    world.forge([world.record_on_version("centre"), world.record("centre")], "centre")
    assert world.verify().codes() == ["SIGNOFF_DIFF", "SIGNOFF_DIFF"]
    code, _out, err = world.try_to_sign("office", A, "keyring:0002")
    assert (code, "by itself" in err) == (2, True), err


# Endorsement by the applying unit's leader


def test_endorsement_by_key(world: World) -> None:
    """Once the keyring lists a leader's key, the three parties wait for the endorsement by it; an edit makes it stale."""
    world.add_key("mzj", "周九", "leader")
    world.adopt()
    code, _out, err = world.try_to_sign("centre", A)
    assert (code, "endorsement by key" in err) == (2, True), err
    world.sign("mzj", A, key="leader")
    world.approve_by_all()
    assert world.state() == "approved"
    world.sign("mzj", A, key="leader", decision="withdraw")
    assert world.state() == "in_review"
    world.sign("mzj", A, key="leader")
    assert world.state() == "approved"
    assert {s["subject"]["kind"] for s in world.verify()["signoffs"]} == {"keyring", "endorsement", "request"}


def test_a_typed_endorsement_stands_for_decisions_made_before_the_unit_had_a_key(world: World) -> None:
    world.approve_by_all()
    world.add_key("mzj", "周九", "leader")
    world.adopt()
    assert world.state() == "approved"


def test_a_unit_is_never_a_party(world: World) -> None:
    """The leader's key cannot stand for one of the three, nor a party's key for the unit."""
    world.add_key("mzj", "周九", "leader")
    world.adopt()
    world.forge([world.record("centre")], "leader")
    world.forge([world.record("mzj", kind="endorsement")], "centre")
    world.forge([world.record("mzj")], "leader")
    assert world.verify().codes()[-3:] == ["PARTY_MISMATCH", "PARTY_MISMATCH", "BINDING_MISMATCH"]


def test_without_the_leaders_key_nothing_is_approved(world: World) -> None:
    """A typed entry, or an endorsement of earlier bytes, does not stand once decisions name a keyring with the unit's key."""
    world.add_key("mzj", "周九", "leader")
    world.adopt()
    second = world.digest_of(2)

    def approve() -> None:
        for party in PARTIES:
            world.forge([world.record(party, keyring_version=2, keyring_digest=second)], party)

    approve()
    assert world.state() == "in_review"
    world.sign("mzj", A, key="leader")
    assert world.state() == "approved"
    world.edit()
    approve()
    assert world.state() == "in_review"


def test_a_leader_only_endorses(world: World) -> None:
    """What may be decided is fixed by the kind: an endorsement is given or withdrawn, and never returns a request."""
    world.add_key("mzj", "周九", "leader")
    world.adopt()
    world.forge([world.record("mzj", kind="endorsement", decision="return")], "leader")
    assert world.verify().codes()[-1] == "BINDING_MISMATCH"


def test_a_registry_can_be_moved(world: World) -> None:
    """Nothing hangs on where the registry lies."""
    world.approve_by_all()
    moved = world.beside("moved")
    shutil.move(world.root, moved)
    world.root = moved
    assert world.state() == "approved"
