"""Attributes, other object formats, bundles for the hook, and records under strange names."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

from bwtb.signing.record import digest
from tests.attacks.test_server import serve
from tests.helpers.forging import string
from tests.world import A, B, World, path_of

EMPTY = digest(b"{}")


def test_gitattributes_on_requests_is_refused(world: World) -> None:
    """Row 31: a filter, encoding or line ending that git applies to requests."""
    world.approve_by_all()
    world.write(".gitattributes", "requests/**/*.yaml working-tree-encoding=UTF-16 filter=x ident\n")
    world.write("requests/.gitattributes", "*.yaml eol=crlf\n")
    world.git("config", "filter.x.clean", "cat")
    world.git("add", ".gitattributes", "requests/.gitattributes")
    world.git("commit", "-q", "-m", "attributes")
    code, out, err = world.bwtb("validate")
    report = world.verify()
    assert code == 1 or report["exit"] == 1 or report["warnings"], out + err


def test_a_party_decides_twice_in_one_commit(world: World) -> None:
    world.sign("centre")
    world.sign("bigdata")
    world.forge([world.record("office"), world.record("office", decision="withdraw")], "office")
    assert world.verify()["requests"][A] == "in_review"
    assert world.verdicts()["office"][0] == "withdrawn"


def test_sha256_repository(world: World) -> None:
    new = world.root.parent / "sha256"
    subprocess.run(["git", "init", "-q", "-b", "main", "--object-format=sha256", str(new)], check=True)
    for name in ("catalog", "requests"):
        subprocess.run(["cp", "-r", str(world.root / name), str(new / name)], check=True)
    world.root = new
    world.commit("Start")
    world.approve_by_all()
    assert world.verify()["requests"][A] == "approved"
    raw = world.git("cat-file", "commit", "HEAD")
    assert "gpgsig-sha256" in raw
    world.retire_key("centre2")
    world.adopt()
    world.revoke_key("centre2", "centre", "centre")
    assert world.verify()["requests"][A] == "approved"


def test_hook_takes_a_revoking_bundle(world: World, tmp_path: Path) -> None:
    """The hook does not stop hole 2 either."""
    world.approve_by_all()
    world.revoke_key("centre2", "centre", "centre")
    server = serve(world, tmp_path / "server.git")
    world.add_key("office", "孙八", "office2")
    path = "catalog/keyring/0002.yaml"
    ring = world.record("centre").keyring_digest
    one = world.record(
        "centre",
        kind="keyring",
        path=path,
        digest=digest((world.root / path).read_bytes()),
        catalog=EMPTY,
        decision="return",
    )
    two = world.record(
        "centre",
        kind="revocation",
        path="catalog/keyring/0001.yaml",
        digest=ring,
        catalog=EMPTY,
        decision="revoke",
        key=world.fingerprint("centre"),
        accept_until=world.git("rev-list", "--max-parents=0", "HEAD"),
    )
    world.forge([one, two], "centre2")
    assert not server.push()[0]


def test_forged_keyring_record_crashes_for_good(world: World) -> None:
    """No key: the keyring file is read before the signature is looked at; the commit stays in history."""

    blob = base64.b64encode(string(b"ssh-foo") + string(b"x" * 32)).decode()
    text = (
        world.read("catalog/keyring/0001.yaml")
        .replace("version: 1", "version: 2")
        .replace("previous: null", f"previous: {world.pin}")
    )
    line = world.keys["centre2"].with_suffix(".pub").read_text().strip()
    text = text.replace(line, f"ssh-foo {blob}")
    world.write("catalog/keyring/0002.yaml", text)
    world.commit("x")
    world.forge(
        [
            world.record(
                "centre", kind="keyring", path="catalog/keyring/0002.yaml", digest=digest(text.encode()), catalog=EMPTY
            )
        ],
        "outsider",
    )
    world.git("rm", "-rq", "catalog/keyring/0002.yaml", "catalog/keyring/0002")
    world.commit("Clean up")
    assert world.verify()["exit"] == 0


def test_a_party_record_path_in_git_folder(world: World) -> None:
    """Names below a unit that is called like something else."""
    world.approve_by_all()
    for party in ("proposal", "x" * 41):
        world.forge([world.record(party, kind="endorsement")], "office")
    assert world.verify()["requests"][A] == "approved"


def test_pin_checkpoint_side_branch_dates(world: World) -> None:
    """`came[0]` with a side branch that git lists first (older committer dates)."""
    first = world.git("rev-list", "--max-parents=0", "HEAD")
    world.sign("centre", key="centre2")
    world.sign("office")
    world.sign("bigdata")
    world.retire_key("centre2")
    world.adopt()
    world.pin = digest((world.root / "catalog/keyring/0002.yaml").read_bytes())
    assert world.verify()["requests"][A] == "approved"
    second = world.read("catalog/keyring/0002.yaml")
    top = world.head()
    for date in ("2000-01-01T00:00:00Z", "2090-01-01T00:00:00Z"):
        for swap in (False, True):
            world.git("checkout", "-q", "-B", "side", first)
            world.write("catalog/keyring/0002.yaml", second)
            world.git("add", "-A")
            world.git("commit", "-q", "-m", "copy", GIT_COMMITTER_DATE=date)
            side = world.head()
            tree = world.git("rev-parse", top + "^{tree}")
            parents = [side, top] if swap else [top, side]
            merged = world.git("commit-tree", *(w for p in parents for w in ("-p", p)), "-m", "merge", tree)
            world.git("checkout", "-q", "-B", "main", merged)
            assert world.verify()["requests"][A] == "approved", (date, swap)


def test_a_stale_endorsement_is_said_to_be_stale(world: World) -> None:
    world.add_key("mzj", "周九", "leader")
    world.adopt()
    world.sign("mzj", A, key="leader")
    world.edit()
    codes = [s["code"] for s in world.verify()["signoffs"] if s["subject"]["kind"] == "endorsement"]
    assert codes == ["STALE"]


def test_a_decision_on_a_replaced_version_is_said_to_be_stale(world: World) -> None:
    world.add_key("office", "孙八", "outsider")
    world.sign("centre", "keyring:0002")
    (world.root / "catalog/keyring/0002.yaml").unlink()
    world.add_key("office", "孙八", "office2")
    codes = [s["code"] for s in world.verify()["signoffs"] if s["subject"]["kind"] == "keyring"]
    assert codes == ["STALE"]


def test_an_unscanned_endorsement_is_warned_of_in_verify(world: World) -> None:
    """signoff.md: 'none: a warning that says so, on the form and in `verify`'."""
    text = world.read(path_of(A))
    start = text.index(", scan: {path: 2027-mzj-001/申请表盖章件.pdf")
    end = text.index("}", start) + 1
    world.write(path_of(A), text[:start] + text[end:])
    world.commit("No scan")
    world.approve_by_all()
    report = world.verify()
    assert report["requests"][A] == "approved"
    assert report["warnings"] != []


def test_a_party_decides_four_hundred_times_in_one_commit(world: World) -> None:
    world.forge([world.record("office", nonce=f"{n:032x}") for n in range(400)], "office")
    world.verify()


def test_many_joint_units(world: World) -> None:
    world.approve_by_all(A, B)
    text = world.read(path_of(A))
    world.write(
        path_of(A),
        text.replace("unit: mzj\n", "unit: mzj\njoint_units:\n" + "".join(f"  - u{n}\n" for n in range(60000)), 1),
    )
    world.commit("x")
    world.bwtb("status")


def test_person_look_alikes_in_two_parties(world: World) -> None:
    """Threat 4: full-width and Kangxi forms, inner blanks: one person for two parties to the eye."""
    text = world.read("catalog/keyring/0001.yaml").replace("王五", "⼀").replace("李四", "一")
    world.write("catalog/keyring/0001.yaml", text)
    world.commit("x")
    world.pin = digest(text.encode())
    assert not world.verify()["trusted"]
