"""Rows 16 to 19, 21 and 41 of the threat table: decisions on branches, keys retired and revoked, versions out of chain."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace

import pytest

from bwtb.signing.record import Record, digest, render_message
from tests.attacks.test_threats import APPROVED, Row, check
from tests.world import PARTIES, A, B, World, path_of

# 16, 17: decisions on branches


def approve_and_withdraw_on_two_branches(w: World) -> None:
    w.sign("office")
    w.sign("bigdata")
    base = w.head()
    w.sign("centre")
    w.branch("side", base)
    w.forge([w.record("centre", decision="withdraw")], "centre")
    w.git("checkout", "-q", "main")
    w.merge("side")


def old_approval_merged_later(w: World) -> None:
    """v1 approved on a side branch; v2 approved; v1 put back; then the old approval merged, keeping our side."""
    w.branch("side")
    w.approve_by_all()
    w.git("checkout", "-q", "main")
    w.edit()
    w.approve_by_all()
    w.edit(A, "智能预填", "智能填表")
    w.merge("side", "-s", "ours")


def withdrawal_hidden(w: World) -> None:
    """17: `merge -s ours` of an old branch leaves the withdrawal's record out of the tip's tree."""
    w.approve_by_all()
    w.branch("old")
    w.commit("Something on an old branch")
    w.git("checkout", "-q", "main")
    w.sign("office", decision="withdraw")
    w.git("checkout", "-q", "old")
    w.merge("main", "-s", "ours")
    w.git("branch", "-f", "main", "old")
    w.git("checkout", "-q", "main")


def withdrawal_reverted(w: World) -> None:
    """17: an unsigned revert removes the withdrawal's record."""
    w.approve_by_all()
    withdrawal = w.sign("office", decision="withdraw")
    w.git("revert", "--no-edit", withdrawal)


# 18: retired keys


def retired_key_signs_backdated(w: World) -> None:
    """The centre's second key is retired; somebody who has it signs on an old branch, which is merged later."""
    w.sign("office")
    w.sign("bigdata")
    w.branch("old")
    w.git("checkout", "-q", "main")
    w.retire_key("centre2")
    w.adopt()
    w.git("checkout", "-q", "old")
    w.forge([w.record("centre")], "centre2")
    w.git("checkout", "-q", "main")
    w.merge("old")


def retired_key_signed_before(w: World) -> None:
    """Not an attack: what the key signed before its mark stands."""
    w.sign("centre", key="centre2")
    w.sign("office")
    w.sign("bigdata")
    w.retire_key("centre2")
    w.adopt()


def fallen_approval_named_again(w: World) -> None:
    """Retired up to a commit on another branch; that branch is merged, and the next version repeats the mark."""
    w.sign("office")
    w.sign("bigdata")
    w.branch("side")
    beside = w.sign("centre", key="centre2")
    w.git("checkout", "-q", "main")
    text = next_version(w, "赵六", "centre2", f'\n            accept_until: "{beside}"')
    w.write("catalog/keyring/0002.yaml", text)
    w.commit("Retire a key up to a commit beside")
    w.adopt()
    w.merge("side")
    w.add_key("office", "孙八", "office2")
    w.adopt(3)


def next_version(w: World, name: str, key: str, after: str) -> str:
    """Version 2: the first one with something written below a key."""
    text = w.read("catalog/keyring/0001.yaml").replace("version: 1", "version: 2")
    line = f'"{w.keys[key].with_suffix(".pub").read_text().strip()}"'
    assert name in text
    assert text.count(line) == 1
    return text.replace("previous: null", f"previous: {w.pin}").replace(line, line + after)


def retired_key_withdraws_its_retirement(w: World) -> None:
    """The retired key withdraws the version that retires it, on a branch beside; the version stays in force."""
    w.sign("centre", key="centre2")
    w.sign("office")
    w.sign("bigdata")
    w.retire_key("centre2")
    w.adopt()
    adopted = w.head()
    w.branch("beside", adopted)
    second = (w.root / "catalog/keyring/0002.yaml").read_bytes()
    honest = w.record(
        "centre", kind="keyring", path="catalog/keyring/0002.yaml", digest=digest(second), decision="withdraw"
    )
    w.forge([replace(honest, catalog=digest(b"{}"))], "centre2")
    w.git("checkout", "-q", "main")
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
    second = digest((w.root / "catalog/keyring/0002.yaml").read_bytes())
    forged = w.record(
        "centre", kind="revocation", path="catalog/keyring/0002.yaml", digest=second, catalog=digest(b"{}"), decision="revoke",
        key=w.fingerprint("centre"), accept_until=w.git("rev-list", "--max-parents=0", "HEAD"), keyring_version=2,
        keyring_digest=second,
    )  # fmt: skip
    w.forge([forged], "centre2")
    w.git("rm", "-q", forged.file_path)
    w.commit("Clean up")


