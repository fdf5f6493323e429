"""A program that leaves a mark wherever git, or anything else, would start it: settings, hooks, filters, environment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.helpers.checkout import Checkout

# Every setting of git that names a program.
SETTINGS = (
    "core.fsmonitor", "core.sshCommand", "core.editor", "core.pager", "core.askPass", "core.gitProxy", "core.alternateRefsCommand",
    "gpg.program", "gpg.ssh.program", "gpg.ssh.defaultKeyCommand", "diff.external", "filter.evil.clean", "filter.evil.smudge",
    "filter.evil.process", "credential.helper", "credential.file:///.helper", "remote.origin.uploadpack",
    "remote.origin.receivepack", "remote.origin.vcs", "uploadpack.packObjectsHook",
)  # fmt: skip
# Settings that make git look for one of those.
TRIGGERS = {
    "commit.gpgSign": "true", "push.gpgSign": "true", "push.recurseSubmodules": "on-demand", "log.showSignature": "true",
    "protocol.ext.allow": "always",
}  # fmt: skip
HOOKS = (
    "pre-commit", "post-commit", "reference-transaction", "post-index-change", "post-checkout", "post-merge", "post-rewrite",
    "pre-push", "update",
)  # fmt: skip
VARIABLES = (
    "GIT_SSH_COMMAND", "GIT_SSH", "GIT_EXTERNAL_DIFF", "GIT_ASKPASS", "SSH_ASKPASS", "GIT_EDITOR", "GIT_PAGER", "GIT_PROXY_COMMAND",
)  # fmt: skip


@dataclass(frozen=True)
class Trap:
    """The program, and the file it writes its name and its caller to."""

    program: Path
    mark: Path

    @property
    def sprung(self) -> str:
        """What was started, and by whom; "" for nothing."""
        return self.mark.read_text() if self.mark.exists() else ""

    def set_in(self, checkout: Checkout) -> None:
        """In the checkout's own settings, hooks and attributes."""
        for setting in SETTINGS:
            checkout.git("config", setting, str(self.program))
        for setting, value in TRIGGERS.items():
            checkout.git("config", setting, value)
        checkout.write(".git/info/attributes", "* filter=evil diff=evil\n")
        self.set_as_hooks(checkout, ".git/hooks")

    def set_as_hooks(self, checkout: Checkout, folder: str) -> None:
        for hook in HOOKS:
            checkout.write(f"{folder}/{hook}", self.program.read_bytes())
            (checkout.root / folder / hook).chmod(0o755)

    def set_in_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """In the variables that whoever started us may have, and in settings that come by variables."""
        for name in VARIABLES:
            monkeypatch.setenv(name, str(self.program))
        for number, setting in enumerate(("core.fsmonitor", "gpg.ssh.program")):
            monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", setting)
            monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", str(self.program))
        monkeypatch.setenv("GIT_CONFIG_COUNT", "2")


def make(folder: Path, name: str = "trap", *, then: str = "cat") -> Trap:
    """A trap outside the checkout; `then` is what the program does after it left its mark."""
    trap = Trap(folder / f"{name}.sh", folder / f"{name}-sprung")
    caller = '$(tr "\\0" " " < /proc/$PPID/cmdline)'
    trap.program.write_text(f'#!/bin/sh\necho "$0 $* for {caller}" >> {trap.mark}\n{then}\n')
    trap.program.chmod(0o755)
    return trap
