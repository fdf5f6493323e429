"""Completion: by the protocol between shell and program, and at real prompts of bash, zsh and fish."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import REPOSITORY
from tests.helpers.terminal import Terminal
from tests.world import lay_out

BIN = Path(sys.executable).parent
Complete = Callable[..., dict[str, str]]
# What would run if a shell evaluated a title.
EVIL = json.dumps('x\'"; touch pwned; "$(touch pwned)`touch pwned`\' \\"; touch pwned; \\"')


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry with the sample requests and the beginning of a keyring, below the folder of the test."""
    root = tmp_path / "registry"
    lay_out(root)
    shutil.copytree(REPOSITORY / "requests/2027", root / "requests/2027")
    (root / "catalog/keyring").mkdir()
    (root / "catalog/keyring/0001.yaml").write_text("version: 1\n")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def complete(root: Path) -> Complete:
    """What may stand next, with its explanation; anything but an answer fails."""

    def ask(line: str, shell: str = "zsh", folder: Path = root) -> dict[str, str]:
        environment = {**os.environ, "_BWTB_COMPLETE": shell, "_BWTB_LINE": line, "BWTB_LANG": "zh"}
        done = subprocess.run([BIN / "bwtb"], cwd=folder, env=environment, capture_output=True, check=True)
        assert done.stderr == b""
        pairs = (row.partition("\t") for row in done.stdout.decode().splitlines())
        return {value: help for value, _tab, help in pairs}

    return ask


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("bwtb va", {"validate": "检查文件格式、引用关系和管理办法的规定。"}),
        ("bwtb show 2027-mz", {"2027-mzj-001": "养老服务“一件事”智能填表与免申即享改造"}),
        ("bwtb form 2027-mzj-001 2027-mz", {}),  # stands on the line already
        ("bwtb validate 2027-mz", {"2027-mzj-001": "养老服务“一件事”智能填表与免申即享改造"}),
        ("bwtb validate req", {}),  # the shell's own: a file
        ("bwtb sign key", {"keyring:0001": ""}),
        ("bwtb show key", {}),
        ("bwtb sign --except 2027-mz", {"2027-mzj-001": "养老服务“一件事”智能填表与免申即享改造"}),
        ("bwtb new --unit mz", {"mzj": "区民政局"}),
        ("bwtb new --unit=mz", {"mzj": "区民政局"}),
        ("bwtb new --category sc", {"scenario": "场景开发类"}),
        ("bwtb sign --party ce", {"centre": "区行政服务中心"}),
        ("bwtb status --party ", {"centre": "区行政服务中心", "office": "区政府办公室", "bigdata": "区信息委（区大数据中心）"}),
        ("bwtb explain AMOUNT_F", {"AMOUNT_FORMAT": "金额不是以元为单位的数字。"}),
        ("bwtb catalog show cap-15", {"cap-15": "电子证照"}),
        ("bwtb catalog list uni", {"units": ""}),
        ("bwtb status --year ", {"2027": ""}),
        ("bwtb build-proposal ", {"2027": ""}),
        ("bwtb validate --format s", {"sarif": ""}),
        ("bwtb build-proposal --format docx,x", {"docx,xlsx": ""}),
        ("bwtb --lang z", {"zh": ""}),
        ("bwtb status --lang e", {"en": ""}),
        ("bwtb keyring sho", {"show": "按最近一次提交时生效的密钥册，显示有权签署的人员，以及尚待生效的版本。"}),
        ("bwtb nothing ", {}),
        ("bwtb show --nothing ", None),
        ("bwtb new --title '未完的引号", {}),
        ("bwtb", None),
        ("", None),
    ],
)  # fmt: skip
def test_what_may_stand_next(complete: Complete, line: str, expected: dict[str, str] | None) -> None:
    found = complete(line)
    if expected is not None:
        assert found == expected
    assert complete(line, "bash") == dict.fromkeys(found, "")  # bash shows no explanations


