"""The one boundary: whatever the system refuses, and whatever nobody foresaw, is a line, what to do, and exit code 2."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from bwtb.base import faults
from bwtb.cli import app
from tests import REPOSITORY
from tests.cli.test_streams import assert_in_words
from tests.world import A, World, path_of

pytestmark = pytest.mark.posix
Run = Callable[..., tuple[int, str, str]]

NOBODY = 65534

# Commands that write, each with the place it writes to. `{key}` is a public key, `{out}` a folder outside.
WRITERS = {
    "fix": f"validate --fix {path_of(A)}",
    "keyring init": "keyring init --person centre:甲:{key}1 --person office:乙:{key}2 --person bigdata:丙:{key}3",
    "schemas": "catalog schemas",
    "new": "new --unit mzj --year 2027",
    "hook": "hook install",
    "output": "validate -o report.txt",
    "templates": "templates export -o templates",
}


@pytest.fixture
def registry(tmp_path: Path, world: World) -> World:
    """A registry with something to repair, without a keyring, in a folder that everybody may enter."""
    world.remove("catalog/keyring/0001.yaml")
    (world.root / "catalog/keyring").rmdir()
    world.commit("No keyring yet")
    world.change(path_of(A), "\ncontact: ", "\ncontact:\u2002")
    for name, key in (("1", "centre"), ("2", "office"), ("3", "bigdata")):
        shutil.copy(f"{world.keys[key]}.pub", tmp_path / f"key{name}")
    return world


def bwtb(w: World, line: str, prefix: Sequence[str] = (), **how: object) -> subprocess.CompletedProcess[str]:
    words = line.format(key=w.root.parent / "key", out=w.root.parent / "out").split()
    return subprocess.run(
        [*prefix, sys.executable, "-P", "-m", "bwtb", *words],
        cwd=w.root, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(REPOSITORY)}, **how,
    )  # type: ignore[call-overload,no-any-return]  # fmt: skip


def everything(root: Path) -> dict[str, tuple[int, bytes | None]]:
    """Every file and folder with its mode and content."""
    found = {}
    for path in root.rglob("*"):
        found[str(path.relative_to(root))] = (path.lstat().st_mode, path.read_bytes() if path.is_file() else None)
    return found


# Places that cannot be written: each gives what the command is run with.


@contextmanager
def read_only(w: World) -> Iterator[dict[str, object]]:
    with mounted(["--bind", w.root, w.root], w.root):
        subprocess.run(["mount", "-o", "remount,bind,ro", w.root], check=True)
        yield {}


@contextmanager
def full(w: World) -> Iterator[dict[str, object]]:
    """A small disk with the registry on it and no room left."""
    kept = w.root.rename(w.root.with_name("kept"))
    w.root.mkdir()
    with mounted(["-t", "tmpfs", "-o", "size=8m", "tmpfs", w.root], w.root):
        shutil.copytree(kept, w.root, symlinks=True, dirs_exist_ok=True)
        with (w.root / "filler").open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(4096))
            except OSError:
                pass
        yield {}


@contextmanager
def somebody_elses(w: World) -> Iterator[dict[str, object]]:
    """Owned by another user, and without root's power over others' files."""
    if os.getuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("NOT TRIED: only root can give a file away, and setpriv gives up root's power over it")
    for path in (w.root, *w.root.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    yield {"prefix": ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"]}


@contextmanager
def no_large_files(w: World) -> Iterator[dict[str, object]]:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))

    yield {"preexec_fn": limit}


@contextmanager
def mounted(options: list[str | Path], place: Path) -> Iterator[None]:
    if os.getuid() != 0 or subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("NOT TRIED: nothing can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", place], check=True)


PLACES = {"read-only": read_only, "full": full, "somebody else's": somebody_elses, "no large files": no_large_files}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("writer", WRITERS)
def test_a_place_that_cannot_be_written(registry: World, place: str, writer: str) -> None:
    with PLACES[place](registry) as how:
        before = everything(registry.root)
        done = bwtb(registry, WRITERS[writer], **how)
        after = everything(registry.root)
    assert done.returncode == 2, done.stdout + done.stderr
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()] == ["Error", "What to do"], done.stderr
    assert_in_words(done.stderr)
    if (place, writer) != (
        "no large files",
        "fix",
    ):  # there it is a temporary file, without a name, that history is read by
        assert any(name in done.stderr for name in (str(registry.root), "report.txt", "templates")), done.stderr
    assert changed(before, after) == []


def changed(before: dict[str, tuple[int, bytes | None]], after: dict[str, tuple[int, bytes | None]]) -> list[str]:
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        (
            "keyring init --person centre:甲:{key}1 --person office:乙:{key}2 --person bigdata:丙:{key}3",
            "catalog/keyring",
        ),
        ("catalog schemas", "schemas"),
        ("new --unit mzj --year 2031", "requests/2031"),
    ],
)
def test_a_file_in_the_place_of_a_folder(registry: World, line: str, taken: str) -> None:
    registry.write(taken, "a file")
    before = everything(registry.root)
    done = bwtb(registry, line)
    assert (done.returncode, taken in done.stderr) == (2, True), done.stderr
    assert_in_words(done.stderr)
    assert changed(before, everything(registry.root)) == []


@pytest.mark.parametrize("variable", ["HOME", "XDG_CONFIG_HOME"])
@pytest.mark.parametrize("place", ["/dev/null", "/proc/self/nowhere"])
def test_a_home_that_cannot_be_written(
    world: World, monkeypatch: pytest.MonkeyPatch, variable: str, place: str
) -> None:
    monkeypatch.setenv(variable, place)
    code, _out, err = world.bwtb("keyring", "trust", world.pin)
    assert (code, place in err) == (2, True)
    assert_in_words(err)
    assert world.bwtb("verify", "--format", "json")[0] == 0


def test_a_keyring_version_that_cannot_be_written_is_none(world: World) -> None:
    """`add` and `retire` on a disk that is read-only: the version that stood there is the last one."""
    with read_only(world) as _how:
        for line in (
            ("add", f"--person=office:丁:{world.keys['outsider']}.pub"),
            ("retire", world.fingerprint("office2")),
        ):
            code, out, err = world.bwtb("keyring", *line)
            assert (code, out) == (2, ""), err
            assert_in_words(err)
    assert [p.name for p in (world.root / "catalog/keyring").iterdir()] == ["0001.yaml"]


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    line = f"mkdir gone && cd gone && rmdir ../gone && {sys.executable} -P -m bwtb status"
    done = subprocess.run(
        ["sh", "-c", line],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
    )
    assert (done.returncode, "The folder you are in is gone" in done.stderr) == (2, True), done.stderr
    assert_in_words(done.stderr)


# What nobody foresaw


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ZeroDivisionError("a\nb"), "nobody foresaw (ZeroDivisionError: a\\nb)"),
        (RecursionError("too deep"), "nobody foresaw (RecursionError: too deep)"),
        (UnicodeDecodeError("utf-8", b"\xd6", 0, 1, "no"), "nobody foresaw (UnicodeDecodeError"),
        (MemoryError(), "There is not enough memory."),
        (ImportError("x" * 9000), "nobody foresaw (ImportError: xxx"),
        (PermissionError(13, "no", "/a\x1b[31m/b"), "/a\\u001b[31m/b cannot be read or written: no permission."),
        (OSError(28, "no"), "The system refused: the disk is full."),
    ],
)
def test_anything_else_is_told_and_logged(
    bwtb: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def fails() -> None:
        raise error

    monkeypatch.setattr(app, "build_app", fails)
    code, out, err = bwtb("status", "--opinion", "秘密")
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 2
    assert len(err) < 1000
    (log,) = logs()
    assert str(log) in err
    assert type(error).__name__ in log.read_text(encoding="utf-8")
    assert "秘密" not in log.read_text(encoding="utf-8").partition("Traceback")[0]


def logs() -> list[Path]:
    return sorted((Path(os.environ["HOME"]) / ".local/state/bwtb/logs").glob("*"))


def test_memory_that_runs_out(world: World) -> None:
    """A real one: the process may have no more than it takes to begin."""
    code = (
        "import resource, sys\nfrom bwtb.cli import app\n"
        "def greedy(): resource.setrlimit(resource.RLIMIT_AS, (1 << 28, 1 << 28)); return bytearray(1 << 30)\n"
        "app.build_app = greedy\nsys.argv[1:] = ['status']\napp.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=REPOSITORY)
    assert (done.returncode, "There is not enough memory." in done.stderr) == (2, True), done.stderr
    assert_in_words(done.stderr)


def test_recursion_without_end() -> None:
    code = (
        "import sys\nfrom bwtb.cli import app\ndef deep(): return deep()\n"
        "app.build_app = deep\nsys.argv[1:] = ['status']\napp.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=REPOSITORY)
    assert (done.returncode, "RecursionError" in done.stderr) == (2, True), done.stderr
    assert_in_words(done.stderr)


def test_completion_says_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = os.environ | {"_BWTB_COMPLETE": "bash", "_BWTB_LINE": "bwtb st", "HOME": "/dev/null"}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "bwtb"], capture_output=True, check=False, env=environment, cwd=REPOSITORY
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.dumps(done.stdout.decode().split()) == '["status"]'


def test_the_log_is_begun_with_each_command(bwtb: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    bwtb("catalog", "list")
    assert faults.log(ValueError("x")) in logs()
    assert "command bwtb catalog list" in logs()[0].read_text(encoding="utf-8")
    assert "git version" in logs()[0].read_text(encoding="utf-8")
