"""The server's hook over a real bare repository: what is pushed → taken or refused, with the words the pusher reads.

Each row works in a clone of a server whose hook was installed by `bwtb hook install`, and pushes with plain git.
"""

from __future__ import annotations

import subprocess
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bwtb.actions.receiving import Update, refusals
from bwtb.git import open_repository
from bwtb.signing.record import REVOCATIONS, render
from tests.attacks import test_freezing as freezing
from tests.helpers.hostile import put
from tests.helpers.server import Server, open_server, serve
from tests.world import PARTIES, A, B, World, path_of

Step = Callable[[World], object]


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
    w.change(path_of(request), old, new)
    w.commit("Break a file")


def break_catalog(w: World) -> None:
    """Take an entry out of the catalog that a request (which the push does not touch) refers to."""
    w.reword("cap-14", "- code: cap-14\n", "- code: cap-99\n")


def link(w: World) -> None:
    w.link(path_of(A), f"{B}.yaml")
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
    w.rewind(base)
    w.commit("Something else")
    w.git("cherry-pick", signed)


def drop_withdrawal(w: World) -> None:
    """38: the branch rewound to before the withdrawal, and gone on from there."""
    w.rewind("HEAD~1")
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
    record = w.revocation("office", "office", accept_until=w.head())
    w.write(record.file_path, render(record))
    w.commit("Revoke by hand")


def edit_keyring(w: World) -> None:
    w.change("catalog/keyring/0001.yaml", "张三", "章三")
    w.commit("Edit the keyring")


def delete_keyring(w: World) -> None:
    w.git("rm", "-q", "catalog/keyring/0001.yaml")
    w.commit("Delete the keyring")


def own_key_into_version_in_force(w: World) -> None:
    """20: the attacker's key written into the version that is in force."""
    w.change("catalog/keyring/0001.yaml", w.public("office"), w.public("outsider"))
    w.commit("Swap a key")


def next_version(w: World) -> None:
    w.add_key("office", "钱七", "office2")


def unchained_version(w: World) -> None:
    next_version(w)
    w.change("catalog/keyring/0002.yaml", w.pin, "sha256:" + "0" * 64)
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
    text = w.read("catalog/keyring/0002.yaml")
    w.propose(text.replace(text[text.index('      - name: "赵六"') : text.index("  office:")], ""))


def adopted(w: World) -> None:
    next_version(w)
    w.adopt()


def side_branch_merged(w: World) -> None:
    base = w.head()
    w.branch("side")
    w.sign("centre")
    w.checkout()
    w.rewind(base)
    w.sign("office")
    w.merge("side")


def lines_in_a_merge_title(w: World) -> None:
    w.git("commit", "-q", "--allow-empty", "-m", "bwtb sign-off v1: centre 同意 2027-mzj-001")


def two_versions_in_force(w: World) -> None:
    """Each of two branches brings a second version into force; they are merged."""
    w.branch("side")
    next_version(w)
    w.adopt()
    w.checkout()
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
    w.rewind(f"{frozen}~2")
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
    Row("an endorsement of a day to come", lambda w: break_file(w, A, "date: 2026", "date: 2126"), (path_of(A), "DATE_AHEAD")),
    Row("a file that is no YAML", lambda w: break_file(w, A, "title: ", "title: ["), (path_of(A), "YAML")),
    Row("the catalog, below a request", break_catalog, (path_of(A), "cap-14")),
    Row("an attachment's bytes", lambda w: w.swap_attachment(), (path_of(A), "ATTACHMENT_HASH")),
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
    w = server.world
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
    commit = server.world.forge([server.world.record("centre")], "outsider")
    assert not server.push()[0]
    assert server.world.try_git("--git-dir", str(server.bare), "cat-file", "-e", commit).returncode != 0


def test_one_bad_ref_keeps_all_out(server: Server) -> None:
    good = server.world.edit()
    server.world.forge([server.world.record("centre")], "outsider")
    taken, said = server.push(f"{good}:main", "HEAD:refs/heads/evil")
    assert (taken, "evil:" in said) == (False, True)
    assert server.tip() != good


def test_a_registry_stays_usable_with_what_stood_before_the_hook(world: World, tmp_path: Path) -> None:
    """Old trouble blocks nobody, in other files or in the same; new trouble is refused."""
    squash(world)
    world.forge([world.record("office")], "outsider")
    break_file(world, B, "category:", "categry:")
    server = serve(world, tmp_path / "server.git")
    world.edit()
    taken, said = server.push()
    assert taken, said
    world.edit(B, "title: ", "title: 关于")
    taken, said = server.push()
    assert taken, said
    break_file(world, B, "nature: ", "natur: ")
    taken, said = server.push()
    assert (taken, "natur" in said, "categry" in said) == (False, True, False), said


