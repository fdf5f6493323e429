"""The threat table of the specification, row by row: what is done to a registry, and what `bwtb verify` must say.

Each row builds its history on the spot. `expect` names what the public commands must report afterwards: the state of
request A, the verdict and code of parties, the codes of sign-offs in the order of history, problems and warnings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pytest

from bwtb.signing.record import digest, render_message
from tests.world import PARTIES, A, B, World, path_of


@dataclass(frozen=True)
class Row:
    """One attack. Lists of codes are compared exactly; `codes` are those of the sign-offs on A and B, oldest first."""

    number: str
    attack: str
    history: Callable[[World], object]
    state: str
    verdicts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    codes: list[str] | None = None
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    exit: int = 0


def two_approve(w: World) -> None:
    """The office and the big data centre approve honestly; the centre's approval is what is attacked."""
    w.sign_by("office", "bigdata")


# 1 to 3: whose signature


def unsigned(w: World) -> None:
    two_approve(w)
    w.forge([w.record("centre")], None)


def unknown_key(w: World) -> None:
    two_approve(w)
    w.forge([w.record("centre")], "outsider")


def other_party(w: World) -> None:
    two_approve(w)
    w.forge([w.record("centre")], "office")


def one_party_three_times(w: World) -> None:
    for key in ("centre", "centre2", "centre"):
        w.forge([w.record("centre")], key)


# 6: altered after signing


def message_altered(w: World) -> None:
    two_approve(w)
    record = w.record("centre")
    rejected = replace(record, decision="reject")
    w.forge([record], "centre", signed_message=render_message([rejected]))


def parent_altered(w: World) -> None:
    """A good sign-off lifted with its signature onto another parent."""
    good = w.sign("centre")
    parent = w.git("rev-parse", good + "^")
    w.rewind(parent)
    w.commit("Something else")
    w.rewind(w.raw_commit(w.commit_bytes(good).replace(parent.encode(), w.head().encode())))


# 11 to 13: form and binding


def lines_in_ordinary_commit(w: World) -> None:
    lines = render_message([w.record("centre")])
    w.forge([], "centre", record_files=False, files={"notes.txt": "x"}, message="Merge\n\n" + lines)


def lines_in_merge(w: World) -> None:
    record = w.record("centre")
    base = w.head()
    side = w.commit("One side")
    w.rewind(base)
    w.commit("Other side")
    w.forge([record], "centre", message=render_message([record]), parents=[w.head(), side])


def changes_more(w: World) -> None:
    text = w.read(path_of(A)).replace("智能填表", "智能预填", 1)
    record = w.record("centre")
    two_approve(w)
    w.forge([record], "centre", files={path_of(B): text})


def one_bad_record_of_two(w: World) -> None:
    """One record of the commit is sound, the other is about other bytes."""
    w.forge([w.record("centre"), w.record("centre", B, digest="sha256:" + "6" * 64)], "centre")


def replay_other_request(w: World) -> None:
    """A record that names request B but carries A's digest."""
    w.forge([w.record("centre", path=path_of(B))], "centre")


def replay_other_kind(w: World) -> None:
    w.forge([w.record("centre", kind="endorsement")], "centre")


def subject_of_no_kind(w: World) -> None:
    """A file that is no request, its digest right."""
    units = "catalog/units.yaml"
    w.forge([w.record("centre", path=units, digest=digest(w.read(units).encode()))], "centre")


def replay_other_registry(w: World) -> None:
    """A record made for a registry with another keyring (and so another id), by the same key."""
    w.forge([w.record("centre", keyring_digest="sha256:" + "7" * 64)], "centre")


# 14, 34 to 36: what the approval was about


def older_version(w: World) -> None:
    w.approve_by_all()
    w.edit()


def put_back_after_newer_approval(w: World) -> None:
    w.approve_by_all()
    w.edit()
    w.approve_by_all()
    w.edit(A, "智能预填", "智能填表")


def return_then_put_back(w: World) -> None:
    w.approve_by_all()
    w.edit()
    w.sign("office", decision="return")
    w.edit(A, "智能预填", "智能填表")


def plain_put_back(w: World) -> None:
    """Not an attack: back at the bytes that all three approved, with nothing decided since, the approvals hold again."""
    w.approve_by_all()
    w.edit()
    w.edit(A, "智能预填", "智能填表")


def catalog_entry_changed(w: World) -> None:
    w.approve_by_all()
    w.reword("cap-15", "电子证照库", "证照库")


def other_catalog_entry_changed(w: World) -> None:
    """Not an attack: an entry that the request does not refer to says something else."""
    w.approve_by_all()
    w.reword("cap-37", "电子签名服务", "签名服务")


