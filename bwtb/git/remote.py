"""Talking to the server's repository: with the user's own credentials and ssh, and nothing that the checkout says.

Git is run in a scratch repository that has no settings of its own and only lends its objects folder from the real one.
So what the checkout's configuration holds (`core.sshCommand`, `credential.helper`, `remote.*.uploadpack`, `url.*.insteadOf`,
`http.proxy`, hooks) is not overridden one by one but never read. It stands inside the real git folder, so that the
user's own `includeIf "gitdir:…"` still applies.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bwtb.base.errors import LOOK_AT_PLACE, UserError, disk_error_in, unwritable
from bwtb.base.messages import Message
from bwtb.git import Repository, messages, programs, scratch
from bwtb.git.scratch import BranchMove

# What git, ssh and credential helpers may see of the caller's environment: who the user is, their agent, desktop and
# proxy, where programs and certificates are. Nothing that starts with GIT_ but the certificates and what only switches off.
KEPT = (
    "HOME", "USER", "LOGNAME", "SHELL", "TERM", "TMPDIR", "TEMP", "TMP", "TZ", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
    "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "SSH_AUTH_SOCK", "SSH_AGENT_PID", "SSH_CONNECTION", "DISPLAY", "WAYLAND_DISPLAY",
    "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS", "GPG_TTY", "KRB5CCNAME", "KRB5_CONFIG", "http_proxy", "https_proxy",
    "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO",
    "GIT_SSL_CAPATH", "GIT_CONFIG_NOSYSTEM", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "USERPROFILE",
    "USERNAME", "HOMEDRIVE", "HOMEPATH", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES",
)  # fmt: skip
# The user's own settings stand, but for those that would start a program beside the transport or push more than is said.
OVERRIDES = (
    "core.hooksPath=" + os.devnull,
    "core.fsmonitor=false",
    "core.fsync=committed,reference",
    "core.commitGraph=false",
    "core.alternateRefsCommand=",
    "fetch.writeCommitGraph=false",
    "fetch.recurseSubmodules=false",
    "push.recurseSubmodules=no",
    "push.followTags=false",
    "push.gpgSign=false",
    "push.pushOption=",
    "gc.auto=0",
    "maintenance.auto=false",
)
PROTOCOLS = "file:ssh:https:http"
TIP = "refs/bwtb/tip"
BRANCHES = "refs/heads/"
_DECLINED = ("hook declined", "unpacker error")


@dataclass(frozen=True)
class Answer:
    """What became of a push. `declined` is true where trying again is of no use: the server's hook refused it, or its disk
    did; `said` is in its words, or git's."""

    accepted: bool
    declined: bool = False
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class Remote:
    """The branch of a server that a local branch belongs to. Open it with `open_remote`."""

    repository: Repository
    name: str
    url: str
    push_url: str
    branch: str
    scratch: Repository

    @property
    def shown(self) -> str:
        """The address it is pushed to, without a password that may stand in it."""
        return re.sub(r"(?<=://)[^/@]*@", "", self.push_url)

    def fetch(self) -> str | None:
        """The commit that the branch is at on the server, its history brought here; None where there is no such branch.

        No branch of the real repository moves. Raises UserError where the server cannot be reached.
        """
        spec = f"+{self.branch}:{TIP}"
        done = self._run(
            "fetch", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--no-auto-maintenance",
            "--refmap=", "--upload-pack=git-upload-pack", "--quiet", "--", self.url, spec,
        )  # fmt: skip
        if done.returncode == 0:
            return self.scratch.git("rev-parse", TIP + "^{commit}", extra=self._objects()).decode("ascii").strip()
        said = self._words(done.stderr)
        if "couldn't find remote ref" in said:
            return None
        if (refusal := disk_error_in(_own_words(done.stderr))) is not None:
            raise unwritable(self.repository.git_dir, refusal, Message(LOOK_AT_PLACE))
        raise UserError(
            Message(messages.SERVER_UNREACHABLE, said=said), Message(messages.CHECK_ACCESS, remote=self.name)
        )

    def push(self, commit: str) -> Answer:
        """Ask the server to move the branch on to a commit, never by force. Whatever comes of it is an answer."""
        done = self._run(
            "push", "--porcelain", "--no-verify", "--no-signed", "--no-recurse-submodules", "--no-follow-tags",
            "--receive-pack=git-receive-pack", "--", self.push_url, f"{commit}:{self.branch}",
        )  # fmt: skip
        rows = [line.split("\t") for line in programs.text(done.stdout).split("\n")]
        own = next((row for row in rows if len(row) == 3 and row[1].endswith(":" + self.branch)), None)
        if done.returncode == 0 and own is not None and own[0] != "!":
            self._note_accepted(commit)
            return Answer(True)
        reason = own[2] if own else ""
        words = self._words(done.stderr) or reason
        return Answer(False, any(why in reason for why in _DECLINED) or disk_error_in(words) is not None, words)

    def _note_accepted(self, commit: str) -> None:
        """As `git push` does: the remote-tracking branch, where there is one, shows what the server now has.

        Where that cannot be noted, the next fetch does it: it is no reason to say that nothing was pushed.
        """
        tracking = f"refs/remotes/{self.name}/{self.branch.removeprefix(BRANCHES)}"
        with suppress(UserError, OSError):
            if self.repository.git("for-each-ref", "--format=%(refname)", tracking):
                scratch.note(self.scratch.git_dir, BranchMove(tracking, "", commit))
                self.repository.git("update-ref", "--no-deref", "-m", "bwtb sign --push", tracking, commit)

    def _objects(self) -> dict[str, str]:
        return {"GIT_OBJECT_DIRECTORY": str(self.repository.common_dir / "objects")}

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        prompts = "1" if sys.stdin is not None and sys.stdin.isatty() else "0"
        return subprocess.run(
            [programs.find("git"), *(word for setting in OVERRIDES for word in ("-c", setting)), *arguments],
            env={name: os.environ[name] for name in KEPT if name in os.environ}
            | programs.environment()
            | self._objects()
            | {
                "GIT_DIR": str(self.scratch.git_dir),
                "GIT_ALLOW_PROTOCOL": PROTOCOLS,
                "GIT_NO_REPLACE_OBJECTS": "1",
                "GIT_TERMINAL_PROMPT": prompts,
                "LC_ALL": "C",
            },
            cwd=self.repository.work_tree or self.repository.git_dir,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )

    def _words(self, stderr: bytes) -> str:
        """What the server said, where it said anything; else git's own words."""
        lines = [line.rstrip() for line in re.split(r"[\r\n]", stderr.decode("utf-8", "replace"))]
        server = [line.removeprefix("remote:").removeprefix(" ") for line in lines if line.startswith("remote:")]
        text = "\n".join(server or lines).strip()
        return text.replace(self.url, self.shown).replace(self.push_url, self.shown)