def test_old_trouble_is_cleaned_by_an_ordinary_commit(world: World, tmp_path: Path) -> None:
    world.forge([world.record("office")], "outsider")
    break_file(world, B, "category:", "categry:")
    server = serve(world, tmp_path / "server.git")
    break_file(world, B, "categry:", "category:")
    world.git("rm", "-q", "-r", f"requests/2027/{A}/signoffs")
    world.commit("Clean up")
    taken, said = server.push()
    assert taken, said


def test_the_first_push_into_an_empty_repository(world: World, tmp_path: Path) -> None:
    server = open_server(world, tmp_path / "empty.git", empty=True)
    assert server.install()[0] == 0
    world.approve_by_all()
    taken, said = server.push()
    assert taken, said
    assert server.tip() == world.head()


@pytest.mark.parametrize("step", [break_file, squash, delete_keyring])
def test_a_first_push_is_judged_whole(world: World, tmp_path: Path, step: Step) -> None:
    server = open_server(world, tmp_path / "empty.git", empty=True)
    server.install()
    step(world)
    assert not server.push()[0]


def test_a_registry_with_another_keyring_is_not_taken(world: World, tmp_path: Path) -> None:
    server = serve(world, tmp_path / "server.git", pin="sha256:" + "5" * 64)
    world.edit()
    taken, said = server.push()
    assert (taken, "UNTRUSTED_ROOT" in said) == (False, True), said


def test_a_branch_of_its_own_history_is_not_taken(server: Server) -> None:
    server.world.git("checkout", "-q", "--orphan", "other")
    server.world.git("rm", "-r", "-q", "--cached", ".")
    server.world.git("commit", "-q", "--allow-empty", "-m", "Empty")
    taken, said = server.push("HEAD:refs/heads/other")
    assert (taken, "UNTRUSTED_ROOT" in said) == (False, True), said


