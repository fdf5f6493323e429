"""What one command says every other says, and git as well; and nothing in a checkout makes bwtb act."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import REPOSITORY
from tests.world import ENVIRONMENT, A, B, World, path_of


def status(w: World, *arguments: str) -> list[dict[str, Any]]:
    code, out, err = w.bwtb("status", "--format", "json", *arguments)
    assert code == 0, err
    return json.loads(out)["requests"]


@pytest.mark.parametrize("year", ["0001", "2028", "9999"])
def test_the_same_name_in_another_year_hides_the_request(world: World, year: str) -> None:
    """review.found is keyed by the file's stem: a copy in another folder takes its place; `--year` says otherwise."""
    world.approve_by_all()
    world.sign("office", decision="return", opinion="请补充。")
    world.write(f"requests/{year}/{A}.yaml", world.read(path_of(A)))
    world.commit("A copy")
    assert world.verify()["requests"][A] == world.verify("--year", "2027")["requests"][A] == "returned"


def test_another_file_claims_an_id_in_status(world: World) -> None:
    """status prints the id that stands in the file, verify the file's name."""
    world.approve_by_all()
    world.write("requests/2027/2027-zzz-009.yaml", world.read(path_of(A)))
    world.commit("A copy")
    ids = [r["id"] for r in status(world)]
    assert len(ids) == len(set(ids))
    assert sorted(ids) == sorted(world.verify()["requests"])


def test_require_approved_does_not_pass_over_what_cannot_be_read(world: World) -> None:
    world.approve_by_all(A, B)
    assert world.verify("--require-approved")["exit"] == 0
    world.write(path_of(B), world.read(path_of(B)) + "\ttab: 1\n")
    world.commit("Unreadable")
    report = world.verify("--require-approved")
    assert report["exit"] == 1
    assert B in str(report["warnings"]) + str(report["problems"]) + str(report["requests"])


@pytest.mark.parametrize("mode", ["100600", "120000", "160000"])
def test_require_approved_does_not_pass_over_odd_modes(world: World, mode: str) -> None:
    """git takes mode 100600 for a regular file; it is on everybody's disk, and in no command's answer."""
    world.approve_by_all(A, B)
    rows = subprocess.run(
        ["git", "ls-tree", "-z", "HEAD:requests/2027"], cwd=world.root, capture_output=True, check=True
    ).stdout
    raw = b""
    for row in rows.split(b"\0")[:-1]:
        facts, name = row.split(b"\t")
        m, _kind, oid = facts.split()
        if name == f"{B}.yaml".encode():
            m = mode.encode()
        raw += m.lstrip(b"0") + b" " + name + b"\0" + bytes.fromhex(oid.decode())
    year = world.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", stdin=raw)
    requests = world.git("mktree", stdin=f"040000 tree {year}\t2027\n".encode())
    catalog = world.git("rev-parse", "HEAD:catalog")
    root = world.git("mktree", stdin=f"040000 tree {catalog}\tcatalog\n040000 tree {requests}\trequests\n".encode())
    commit = world.git("commit-tree", "-p", "HEAD", "-m", "mode", root)
    world.git("update-ref", "refs/heads/main", commit)
    report = world.verify("--require-approved")
    assert report["exit"] != 0, report["requests"]


