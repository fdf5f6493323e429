"""The project's own workflows, templates and hooks: valid by their public schemas, and what they name is there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests import REPOSITORY

BIN = Path(sys.executable).parent
SCHEMAS = {
    ".github/workflows/ci.yml": "github-workflows",
    ".github/dependabot.yml": "dependabot",
    ".github/ISSUE_TEMPLATE/bug.yml": "github-issue-forms",
    ".github/ISSUE_TEMPLATE/idea.yml": "github-issue-forms",
    ".github/ISSUE_TEMPLATE/config.yml": "github-issue-config",
    ".gitlab-ci.yml": "gitlab-ci",
}
WORKFLOWS = [".github/workflows/ci.yml", ".gitlab-ci.yml"]
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


def read(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "schema"), SCHEMAS.items())
def test_it_keeps_to_its_schema(name: str, schema: str) -> None:
    command = [BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", REPOSITORY / name]
    if schema == "gitlab-ci":
        command[1:1] = ["--data-transform", "gitlab-ci"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_file_of_the_forges_is_checked() -> None:
    found = {str(f.relative_to(REPOSITORY)) for f in (REPOSITORY / ".github").rglob("*.yml")}
    assert found | {".gitlab-ci.yml"} == set(SCHEMAS)


def test_both_workflows_run_every_python() -> None:
    github, gitlab = (yaml.safe_load(read(name)) for name in WORKFLOWS)
    assert github["jobs"]["linux"]["strategy"]["matrix"]["python"] == PYTHONS
    assert gitlab["linux"]["parallel"]["matrix"] == [{"PYTHON": PYTHONS}]
    assert [step["run"] for step in github["jobs"]["linux"]["steps"] if "run" in step][-1] == ".ci/run"
    assert gitlab["linux"]["script"] == [".ci/run"]


def test_both_workflows_run_the_same_on_windows() -> None:
    github, gitlab = (re.findall(r"python -m pytest .*", read(name)) for name in WORKFLOWS)
    assert github == gitlab
    paths = re.findall(r"\btests/\S+", github[0])
    assert paths
    assert [p for p in paths if not (REPOSITORY / p).exists()] == []


def test_ci_prepares_before_its_two_steps() -> None:
    steps = [line for line in read(".ci/run").splitlines() if re.match(r"bash |step \w", line)]
    assert steps == ["bash .ci/prepare", "step test", "step test-long"]
    assert json.loads(read(".devcontainer/devcontainer.json"))["onCreateCommand"] == "bash .ci/prepare"


@pytest.mark.parametrize("failing", ["", "test", "test-long"])
def test_ci_says_last_what_ran(tmp_path: Path, failing: str) -> None:
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci/run").write_text(read(".ci/run"))
    (tmp_path / ".ci/prepare").write_text("")
    targets = ["test", "test-long"]
    rules = [f"{target}:\n\t@{'false' if target == failing else 'true'}\n" for target in targets]
    (tmp_path / "Makefile").write_text("".join(rules))
    done = subprocess.run(["bash", ".ci/run"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == (not failing)
    ran = targets if failing != "test" else targets[:1]
    parts = [rf"make {target} \(\d+ s{', failed' if target == failing else ''}\)" for target in ran]
    assert re.fullmatch("Ran: " + ", ".join(parts), done.stdout.splitlines()[-1])


def test_merge_requests_ask_the_same_on_both_forges() -> None:
    assert read(".github/PULL_REQUEST_TEMPLATE.md") == read(".gitlab/merge_request_templates/Default.md")


def hooks() -> list[dict[str, str]]:
    repositories = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    return [hook for repository in repositories for hook in repository["hooks"]]


def test_pre_commit_takes_the_configuration() -> None:
    done = subprocess.run(
        [BIN / "pre-commit", "validate-config", REPOSITORY / ".pre-commit-config.yaml"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert {r["repo"] for r in yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]} == {"local"}


@pytest.mark.parametrize("hook", hooks(), ids=lambda h: h["id"])
def test_a_hook_is_a_program_of_the_environment(hook: dict[str, str]) -> None:
    program = Path(hook["entry"].split()[0])
    assert program.parent == Path(".venv/bin")
    assert (BIN / program.name).exists(), "name what brings it in the dev extra"


def test_the_hooks_find_what_is_wrong(tmp_path: Path) -> None:
    """The real pre-commit over a small repository with the project's configuration and environment."""
    wrong = {
        "a.yaml": "a: [\n",
        "b.json": "{\n",
        "c.toml": "=\n",
        "d.py": "import os\n",
        "e.txt": "spaces  \n",
        "f.txt": "no end",
    }
    for name, text in wrong.items():
        (tmp_path / name).write_text(text)
    (tmp_path / ".pre-commit-config.yaml").write_text(read(".pre-commit-config.yaml"))
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv/bin").symlink_to(BIN)
    for command in (["git", "init", "-q"], ["git", "add", *wrong]):
        subprocess.run(command, cwd=tmp_path, check=True)
    done = subprocess.run(
        [BIN / "pre-commit", "run", "--all-files"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    failed = set(re.findall(r"^- hook id: (\S+)", done.stdout, re.MULTILINE))
    assert failed == {"ruff", "check-yaml", "check-json", "check-toml", "end-of-file", "spaces"}, done.stdout
