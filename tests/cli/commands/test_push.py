"""`bwtb sign --push` over a real bare repository: what others do meanwhile, and what becomes of the checkout."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from bwtb.cli.commands import sign as command
from bwtb.cli.parameters.signing_key import signer_of
from bwtb.signing.keyfile import Signer
from tests.helpers.server import Server, open_server
from tests.helpers.trap import Trap, make
from tests.world import A, B, World, path_of


@pytest.fixture
def server(world: World, tmp_path: Path) -> Server:
    """A bare repository without a hook, that everybody's clone pushes to."""
    return open_server(world, tmp_path / "server.git")


def push(w: World, *arguments: str, party: str = "centre", key: str = "") -> tuple[int, str, str]:
    return w.try_to_sign(party, *(arguments or (A,)), "--push", key=key)


class Meanwhile:
    """A key that, each time it has signed, lets somebody else do something before the push."""

    def __init__(self, signer: Signer, steps: list[Callable[[], object]]) -> None:
        self.signer, self.steps, self.times = signer, steps, 0

    @property
    def blob(self) -> bytes:
        return self.signer.blob

    def sign(self, message: bytes) -> str:
        signature = self.signer.sign(message)
        self.times += 1
        if self.steps:
            self.steps.pop(0)()
        return signature


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Meanwhile]]:
    """Let these steps happen, one after each signature; gives the signer, to count its signatures."""

    def arrange(*steps: Callable[[], object]) -> list[Meanwhile]:
        made: list[Meanwhile] = []

        def once(key: Path | None) -> Meanwhile:
            made.append(Meanwhile(signer_of(key), list(steps)))
            monkeypatch.setattr(command, "signer_of", signer_of)
            return made[0]

        monkeypatch.setattr(command, "signer_of", once)
        return made

    return arrange


def pushes(w: World, change: Callable[[World], object]) -> Callable[[], None]:
    """A step: somebody brings their clone up to date, changes something and pushes it."""

    def step() -> None:
        w.git("pull", "-q", "--no-rebase")
        change(w)
        w.git("push", "-q", "origin", "main")

    return step


def test_signs_pushes_and_the_checkout_follows(server: Server) -> None:
    w = server.clone("centre")
    code, out, err = push(w, A, B)
    assert (code, "pushed to file://" in out) == (0, True), err
    assert w.head() == server.tip() == w.git("rev-parse", "origin/main")
    assert w.status() == ""
    assert len(w.verify()["signoffs"]) == 2
    assert not list((w.root / ".git").glob("bwtb-*"))


@pytest.mark.usefixtures("sha256_names")
def test_repositories_with_sha256_names(server: Server) -> None:
    w, other = server.clone("centre"), server.clone("other")
    other.edit()
    other.git("rm", "-q", path_of(B))
    other.commit()
    other.git("push", "-q")
    code, _out, err = push(w)
    assert (code, len(server.tip())) == (0, 64), err
    assert (w.head(), w.status()) == (server.tip(), "")


def test_only_what_is_new_is_fetched(server: Server) -> None:
    w, other = server.clone("centre"), server.clone("other")
    other.edit()
    other.git("push", "-q")
    before = int(w.git("count-objects").split()[0])
    code, _out, err = push(w)
    assert code == 0, err
    # The edit: a commit, three folders, a file. The sign-off: a commit, five folders at most, its record.
    assert int(w.git("count-objects").split()[0]) - before <= 5 + 7 + 3


def test_three_parties_who_never_pull(server: Server) -> None:
    for party in ("centre", "office", "bigdata"):
        code, _out, err = push(server.clone(party), A, B, party=party)
        assert code == 0, err
    assert server.states() == {A: "approved", B: "approved"}


def test_signs_again_when_others_were_quicker(server: Server, meanwhile: Callable[..., list[Meanwhile]]) -> None:
    w, other = server.clone("centre"), server.clone("office")
    made = meanwhile(*(pushes(other, lambda o, p=p: o.sign(p)) for p in ("office", "bigdata")))
    code, _out, err = push(w)
    assert (code, "signing again" in err) == (0, True), err
    assert made[0].times == 3
    assert server.states()[A] == "approved"
    assert w.head() == server.tip()
    assert w.status() == ""


def change_entry(w: World) -> None:
    """Change what a capability that only request A names says."""
    w.reword("cap-14", "description: ", "description: 又及")


