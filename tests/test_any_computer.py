"""The same verdicts and bytes on any computer: under every locale, with odd or hostile settings, wherever the registry lies.

Each value of each of the three (locale, setting, place) is tried with the others plain, and some combinations of all three,
always the same ones. What is compared is the exit code and every byte on standard output, of a program of its own.
"""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bwtb.base.languages import set_language
from tests import REPOSITORY
from tests.helpers.checkout import Checkout
from tests.world import A, B, World, build

pytestmark = pytest.mark.posix

# The commands, one after another in one program; each answer is framed by bytes that none of them prints.
COMMANDS = f"""
import sys
from bwtb.cli.app import main
from bwtb.cli.streams import in_utf8

in_utf8()
pin = sys.argv[1]
for line in ("validate", "verify --format json", "status --format json", "show {A} --format json", "show {A}"):
    words = line.split()
    sys.argv[1:] = [*words, *(() if words[0] == "validate" else ("--trust-root", pin))]
    try:
        main()
    except SystemExit as ended:
        sys.stdout.flush()
        sys.stdout.buffer.write(b"\\0%d\\0" % ended.code)
        sys.stdout.buffer.flush()
"""
PLAIN = {"LC_ALL": "C.UTF-8"}
OFF = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
GBK = {"LC_ALL": "zh_CN.GBK", "LANG": "zh_CN.GBK"}
LOCALES: dict[str, dict[str, str]] = {
    "plain": PLAIN,
    "C": {"LC_ALL": "C"},
    "C without coercion": {"LC_ALL": "C", **OFF},
    "POSIX without coercion": {"LC_ALL": "POSIX", **OFF},
    "GBK": GBK,
    "GBK, UTF-8 mode off": GBK | OFF,
    "a locale that there is not": {"LC_ALL": "xx_XX.KOI8-R", **OFF},
    "unbuffered": PLAIN | {"PYTHONUNBUFFERED": "1"},
    "isolated from the user's site": PLAIN | {"PYTHONNOUSERSITE": "1", "PYTHONOPTIMIZE": "1"},
}

Settings = Callable[[Checkout, Path], dict[str, str]]  # changes repository and home; gives variables to set


def own(text: str | bytes) -> Settings:
    """The repository's configuration says this too."""

    def change(w: Checkout, _home: Path) -> dict[str, str]:
        with (common(w) / "config").open("ab") as file:
            file.write(text.encode() if isinstance(text, str) else text)
        return {}

    return change


def users(text: str) -> Settings:
    """The user's configuration says this."""

    def change(_w: Checkout, home: Path) -> dict[str, str]:
        (home / ".gitconfig").write_text(text, encoding="utf-8")
        return {}

    return change


def variables(**values: str) -> Settings:
    return lambda _w, _home: values


def common(w: Checkout) -> Path:
    """The folder that holds a repository's configuration."""
    return (w.root / w.git("rev-parse", "--git-common-dir")).resolve()


def included(w: Checkout, home: Path) -> dict[str, str]:
    (home / "included").write_text("[i18n]\n\tlogOutputEncoding = UTF-16\n[log]\n\tdate = relative\n")
    (home / ".gitconfig").write_text(f'[includeIf "gitdir:{w.root}/"]\n\tpath = included\n')
    with (common(w) / "config").open("a") as file:
        file.write(
            '[includeIf "gitdir:**"]\n\tpath = /nowhere\n[includeIf "onbranch:m*"]\n\tpath = ../../home/included\n'
        )
    return {}


def of_another(w: Checkout, _home: Path) -> dict[str, str]:
    """The repository belongs to somebody else, and `safe.directory` does not name it."""
    if os.getuid() == 0:
        for path in (w.root, *w.root.rglob("*")):
            os.chown(path, 12345, 12345, follow_symlinks=False)
    return {}


def programs_set(w: Checkout, home: Path) -> dict[str, str]:
    return own(f"[core]\n\tfsmonitor = {home}/x\n\tpager = {home}/x\n\thooksPath = {home}\n\tsshCommand = x\n")(w, home)