def test_a_pin_of_the_pushers_is_not_asked(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A push over file:// runs the hook in the pusher's own environment."""
    server.world.edit()
    (server.bare / "bwtb/trust-root").unlink()
    monkeypatch.setenv("BWTB_TRUST_ROOT", server.world.pin)
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
    server.world.edit()
    taken, said = server.push()
    assert taken, said
    assert not (tmp_path / "canary").exists()


def test_an_object_that_lies_about_its_name_is_noticed(server: Server) -> None:
    """Row 25 on the server: a loose object damaged there."""
    server.world.edit()
    blob = server.git("rev-parse", "main:catalog/keyring/0001.yaml")
    loose = server.bare / "objects" / blob[:2] / blob[2:]
    unpack(server)
    loose.chmod(0o644)
    loose.write_bytes(zlib.compress(b"blob 3\0bad"))
    taken, said = server.push()
    assert not taken
    assert "Traceback" not in said


ROW = b"\0" + b"1" * 20
DAMAGED = {
    "no name": b"100644 " + ROW,
    "a tree cut off": b"100644 a\0" + b"1" * 7,
    "no tree": b"x",
    "out of order": b"100644 b" + ROW + b"100644 a" + ROW,
    "a name twice": b"100644 a" + ROW + b"100644 a" + ROW,
}


@pytest.mark.parametrize("folder", ["requests/2027/2027-mzj-001", "catalog/keyring", "docs"])
@pytest.mark.parametrize("name", DAMAGED)
def test_a_folder_that_git_does_not_get_past_is_refused_in_words(world: World, name: str, folder: str) -> None:
    """git looks over what is pushed before it asks a hook, and would refuse most of them; the hook does not rely on that."""
    before = world.head()
    raw = DAMAGED[name].replace(ROW[1:], bytes.fromhex(world.blob(b"x")))
    pushed = put(world, folder, f"040000 tree {world.raw_tree(raw)}")
    world.move_branch(before)
    update = Update(before, pushed, "refs/heads/main")
    assert {r.code for r in refusals(open_repository(world.root), [update], world.pin)} == {"OBJECT_CORRUPT"}


def unpack(server: Server) -> None:
    """Let every object on the server be a file of its own."""
    for pack in (server.bare / "objects/pack").glob("*.pack"):
        content = pack.read_bytes()
        pack.chmod(0o644)
        pack.unlink()
        subprocess.run(["git", "--git-dir", server.bare, "unpack-objects", "-q"], input=content, check=True)


# Installing


def test_installing_twice_changes_nothing(server: Server) -> None:
    files = [server.bare / "hooks/pre-receive", server.bare / "bwtb/trust-root"]
    before = [(f.read_bytes(), f.stat().st_mtime_ns) for f in files]
    code, out, _err = server.install()
    assert (code, "Nothing to do" in out) == (0, True)
    assert [(f.read_bytes(), f.stat().st_mtime_ns) for f in files] == before
    assert [oct(f.stat().st_mode & 0o777) for f in files] == ["0o755", "0o644"]


def test_another_hook_is_not_overwritten(world: World, tmp_path: Path) -> None:
    server, others = open_server(world, tmp_path / "server.git"), "#!/bin/sh\nexit 0\n"
    hook = server.bare / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(others)
    code, _out, err = server.install("--yes")
    assert (code, "--replace" in err, "-m bwtb hook pre-receive" in err) == (2, True, True), err
    assert hook.read_text() == others
    code, _out, err = server.install("--replace")
    assert (code, "--yes" in err) == (2, True), err
    code, _out, err = server.install("--replace", "--yes")
    assert code == 0, err
    assert hook.with_name("pre-receive.old").read_text() == others


def test_the_pin_is_not_changed_without_consent(server: Server) -> None:
    other = "sha256:" + "5" * 64
    code, _out, err = server.install(pin=other)
    assert (code, "--yes" in err) == (2, True)
    assert (server.bare / "bwtb/trust-root").read_text().strip() == server.world.pin
    code, _out, err = server.install("--yes", pin=other)
    assert (code, "Warning" in err) == (0, True), err
    assert (server.bare / "bwtb/trust-root").read_text().strip() == other


def test_a_later_version_is_pinned_first_and_pushed_then(server: Server) -> None:
    """The last resort after all keys of a party are lost: nobody can approve the version that brings it back."""
    w = server.world
    w.sign("centre")
    assert server.push()[0]
    next_version(w)
    checkpoint = w.digest_of(2)
    assert server.install("--yes", pin=checkpoint)[0] == 0
    taken, said = server.push()
    assert taken, said
    w.forge([w.record("office", keyring_version=2, keyring_digest=checkpoint)], "office2")
    taken, said = server.push()
    assert taken, said


def test_where_no_bare_repository_is_nothing_is_installed(world: World, tmp_path: Path) -> None:
    code, _out, err = Server(world.root, world).install()
    assert (code, "bare" in err) == (2, True)
    assert Server(tmp_path / "nowhere", world).install()[0] == 2


def test_without_a_pin_nothing_is_installed(world: World, tmp_path: Path) -> None:
    server = open_server(world, tmp_path / "server.git")
    code, _out, err = world.bwtb("hook", "install", "--server", str(server.bare))
    assert (code, "fingerprint" in err) == (2, True)


def test_a_server_whose_hooks_lie_elsewhere(world: World, tmp_path: Path) -> None:
    server = open_server(world, tmp_path / "server.git")
    server.git("config", "core.hooksPath", "/elsewhere")
    code, _out, err = server.install()
    assert (code, "core.hooksPath" in err) == (2, True)


def test_a_folder_with_spaces_and_quotes(world: World, tmp_path: Path) -> None:
    server = serve(world, tmp_path / "the 'server' 库.git")
    world.edit()
    taken, said = server.push()
    assert taken, said


def test_the_servers_language_speaks(world: World, tmp_path: Path) -> None:
    server = open_server(world, tmp_path / "server.git")
    server.install(language="zh")
    break_file(world)
    _taken, said = server.push()
    assert "推送" in said
    assert "处理办法" in said


def test_the_clients_hook_is_installed_once(world: World) -> None:
    code, out, err = world.bwtb("hook", "install", "--client")
    assert (code, "pre-commit" in out) == (0, True), err
    code, out, _err = world.bwtb("hook", "install")
    assert (code, "Nothing to do" in out) == (0, True)


@pytest.mark.parametrize("what", ["-a", path_of(A)], ids=["everything", "one file"])
def test_the_clients_hook_keeps_what_is_wrong_from_being_committed(world: World, what: str) -> None:
    world.bwtb("hook", "install", "--client")
    before = world.head()
    world.change(path_of(A), "category: scenario", "category: scenery")
    refused = world.try_git("commit", "-q", "-m", "x", what)
    assert (world.head(), refused.returncode) == (before, 1)
    assert "CODE_UNKNOWN" in (refused.stdout + refused.stderr).decode()
    world.change(path_of(A), "category: scenery", "category:  scenario")
    world.git("commit", "-q", "-m", "x", what)
    assert world.head() != before


def test_sign_push_is_taken_by_the_hook(server: Server) -> None:
    for party in PARTIES:
        code, _out, err = server.clone(party).try_to_sign(party, A, B, "--push")
        assert code == 0, err
    assert server.states() == {A: "approved", B: "approved"}
