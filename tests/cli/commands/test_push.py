"""`bwtb sign --push` over a real bare repository: what others do meanwhile, and what becomes of the checkout."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bwtb.cli.commands import sign as command
from bwtb.cli.signing_key import signer_of
from bwtb.signing.keyfile import Signer
from tests.world import A, B, World, build, path_of


@dataclass
class Together:
    """A bare repository and the clones that push to it."""

    bare: Path
    first: World
    folder: Path

    def clone(self, name: str) -> World:
        clone = replace(self.first, root=self.folder / name)
        self.first.git("clone", "-q", f"file://{self.bare}", str(clone.root))
        return clone

    def tip(self) -> str:
        return self.first.git("--git-dir", str(self.bare), "rev-parse", "main")

    def state(self) -> dict[str, str]:
        fresh = self.clone("fresh")
        try:
            report = fresh.verify()
            assert report["exit"] == 0, report
            return dict(report["requests"])
        finally:
            shutil.rmtree(fresh.root)


@pytest.fixture
def together(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, capfd: pytest.CaptureFixture[str]) -> Together:
    keys = tmp_path_factory.getbasetemp() / "push-keys"
    keys.mkdir(exist_ok=True)
    world = build(tmp_path / "first", keys, capfd)
    bare = tmp_path / "server.git"
    world.git("clone", "-q", "--bare", ".", str(bare))
    world.git("remote", "add", "origin", f"file://{bare}")
    world.git("fetch", "-q", "origin")
    world.git("branch", "-q", "-u", "origin/main", "main")
    return Together(bare, world, tmp_path)


def push(w: World, *arguments: str, party: str = "centre", key: str = "") -> tuple[int, str, str]:
    which = arguments or (A,)
    return w.bwtb("sign", *which, "--party", party, "--key", str(w.keys[key or party]), "--push", "--yes")


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


def test_signs_pushes_and_the_checkout_follows(together: Together) -> None:
    w = together.clone("centre")
    code, out, err = push(w, A, B)
    assert (code, "pushed to file://" in out) == (0, True), err
    assert w.head() == together.tip() == w.git("rev-parse", "origin/main")
    assert w.git("status", "--porcelain") == ""
    assert len(w.verify()["signoffs"]) == 2
    assert not list((w.root / ".git").glob("bwtb-*"))


def test_repositories_with_sha256_names(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.setenv("GIT_DEFAULT_HASH", "sha256")
    together: Together = request.getfixturevalue("together")
    w, other = together.clone("centre"), together.clone("other")
    other.edit()
    other.git("rm", "-q", path_of(B))
    other.commit()
    other.git("push", "-q")
    code, _out, err = push(w)
    assert (code, len(together.tip())) == (0, 64), err
    assert (w.head(), w.git("status", "--porcelain")) == (together.tip(), "")


def test_only_what_is_new_is_fetched(together: Together) -> None:
    w, other = together.clone("centre"), together.clone("other")
    other.edit()
    other.git("push", "-q")
    before = int(w.git("count-objects").split()[0])
    code, _out, err = push(w)
    assert code == 0, err
    # The edit: a commit, three folders, a file. The sign-off: a commit, five folders at most, its record.
    assert int(w.git("count-objects").split()[0]) - before <= 5 + 7 + 3


def test_three_parties_who_never_pull(together: Together) -> None:
    for party in ("centre", "office", "bigdata"):
        code, _out, err = push(together.clone(party), A, B, party=party)
        assert code == 0, err
    assert together.state() == {A: "approved", B: "approved"}


def test_signs_again_when_others_were_quicker(together: Together, meanwhile: Callable[..., list[Meanwhile]]) -> None:
    w, other = together.clone("centre"), together.clone("office")
    made = meanwhile(*(pushes(other, lambda o, p=p: o.sign(p)) for p in ("office", "bigdata")))
    code, _out, err = push(w)
    assert (code, "signing again" in err) == (0, True), err
    assert made[0].times == 3
    assert together.state()[A] == "approved"
    assert w.head() == together.tip()
    assert w.git("status", "--porcelain") == ""


def change_entry(w: World) -> None:
    """Change what a capability that only request A names says."""
    text = w.read("catalog/capabilities.yaml")
    start = text.index("- code: cap-14")
    place = text.index("description: ", start) + len("description: ")
    w.write("catalog/capabilities.yaml", text[:place] + "又及" + text[place:])
    w.commit("Change the catalog")


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
    together: Together, meanwhile: Callable[..., list[Meanwhile]], change: Callable[[World], object], said: str
) -> None:
    w, other = together.clone("centre"), together.clone("other")
    meanwhile(pushes(other, change))
    code, out, err = push(w, A, B)
    assert (code, "1 subject in commit" in out) == (1, True), err
    assert A in err
    assert said in err
    assert "git pull" not in err
    assert [s["subject"]["id"] for s in w.verify()["signoffs"] if s["commit"] == w.head()] == [B]
    assert w.git("status", "--porcelain") == ""


def test_nothing_left_to_sign(together: Together, meanwhile: Callable[..., list[Meanwhile]]) -> None:
    w, other = together.clone("centre"), together.clone("other")
    before = w.head()
    meanwhile(pushes(other, lambda o: o.sign("centre", A, key="centre2")))
    code, _out, err = push(w, A)
    assert (code, w.head()) == (2, before)
    assert "Nothing was signed" in err
    assert "approved it already" in err
    assert together.state()[A] == "in_review"


def test_a_rewritten_history_ends_it(together: Together, meanwhile: Callable[..., list[Meanwhile]]) -> None:
    w, other = together.clone("centre"), together.clone("other")
    w.sign("office")
    w.git("push", "-q")

    def rewrite() -> None:
        other.commit("Another history")
        other.git("push", "-q", "--force", "origin", "main")

    meanwhile(rewrite)
    code, _out, err = push(w)
    assert (code, "rewritten" in err) == (2, True), err


def test_a_key_retired_meanwhile_signs_nothing(together: Together, meanwhile: Callable[..., list[Meanwhile]]) -> None:
    w, other = together.clone("centre"), together.clone("other")

    def retire(o: World) -> None:
        o.retire_key("centre2")
        o.adopt()

    meanwhile(pushes(other, retire))
    code, _out, err = push(w, key="centre2")
    assert (code, "retired or revoked" in err) == (2, True), err
    assert together.state()[A] == "submitted"


def test_others_always_quicker_comes_to_an_end(
    together: Together, meanwhile: Callable[..., list[Meanwhile]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bwtb.actions.pushing.ATTEMPTS", 3)
    w, other = together.clone("centre"), together.clone("other")
    made = meanwhile(*[pushes(other, lambda o: o.commit("Something else"))] * 5)
    before = w.head()
    code, _out, err = push(w)
    assert (code, w.head(), made[0].times) == (2, before, 3)
    assert "3 attempts" in err
    assert "Try again" in err


def test_a_server_that_refuses_is_heard(together: Together) -> None:
    hook = together.bare / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 今天不收 >&2\nexit 1\n")
    hook.chmod(0o755)
    w = together.clone("centre")
    before = w.head()
    code, _out, err = push(w)
    assert (code, w.head()) == (2, before)
    assert "今天不收" in err


def test_a_passing_lock_is_waited_for(together: Together, meanwhile: Callable[..., list[Meanwhile]]) -> None:
    lock = together.bare / "refs/heads/main.lock"
    w = together.clone("centre")
    made = meanwhile(lock.touch)
    fetch = command.pushing.Remote.fetch
    seen: list[int] = []

    def unlocking(remote: command.pushing.Remote) -> str | None:
        if seen:
            lock.unlink(missing_ok=True)
        seen.append(1)
        return fetch(remote)

    command.pushing.Remote.fetch = unlocking  # type: ignore[method-assign]
    try:
        code, _out, err = push(w)
    finally:
        command.pushing.Remote.fetch = fetch  # type: ignore[method-assign]
    assert (code, made[0].times) == (0, 1), err
    assert w.head() == together.tip()


@pytest.mark.parametrize(
    ("arrange", "said"),
    [
        (lambda w: w.commit("Not pushed"), "1 commits that the server does not have"),
        (lambda w: w.sign("office"), "1 commits that the server does not have"),
        (lambda w: w.git("remote", "remove", "origin"), "No server is set up"),
        (lambda w: w.git("checkout", "-q", "-b", "own", "--no-track"), "no branch refs/heads/own"),
        (lambda w: w.git("checkout", "-q", "--detach"), "No branch is checked out"),
        (lambda w: w.git("remote", "set-url", "origin", "file:///nowhere/at/all.git"), "cannot be reached"),
        (lambda w: w.git("remote", "set-url", "origin", "ext::sh -c true"), "cannot be reached"),
    ],
)
def test_refused_before_anything_is_signed(together: Together, arrange: Callable[[World], object], said: str) -> None:
    w = together.clone("centre")
    arrange(w)
    before, on_server = w.head(), together.tip()
    code, _out, err = push(w)
    assert (code, said in err) == (2, True), err
    assert "What to do" in err
    assert (w.head(), together.tip()) == (before, on_server)


# The checkout afterwards


def test_a_checkout_behind_the_server_follows_through_edits_and_deletions(together: Together) -> None:
    w, other = together.clone("centre"), together.clone("other")
    other.edit()
    other.git("rm", "-q", "-r", path_of(B), f"requests/2027/{B}")
    other.write("docs/说明 1.txt", "new\r\n")
    other.write("run.sh", "#!/bin/sh\n")
    (other.root / "run.sh").chmod(0o755)
    other.commit()
    other.git("push", "-q")
    w.write("untracked.txt", "mine")
    w.write("catalog/corrections.yaml", "edited\n")
    (w.root / "catalog/bases.yaml").unlink()
    before = w.git("status", "--porcelain")
    code, _out, err = push(w)
    assert (code, "git pull" in err) == (0, False), err
    assert w.head() == together.tip()
    assert w.git("status", "--porcelain") == before
    assert "智能预填" in w.read(path_of(A))
    assert (w.root / "docs/说明 1.txt").read_bytes() == b"new\r\n"
    assert (w.root / "run.sh").stat().st_mode & stat.S_IXUSR
    assert not (w.root / f"requests/2027/{B}").exists()


@pytest.mark.parametrize(
    ("own_state", "said"),
    [
        (lambda w: w.write(path_of(A), w.read(path_of(A)) + "# mine\n"), "was edited"),
        (lambda w: (w.root / path_of(A)).unlink(), "was edited"),
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
    together: Together, own_state: Callable[[World], object], said: str
) -> None:
    w, other = together.clone("centre"), together.clone("other")
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
    assert together.tip() != head


def snapshot(root: Path) -> dict[str, object]:
    """Every path outside .git, and the index."""
    files = [p for p in root.rglob("*") if ".git" not in p.relative_to(root).parts]
    kinds = {str(p): str(p.readlink()) if p.is_symlink() else p.is_dir() or p.read_bytes() for p in files}
    return kinds | {"index": (root / ".git/index").read_bytes()}


@pytest.mark.parametrize(
    "path", [".git/hooks/pre-commit", ".GIT/config", "git~1/config", "a/.git /x", "c:\\x", "..\\x"]
)
def test_a_path_that_leads_elsewhere_is_never_written(together: Together, path: str) -> None:
    """A tree made by hand whose names would be dangerous in a work tree; git itself refuses to check such out."""
    w, other = together.clone("centre"), together.clone("other")
    blob = other.git("hash-object", "-w", "--stdin", stdin=b"evil")
    tree = blob
    for number, step in enumerate(reversed(path.split("/"))):
        kind = f"100755 blob {tree}" if number == 0 else f"040000 tree {tree}"
        below = other.git("ls-tree", "HEAD") + "\n" if number == path.count("/") else ""
        tree = other.git("mktree", stdin=f"{below}{kind}\t{step}\n".encode())
    commit = other.git("commit-tree", "-p", "HEAD", "-m", "x", tree)
    other.git("push", "-q", "origin", f"{commit}:main")
    head, before = w.head(), snapshot(w.root)
    code, _out, err = push(w)
    refused = code == 2 and ("invalid path" in err or "no proper folder" in err)
    assert refused or (code, "ordinary file" in err) == (0, True), err
    assert (w.head(), snapshot(w.root)) == (head, before)
    assert not (w.root / ".git/hooks/pre-commit").exists()


# Whose settings count


def evil_script(folder: Path, name: str, *, then: str = "exit 1") -> tuple[Path, Path]:
    canary = folder / f"{name}-ran"
    script = folder / f"{name}.sh"
    script.write_text(f'#!/bin/sh\necho "$0 $@" >> {canary}\n{then}\n')
    script.chmod(0o755)
    return script, canary


def test_nothing_that_the_checkout_configures_runs(
    together: Together, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    w = together.clone("centre")
    other = together.clone("other")
    other.edit()
    other.git("push", "-q")
    script, canary = evil_script(tmp_path, "evil")
    elsewhere = tmp_path / "elsewhere.git"
    w.git("clone", "-q", "--bare", ".", str(elsewhere))
    for setting in (
        "core.sshCommand", "core.gitProxy", "core.askPass", "credential.helper", "core.alternateRefsCommand", "core.fsmonitor",
        "remote.origin.uploadpack", "remote.origin.receivepack", "remote.origin.vcs", "gpg.program", "gpg.ssh.program",
        "uploadpack.packObjectsHook", "filter.evil.smudge", "filter.evil.clean", "filter.evil.process", "core.editor",
        "diff.external", "credential.file:///.helper",
    ):  # fmt: skip
        w.git("config", setting, str(script))
    w.git("config", "push.gpgSign", "true")
    w.git("config", "push.recurseSubmodules", "on-demand")
    w.git("config", f"url.file://{elsewhere}.insteadOf", f"file://{together.bare}")
    w.git("config", f"url.file://{elsewhere}.pushInsteadOf", f"file://{together.bare}")
    w.git("config", "protocol.ext.allow", "always")
    (w.root / ".git/info").mkdir(exist_ok=True)
    (w.root / ".git/info/attributes").write_text("* filter=evil diff=evil\n")
    for name in (
        "pre-push",
        "reference-transaction",
        "post-index-change",
        "post-merge",
        "post-checkout",
        "post-rewrite",
    ):
        hook = w.root / ".git/hooks" / name
        hook.parent.mkdir(exist_ok=True)
        shutil.copy(script, hook)
    for name in ("GIT_SSH_COMMAND", "GIT_SSH", "GIT_ASKPASS", "SSH_ASKPASS", "GIT_PROXY_COMMAND", "GIT_EXTERNAL_DIFF"):
        monkeypatch.setenv(name, str(script))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(script))
    elsewhere_before = w.git("--git-dir", str(elsewhere), "rev-parse", "main", GIT_CONFIG_COUNT="0")
    code, _out, err = push(w)
    assert code == 0, err
    assert not canary.exists(), canary.read_text()
    monkeypatch.setenv("GIT_CONFIG_COUNT", "0")
    assert w.git("--git-dir", str(elsewhere), "rev-parse", "main") == elsewhere_before
    assert (w.root / ".git/refs/heads/main").read_text().strip() == together.tip()
    assert "智能预填" in w.read(path_of(A))


def test_hooks_that_the_user_takes_from_every_checkout_do_not_run(together: Together, tmp_path: Path) -> None:
    """Some people set core.hooksPath to a folder of whatever they have checked out, in their own configuration."""
    w = together.clone("centre")
    script, canary = evil_script(tmp_path, "evil")
    (Path(os.environ["HOME"]) / ".gitconfig").write_text("[core]\n\thooksPath = .githooks\n")
    for name in ("pre-push", "reference-transaction", "post-index-change"):
        (w.root / ".githooks").mkdir(exist_ok=True)
        shutil.copy(script, w.root / ".githooks" / name)
    code, _out, err = push(w)
    assert code == 0, err
    assert not canary.exists(), canary.read_text()


@pytest.mark.parametrize("where", ["path", "global"])
def test_the_users_own_ssh_is_used(
    together: Together, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Over ssh: the program on the PATH, or the one in the user's own configuration; never the repository's."""
    own, used = evil_script(tmp_path, "own", then='for last; do :; done\nexec sh -c "$last"')
    evil, canary = evil_script(tmp_path, "evil")
    w = together.clone("centre")
    w.git("remote", "set-url", "origin", f"ssh://anybody@server.invalid{together.bare}")
    w.git("config", "core.sshCommand", str(evil))
    if where == "path":
        (tmp_path / "bin").mkdir()
        shutil.copy(own, tmp_path / "bin/ssh")
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    else:
        (Path(os.environ["HOME"]) / ".gitconfig").write_text(f"[core]\n\tsshCommand = {own}\n")
    code, _out, err = push(w)
    assert code == 0, err
    assert "git-receive-pack" in used.read_text()
    assert not canary.exists()
    assert w.head() == together.tip()


def test_a_password_in_the_address_is_not_shown(together: Together) -> None:
    w = together.clone("centre")
    w.git("remote", "set-url", "origin", "https://me:geheim@127.0.0.1:1/registry.git")
    code, out, err = push(w)
    assert code == 2
    assert "geheim" not in out + err
    assert "cannot be reached" in err