def attachment_changed(w: World) -> None:
    w.approve_by_all()
    w.swap_attachment()


def merged_edit(w: World) -> None:
    """15: the edit comes in with a merge commit."""
    w.branch("side")
    w.edit()
    w.checkout()
    w.approve_by_all()
    w.merge("side")


# 20, 22, 23: trust and lost history


def own_key_added(w: World) -> None:
    """The attacker writes a second keyring version with its own key for the centre, and signs with it."""
    two_approve(w)
    own = f'      - name: "钱七"\n        keys:\n          - public: "{w.public("outsider")}"\n'
    w.propose(w.following().replace("  office:\n", f"{own}  office:\n"))
    w.forge([w.record("centre")], "outsider")


def own_key_smuggled(w: World) -> None:
    """The attacker rewrites the version in force."""
    two_approve(w)
    w.change("catalog/keyring/0001.yaml", w.public("centre"), w.public("outsider"))
    w.commit("Tidy the keyring")
    w.forge([w.record("centre")], "outsider")


def squash(w: World) -> None:
    base = w.head()
    w.approve_by_all()
    w.git("reset", "-q", "--soft", base)
    w.commit("Approve mzj-001 (squashed)")


def cherry_pick(w: World) -> None:
    two_approve(w)
    good = w.sign("centre")
    w.rewind(good + "^")
    w.commit("Something else")
    w.git("cherry-pick", "--allow-empty", good)


def rebase(w: World) -> None:
    base = w.head()
    w.approve_by_all()
    w.branch("elsewhere", base)
    w.commit("Something else")
    w.git("rebase", "-q", "elsewhere", "main")


# 37, 40: rules and categories


def loosened_rules(w: World) -> None:
    """The checkout brings a schema that allows everything; the request then breaks the tool's own."""
    w.write("schemas/request.schema.json", "{}")
    w.change(path_of(A), "classified: false", "classified: true")
    w.commit("Loosen the rules")
    for party in PARTIES:
        w.forge([w.record(party)], party)


def loosened_schema(w: World) -> None:
    """The same, where nothing but a schema objects: a field that no request has."""
    w.write("schemas/request.schema.json", "{}")
    w.write(path_of(A), w.read(path_of(A)) + "approved_by: 区长\n")
    w.commit("Loosen the schema")
    for party in PARTIES:
        w.forge([w.record(party)], party)


def turned_supplementary(w: World) -> None:
    w.sign("centre")
    text = w.read(path_of(A)).replace("category: scenario", "category: supplementary")
    approval = "{number: 宝府〔2026〕9号, date: 2026-09-01, authority: 宝山区人民政府}"
    w.write(path_of(A), f"{text}supplementary:\n  level: municipal\n  approval: {approval}\n")
    w.commit("Make it supplementary")


def made_supplementary(w: World) -> None:
    """A valid supplementary request with the government's approval in it."""
    text = w.read(path_of(A)).replace("category: scenario", "category: supplementary\njoint_units: [zwzx]")
    scan = next(line for line in text.split("\n") if "scan: {" in line)
    scan = scan[scan.index("scan: {") : scan.index("}", scan.index("scan: {")) + 1]
    start = text.index("endorsements:\n") + len("endorsements:\n")
    more = "  - {unit: zwzx, name: 钱进, opinion: 同意。, date: 2026-08-21, " + scan + "}\n"
    approval = "{number: 宝府〔2026〕9号, date: 2026-09-01, authority: 宝山区人民政府, " + scan + "}"
    text = text[:start] + more + text[start:] + f"supplementary:\n  level: municipal\n  approval: {approval}\n"
    w.write(path_of(A), text)
    w.commit("A supplementary request")


def supplementary_without_the_centre(w: World) -> None:
    made_supplementary(w)
    for party in ("office", "bigdata"):
        w.forge([w.record(party)], party)


def supplementary_by_the_centre(w: World) -> None:
    made_supplementary(w)
    w.sign("centre")


APPROVED = dict.fromkeys(PARTIES, ("approved", "OK"))
STALE = dict.fromkeys(PARTIES, ("stale", "STALE"))