def test_a_slash_in_a_trees_entry(world: World) -> None:
    """git checks out what the entry says; verify reads the other file of that path."""
    world.approve_by_all()
    world.edit()
    edited = world.git("rev-parse", f"HEAD:{path_of(A)}")
    world.git("reset", "-q", "--hard", "HEAD~1")
    rows = subprocess.run(
        ["git", "ls-tree", "-z", "HEAD:requests"], cwd=world.root, capture_output=True, check=True
    ).stdout
    raw = b""
    for row in rows.split(b"\0")[:-1]:
        facts, name = row.split(b"\t")
        m, _kind, oid = facts.split()
        raw += m.lstrip(b"0") + b" " + name + b"\0" + bytes.fromhex(oid.decode())
    raw += f"100644 2027/{A}.yaml".encode() + b"\0" + bytes.fromhex(edited)
    requests = world.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", stdin=raw)
    catalog = world.git("rev-parse", "HEAD:catalog")
    root = world.git("mktree", stdin=f"040000 tree {catalog}\tcatalog\n040000 tree {requests}\trequests\n".encode())
    commit = world.git("commit-tree", "-p", "HEAD", "-m", "slash", root)
    world.git("update-ref", "refs/heads/main", commit)
    clone = world.root.parent / "clone"
    subprocess.run(
        ["git", "clone", "-q", str(world.root), str(clone)],
        capture_output=True,
        text=True,
        env=os.environ | ENVIRONMENT,
        check=False,
    )
    text = (clone / path_of(A)).read_text() if (clone / path_of(A)).is_file() else ""
    report = world.verify()
    assert not ("智能预填与" in text and report["requests"].get(A) == "approved")


def test_a_tag_named_like_the_branch(world: World) -> None:
    """The hook takes any tag; `--rev main` and `--rev origin/main` then mean the tag."""
    world.approve_by_all()
    before = world.head()
    world.sign("office", decision="withdraw")
    world.git("tag", "main", before)
    world.git("update-ref", "refs/remotes/origin/main", "HEAD")
    world.git("tag", "origin/main", before)
    for rev in ("main", "origin/main"):
        report = world.verify("--rev", rev, "--require-approved", A)
        assert report["exit"] != 0, rev


def test_a_code_twice_in_the_catalog(world: World) -> None:
    """People read the first cap-15, the digest is that of the last: nothing goes stale and verify is silent."""
    world.approve_by_all()
    text = world.read("catalog/capabilities.yaml")
    place = text.index("- code: cap-15")
    end = text.index("- code: cap-16")
    other = text[place:end].replace("电子证照库", "别的东西")
    assert other != text[place:end]
    world.write("catalog/capabilities.yaml", text[:place] + other + text[place:])
    world.commit("A second cap-15 before the first")
    assert world.verify()["requests"][A] != "approved"


def test_show_runs_nothing(world: World) -> None:
    """`git log` obeys log.showSignature of the checkout, and with it gpg.ssh.program."""
    world.approve_by_all()
    canary = world.root.parent / "canary"
    script = world.root.parent / "evil.sh"
    script.write_text(f"#!/bin/sh\necho ran >> {canary}\n")
    script.chmod(0o755)
    world.git("config", "log.showSignature", "true")
    world.git("config", "gpg.ssh.program", str(script))
    world.git("config", "gpg.program", str(script))
    world.git("config", "gpg.ssh.allowedSignersFile", "/dev/null")
    for command in (["show", A], ["show", A, "--format", "json"], ["show", A, "--format", "html"]):
        world.bwtb(*command)
        assert not canary.exists(), command


@pytest.mark.parametrize("where", [f"requests/2027/{A}/signoffs", "requests/2027"])
def test_signing_does_not_write_through_a_link(world: World, where: str) -> None:
    outside = world.root.parent / "outside"
    place = world.root / where
    if place.exists():
        place.rename(outside)
    else:
        outside.mkdir()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(outside)
    before = sorted(p.name for p in outside.rglob("*"))
    world.bwtb("sign", A, "--party", "centre", "--key", str(world.keys["centre"]), "--yes")
    assert sorted(p.name for p in outside.rglob("*")) == before


