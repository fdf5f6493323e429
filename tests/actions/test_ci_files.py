"""The files for pre-commit and CI: valid by their public schemas, and their commands run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bwtb.actions import begin
from tests import REPOSITORY
from tests.helpers.checkout import Checkout
from tests.world import A, World, path_of

STARTER = REPOSITORY / "starter"
CI = {server: STARTER / path for server, (path,) in begin.CI.items()}
BIN = Path(sys.executable).parent
HOOK = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[0]


@pytest.mark.parametrize(
    ("server", "schema"),
    [("gitlab", "gitlab-ci"), ("github", "github-workflows"), ("gitea", "github-workflows")],
)
def test_ci_files_keep_to_their_schema(server: str, schema: str) -> None:
    command = [BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", CI[server]]
    if schema == "gitlab-ci":
        command[1:1] = ["--data-transform", "gitlab-ci"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("server", list(CI))
def test_ci_sees_the_whole_history(server: str) -> None:
    """A sign-off is judged from all of it, and the pin comes from the server's settings, never from a file."""
    text = CI[server].read_text(encoding="utf-8")
    assert 'GIT_DEPTH: "0"' in text or "fetch-depth: 0" in text
    assert "BWTB_TRUST_ROOT" in text
    assert not re.search("sha256:[0-9a-f]{64}", text)


@pytest.mark.parametrize("server", list(CI))
def test_the_commands_of_ci_run(server: str, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    world.approve_by_all()
    commands = re.findall(
        r"bwtb (?:validate|verify).*?(?= \|\||$)", CI[server].read_text(encoding="utf-8"), re.MULTILINE
    )
    assert {c.split()[1] for c in commands} == {"validate", "verify"}
    for command in commands:
        code, _out, err = world.bwtb(*command.partition(" #")[0].split()[1:])
        assert code == 0, f"{command}\n{err}"


def pre_commit(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": f"{BIN}:/usr/bin:/bin", "HOME": str(root), "BWTB_LANG": "en"}
    return subprocess.run(
        [BIN / "pre-commit", *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def test_pre_commit_takes_the_manifest() -> None:
    done = subprocess.run(
        [BIN / "pre-commit", "validate-manifest", REPOSITORY / ".pre-commit-hooks.yaml"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    (example,) = yaml.safe_load((REPOSITORY / "examples/pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert [h["id"] for h in example["hooks"]] == [HOOK["id"]]


def test_pre_commit_refuses_what_is_wrong_as_staged(samples: Checkout) -> None:
    """The real pre-commit with the hook as its manifest has it, but for the environment: this one."""
    config = {"repos": [{"repo": "local", "hooks": [{**HOOK, "language": "system"}]}]}
    samples.write(".pre-commit-config.yaml", yaml.safe_dump(config))
    samples.change(path_of(A), "unit: mzj", "unit: 民政局")
    samples.git("add", ".")
    samples.change(path_of(A), "unit: 民政局", "unit: mzj")
    refused = pre_commit(samples.root, "run")
    assert refused.returncode == 1
    assert f"{path_of(A)}:4:7: error CODE_UNKNOWN" in refused.stdout
    samples.git("add", ".")
    passed = pre_commit(samples.root, "run", "--all-files")
    assert passed.returncode == 0, passed.stdout
    assert "Passed" in passed.stdout