def retired_key_approves_the_next_version(w: World) -> None:
    """A retired key would bring the attacker's version into force, the two other parties having approved it."""
    w.retire_key("centre2")
    w.adopt()
    w.add_key("office", "孙八", "office2")
    w.adopt(3, ("office", "bigdata"))
    third = digest((w.root / "catalog/keyring/0003.yaml").read_bytes())
    approval = w.record("centre", kind="keyring", path="catalog/keyring/0003.yaml", digest=third, catalog=digest(b"{}"))
    w.forge([approval], "centre2")
    w.forge([w.record("office")], "office2")


# 19: revoked keys


def revoked_key_signs(w: World) -> None:
    w.sign("office")
    w.sign("bigdata")
    w.revoke_key("centre2", "centre", "centre")
    w.forge([w.record("centre")], "centre2")


def revoked_key_had_signed_after_the_mark(w: World) -> None:
    """The key was stolen before it signed: the mark is set before that."""
    base = w.head()
    w.sign("centre", key="centre2")
    w.sign("office")
    w.sign("bigdata")
    w.revoke_key("centre2", "centre", "centre", accept_until=base)


def revoked_by_itself(w: World) -> None:
    """A key may revoke itself, and its approvals up to the mark stand."""
    w.sign("centre", key="centre2")
    w.sign("office")
    w.sign("bigdata")
    w.revoke_key("centre2", "centre2", "centre")


def revoked_key_revokes_the_others(w: World) -> None:
    """A stolen key that was revoked tries to take its party's other key down with it."""
    w.approve_by_all()
    w.revoke_key("centre2", "centre", "centre")
    ring = w.record("centre").keyring_digest
    forged = w.record(
        "centre", kind="revocation", path="catalog/keyring/0001.yaml", digest=ring, catalog=digest(b"{}"), decision="revoke",
        key=w.fingerprint("centre"), accept_until=w.git("rev-list", "--max-parents=0", "HEAD"),
    )  # fmt: skip
    w.forge([forged], "centre2")
    w.git("rm", "-q", forged.file_path)
    w.commit("Clean up")