SETTINGS: dict[str, Settings] = {
    "plain": variables(),
    "GBK in .git/config": own("[user]\n\tname = 张三\n[gui]\n\tencoding = 国标\n".encode("gbk")),
    "includeIf": included,
    "logOutputEncoding gbk": own("[i18n]\n\tlogOutputEncoding = gbk\n\tcommitEncoding = gbk\n"),
    "logOutputEncoding UTF-16": users("[i18n]\n\tlogOutputEncoding = UTF-16\n"),
    "quotePath": own("[core]\n\tquotePath = true\n"),
    "hooksPath": users("[core]\n\thooksPath = .githooks\n"),
    "autocrlf": own("[core]\n\tautocrlf = true\n\teol = crlf\n\tsafecrlf = true\n"),
    "precomposeunicode": own("[core]\n\tprecomposeunicode = true\n\tignoreCase = true\n\tprotectNTFS = true\n"),
    "safe.directory": of_another,
    "showSignature": users("[log]\n\tshowSignature = true\n\tdecorate = full\n\tfollow = true\n[format]\n\tpretty = raw\n"),
    "color": users("[color]\n\tui = always\n[column]\n\tui = always\n[core]\n\tabbrev = 4\n[diff]\n\tnoprefix = true\n"),
    "programs": programs_set,
    "another work tree": own("[core]\n\tworktree = /nowhere\n\tbare = false\n"),
    "unwritable home": variables(HOME="/dev/null/home"),
    "home is a file": lambda w, home: {"HOME": str(home / "file")} if (home / "file").write_text("") == 0 else {},
    "no home": variables(HOME=""),
    "git's variables": variables(
        GIT_DIR="/nowhere", GIT_WORK_TREE="/nowhere", GIT_OPTIONAL_LOCKS="1", GIT_CONFIG_COUNT="1",
        GIT_CONFIG_KEY_0="i18n.logOutputEncoding", GIT_CONFIG_VALUE_0="UTF-16", GIT_TRACE="1", GIT_PAGER="false",
    ),
    "no temporary folder": variables(TMPDIR="/nowhere", COLUMNS="20", TERM="dumb", FORCE_COLOR="1"),
}  # fmt: skip


def linked(w: Checkout) -> Path:
    w.git("worktree", "add", "-q", "-f", str(w.root.parent / "分支"), "main")
    return w.root.parent / "分支"


def submodule(w: Checkout) -> Path:
    above = Checkout(w.root.parent / "above")
    above.root.mkdir()
    above.git("init", "-q", "-b", "main")
    above.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(w.root), "库")
    return above.root / "库"


def under_odd_folders(w: Checkout) -> Path:
    target = Path(os.fsdecode(os.fsencode(w.root.parent) + "/档案 \udcd6\udcd0".encode("utf-8", "surrogateescape")))
    shutil.copytree(w.root, target, symlinks=True)
    return target


PLACES: dict[str, Callable[[Checkout], Path]] = {
    "plain": lambda w: w.root,
    "sub-folder": lambda w: w.root / "requests/2027",
    "linked work tree": linked,
    "submodule": submodule,
    "a folder in Chinese and GBK": under_odd_folders,
}


class Capture:
    """What this process prints, for a fixture that outlives a test."""

    def __init__(self) -> None:
        self.streams = [io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2)]

    def readouterr(self) -> tuple[str, str]:
        sys.stdout, sys.stderr = self.streams
        texts = []
        for stream in self.streams:
            stream.flush()
            texts.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]
            stream.seek(0)
            stream.truncate()
        return texts[0], texts[1]


def reviewed(folder: Path, key_folder: Path, algorithm: str) -> World:
    """A registry in which something is approved, something is stale and a branch was merged."""
    before = sys.stdout, sys.stderr
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"HOME": str(folder), "BWTB_LANG": "en", "GIT_DEFAULT_HASH": algorithm}.items():
            patch.setenv(name, value)
        set_language("en")
        try:
            world = build(folder / "registry", key_folder, Capture())
            world.approve_by_all(A)
            world.sign("office", B)
            world.branch("side")
            world.edit(B, "title: ", "title: 修改后的")
            world.checkout()
            world.merge("side")
        finally:
            sys.stdout, sys.stderr = before
    return world


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory, key_folder: Path) -> World:
    return reviewed(tmp_path_factory.mktemp("any"), key_folder, "sha1")


@pytest.fixture(scope="module")
def sha256_registry(tmp_path_factory: pytest.TempPathFactory, key_folder: Path) -> World:
    return reviewed(tmp_path_factory.mktemp("any256"), key_folder, "sha256")


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """A folder with the locale zh_CN.GBK, made here: few computers have it. None where it cannot be made."""
    folder = tmp_path_factory.mktemp("locales")
    if shutil.which("localedef") is None:
        return None
    done = subprocess.run(
        ["localedef", "-f", "GBK", "-i", "zh_CN", folder / "zh_CN.GBK"], capture_output=True, check=False
    )
    return folder if done.returncode == 0 else None