def remove(w: World) -> None:
    w.git("rm", "-q", path_of(A))
    w.commit("Remove a request")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda o: o.edit(), "changed while you were signing"),
        (change_entry, "changed while you were signing"),
        (lambda o: o.sign("centre", key="centre2"), "approved it already"),
        (lambda o: o.sign("centre", key="centre2", decision="reject"), "decided on it meanwhile"),
        (remove, "no such request"),
    ],
)
def test_what_changed_meanwhile_is_taken_out(
    server: Server, meanwhile: Callable[..., list[Meanwhile]], change: Callable[[World], object], said: str
) -> None:
    w, other = server.clone("centre"), server.clone("other")
    meanwhile(pushes(other, change))
    code, out, err = push(w, A, B)
    assert (code, "1 subject in commit" in out) == (1, True), err
    assert A in err
    assert said in err
    assert "git pull" not in err
    assert [s["subject"]["id"] for s in w.verify()["signoffs"] if s["commit"] == w.head()] == [B]
    assert w.status() == ""


def test_nothing_left_to_sign(server: Server, meanwhile: Callable[..., list[Meanwhile]]) -> None:
    w, other = server.clone("centre"), server.clone("other")
    before = w.head()
    meanwhile(pushes(other, lambda o: o.sign("centre", A, key="centre2")))
    code, _out, err = push(w, A)
    assert (code, w.head()) == (2, before)
    assert "Nothing was signed" in err
    assert "approved it already" in err
    assert server.states()[A] == "in_review"


def test_a_rewritten_history_ends_it(server: Server, meanwhile: Callable[..., list[Meanwhile]]) -> None:
    w, other = server.clone("centre"), server.clone("other")
    w.sign("office")
    w.git("push", "-q")

    def rewrite() -> None:
        other.commit("Another history")
        other.git("push", "-q", "--force", "origin", "main")

    meanwhile(rewrite)
    code, _out, err = push(w)
    assert (code, "rewritten" in err) == (2, True), err


def test_a_key_retired_meanwhile_signs_nothing(server: Server, meanwhile: Callable[..., list[Meanwhile]]) -> None:
    w, other = server.clone("centre"), server.clone("other")

    def retire(o: World) -> None:
        o.retire_key("centre2")
        o.adopt()

    meanwhile(pushes(other, retire))
    code, _out, err = push(w, key="centre2")
    assert (code, "retired or revoked" in err) == (2, True), err
    assert server.states()[A] == "submitted"