def revocation_of(w: World, party: str, key: str, accept_until: str, **changes: str) -> Record:
    ring = w.record(party).keyring_digest
    made = w.record(
        party, kind="revocation", path="catalog/keyring/0001.yaml", digest=ring, catalog=digest(b"{}"), decision="revoke",
        key=w.fingerprint(key), accept_until=accept_until,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def forged_revocation(party: str, key: str, by: str, **changes: str) -> Callable[[World], None]:
    """A revocation that does not count, cleaned up afterwards: everything stands as before."""

    def history(w: World) -> None:
        w.approve_by_all()
        forged = revocation_of(w, party, key, w.git("rev-list", "--max-parents=0", "HEAD"), **changes)
        w.forge([forged], by)
        w.git("rm", "-q", forged.file_path)
        w.commit("Clean up")

    return history


def mark_that_is_nowhere(w: World) -> None:
    """A revocation whose mark is no commit of this history: every approval by the key falls."""
    w.approve_by_all()
    w.forge([revocation_of(w, "centre", "centre", "f" * 40)], "centre2")


def mark_beside(w: World) -> None:
    """A mark on a branch that descends from the approvals, but is merged only after the revocation."""
    w.approve_by_all()
    w.branch("beside")
    mark = w.commit("Beside")
    w.git("checkout", "-q", "main")
    w.forge([revocation_of(w, "centre", "centre", mark)], "centre2")
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
    second = digest((w.root / "catalog/keyring/0002.yaml").read_bytes())
    w.forge(
        [w.record("office", kind="keyring", path="catalog/keyring/0002.yaml", digest=second, catalog=digest(b"{}"))],
        "outsider",
    )
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
    (w.root / "catalog/keyring/0002.yaml").unlink()
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
    second = w.read("catalog/keyring/0002.yaml")
    other = 'registry: "' + "ab" * 16 + '"\n' + second.split("\n", 1)[1]
    w.write("catalog/keyring/0002.yaml", other)
    w.commit("Another registry")
    for party in PARTIES:
        approval = w.record(
            party,
            kind="keyring",
            path="catalog/keyring/0002.yaml",
            digest=digest(other.encode()),
            catalog=digest(b"{}"),
        )
        w.forge([approval], party)
    w.forge([w.record("office")], "office2")


def rolled_back(w: World) -> None:
    """21: the version in force is deleted, so that the older keys would count again."""
    w.approve_by_all()
    w.retire_key("centre2")
    w.adopt()
    w.git("rm", "-q", "catalog/keyring/0002.yaml")
    w.commit("Go back")


def gap_in_versions(w: World) -> None:
    first = w.read("catalog/keyring/0001.yaml")
    w.write(
        "catalog/keyring/0003.yaml",
        first.replace("version: 1", "version: 3").replace("previous: null", f"previous: {w.pin}"),
    )
    w.commit("Skip a version")


def wrong_previous(w: World) -> None:
    first = w.read("catalog/keyring/0001.yaml")
    w.write(
        "catalog/keyring/0002.yaml",
        first.replace("version: 1", "version: 2").replace("previous: null", "previous: sha256:" + "9" * 64),
    )
    w.commit("Chain to nothing")


def squatter_replaced(w: World) -> None:
    """41: a pending version that squats the next number can be replaced by an ordinary commit."""
    w.approve_by_all(A)
    w.add_key("office", "孙八", "outsider")
    w.sign("centre", "keyring:0002")
    (w.root / "catalog/keyring/0002.yaml").unlink()
    w.add_key("office", "孙八", "office2")
    w.adopt()
    w.sign("office", B, key="office2")


def drops_a_key(w: World) -> None:
    w.approve_by_all()
    second = (
        w.read("catalog/keyring/0001.yaml")
        .replace("version: 1", "version: 2")
        .replace("previous: null", f"previous: {w.pin}")
    )
    start = second.index('      - name: "赵六"')
    end = second.index("  office:")
    w.write("catalog/keyring/0002.yaml", second[:start] + second[end:])
    w.commit("Drop a key")


def moves_a_key(w: World) -> None:
    """The centre's second key would become the office's."""
    w.approve_by_all()
    second = (
        w.read("catalog/keyring/0001.yaml")
        .replace("version: 1", "version: 2")
        .replace("previous: null", f"previous: {w.pin}")
    )
    start, end = second.index('      - name: "赵六"'), second.index("  office:\n    people:\n")
    moved = second[start:end]
    after = end + len("  office:\n    people:\n")
    w.write("catalog/keyring/0002.yaml", second[:start] + second[end:after] + moved + second[after:])
    w.commit("Move a key")


def revives_a_key(w: World) -> None:
    w.approve_by_all()
    w.retire_key("centre2")
    w.adopt()
    second = w.root / "catalog/keyring/0002.yaml"
    text = second.read_text()
    lines = [line for line in text.replace("version: 2", "version: 3").split("\n") if "accept_until" not in line]
    third = "\n".join(lines).replace(f"previous: {w.pin}", "previous: " + digest(second.read_bytes()))
    w.write("catalog/keyring/0003.yaml", third)
    w.commit("Revive a key")


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
    world.git("checkout", "-q", "main")
    world.retire_key("centre2")
    world.adopt()
    theirs = world.read("catalog/keyring/0002.yaml")
    world.merge("side", "-X", "ours")
    report = world.verify()
    assert not report["trusted"]
    assert "KEYRING_INVALID" in [p["code"] for p in report["problems"]]
    assert world.read("catalog/keyring/0002.yaml") == theirs
    third = theirs.replace("version: 2", "version: 3").replace(world.pin, digest(theirs.encode()))
    world.write("catalog/keyring/0003.yaml", third)
    world.commit("Settle the keyring")
    world.pin = digest(third.encode())
    report = world.verify()
    assert report["trusted"]
    assert report["keyring"]["version"] == 3
    world.approve_by_all()
    assert world.verify()["requests"][A] == "approved"


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
    outsider = world.keys["outsider"].with_suffix(".pub").read_text().strip()
    text = next_version(world, "赵六", "centre2", "")
    added = new.replace("KEY", outsider)
    world.write("catalog/keyring/0002.yaml", text.replace(old, added, 1) if old else text + added)
    world.commit("Propose a version")
    problems = world.verify()["problems"]
    assert [(p["code"], said in p["message"]) for p in problems] == [("KEYRING_INVALID", True)]


def test_pinning_a_later_version_authenticates_the_earlier_ones(world: World) -> None:
    world.sign("centre", key="centre2")
    world.retire_key("centre2")
    world.adopt()
    world.pin = digest(world.read("catalog/keyring/0002.yaml").encode())
    world.sign("office")
    world.sign("bigdata")
    assert world.verify()["requests"][A] == "approved"


def test_a_version_is_signed_by_itself(world: World) -> None:
    """A commit that signs a keyring version and a request in one is none of both."""
    world.add_key("office", "孙八", "office2")
    second = digest((world.root / "catalog/keyring/0002.yaml").read_bytes())
    ring = world.record(
        "centre", kind="keyring", path="catalog/keyring/0002.yaml", digest=second, catalog=digest(b"{}")
    )
    request = world.record("centre")
    world.forge([ring, request], "centre", message=render_message([ring, request]))
    assert [s["code"] for s in world.verify()["signoffs"]] == ["SIGNOFF_DIFF", "SIGNOFF_DIFF"]
    code, _out, err = world.bwtb(
        "sign", A, "keyring:0002", "--party", "office", "--key", str(world.keys["office"]), "--yes"
    )
    assert code == 2
    assert "by itself" in err


# Endorsement by the applying unit's leader


def test_endorsement_by_key(world: World) -> None:
    """Once the keyring lists a leader's key, the three parties wait for the endorsement by it; an edit makes it stale."""
    world.add_key("mzj", "周九", "leader")
    world.adopt()
    code, _out, err = world.bwtb("sign", A, "--party", "centre", "--key", str(world.keys["centre"]), "--yes")
    assert code == 2
    assert "endorsement by key" in err
    world.sign("mzj", A, key="leader")
    world.approve_by_all()
    assert world.verify()["requests"][A] == "approved"
    world.sign("mzj", A, key="leader", decision="withdraw")
    assert world.verify()["requests"][A] == "in_review"
    world.sign("mzj", A, key="leader")
    assert world.verify()["requests"][A] == "approved"
    assert {s["subject"]["kind"] for s in world.verify()["signoffs"]} == {"keyring", "endorsement", "request"}


def test_a_typed_endorsement_stands_for_decisions_made_before_the_unit_had_a_key(world: World) -> None:
    world.approve_by_all()
    world.add_key("mzj", "周九", "leader")
    world.adopt()
    assert world.verify()["requests"][A] == "approved"


def test_a_unit_is_never_a_party(world: World) -> None:
    """The leader's key cannot stand for one of the three, nor a party's key for the unit."""
    world.add_key("mzj", "周九", "leader")
    world.adopt()
    world.forge([world.record("centre")], "leader")
    world.forge([world.record("mzj", kind="endorsement")], "centre")
    world.forge([world.record("mzj")], "leader")
    codes = [s["code"] for s in world.verify()["signoffs"]][-3:]
    assert codes == ["PARTY_MISMATCH", "PARTY_MISMATCH", "BINDING_MISMATCH"]


def test_without_the_leaders_key_nothing_is_approved(world: World) -> None:
    """A typed entry, or an endorsement of earlier bytes, does not stand once decisions name a keyring with the unit's key."""
    world.add_key("mzj", "周九", "leader")
    world.adopt()
    second = digest((world.root / "catalog/keyring/0002.yaml").read_bytes())

    def approve() -> None:
        for party in PARTIES:
            world.forge([world.record(party, keyring_version=2, keyring_digest=second)], party)

    approve()
    assert world.verify()["requests"][A] == "in_review"
    world.sign("mzj", A, key="leader")
    assert world.verify()["requests"][A] == "approved"
    world.edit()
    approve()
    assert world.verify()["requests"][A] == "in_review"


def test_a_leader_only_endorses(world: World) -> None:
    """What may be decided is fixed by the kind: an endorsement is given or withdrawn, and never returns a request."""
    world.add_key("mzj", "周九", "leader")
    world.adopt()
    world.forge([world.record("mzj", kind="endorsement", decision="return")], "leader")
    assert [s["code"] for s in world.verify()["signoffs"]][-1] == "BINDING_MISMATCH"


def test_a_registry_can_be_moved(world: World) -> None:
    """Nothing hangs on where the registry lies."""
    world.approve_by_all()
    moved = world.root.parent / "moved"
    shutil.move(world.root, moved)
    world.root = moved
    assert world.verify()["requests"][A] == "approved"
    assert path_of(A) == f"requests/2027/{A}.yaml"
