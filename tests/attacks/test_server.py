"""The server's hook over a real bare repository: what is pushed → taken or refused, with the words the pusher reads.

Each row works in a clone of a server whose hook was installed by `bwtb hook install`, and pushes with plain git.
"""

from __future__ import annotations

import os
import subprocess
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bwtb.signing.record import REVOCATIONS, digest, render
from tests.attacks import test_freezing as freezing
from tests.world import ENVIRONMENT, PARTIES, A, B, World, path_of

Step = Callable[[World], object]


@dataclass
class Server:
    """A bare repository with the hook, and one clone of it."""

    bare: Path
    clone: World

    def git(self, *arguments: str) -> str:
        return self.clone.git("--git-dir", str(self.bare), *arguments)

    def tip(self, branch: str = "main") -> str:
        return self.git("rev-parse", branch)

    def push(self, *arguments: str) -> tuple[bool, str]:
        """A plain `git push`; gives whether it was taken, and what the pusher read."""
        done = subprocess.run(
            ["git", "push", "origin", *(arguments or ("HEAD:main",))],
            cwd=self.clone.root, env=os.environ | ENVIRONMENT, capture_output=True, check=False,
        )  # fmt: skip
        return done.returncode == 0, done.stderr.decode()


def serve(world: World, bare: Path, *, pin: str = "") -> Server:
    """Clone a registry to a bare repository, install the hook there, and make `world` its clone."""
    world.git("clone", "-q", "--bare", ".", str(bare))
    world.git("remote", "add", "origin", f"file://{bare}")
    install(world, bare, pin or world.pin)
    return Server(bare, world)


def install(world: World, bare: Path, pin: str, *arguments: str) -> tuple[int, str, str]:
    return world.bwtb("hook", "install", "--server", str(bare), "--trust-root", pin, "--lang", "en", *arguments)


@pytest.fixture
def server(world: World, tmp_path: Path) -> Server:
    return serve(world, tmp_path / "server.git")


@dataclass(frozen=True)
class Row:
    """One push. `before` is done and accepted first; `refused` lists words of the message, none where it is taken."""

    name: str
    step: Step
    refused: tuple[str, ...] = ()
    before: Step | None = None
    push: tuple[str, ...] = ()


# Steps


def draft(w: World) -> None:
    """A new draft: incomplete, so warnings and no error."""
    text = w.read(path_of(A)).replace("2027-mzj-001", "2027-mzj-002")
    start, end = text.index("endorsements:"), text.index("remarks:")
    w.write(path_of("2027-mzj-002"), text[:start] + text[end:])
    w.commit("Draft a request")


def break_file(w: World, request: str = A, old: str = "category: scenario", new: str = "category: scenery") -> None:
    w.write(path_of(request), w.read(path_of(request)).replace(old, new))
    w.commit("Break a file")


def break_catalog(w: World) -> None:
    """Take an entry out of the catalog that a request (which the push does not touch) refers to."""
    text = w.read("catalog/capabilities.yaml")
    w.write("catalog/capabilities.yaml", text.replace("- code: cap-14\n", "- code: cap-99\n"))
    w.commit("Break the catalog")


def damage_attachment(w: World) -> None:
    file = next(p for p in (w.root / f"requests/2027/{A}").iterdir() if p.is_file())
    file.write_bytes(file.read_bytes() + b"x")
    w.commit("Damage an attachment")


def link(w: World) -> None:
    (w.root / path_of(A)).unlink()
    (w.root / path_of(A)).symlink_to(f"{B}.yaml")
    w.commit("A link")


def forged_and_removed(w: World) -> None:
    """A forged sign-off, and a commit that takes its record away again."""
    w.forge([w.record("centre")], "outsider")
    w.git("rm", "-q", "-r", f"requests/2027/{A}/signoffs")
    w.commit("Tidy up")


def squash(w: World) -> None:
    base = w.head()
    w.approve_by_all()
    w.git("reset", "-q", "--soft", base)
    w.commit("Squashed")