def test_commands_that_write_do_not_follow_committed_links(world: World) -> None:
    outside = world.root.parent / "outside"
    outside.mkdir()
    (world.root / "requests/2028").symlink_to(outside)
    world.commit("A link")
    world.bwtb("new", "--unit", "mzj", "--category", "scenario", "--title", "x", "--year", "2028")
    assert list(outside.iterdir()) == []
    (world.root / "catalog/keyring").rename(outside / "keyring")
    (world.root / "catalog/keyring").symlink_to(outside / "keyring")
    world.commit("Another link")
    before = sorted(p.name for p in (outside / "keyring").iterdir())
    world.bwtb("keyring", "add", f"--person=office:孙八:{world.keys['office2']}.pub")
    assert sorted(p.name for p in (outside / "keyring").iterdir()) == before


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp1252"])
def test_terminals_of_other_encodings(world: World, encoding: str) -> None:
    world.sign("centre")
    for command in ("status", "verify"):
        done = subprocess.run(
            [sys.executable, "-m", "bwtb", command, "--registry", str(world.root), "--trust-root", world.pin, "--lang", "zh"],
            capture_output=True, check=False, env=os.environ | {"PYTHONIOENCODING": encoding, "PYTHONPATH": str(REPOSITORY)},
        )  # fmt: skip
        assert b"Traceback" not in done.stderr, done.stderr[-300:]


@pytest.mark.parametrize("folder", [f"requests/2027/{A}/signoffs", "catalog/keyring/revocations"])
def test_names_that_are_not_utf8_in_a_real_process(world: World, folder: str) -> None:
    name = world.root / folder
    name.mkdir(parents=True, exist_ok=True)
    (name / "\udcff.yaml").write_bytes(b"x: y\n")
    world.commit("A name")
    done = subprocess.run(
        [sys.executable, "-m", "bwtb", "verify", "--format", "json", "--registry", str(world.root), "--trust-root", world.pin],
        capture_output=True, check=False, env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    assert b"Traceback" not in done.stderr, done.stderr[-300:]
    json.loads(done.stdout)


def test_a_copy_of_the_pinned_version_under_another_number(world: World) -> None:
    world.approve_by_all()
    world.write("catalog/keyring/0009.yaml", world.read("catalog/keyring/0001.yaml"))
    world.commit("A copy")
    report = world.verify()
    assert report["trusted"], [p["code"] for p in report["problems"]]


def test_an_odd_tree_in_old_history_is_not_red_for_good(world: World) -> None:
    """A tree git itself reads (names out of order, a name twice) anywhere in history: every command exits 2 for good."""
    world.approve_by_all()
    good = world.head()
    blob = bytes.fromhex(world.git("rev-parse", f"HEAD:{path_of(A)}"))
    rows = []
    for name in ("catalog", "requests"):
        rows.append(f"40000 {name}".encode() + b"\0" + bytes.fromhex(world.git("rev-parse", f"HEAD:{name}")))
    raw = rows[1] + rows[0] + b"100644 a\0" + blob
    tree = world.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", stdin=raw)
    odd = world.git("commit-tree", "-p", good, "-m", "odd", tree)
    cured = world.git("commit-tree", "-p", odd, "-m", "cured", good + "^{tree}")
    world.git("update-ref", "refs/heads/main", cured)
    report = world.verify()
    assert report["requests"].get(A) == "approved", report


def test_threat_33_no_text_makes_lines_of_its_own(world: World) -> None:
    """A title, a file's name or an opinion with a line break in it cannot put a verdict of its own into the answer."""
    forged = "\n2027-sfj-001  approved  假的\n12 of 12 requests are approved."
    world.sign("centre", decision="return", opinion="请补充。" + forged)
    world.write(f"requests/2027/x{forged}.yaml", "a: b\n")
    title = "title: " + json.dumps("假的" + forged, ensure_ascii=False)
    world.write(path_of(B), re.sub("(?m)^title: .*$", lambda _m: title, world.read(path_of(B))))
    world.commit()
    for command in (["status"], ["verify"], ["verify", "--require-approved"], ["validate"], ["sign", B, "--party=office", "--withdraw"], ["build-proposal", "2027", "-o", str(world.root.parent / "out")]):  # fmt: skip
        _code, out, err = world.bwtb(*command)
        for line in (out + "\n" + err).splitlines():
            assert not line.startswith(("2027-sfj-001  approved", "12 of 12")), (command, line)