ROWS = [
    Row("0", "nothing: three honest approvals", World.approve_by_all, "approved", APPROVED, ["OK", "OK", "OK"]),
    Row("1", "unsigned sign-off", unsigned, "in_review", {"centre": ("invalid", "SIG_MISSING")}, ["OK", "OK", "SIG_MISSING"], ["SIG_MISSING"], exit=1),
    Row("2", "unknown key", unknown_key, "in_review", {"centre": ("invalid", "KEY_UNKNOWN")}, ["OK", "OK", "KEY_UNKNOWN"], ["KEY_UNKNOWN"], exit=1),
    Row("3", "one party's key claims another party", other_party, "in_review", {"centre": ("invalid", "PARTY_MISMATCH")}, ["OK", "OK", "PARTY_MISMATCH"], ["PARTY_MISMATCH"], exit=1),
    Row("5", "one party signs three times", one_party_three_times, "in_review", {"centre": ("approved", "OK"), "office": ("missing", ""), "bigdata": ("missing", "")}, ["SUPERSEDED", "SUPERSEDED", "OK"]),
    Row("6", "message altered", message_altered, "in_review", {"centre": ("invalid", "SIG_BAD")}, ["OK", "OK", "SIG_BAD"], ["SIG_BAD"], exit=1),
    Row("6", "parent altered", parent_altered, "submitted", {"centre": ("invalid", "SIG_BAD")}, ["SIG_BAD"], ["SIG_BAD"], exit=1),
    Row("11", "sign-off lines inside a signed ordinary commit", lines_in_ordinary_commit, "submitted", {"centre": ("missing", "")}, [], warnings=["NOT_A_SIGNOFF"]),
    Row("11", "sign-off lines inside a signed merge", lines_in_merge, "submitted", {"centre": ("missing", "")}, [], warnings=["NOT_A_SIGNOFF", "SIGNOFF_LOST"]),
    Row("12", "the sign-off commit also changes another request", changes_more, "in_review", {"centre": ("invalid", "SIGNOFF_DIFF")}, ["OK", "OK", "SIGNOFF_DIFF"], ["SIGNOFF_DIFF"], exit=1),
    Row("13", "one bad record voids its commit", one_bad_record_of_two, "submitted", {"centre": ("invalid", "BINDING_MISMATCH")}, ["BINDING_MISMATCH"] * 2, ["BINDING_MISMATCH"] * 2, exit=1),
    Row("13", "replay to another request", replay_other_request, "submitted", {"centre": ("missing", "")}, ["BINDING_MISMATCH"], ["BINDING_MISMATCH"], exit=1),
    Row("13", "replay to another kind of subject", replay_other_kind, "submitted", {"centre": ("missing", "")}, ["BINDING_MISMATCH"], ["BINDING_MISMATCH"], exit=1),
    Row("13", "a subject that is no request", subject_of_no_kind, "submitted", {"centre": ("missing", "")}, ["BINDING_MISMATCH"], warnings=["FILE_PLACE"]),
    Row("13", "replay to another registry", replay_other_registry, "submitted", {"centre": ("invalid", "BINDING_MISMATCH")}, ["BINDING_MISMATCH"], ["BINDING_MISMATCH"], exit=1),
    Row("14", "approval of an older version", older_version, "submitted", STALE, ["STALE"] * 3),
    Row("15", "edit smuggled in by a merge commit", merged_edit, "submitted", STALE, ["STALE"] * 3),
    Row("20", "a keyring version with the attacker's own key", own_key_added, "in_review", {"centre": ("invalid", "KEY_UNKNOWN")}, ["OK", "OK", "KEY_UNKNOWN"], ["KEY_UNKNOWN"], ["KEYRING_UNAPPROVED"], exit=1),
    Row("20", "the attacker's key written into the version in force", own_key_smuggled, "in_review", {"centre": ("invalid", "KEY_UNKNOWN")}, ["OK", "OK", "KEY_UNKNOWN"], ["KEYRING_UNAPPROVED", "KEY_UNKNOWN"], exit=1),
    Row("23", "squash", squash, "submitted", dict.fromkeys(PARTIES, ("missing", "")), [], warnings=["SIGNOFF_LOST"] * 3),
    Row("23", "cherry-pick", cherry_pick, "in_review", {"centre": ("invalid", "SIG_MISSING")}, ["OK", "OK", "SIG_MISSING"], ["SIG_MISSING"], exit=1),
    Row("23", "rebase", rebase, "submitted", dict.fromkeys(PARTIES, ("invalid", "SIG_MISSING")), ["SIG_MISSING"] * 3, ["SIG_MISSING"] * 3, exit=1),
    Row("34", "v1 and v2 approved, the file put back to v1", put_back_after_newer_approval, "submitted", STALE, ["SUPERSEDED"] * 3 + ["STALE"] * 3),
    Row("35", "v2 returned by one party, the file put back to v1", return_then_put_back, "in_review", {"centre": ("approved", "OK"), "office": ("stale", "STALE"), "bigdata": ("approved", "OK")}, ["OK", "SUPERSEDED", "OK", "STALE"]),
    Row("–", "put back with nothing decided since", plain_put_back, "approved", APPROVED, ["OK"] * 3),
    Row("36", "a catalog entry's text changed after approval", catalog_entry_changed, "submitted", dict.fromkeys(PARTIES, ("stale", "CATALOG_CHANGED")), ["CATALOG_CHANGED"] * 3),
    Row("–", "an unrelated catalog entry changed", other_catalog_entry_changed, "approved", APPROVED, ["OK"] * 3),
    Row("36", "an attachment's bytes changed after approval", attachment_changed, "draft", dict.fromkeys(PARTIES, ("stale", "ATTACHMENT_CHANGED")), ["ATTACHMENT_CHANGED"] * 3),
    Row("37", "rules and schemas loosened in the checkout", loosened_rules, "in_review", APPROVED, ["OK"] * 3),
    Row("37", "a field that only the installed schema objects to", loosened_schema, "in_review", APPROVED, ["OK"] * 3),
    Row("40", "supplementary, recorded by everybody but the centre", supplementary_without_the_centre, "submitted", {"centre": ("missing", "")}, ["OK", "OK"]),
    Row("–", "supplementary, recorded by the centre", supplementary_by_the_centre, "approved", {"centre": ("approved", "OK")}, ["OK"]),
    Row("40", "turned supplementary by hand", turned_supplementary, "draft", {"centre": ("stale", "STALE")}, ["STALE"]),
]  # fmt: skip