def rebase(w: World) -> None:
    """A sign-off picked onto another parent: git leaves the signature out."""
    base = w.head()
    signed = w.sign("centre")
    w.git("reset", "-q", "--hard", base)
    w.commit("Something else")
    w.git("cherry-pick", signed)


def drop_withdrawal(w: World) -> None:
    """38: the branch rewound to before the withdrawal, and gone on from there."""
    w.git("reset", "-q", "--hard", "HEAD~1")
    w.commit("Another history")


def withdraw(w: World) -> None:
    w.approve_by_all()
    w.sign("office", decision="withdraw")


def revoke(w: World) -> None:
    w.revoke_key("centre2", "centre", "centre")


def delete_revocation(w: World) -> None:
    w.git("rm", "-q", "-r", REVOCATIONS)
    w.commit("Tidy up")


def forge_revocation(w: World) -> None:
    """Revocation data as a plain file, without the signed commit."""
    version = w.read("catalog/keyring/0001.yaml")
    record = w.record(
        "office", kind="revocation", path="catalog/keyring/0001.yaml", decision="revoke", catalog=digest(b"{}"),
        digest=digest(version.encode()), key=w.fingerprint("office"), accept_until=w.head(),
    )  # fmt: skip
    w.write(record.file_path, render(record))
    w.commit("Revoke by hand")


def edit_keyring(w: World) -> None:
    w.write("catalog/keyring/0001.yaml", w.read("catalog/keyring/0001.yaml").replace("张三", "章三"))
    w.commit("Edit the keyring")


def delete_keyring(w: World) -> None:
    w.git("rm", "-q", "catalog/keyring/0001.yaml")
    w.commit("Delete the keyring")


def own_key_into_version_in_force(w: World) -> None:
    """20: the attacker's key written into the version that is in force."""
    own = Path(f"{w.keys['outsider']}.pub").read_text().strip()
    office = Path(f"{w.keys['office']}.pub").read_text().strip()
    text = w.read("catalog/keyring/0001.yaml")
    assert office in text
    w.write("catalog/keyring/0001.yaml", text.replace(office, own))
    w.commit("Swap a key")


def next_version(w: World) -> None:
    w.add_key("office", "钱七", "office2")


def unchained_version(w: World) -> None:
    next_version(w)
    text = w.read("catalog/keyring/0002.yaml")
    w.write("catalog/keyring/0002.yaml", text.replace(w.pin, "sha256:" + "0" * 64))
    w.commit("Break the chain")


def gap_in_versions(w: World) -> None:
    next_version(w)
    text = w.read("catalog/keyring/0002.yaml").replace("version: 2", "version: 3")
    w.git("rm", "-q", "catalog/keyring/0002.yaml")
    w.write("catalog/keyring/0003.yaml", text)
    w.commit("Leave a gap")


def dropped_key(w: World) -> None:
    """41: a next version that drops a key of the one before."""
    next_version(w)
    lines = w.read("catalog/keyring/0002.yaml").splitlines(keepends=True)
    own = Path(f"{w.keys['centre2']}.pub").read_text().split()[1]
    start = next(n for n, line in enumerate(lines) if "赵六" in line)
    end = next(n for n, line in enumerate(lines) if own in line)
    w.write("catalog/keyring/0002.yaml", "".join(lines[:start] + lines[end + 1 :]))
    w.commit("Drop a key")


def adopted(w: World) -> None:
    next_version(w)
    w.adopt()


def side_branch_merged(w: World) -> None:
    base = w.head()
    w.branch("side")
    w.sign("centre")
    w.git("checkout", "-q", "main")
    w.git("reset", "-q", "--hard", base)
    w.sign("office")
    w.merge("side")


def lines_in_a_merge_title(w: World) -> None:
    w.git("commit", "-q", "--allow-empty", "-m", "bwtb sign-off v1: centre 同意 2027-mzj-001")


def two_versions_in_force(w: World) -> None:
    """Each of two branches brings a second version into force; they are merged."""
    w.branch("side")
    next_version(w)
    w.adopt()
    w.git("checkout", "-q", "main")
    w.retire_key("centre2")
    w.adopt()
    w.merge("side", "-X", "ours")


