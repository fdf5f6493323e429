"""Attributes, other object formats, records under strange names, and decisions of which there are many or no use."""

from __future__ import annotations

import base64

import pytest

from tests.helpers.forging import string
from tests.world import A, B, World, path_of


def test_threat_31_attributes_that_make_git_change_a_request(world: World) -> None:
    """A filter, an encoding or a line ending that git would apply on the way into a checkout."""
    world.write(".gitattributes", "requests/**/*.yaml working-tree-encoding=UTF-16 filter=x ident\n")
    world.write("requests/.gitattributes", "*.yaml eol=crlf\n")
    code, out, _err = world.bwtb("validate")
    assert code == 1
    assert ".gitattributes:1:1: error FILE_PLACE\n  working-tree-encoding=UTF-16 filter=x ident makes git" in out
    assert "requests/.gitattributes:1:1: error FILE_PLACE\n  eol=crlf makes git" in out


def test_threat_31_attributes_are_not_obeyed_by_the_judge(world: World) -> None:
    world.approve_by_all()
    world.write(".gitattributes", "requests/**/*.yaml filter=x ident eol=crlf\n")
    world.git("config", "filter.x.clean", "cat")
    world.commit("Attributes")
    assert world.state() == "approved"


def test_a_party_decides_twice_in_one_commit(world: World) -> None:
    """Of two decisions of which neither is later, the one that takes the approval away counts."""
    world.sign_by("centre", "bigdata")
    world.forge([world.record("office"), world.record("office", decision="withdraw")], "office")
    assert world.state() == "in_review"
    assert world.verdicts()["office"][0] == "withdrawn"


@pytest.mark.usefixtures("sha256_names")
def test_a_repository_that_names_objects_by_sha256(world: World) -> None:
    world.approve_by_all()
    assert world.state() == "approved"
    assert b"gpgsig-sha256" in world.commit_bytes()
    world.retire_key("centre2")
    world.adopt()
    world.revoke_key("centre2", "centre", "centre")
    assert world.state() == "approved"


def test_a_forged_record_on_a_version_nobody_can_read_is_no_trouble_once_removed(world: World) -> None:
    """No key is needed to commit it: the version is read before the signature is looked at, and stays in history."""
    blob = base64.b64encode(string(b"ssh-foo") + string(b"x" * 32)).decode()
    world.propose(world.following().replace(world.public("centre2"), f"ssh-foo {blob}"))
    world.forge([world.record_on_version("centre")], "outsider")
    assert world.verify().problems == ["KEYRING_INVALID", "KEY_UNKNOWN"]
    world.git("rm", "-rq", "catalog/keyring/0002.yaml", "catalog/keyring/0002")
    world.commit("Clean up")
    assert world.verify()["exit"] == 0


@pytest.mark.parametrize("name", ["proposal", "x" * 41])
def test_a_unit_of_a_strange_name_endorses_nothing(world: World, name: str) -> None:
    """What would stand in a folder of another kind, or under a name as long as a commit's."""
    world.approve_by_all()
    world.forge([world.record(name, kind="endorsement")], "office")
    assert world.state() == "approved"


@pytest.mark.parametrize("date", ["2000-01-01T00:00:00Z", "2090-01-01T00:00:00Z"], ids=["older", "newer"])
@pytest.mark.parametrize("first", ["ours", "theirs"])
def test_a_later_pin_whatever_git_lists_first(world: World, date: str, first: str) -> None:
    """A branch from the first commit copies the pinned version; merged, it may come before the one that was approved."""
    start = world.first_commit()
    world.sign("centre", key="centre2")
    world.sign_by("office", "bigdata")
    world.retire_key("centre2")
    world.adopt()
    world.pin, second, top = world.digest_of(2), world.read("catalog/keyring/0002.yaml"), world.head()
    world.branch("side", start)
    world.write("catalog/keyring/0002.yaml", second)
    world.git("add", "-A")
    world.git("commit", "-q", "-m", "Copy", GIT_COMMITTER_DATE=date)
    one, other = (top, world.head()) if first == "ours" else (world.head(), top)
    world.branch("main", world.git("commit-tree", "-p", one, "-p", other, "-m", "Merge", f"{top}^{{tree}}"))
    assert world.state() == "approved"


def test_a_stale_endorsement_is_said_to_be_stale(world: World) -> None:
    world.add_key("mzj", "周九", "leader")
    world.adopt()
    world.sign("mzj", A, key="leader")
    world.edit()
    assert world.verify().codes("endorsement") == ["STALE"]


def test_a_decision_on_a_replaced_version_is_said_to_be_stale(world: World) -> None:
    world.add_key("office", "孙八", "outsider")
    world.sign("centre", "keyring:0002")
    world.remove("catalog/keyring/0002.yaml")
    world.add_key("office", "孙八", "office2")
    assert world.verify().codes("keyring") == ["STALE"]


def test_an_unscanned_endorsement_is_warned_of_in_verify(world: World) -> None:
    text = world.read(path_of(A))
    start = text.index(", scan: {path: 2027-mzj-001/申请表盖章件.pdf")
    world.edit(A, text[start : text.index("}", start) + 1], "")
    world.approve_by_all()
    report = world.verify()
    assert (report["requests"][A], report.warnings) == ("approved", ["ENDORSEMENT_UNSCANNED"])


def test_a_party_decides_four_hundred_times_in_one_commit(world: World) -> None:
    world.forge([world.record("office", nonce=f"{n:032x}") for n in range(400)], "office")
    assert world.verify().codes() == ["OK"] * 400
    assert world.verdicts()["office"] == ("approved", "OK")


def test_more_joint_units_than_are_read(world: World) -> None:
    world.approve_by_all(A, B)
    world.edit(A, "unit: mzj\n", "unit: mzj\njoint_units:\n" + "".join(f"  - u{n}\n" for n in range(60000)))
    told = world.verify()
    assert (told["exit"], told["requests"], told.warnings) == (0, {B: "approved"}, ["REQUEST_UNREADABLE"])


def test_thousands_of_joint_units(world: World) -> None:
    """An edit that makes one request hard to read keeps nobody from seeing the others."""
    world.approve_by_all(A, B)
    units = "".join(f"  - u{n}\n" for n in range(25000))
    world.edit(A, "unit: mzj\n", "unit: mzj\njoint_units:\n" + units)
    code, out, _err = world.bwtb("status")
    assert (code, out.splitlines()[-1]) == (0, "2 requests: 1 draft, 1 approved")


@pytest.mark.parametrize(("office", "bigdata"), [("一", "⼀"), ("李四", "李 四"), ("Ａ", "A")])
def test_threat_4_one_person_in_two_parties_to_the_eye(world: World, office: str, bigdata: str) -> None:
    """Kangxi and full-width forms, and blanks inside a name."""
    world.rewrite_keyring("李四", office)
    world.rewrite_keyring("王五", bigdata)
    report = world.verify()
    assert (report["trusted"], report.problems) == (False, ["KEYRING_INVALID"])