def test_others_always_quicker_comes_to_an_end(
    server: Server, meanwhile: Callable[..., list[Meanwhile]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bwtb.actions.pushing.ATTEMPTS", 3)
    w, other = server.clone("centre"), server.clone("other")
    made = meanwhile(*[pushes(other, lambda o: o.commit("Something else"))] * 5)
    before = w.head()
    code, _out, err = push(w)
    assert (code, w.head(), made[0].times) == (2, before, 3)
    assert "3 attempts" in err
    assert "Try again" in err


def test_a_lock_that_stays_on_the_server_is_named(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Left of a command that was killed there: nobody was quicker, and those who keep the server have to know."""
    monkeypatch.setattr("bwtb.actions.pushing.ATTEMPTS", 2)
    (server.bare / "refs/heads/main.lock").touch()
    w = server.clone("centre")
    before = w.head()
    code, _out, err = push(w)
    assert (code, w.head()) == (2, before)
    assert "none of 2 attempts" in err
    assert "main.lock" in err
    assert "keep the server" in err


def test_a_lock_on_what_the_server_had_last_does_no_harm(server: Server) -> None:
    """What was pushed is said to be pushed, though the remote-tracking branch cannot be noted; the next fetch does that."""
    w = server.clone("centre")
    (w.root / ".git/refs/remotes/origin/main.lock").touch()
    code, out, err = push(w)
    assert (code, "pushed to" in out) == (0, True), err
    assert server.tip() == w.head()


def test_a_server_that_refuses_is_heard(server: Server) -> None:
    hook = server.bare / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 今天不收 >&2\nexit 1\n")
    hook.chmod(0o755)
    w = server.clone("centre")
    before = w.head()
    code, _out, err = push(w)
    assert (code, w.head()) == (2, before)
    assert "今天不收" in err


def test_a_passing_lock_is_waited_for(
    server: Server, meanwhile: Callable[..., list[Meanwhile]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another push holds the branch while ours arrives, and is through by the second time that ours looks again."""
    lock, w = server.bare / "refs/heads/main.lock", server.clone("centre")
    made, fetch, looks = meanwhile(lock.touch), command.pushing.Remote.fetch, count()

    def unlocking(remote: command.pushing.Remote) -> str | None:
        if next(looks):
            lock.unlink(missing_ok=True)
        return fetch(remote)

    monkeypatch.setattr(command.pushing.Remote, "fetch", unlocking)
    code, _out, err = push(w)
    assert (code, made[0].times) == (0, 1), err
    assert w.head() == server.tip()


@pytest.mark.parametrize(
    ("arrange", "said"),
    [
        (lambda w: w.commit("Not pushed"), "1 commits that the server does not have"),
        (lambda w: w.sign("office"), "1 commits that the server does not have"),
        (lambda w: w.git("remote", "remove", "origin"), "No server is set up"),
        (lambda w: w.branch("own"), "no branch refs/heads/own"),
        (lambda w: w.git("checkout", "-q", "--detach"), "No branch is checked out"),
        (lambda w: w.git("remote", "set-url", "origin", "file:///nowhere/at/all.git"), "cannot be reached"),
        (lambda w: w.git("remote", "set-url", "origin", "ext::sh -c true"), "cannot be reached"),
    ],
)
def test_refused_before_anything_is_signed(server: Server, arrange: Callable[[World], object], said: str) -> None:
    w = server.clone("centre")
    arrange(w)
    before, on_server = w.head(), server.tip()
    code, _out, err = push(w)
    assert (code, said in err) == (2, True), err
    assert "What to do" in err
    assert (w.head(), server.tip()) == (before, on_server)


# The checkout afterwards


def test_a_checkout_behind_the_server_follows_through_edits_and_deletions(server: Server) -> None:
    w, other = server.clone("centre"), server.clone("other")
    other.edit()
    other.git("rm", "-q", "-r", path_of(B), f"requests/2027/{B}")
    other.write("docs/说明 1.txt", "new\r\n")
    other.write("run.sh", "#!/bin/sh\n")
    (other.root / "run.sh").chmod(0o755)
    other.commit()
    other.git("push", "-q")
    w.write("untracked.txt", "mine")
    w.write("catalog/corrections.yaml", "edited\n")
    w.remove("catalog/bases.yaml")
    before = w.status()
    code, _out, err = push(w)
    assert (code, "git pull" in err) == (0, False), err
    assert w.head() == server.tip()
    assert w.status() == before
    assert "智能预填" in w.read(path_of(A))
    assert (w.root / "docs/说明 1.txt").read_bytes() == b"new\r\n"
    assert (w.root / "run.sh").stat().st_mode & stat.S_IXUSR
    assert not (w.root / f"requests/2027/{B}").exists()


@pytest.mark.parametrize(
    ("own_state", "said"),
    [
        (lambda w: w.write(path_of(A), w.read(path_of(A)) + "# mine\n"), "was edited"),
        (lambda w: w.remove(path_of(A)), "was edited"),
        (lambda w: (w.write(path_of(A), "mine\n"), w.git("add", "-A")), "is staged"),
        (lambda w: w.write("new.txt", "mine"), "stands there already"),
        (lambda w: (w.root / "new.txt").symlink_to("/etc/passwd"), "stands there already"),
        (lambda w: w.write("docs", "a file where the folder belongs"), "where the folder"),
        (lambda w: (w.root / "docs").symlink_to("/tmp"), "where the folder"),
        (lambda w: (w.root / ".git/index.lock").touch(), "another git command"),
        (lambda w: (w.root / ".git/MERGE_HEAD").touch(), "under way"),
    ],
)
def test_what_is_in_the_way_keeps_the_checkout_as_it_is(
    server: Server, own_state: Callable[[World], object], said: str
) -> None:
    w, other = server.clone("centre"), server.clone("other")
    other.edit()
    other.write("new.txt", "theirs")
    other.write("docs/page.txt", "theirs")
    other.commit()
    other.git("push", "-q")
    own_state(w)
    head, before = w.head(), snapshot(w.root)
    code, _out, err = push(w, B)
    assert (code, said in err, "git pull" in err) == (0, True, True), err
    assert w.head() == head
    assert snapshot(w.root) == before
    assert server.tip() != head


def snapshot(root: Path) -> dict[str, object]:
    """Every path outside .git, and the index."""
    files = [p for p in root.rglob("*") if ".git" not in p.relative_to(root).parts]
    kinds = {str(p): str(p.readlink()) if p.is_symlink() else p.is_dir() or p.read_bytes() for p in files}
    return kinds | {"index": (root / ".git/index").read_bytes()}


@pytest.mark.parametrize(
    "path", [".git/hooks/pre-commit", ".GIT/config", "git~1/config", "a/.git /x", "c:\\x", "..\\x"]
)
def test_a_path_that_leads_elsewhere_is_never_written(server: Server, path: str) -> None:
    """A tree made by hand whose names would be dangerous in a work tree; git itself refuses to check such out."""
    w, other = server.clone("centre"), server.clone("other")
    commit = other.git("commit-tree", "-p", "HEAD", "-m", "x", with_program(other, path))
    other.git("push", "-q", "origin", f"{commit}:main")
    head, before = w.head(), snapshot(w.root)
    code, _out, err = push(w)
    refused = code == 2 and ("invalid path" in err or "no proper folder" in err)
    left_alone = code == 0 and "ordinary file" in err
    assert refused or left_alone, err
    assert (w.head(), snapshot(w.root)) == (head, before)
    assert not (w.root / ".git/hooks/pre-commit").exists()


def with_program(w: World, path: str) -> str:
    """The tree of HEAD with a program at a path, whatever names its folders have."""
    name, *folders = reversed(path.split("/"))
    entry = f"100755 blob {w.blob(b'evil')}\t{name}\n"
    for folder in folders:
        entry = f"040000 tree {w.git('mktree', stdin=entry.encode())}\t{folder}\n"
    return w.git("mktree", stdin=f"{w.git('ls-tree', 'HEAD')}\n{entry}".encode())


# Whose settings count. That no program of the checkout runs meanwhile: attacks/test_format_threats.py, threat 26.


def test_a_push_goes_to_the_server_whatever_the_checkout_puts_in_its_place(server: Server, tmp_path: Path) -> None:
    w, elsewhere = server.clone("centre"), tmp_path / "elsewhere.git"
    w.git("clone", "-q", "--bare", ".", str(elsewhere))
    for setting in ("insteadOf", "pushInsteadOf"):
        w.git("config", f"url.file://{elsewhere}.{setting}", server.address)
    before = server.tip()
    code, _out, err = push(w)
    assert code == 0, err
    assert server.tip() == w.head() != before
    assert w.git("--git-dir", str(elsewhere), "rev-parse", "main") == before


def test_hooks_that_the_user_takes_from_every_checkout_do_not_run(server: Server, trap: Trap) -> None:
    """Some people set core.hooksPath to a folder of whatever they have checked out, in their own configuration."""
    w = server.clone("centre")
    (Path(os.environ["HOME"]) / ".gitconfig").write_text("[core]\n\thooksPath = .githooks\n")
    trap.set_as_hooks(w, ".githooks")
    code, _out, err = push(w)
    assert (code, trap.sprung) == (0, ""), err


@pytest.mark.parametrize("where", ["path", "global"])
def test_the_users_own_ssh_is_used(
    server: Server, trap: Trap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Over ssh: the program on the PATH, or the one in the user's own configuration; never the repository's."""
    own = make(tmp_path, "own", then='for last; do :; done\nexec sh -c "$last"')
    w = server.clone("centre")
    w.git("remote", "set-url", "origin", f"ssh://anybody@server.invalid{server.bare}")
    w.git("config", "core.sshCommand", str(trap.program))
    if where == "path":
        (tmp_path / "bin").mkdir()
        shutil.copy(own.program, tmp_path / "bin/ssh")
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    else:
        (Path(os.environ["HOME"]) / ".gitconfig").write_text(f"[core]\n\tsshCommand = {own.program}\n")
    code, _out, err = push(w)
    assert (code, trap.sprung) == (0, ""), err
    assert "git-receive-pack" in own.sprung
    assert w.head() == server.tip()


def test_a_password_in_the_address_is_not_shown(server: Server) -> None:
    w = server.clone("centre")
    w.git("remote", "set-url", "origin", "https://me:geheim@127.0.0.1:1/registry.git")
    code, out, err = push(w)
    assert code == 2
    assert "geheim" not in out + err
    assert "cannot be reached" in err