def _own_words(stderr: bytes) -> str:
    """What git here said, without what it passed on from the server."""
    lines = re.split(r"[\r\n]", stderr.decode("utf-8", "replace"))
    return "\n".join(line for line in lines if not line.startswith("remote:"))


@contextmanager
def open_remote(repository: Repository, branch: str) -> Iterator[Remote]:
    """The server's branch that a local branch (its full name) is pushed to: its upstream, else the same name at origin.

    Raises UserError where no server is known.
    """
    local = branch.removeprefix(BRANCHES)
    names = repository.settings(f"branch.{local}.remote")
    name = names[-1] if names and names[-1] != "." else "origin"
    merge = repository.settings(f"branch.{local}.merge")
    urls = repository.settings(f"remote.{name}.url")
    if not urls:
        raise UserError(Message(messages.NO_SERVER), Message(messages.ADD_SERVER))
    push_urls = repository.settings(f"remote.{name}.pushurl")
    target = merge[-1] if merge and names and names[-1] == name and merge[-1].startswith(BRANCHES) else branch
    with scratch.folder(repository.git_dir) as folder:
        here = [branch, f"refs/remotes/{name}/{target.removeprefix(BRANCHES)}"]
        yield Remote(
            repository=repository,
            name=name,
            url=urls[0],
            push_url=(push_urls or urls)[0],
            branch=target,
            scratch=_make_scratch(repository, folder, here),
        )


def _make_scratch(repository: Repository, folder: Path, here: list[str]) -> Repository:
    """A repository without settings. It knows the branches `here`, whose history need not be fetched again."""
    settings = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n"
    if repository.algorithm != "sha1":
        settings = settings.replace("= 0", "= 1") + f"[extensions]\n\tobjectFormat = {repository.algorithm}\n"
    known = repository.git("for-each-ref", "--format=%(objectname)", *here).decode("ascii").split()
    (folder / "refs").mkdir()
    (folder / "HEAD").write_text("ref: refs/bwtb/none\n", encoding="ascii")
    (folder / "config").write_text(settings, encoding="ascii")
    packed = "".join(f"{commit} refs/bwtb/here/{number}\n" for number, commit in enumerate(known))
    (folder / "packed-refs").write_text(packed, encoding="ascii")
    return Repository(folder, None)