def test_outside_a_registry_it_knows_commands_and_is_silent_else(complete: Complete, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert "validate" in complete("bwtb ", folder=elsewhere)
    for line in (
        "bwtb show ",
        "bwtb new --unit ",
        "bwtb status --year ",
        "bwtb catalog show ",
        "bwtb show --registry /no ",
    ):
        assert complete(line, folder=elsewhere) == {}
    assert "mzj" in complete(f"bwtb new --registry {tmp_path / 'registry'} --unit ", folder=elsewhere)


def test_broken_and_hostile_files_give_no_answer_and_no_traceback(complete: Complete, root: Path) -> None:
    folder = root / "requests/2027"
    (folder / "2027-sww-001.yaml").write_bytes(b"\xff\xfe\x00: [")
    (folder / "2027-kw-001.yaml").write_text('title: "\\e]0;x\\a\\tb\\u202e"\n', encoding="utf-8")
    for name in ("2027-mzj-002$(touch pwned).yaml", "2027-mzj-003 x.yaml", "-rf.yaml", "2028-mzj-001.yaml"):
        (folder / name).write_text("title: x\n")
    (root / "requests/20$x").mkdir()
    assert complete("bwtb show 2027-sw") == {"2027-sww-001": ""}
    assert "\x1b" not in complete("bwtb show 2027-kw")["2027-kw-001"]
    assert list(complete("bwtb show 2027-mzj")) == ["2027-mzj-001"]
    assert list(complete("bwtb status --year ")) == ["2027"]
    (root / "catalog/units.yaml").write_text("- code: [")
    assert complete("bwtb new --unit ") == {}
    (root / "catalog/units.yaml").write_text('- code: "a b;c"\n  name: x\n- code: abc\n  name: y\n')
    assert complete("bwtb new --unit ") == {"abc": "y"}
    shutil.rmtree(root / "requests/2027")
    (root / "requests/2027").symlink_to("nowhere")
    assert complete("bwtb show 2027") == {}


def test_of_many_requests_only_the_folder_is_read(complete: Complete, root: Path) -> None:
    for number in range(1, 101):
        # Reading one of these would take the answer's explanation from it.
        (root / f"requests/2027/2027-kw-{number:03}.yaml").write_text("title: x\n")
    found = complete("bwtb show 2027-kw-")
    assert len(found) == 100
    assert set(found.values()) == {""}
    assert complete("bwtb show 2027-kw-00") == {f"2027-kw-00{n}": "x" for n in range(1, 10)}


@contextmanager
def shell(root: Path, home: Path, *command: str) -> Iterator[Terminal]:
    """A shell that a person started, with the program on its path."""
    home.mkdir(exist_ok=True)
    path = f"{BIN}:{os.environ['PATH']}"
    with Terminal(list(command), root, columns=100, HOME=str(home), PATH=path, PS1="$ ", BWTB_LANG="zh") as terminal:
        yield terminal


def needs(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@dataclass(frozen=True)
class Kind:
    """A shell: its command, its own settings, what its prompt looks like, and where completion is installed."""

    name: str
    prompt: str
    installed: str
    settings: str = ""
    options: tuple[str, ...] = ("-i",)

    @contextmanager
    def opened(self, root: Path, home: Path) -> Iterator[Terminal]:
        with shell(root, home, needs(self.name), *self.options) as t:
            t.see(self.prompt)
            yield t

    def install(self, root: Path, home: Path) -> None:
        """What a person does once."""
        if self.settings:
            home.mkdir(exist_ok=True)
            (home / self.settings).write_text("PS1='$ '\nexport KEPT=1\n")
        with self.opened(root, home) as t:
            t.press("bwtb --install-completion", "enter")
            t.read("的补全已经装好")
            t.press("exit", "enter")
            t.end()
        assert (home / self.installed).is_file()


BASH = Kind("bash", "$", ".bash_completions/bwtb.sh", ".bashrc")
ZSH = Kind("zsh", "$", ".zfunc/_bwtb", ".zshrc")
FISH = Kind("fish", "registry", ".config/fish/completions/bwtb.fish", options=())
# What is typed before the tab key, and the line that stands there after it.
EVERYWHERE = (
    ("bwtb valid", "bwtb validate "),
    ("bwtb show 2027-mz", "bwtb show 2027-mzj-001 "),
    ("bwtb new --unit mz", "bwtb new --unit mzj "),
    ("bwtb sign keyr", "bwtb sign keyring:0001 "),
)
A_FILE = ("bwtb validate requests/2027/2027-mzj-001.y", "bwtb validate requests/2027/2027-mzj-001.yaml ")
IN_BASH = (
    ("bwtb new --unit=mz", "bwtb new --unit=mzj "),
    ("bwtb sign keyring:00", "bwtb sign keyring:0001 "),
    ("bwtb explain AMOUNT_FO", "bwtb explain AMOUNT_FORMAT "),
    ("./bwtb show 2027-mz", "./bwtb show 2027-mzj-001 "),
    ("bwtb show 2027-kw", "bwtb show 2027-kw-001 "),
)


@pytest.mark.parametrize(
    ("kind", "lines"),
    [(BASH, (*EVERYWHERE, A_FILE, *IN_BASH)), (ZSH, (*EVERYWHERE, A_FILE)), (FISH, EVERYWHERE)],
    ids=["bash", "zsh", "fish"],
)
def test_the_tab_key(root: Path, tmp_path: Path, kind: Kind, lines: tuple[tuple[str, str], ...]) -> None:
    """Completes, and runs neither a program of that name in the folder nor what a title says."""
    kind.install(root, tmp_path / "home")
    (root / "bwtb").write_text("#!/bin/sh\ntouch pwned\n")
    (root / "bwtb").chmod(0o755)
    (root / "requests/2027/2027-kw-001.yaml").write_text(f"title: {EVIL}\n")
    with kind.opened(root, tmp_path / "home") as t:
        for typed, completed in lines:
            t.press("ctrl-u", typed, "tab", "x")
            t.see(f" {completed}x")
    assert not (root / "pwned").exists()


@pytest.mark.parametrize(
    ("kind", "tabs", "shown"), [(ZSH, 2, "2027-kw-001"), (FISH, 1, "27-kw-001")], ids=["zsh", "fish"]
)
def test_titles_stand_beside_what_is_offered(root: Path, tmp_path: Path, kind: Kind, tabs: int, shown: str) -> None:
    kind.install(root, tmp_path / "home")
    (root / "requests/2027/2027-kw-001.yaml").write_text(f"title: {EVIL}\n")
    (root / "requests/2027/2027-kw-002.yaml").write_text("title: '另一个: 50% %n'\n")
    with kind.opened(root, tmp_path / "home") as t:
        t.press("ctrl-u", "bwtb show 2027-kw", *["tab"] * tabs)
        t.see(shown, "touch pwned", "另一个: 50% %n")
    assert not (root / "pwned").exists()


def test_installing_twice_is_installing_once(root: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    BASH.install(root, home)
    once = (home / ".bashrc").read_text()
    with BASH.opened(root, home) as t:
        t.press("bwtb --install-completion", "enter")
        t.read("的补全已经装好")
        t.press("exit", "enter")
        t.end()
    assert (home / ".bashrc").read_text() == once
    assert once.splitlines() == ["PS1='$ '", "export KEPT=1", "source ~/.bash_completions/bwtb.sh"]


def test_a_shell_that_is_not_known_is_told_what_to_do(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from bwtb.cli.completion.shells import shell\nshell()"],
        cwd=root, capture_output=True, text=True, check=False, start_new_session=True,
    )  # fmt: skip
    # Whatever started the tests may be a shell; what matters is that nothing else than a UserError can come of it.
    assert done.returncode == 0 or "UserError" in done.stderr