def answers(world: World, tmp_path: Path, locale: str, setting: str, place: str, locales: Path | None) -> bytes:
    """What the commands print in a copy of the registry, with their exit codes."""
    variables = dict(LOCALES[locale])
    if "GBK" in variables.get("LC_ALL", ""):
        if locales is None:
            pytest.skip("NOT TRIED: the locale zh_CN.GBK cannot be made here (localedef and Debian's package locales)")
        variables["LOCPATH"] = str(locales)
    shutil.copytree(world.root, tmp_path / "registry", symlinks=True)
    home = tmp_path / "home"
    home.mkdir()
    copy = Checkout(tmp_path / "registry")
    there = PLACES[place](copy)
    top = Checkout(there if place != "sub-folder" else copy.root)
    variables = {"HOME": str(home)} | variables | SETTINGS[setting](top, home)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), "BWTB_LANG": "zh"} | variables
    if setting == "no home":
        del environment["HOME"]
        environment["XDG_STATE_HOME"] = str(
            home
        )  # what is remembered is not the matter here, and no real home is touched
    done = subprocess.run(
        [sys.executable, "-P", "-c", COMMANDS, world.pin], cwd=there, env=environment, capture_output=True, check=False
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode("utf-8", "replace")
    assert done.stdout.count(b"\0") == 2 * 5, done.stderr.decode("utf-8", "replace")
    return done.stdout


def unremembered(printed: bytes) -> bytes:
    """Without the warning that what was seen could not be compared or remembered, which is true of an unwritable home."""
    return re.sub(rb'"warnings": \[[^][]*"REWIND_[A-Z]*"[^][]*\]', b'"warnings": []', printed)


@pytest.fixture(scope="module")
def plain(registry: World, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return answers(registry, tmp_path_factory.mktemp("plain"), "plain", "plain", "plain", None)


COMBINED = random.Random(11)  # noqa: S311 - the same ones each time
CASES = [
    *((locale, "plain", "plain") for locale in LOCALES if locale != "plain"),
    *(("plain", setting, "plain") for setting in SETTINGS if setting != "plain"),
    *(("plain", "plain", place) for place in PLACES if place != "plain"),
    *((COMBINED.choice([*LOCALES]), COMBINED.choice([*SETTINGS]), COMBINED.choice([*PLACES])) for _ in range(8)),
]


def test_the_plain_case_finds_what_there_is(plain: bytes) -> None:
    """Approved, stale and in the folder: what the others are compared with is not empty."""
    text = plain.decode()
    codes = re.findall("\0(\\d+)\0", text)
    assert codes == ["0", "0", "0", "0", "0"], text
    for found in ('"approved"', '"stale"', "需求说明.pdf", "养老服务", "测试员"):
        assert found in text, found
    assert "\\u" not in text


@pytest.mark.parametrize(("locale", "setting", "place"), CASES, ids=lambda value: value)
def test_the_same_bytes(
    registry: World, plain: bytes, locales: Path | None, tmp_path: Path, locale: str, setting: str, place: str
) -> None:
    printed = answers(registry, tmp_path, locale, setting, place, locales)
    assert unremembered(printed).decode() == unremembered(plain).decode()


@pytest.mark.parametrize("locale", ["plain", "POSIX without coercion", "GBK"])
def test_the_same_verdicts_in_a_sha256_repository(
    sha256_registry: World, plain: bytes, locales: Path | None, tmp_path: Path, locale: str
) -> None:
    """Names of commits and digests of what names them differ; nothing else does."""
    printed = answers(sha256_registry, tmp_path, locale, "plain", "plain", locales)
    hexadecimal = re.compile(rb"[0-9a-f]{12,64}|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d\+\d\d:\d\d)?")
    assert hexadecimal.sub(b"#", printed).decode() == hexadecimal.sub(b"#", plain).decode()


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16-le", "ascii"])
def test_who_asks_for_an_encoding_gets_it_and_programs_still_get_utf8(
    registry: World, plain: bytes, tmp_path: Path, encoding: str
) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), "HOME": str(tmp_path), "BWTB_LANG": "zh"}
    printed = {}
    for format in ("text", "json"):
        command = [sys.executable, "-P", "-m", "bwtb", "catalog", "list", "parties", "--format", format]
        for asked in (encoding, "utf-8"):
            done = subprocess.run(
                command,
                cwd=registry.root,
                env=environment | {"PYTHONIOENCODING": asked},
                capture_output=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            printed[format, asked] = done.stdout
    text = printed["text", "utf-8"].decode()
    assert printed["text", encoding] == text.encode(encoding, "backslashreplace")
    assert printed["json", encoding] == printed["json", "utf-8"]
