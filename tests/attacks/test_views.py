"""What one command says every other says, and git as well; and no link in a checkout makes bwtb write elsewhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest

from tests import REPOSITORY
from tests.world import CAPABILITIES, A, B, World, path_of


def status(w: World, *arguments: str) -> list[dict[str, Any]]:
    code, out, err = w.bwtb("status", "--format", "json", *arguments)
    assert code == 0, err
    return json.loads(out)["requests"]


@pytest.mark.parametrize("year", ["0001", "2028", "9999"])
def test_the_same_name_in_another_year_hides_nothing(world: World, year: str) -> None:
    """A copy in another folder does not take the request's place, with `--year` or without."""
    world.approve_by_all()
    world.sign("office", decision="return", opinion="请补充。")
    world.write(f"requests/{year}/{A}.yaml", world.read(path_of(A)).replace("智能填表", "智能预填"))
    world.commit("A copy")
    assert world.state() == world.verify("--year", "2027")["requests"][A] == "returned"


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


def tree_entries(w: World, folder: str) -> dict[bytes, tuple[bytes, bytes]]:
    """The entries of a folder of HEAD: name → (mode, id), as bytes."""
    rows = w.try_git("ls-tree", "-z", f"HEAD:{folder}").stdout.split(b"\0")[:-1]
    facts = (row.partition(b"\t") for row in rows)
    return {name: (fact.split()[0].lstrip(b"0"), bytes.fromhex(fact.split()[2].decode())) for fact, _tab, name in facts}


def root_with_requests(w: World, folder: str, entries: dict[bytes, tuple[bytes, bytes]]) -> str:
    """The tree of HEAD with these entries in one of its folders, `requests` or a year below, though git wouldn't write them."""
    raw = b"".join(mode + b" " + name + b"\0" + id for name, (mode, id) in entries.items())
    tree = w.raw_tree(raw)
    if folder != "requests":
        tree = w.git("mktree", stdin=f"040000 tree {tree}\t{folder.split('/')[1]}\n".encode())
    return w.git(
        "mktree", stdin=f"040000 tree {w.blob_of('catalog')}\tcatalog\n040000 tree {tree}\trequests\n".encode()
    )


@pytest.mark.parametrize("mode", [b"100600", b"120000", b"160000"])
def test_require_approved_does_not_pass_over_odd_modes(world: World, mode: bytes) -> None:
    """git takes mode 100600 for a regular file: such a request is on everybody's disk."""
    world.approve_by_all(A, B)
    entries = tree_entries(world, "requests/2027")
    name = f"{B}.yaml".encode()
    tree = root_with_requests(world, "requests/2027", entries | {name: (mode, entries[name][1])})
    world.move_branch(world.commit_of(tree, world.head()))
    report = world.verify("--require-approved")
    assert report["exit"] != 0, report["requests"]


def test_a_slash_in_a_trees_entry(world: World) -> None:
    """A clone never shows an edit where verify says “approved”, whatever git makes of an entry with a path for its name."""
    world.approve_by_all()
    edited = bytes.fromhex(world.blob(world.read(path_of(A)).replace("智能填表", "智能预填").encode()))
    slashed = {f"2027/{A}.yaml".encode(): (b"100644", edited)}
    tree = root_with_requests(world, "requests", tree_entries(world, "requests") | slashed)
    world.move_branch(world.commit_of(tree, world.head()))
    world.try_git("clone", "-q", ".", str(world.beside("clone")))
    file = world.beside("clone") / path_of(A)
    shows_the_edit = file.is_file() and "智能预填" in file.read_text()
    assert not (shows_the_edit and world.verify()["requests"].get(A) == "approved")


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


@pytest.mark.parametrize("place", ["before", "after"])
def test_a_code_twice_in_the_catalog(world: World, place: str) -> None:
    """People read one entry and the digest may be that of the other: nothing is approved with such a catalog."""
    world.approve_by_all()
    before, entry = world.capability("cap-15")
    other = entry.replace("电子证照库", "别的东西")
    pair = other + entry if place == "before" else entry + other
    world.change(CAPABILITIES, before + entry, before + pair)
    world.commit("A second cap-15")
    assert world.state() != "approved"


@pytest.mark.parametrize("where", [f"requests/2027/{A}/signoffs", "requests/2027"])
def test_signing_does_not_write_through_a_link(world: World, where: str) -> None:
    place, outside = world.root / where, world.beside("outside")
    place.mkdir(parents=True, exist_ok=True)
    place.rename(outside)
    place.symlink_to(outside)
    before = sorted(outside.rglob("*"))
    world.try_to_sign("centre", A)
    assert sorted(outside.rglob("*")) == before


def test_commands_that_write_do_not_follow_committed_links(world: World) -> None:
    outside = world.beside("outside")
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


def in_a_process(w: World, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program with standard output and error as a shell gives them, not as pytest does."""
    where = ("--registry", str(w.root), "--trust-root", w.pin)
    program = [sys.executable, "-m", "bwtb", *arguments, *where]
    everything = os.environ | {"PYTHONPATH": str(REPOSITORY)} | environment
    return subprocess.run(program, capture_output=True, check=False, env=everything)


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp1252"])
@pytest.mark.parametrize("command", ["status", "verify"])
def test_terminals_of_other_encodings(world: World, encoding: str, command: str) -> None:
    world.sign("centre")
    done = in_a_process(world, command, "--lang", "zh", PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr[-300:]


@pytest.mark.parametrize("folder", [f"requests/2027/{A}/signoffs", "catalog/keyring/revocations"])
def test_names_that_are_not_utf8_in_a_real_process(world: World, folder: str) -> None:
    world.write(f"{folder}/\udcff.yaml", "x: y\n")
    world.commit("A name")
    done = in_a_process(world, "verify", "--format", "json")
    assert done.returncode in (0, 1), done.stderr[-300:]
    json.loads(done.stdout)


def test_threat_33_no_text_makes_lines_of_its_own(world: World) -> None:
    """A title, a file's name or an opinion with a line break in it cannot put a verdict of its own into the answer."""
    forged = "\n2027-sfj-001  approved  假的\n12 of 12 requests are approved."
    world.sign("centre", decision="return", opinion="请补充。" + forged)
    world.write(f"requests/2027/x{forged}.yaml", "a: b\n")
    title = "title: " + json.dumps("假的" + forged, ensure_ascii=False)
    world.write(path_of(B), re.sub("(?m)^title: .*$", lambda _m: title, world.read(path_of(B))))
    world.commit()
    for command in (
        ["status"], ["verify"], ["verify", "--require-approved"], ["validate"], ["sign", B, "--party=office", "--withdraw"],
        ["build-proposal", "2027", "-o", str(world.beside("out"))],
    ):  # fmt: skip
        _code, out, err = world.bwtb(*command)
        for line in (out + "\n" + err).splitlines():
            assert not line.startswith(("2027-sfj-001  approved", "12 of 12")), (command, line)