def leave_one_out(w: World) -> None:
    """39: the centre freezes less than was approved."""
    w.approve_by_all(A, B)
    freezing.forge_freeze(w, freezing.render(freezing.manifest_of(w, A)))


def return_beside_a_freeze(w: World) -> None:
    """39: what was decided in another clone before the freeze was pushed comes in by a merge."""
    frozen = w.head()
    w.git("reset", "-q", "--hard", f"{frozen}~2")
    w.sign("office", decision="return")
    w.merge(frozen)


def approve_and_freeze(w: World) -> None:
    w.approve_by_all(A, B)
    w.freeze()


def alter_list(w: World) -> None:
    w.write(freezing.LIST, w.read(freezing.LIST) + " ")
    w.commit("Alter the list")


ROWS = [
    # Taken
    Row("an edit", lambda w: w.edit()),
    Row("a draft with warnings", draft),
    Row("a meeting's sign-offs", lambda w: w.approve_by_all(A, B)),
    Row("a withdrawal", withdraw),
    Row("sign-offs of two branches, merged", side_branch_merged),
    Row("a commit that looks a little like a sign-off", lines_in_a_merge_title),
    Row("an edit that makes approvals stale", lambda w: w.edit(), before=lambda w: w.approve_by_all()),
    Row("a well-chained next keyring version", next_version),
    Row("its adoption", lambda w: w.adopt(), before=next_version),
    Row("a pending version replaced", lambda w: w.git("rm", "-q", "catalog/keyring/0002.yaml") + w.commit(), before=next_version),
    Row("a key revoked by its party", revoke),
    Row("a sign-off by a revoked key, which counts for nothing", lambda w: w.forge([w.record("centre")], "centre2"), before=revoke),
    Row("a tag", lambda w: w.git("tag", "sent", "-m", "x"), push=("sent",)),
    Row("a new branch", lambda w: w.edit(), push=("HEAD:refs/heads/draft",)),
    Row("a branch at what is there already", lambda _w: None, push=("HEAD:refs/heads/same",)),
    Row("a frozen proposal", approve_and_freeze),
    Row("an edit of a frozen request", lambda w: w.edit(), before=approve_and_freeze),
    Row("a withdrawal after the freeze", lambda w: w.sign("office", decision="withdraw"), before=approve_and_freeze),
    Row("a list that nobody has signed", freezing.unfrozen_list),
    # Frozen proposals
    Row("39: a set that is not the approved one", leave_one_out, ("FREEZE_MISMATCH", B, "build-proposal")),
    Row("39: a freeze beside a withdrawal", freezing.beside_a_withdrawal, ("FREEZE_MISMATCH", B)),
    Row("39: a return beside a freeze that stands", return_beside_a_freeze, ("FREEZE_MISMATCH", A), before=approve_and_freeze),
    Row("39: the list of a frozen proposal altered", alter_list, ("FREEZE_MISMATCH", "manifest.json"), before=approve_and_freeze),
    # Refs
    Row("38: a forced push that drops a withdrawal", drop_withdrawal, ("NOT_FAST_FORWARD", "--force", "git pull"), withdraw, ("--force", "HEAD:main")),
    Row("38: a forced push that drops a revocation", drop_withdrawal, ("NOT_FAST_FORWARD",), revoke, ("--force", "HEAD:main")),
    Row("a branch deleted", lambda _w: None, ("BRANCH_DELETED", "main:"), push=("--delete", "main")),
    Row("a ref elsewhere", lambda _w: None, ("Only branches and tags", "refs/replace/x"), push=("HEAD:refs/replace/x",)),
    Row("notes", lambda _w: None, ("refs/notes/x",), push=("HEAD:refs/notes/x",)),
    Row("a tag named like the branch", lambda w: w.git("tag", "main"), ("REF_AMBIGUOUS", "refs/heads/main", "another name"), push=("refs/tags/main",)),
    Row("a tag named like the branch in every clone", lambda w: w.git("tag", "origin/main"), ("REF_AMBIGUOUS",), push=("origin/main:refs/tags/origin/main",)),
    Row("a tag that differs in case", lambda w: w.git("tag", "MAIN"), ("REF_AMBIGUOUS",), push=("MAIN",)),
    Row("a tag named HEAD", lambda _w: None, ("REF_AMBIGUOUS", "HEAD"), push=("HEAD:refs/tags/HEAD",)),
    Row("a branch named HEAD", lambda _w: None, ("REF_AMBIGUOUS", "HEAD"), push=("HEAD:refs/heads/HEAD",)),
    Row("a tag named like a commit", lambda w: w.git("tag", "0" * 39 + "1"), ("REF_AMBIGUOUS",), push=("0" * 39 + "1",)),
    Row("a branch named like a tag", lambda _w: None, ("REF_AMBIGUOUS", "refs/tags/sent"), lambda w: w.git("push", "-q", "origin", "HEAD:refs/tags/sent"), ("HEAD:refs/heads/sent",)),
    Row("a branch that differs in case", lambda _w: None, ("REF_AMBIGUOUS",), push=("HEAD:refs/heads/Main",)),
    Row("a branch and a tag of one name at once", lambda _w: None, ("REF_AMBIGUOUS",), push=("HEAD:refs/heads/new", "HEAD:refs/tags/new")),
    Row("a tag removed", lambda _w: None, before=lambda w: w.git("push", "-q", "origin", "HEAD:refs/tags/sent"), push=("--delete", "sent")),
    # Files
    Row("an invalid file", break_file, (f"{path_of(A)}:5:", "CODE_UNKNOWN", "What to do")),
    Row("a file that is no YAML", lambda w: break_file(w, A, "title: ", "title: ["), (path_of(A), "YAML")),
    Row("the catalog, below a request", break_catalog, (path_of(A), "cap-14")),
    Row("an attachment's bytes", damage_attachment, (path_of(A), "ATTACHMENT_HASH")),
    Row("a request that is a link", link, (path_of(A), "FILE_LINK")),
    Row("an invalid file on a new branch", break_file, (path_of(A), "draft:"), push=("HEAD:refs/heads/draft",)),
    # Sign-offs
    Row("unsigned", lambda w: w.forge([w.record("centre")], None), ("SIG_MISSING", "cherry-pick", A)),
    Row("by an unknown key", lambda w: w.forge([w.record("centre")], "outsider"), ("KEY_UNKNOWN", "bwtb sign")),
    Row("for another party", lambda w: w.forge([w.record("centre")], "office"), ("PARTY_MISMATCH",)),
    Row("for another request", lambda w: w.forge([w.record("centre", path=path_of(B))], "centre"), ("BINDING_MISMATCH", B)),
    Row("with another change inside", lambda w: w.forge([w.record("centre")], "centre", files={"x.txt": "x"}), ("SIGNOFF_DIFF",)),
    Row("with a changed message", lambda w: w.forge([w.record("centre")], "centre", signed_message="x"), ("SIG_BAD",)),
    Row("in the wrong namespace", lambda w: w.forge([w.record("centre")], "centre", namespace="file"), ("SIG_FORMAT",)),
    Row("with extra headers", lambda w: w.forge([w.record("centre")], "centre", headers="encoding GBK\n"), ("COMMIT_FORMAT",)),
    Row("forged and removed again", forged_and_removed, ("KEY_UNKNOWN",)),
    Row("squashed", squash, ("SIGNOFF_LOST", "squash", "signoffs/")),
    Row("cherry-picked", rebase, ("SIG_MISSING", "cherry-pick")),
    # The keyring
    Row("20: an own key in the version in force", own_key_into_version_in_force, ("KEYRING_UNAPPROVED", "0001.yaml", "bwtb keyring add")),
    Row("21: a version in force edited", edit_keyring, ("KEYRING_UNAPPROVED", "0001.yaml")),
    Row("21: a version in force deleted", delete_keyring, ("KEYRING_ROLLBACK", "0001.yaml")),
    Row("21: an adopted version deleted", lambda w: w.git("rm", "-q", "catalog/keyring/0002.yaml") + w.commit(), ("KEYRING_ROLLBACK", "0002.yaml"), adopted),
    Row("21: the wrong previous digest", unchained_version, ("KEYRING_ROLLBACK", "0002.yaml")),
    Row("21: a gap in the versions", gap_in_versions, ("KEYRING_ROLLBACK", "0003.yaml")),
    Row("two versions of one number in force", two_versions_in_force, ("KEYRING_INVALID", "pin")),
    Row("41: a version that drops a key", dropped_key, ("KEYRING_INVALID", "drops the key")),
    Row("19: revocation data without its commit", forge_revocation, ("KEY_REVOKED", "bwtb keyring revoke")),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_push(server: Server, row: Row) -> None:
    w = server.clone
    if row.before:
        row.before(w)
        taken, said = server.push()
        assert taken, said
    before = server.git("for-each-ref")
    row.step(w)
    taken, said = server.push(*row.push)
    assert taken == (not row.refused), said
    assert (server.git("for-each-ref") == before) == bool(row.refused) or row.push == ("HEAD:refs/heads/same",)
    assert [word for word in row.refused if word not in said] == [], said
    assert "Traceback" not in said
    if not row.refused:
        assert "refused" not in said
        assert w.verify()["exit"] == 0


def test_what_is_refused_leaves_nothing(server: Server) -> None:
    """Quarantine: the objects of a refused push are gone with it."""
    commit = server.clone.forge([server.clone.record("centre")], "outsider")
    assert not server.push()[0]
    missing = subprocess.run(
        ["git", "--git-dir", server.bare, "cat-file", "-e", commit], check=False, capture_output=True
    )
    assert missing.returncode != 0


def test_one_bad_ref_keeps_all_out(server: Server) -> None:
    good = server.clone.edit()
    server.clone.forge([server.clone.record("centre")], "outsider")
    taken, said = server.push(f"{good}:main", "HEAD:refs/heads/evil")
    assert (taken, "evil:" in said) == (False, True)
    assert server.tip() != good


def test_a_registry_stays_usable_with_what_stood_before_the_hook(world: World, tmp_path: Path) -> None:
    """Old trouble does not block; it can be cleaned by an ordinary commit, and new trouble is refused."""
    squash(world)
    world.forge([world.record("office")], "outsider")
    break_file(world, B, "category:", "categry:")
    server = serve(world, tmp_path / "server.git")
    world.edit()
    taken, said = server.push()
    assert taken, said
    world.write(path_of(B), world.read(path_of(B)).replace("title: ", "title: 关于"))
    world.commit("Edit a file that is still broken")
    assert server.push()[0]
    break_file(world, B, "nature: ", "natur: ")
    taken, said = server.push()
    assert (taken, "natur" in said, "categry" in said) == (False, True, False), said
    world.git("reset", "-q", "--hard", "HEAD~1")
    break_file(world, B, "categry:", "category:")
    world.git("rm", "-q", "-r", f"requests/2027/{A}/signoffs")
    world.commit("Clean up")
    taken, said = server.push()
    assert taken, said


def test_the_first_push_into_an_empty_repository(world: World, tmp_path: Path) -> None:
    bare = tmp_path / "empty.git"
    world.git("init", "-q", "--bare", "-b", "main", str(bare))
    world.git("remote", "add", "origin", f"file://{bare}")
    assert install(world, bare, world.pin)[0] == 0
    server = Server(bare, world)
    world.approve_by_all()
    taken, said = server.push()
    assert taken, said
    assert server.tip() == world.head()


@pytest.mark.parametrize("step", [break_file, squash, delete_keyring])
def test_a_first_push_is_judged_whole(world: World, tmp_path: Path, step: Step) -> None:
    bare = tmp_path / "empty.git"
    world.git("init", "-q", "--bare", "-b", "main", str(bare))
    world.git("remote", "add", "origin", f"file://{bare}")
    install(world, bare, world.pin)
    step(world)
    assert not Server(bare, world).push()[0]


def test_a_registry_with_another_keyring_is_not_taken(world: World, tmp_path: Path) -> None:
    server = serve(world, tmp_path / "server.git", pin="sha256:" + "5" * 64)
    world.edit()
    taken, said = server.push()
    assert (taken, "UNTRUSTED_ROOT" in said) == (False, True), said


def test_a_branch_of_its_own_history_is_not_taken(server: Server) -> None:
    server.clone.git("checkout", "-q", "--orphan", "other")
    server.clone.git("rm", "-r", "-q", "--cached", ".")
    server.clone.git("commit", "-q", "--allow-empty", "-m", "Empty")
    taken, said = server.push("HEAD:refs/heads/other")
    assert (taken, "UNTRUSTED_ROOT" in said) == (False, True), said


def test_a_pin_of_the_pushers_is_not_asked(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A push over file:// runs the hook in the pusher's own environment."""
    server.clone.edit()
    (server.bare / "bwtb/trust-root").unlink()
    monkeypatch.setenv("BWTB_TRUST_ROOT", server.clone.pin)
    taken, said = server.push()
    assert (taken, "which keyring to trust" in said) == (False, True), said
    (server.bare / "bwtb/trust-root").write_text("nonsense")
    taken, said = server.push()
    assert (taken, "fingerprint" in said) == (False, True), said


def test_nothing_is_imported_from_the_repository(server: Server, tmp_path: Path) -> None:
    """The hook starts in the repository's folder; a module of that name there is not ours."""
    (server.bare / "bwtb/__main__.py").write_text(f"open({str(tmp_path / 'canary')!r}, 'w')")
    (server.bare / "bwtb/__init__.py").write_text("")
    (server.bare / "json.py").write_text(f"open({str(tmp_path / 'canary')!r}, 'w')")
    server.clone.edit()
    taken, said = server.push()
    assert taken, said
    assert not (tmp_path / "canary").exists()


def test_an_object_that_lies_about_its_name_is_noticed(server: Server) -> None:
    """Row 25 on the server: a loose object damaged there."""
    blob = server.git("rev-parse", "main:catalog/keyring/0001.yaml")
    server.clone.edit()
    for pack in (server.bare / "objects/pack").glob("*.pack"):
        data = pack.read_bytes()
        pack.chmod(0o644)
        pack.unlink()
        subprocess.run(["git", "--git-dir", server.bare, "unpack-objects", "-q"], input=data, check=True)
    loose = server.bare / "objects" / blob[:2] / blob[2:]
    loose.chmod(0o644)
    loose.write_bytes(zlib.compress(b"blob 3\0bad"))
    taken, said = server.push()
    assert not taken
    assert "Traceback" not in said


# Installing


def test_installing_twice_changes_nothing(server: Server) -> None:
    files = [server.bare / "hooks/pre-receive", server.bare / "bwtb/trust-root"]
    before = [(f.read_bytes(), f.stat().st_mtime_ns) for f in files]
    code, out, _err = install(server.clone, server.bare, server.clone.pin)
    assert (code, "Nothing to do" in out) == (0, True)
    assert [(f.read_bytes(), f.stat().st_mtime_ns) for f in files] == before
    assert [oct(f.stat().st_mode & 0o777) for f in files] == ["0o755", "0o644"]


def test_another_hook_is_not_overwritten(world: World, tmp_path: Path) -> None:
    bare = tmp_path / "server.git"
    world.git("clone", "-q", "--bare", ".", str(bare))
    hook = bare / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 0\n")
    code, _out, err = install(world, bare, world.pin, "--yes")
    assert (code, "--replace" in err, "-m bwtb hook pre-receive" in err) == (2, True, True), err
    assert hook.read_text() == "#!/bin/sh\nexit 0\n"
    code, _out, err = install(world, bare, world.pin, "--replace")
    assert (code, "--yes" in err) == (2, True), err
    code, _out, err = install(world, bare, world.pin, "--replace", "--yes")
    assert code == 0, err
    assert hook.with_name("pre-receive.old").read_text() == "#!/bin/sh\nexit 0\n"


def test_the_pin_is_not_changed_without_consent(server: Server) -> None:
    other = "sha256:" + "5" * 64
    code, _out, err = install(server.clone, server.bare, other)
    assert (code, "--yes" in err) == (2, True)
    assert (server.bare / "bwtb/trust-root").read_text().strip() == server.clone.pin
    code, _out, err = install(server.clone, server.bare, other, "--yes")
    assert (code, "Warning" in err) == (0, True), err
    assert (server.bare / "bwtb/trust-root").read_text().strip() == other


def test_a_later_version_is_pinned_first_and_pushed_then(server: Server) -> None:
    """The last resort after all keys of a party are lost: nobody can approve the version that brings it back."""
    w = server.clone
    w.sign("centre")
    assert server.push()[0]
    next_version(w)
    checkpoint = digest((w.root / "catalog/keyring/0002.yaml").read_bytes())
    assert install(w, server.bare, checkpoint, "--yes")[0] == 0
    taken, said = server.push()
    assert taken, said
    w.forge([w.record("office", keyring_version=2, keyring_digest=checkpoint)], "office2")
    taken, said = server.push()
    assert taken, said


def test_what_cannot_be_installed_is_said(world: World, tmp_path: Path) -> None:
    code, _out, err = install(world, world.root, world.pin)
    assert (code, "bare" in err) == (2, True)
    code, _out, err = install(world, tmp_path / "nowhere", world.pin)
    assert code == 2
    bare = tmp_path / "server.git"
    world.git("clone", "-q", "--bare", ".", str(bare))
    code, _out, err = world.bwtb("hook", "install", "--server", str(bare))
    assert (code, "fingerprint" in err) == (2, True)
    world.git("--git-dir", str(bare), "config", "core.hooksPath", "/elsewhere")
    code, _out, err = install(world, bare, world.pin)
    assert (code, "core.hooksPath" in err) == (2, True)


def test_a_folder_with_spaces_and_quotes(world: World, tmp_path: Path) -> None:
    server = serve(world, tmp_path / "the 'server' 库.git")
    world.edit()
    taken, said = server.push()
    assert taken, said


def test_the_servers_language_speaks(world: World, tmp_path: Path) -> None:
    bare = tmp_path / "server.git"
    world.git("clone", "-q", "--bare", ".", str(bare))
    world.git("remote", "add", "origin", f"file://{bare}")
    world.bwtb("hook", "install", "--server", str(bare), "--trust-root", world.pin, "--lang", "zh")
    break_file(world)
    _taken, said = Server(bare, world).push()
    assert "推送" in said
    assert "处理办法" in said


def test_the_clients_hook(world: World) -> None:
    code, out, err = world.bwtb("hook", "install", "--client")
    assert code == 0, err
    assert "pre-commit" in out
    code, out, _err = world.bwtb("hook", "install")
    assert (code, "Nothing to do" in out) == (0, True)
    before = world.head()
    world.write(path_of(A), world.read(path_of(A)).replace("category: scenario", "category: scenery"))
    for arguments in (("-a",), (path_of(A),)):
        done = subprocess.run(
            ["git", "commit", "-q", "-m", "x", *arguments],
            cwd=world.root, env=os.environ | ENVIRONMENT, capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode != 0
        assert "CODE_UNKNOWN" in (done.stdout + done.stderr).decode()
    assert world.head() == before
    world.write(path_of(A), world.read(path_of(A)).replace("category: scenery", "category: scenario") + "# fine\n")
    world.git("commit", "-q", "-a", "-m", "x")
    assert world.head() != before


def test_sign_push_is_taken_by_the_hook(server: Server, tmp_path: Path) -> None:
    for party in PARTIES:
        clone = replace(server.clone, root=tmp_path / party)
        server.clone.git("clone", "-q", f"file://{server.bare}", str(clone.root))
        key = str(clone.keys[party])
        code, _out, err = clone.bwtb("sign", A, B, "--party", party, "--key", key, "--push", "--yes")
        assert code == 0, err
    server.clone.git("pull", "-q", "origin", "main")
    assert server.clone.verify()["requests"] == {A: "approved", B: "approved"}