def check(world: World, row: Row) -> None:
    """Build the row's history, then hold what the public commands say against what the row expects."""
    row.history(world)
    report = world.verify()
    assert report.problems == row.problems
    assert report.warnings == row.warnings
    assert row.codes is None or report.codes() == row.codes
    assert report["requests"][A] == row.state
    assert report["exit"] == row.exit
    verdicts = world.verdicts(A)
    assert {p: verdicts[p] for p in row.verdicts} == row.verdicts


@pytest.mark.parametrize("row", ROWS, ids=[f"{r.number}-{r.attack}".replace(" ", "-") for r in ROWS])
def test_threat(world: World, row: Row) -> None:
    check(world, row)


@pytest.mark.parametrize(
    ("office", "said"),
    [(("李四", "centre"), "is listed twice"), (("张三", "office"), "under both")],
    ids=["one key", "one person"],
)
def test_threat_4_one_key_or_person_in_two_parties(world: World, office: tuple[str, str], said: str) -> None:
    """A keyring that would let one person be two parties never comes into being."""
    world.remove("catalog/keyring/0001.yaml")
    owners = (("centre", "张三", "centre"), ("office", *office), ("bigdata", "王五", "bigdata"))
    people = (f"--person={party}:{name}:{world.keys[key]}.pub" for party, name, key in owners)
    code, _out, err = world.bwtb("keyring", "init", *people)
    assert (code, said in err) == (2, True), err


def test_threat_4_a_keyring_by_hand_with_one_person_in_two_parties(world: World) -> None:
    world.rewrite_keyring("李四", "张三")
    report = world.verify()
    assert not report["trusted"]
    assert "KEYRING_INVALID" in report.problems


@pytest.mark.parametrize("where", ["nowhere", "in the checkout"])
def test_threat_22_no_pin_from_outside(world: World, where: str) -> None:
    world.approve_by_all()
    if where == "in the checkout":
        for file in ("bwtb.toml", "config.toml"):
            world.write(file, f'trust_root = "{world.pin}"\n')
        world.commit("Pin ourselves")
    report = world.verify(pin=None)
    assert report["exit"] == 1
    assert not report["trusted"]
    assert "UNTRUSTED_ROOT" in report.problems
    assert report["requests"][A] == "in_review"
    code, _out, err = world.bwtb("status", pin=None)
    assert code == 0
    assert "no keyring is pinned" in err


def test_threat_22_the_pin_of_another_registry(world: World) -> None:
    world.approve_by_all()
    report = world.verify(pin="sha256:" + "5" * 64)
    assert not report["trusted"]
    assert report["requests"][A] == "in_review"


def test_a_cleaned_registry_is_green_again(world: World) -> None:
    """A bad record that an ordinary commit removes is no problem any more, and never counted."""
    world.forge([world.record("centre")], "outsider")
    assert world.verify()["exit"] == 1
    world.git("rm", "-q", "-r", f"requests/2027/{A}/signoffs")
    world.commit("Clean up")
    report = world.verify()
    assert (report["exit"], report.problems) == (0, [])
    assert report.codes() == ["KEY_UNKNOWN"]


def test_a_later_honest_decision_settles_a_bad_one(world: World) -> None:
    world.forge([world.record("centre")], "outsider")
    world.sign("centre")
    assert world.verify()["exit"] == 0
    assert world.verdicts()["centre"] == ("approved", "OK")
