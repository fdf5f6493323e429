"""`bwtb init`: a registry of one's own, whole or not at all, over nothing that is there."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bwtb.actions import begin
from bwtb.checking import check
from bwtb.registry import editor
from bwtb.registry.catalogs import LISTS
from tests import REPOSITORY
from tests.helpers.corpus import CORPUS

Run = Callable[..., tuple[int, str, str]]
PEOPLE = {"centre": "沈静怡", "office": "陈国华", "bigdata": "高岩"}


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, but for git's own."""
    found = (f for f in folder.rglob("*") if f.is_file() and ".git" not in f.relative_to(folder).parts)
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in found}


def committed(folder: Path) -> set[str]:
    return set(git(folder, "-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "HEAD").split())


def whole(folder: Path) -> bool:
    """Whether a folder is a registry to the last file, committed and clean."""
    return tree(folder) == begin.contents("en", tuple(begin.CI)) and git(folder, "status", "--porcelain") == ""


def test_a_new_registry_is_whole_committed_and_valid(bwtb: Run, tmp_path: Path) -> None:
    root = tmp_path / "some" / "registry"
    code, out, err = bwtb("init", str(root))
    assert (code, err) == (0, "")
    assert "bwtb keyring init" in out
    assert whole(root)
    assert committed(root) == set(tree(root))
    assert git(root, "log", "--format=%an <%ae>|%cn|%D").strip() == "测试员 <test@example.invalid>|测试员|HEAD -> main"
    assert [p.name for p in root.parent.iterdir()] == ["registry"]
    assert bwtb("validate", "--strict", "--registry", str(root))[0] == 0
    git(root, "fsck", "--strict")


def test_nothing_in_it_runs_unasked(bwtb: Run, tmp_path: Path) -> None:
    bwtb("init", str(tmp_path / "registry"))
    git_dir = tmp_path / "registry/.git"
    assert not (git_dir / "hooks").exists()
    settings = git(tmp_path / "registry", "config", "--local", "--name-only", "--list").split()
    assert {s.partition(".")[0] for s in settings} == {"core"}
    assert not set(settings) & {"core.worktree", "core.hookspath", "core.fsmonitor"}


def test_hooks_templates_and_programs_of_the_users_git_do_not_run(
    bwtb: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap, touched = tmp_path / "trap", tmp_path / "touched"
    trap.write_text(f"#!/bin/sh\ntouch {touched}\nexit 1\n")
    trap.chmod(0o755)
    template = tmp_path / "template/hooks"
    template.mkdir(parents=True)
    for hook in ("pre-commit", "post-commit", "reference-transaction", "post-index-change"):
        shutil.copy(trap, template / hook)
    settings = ("[user]\n  name = 王\n  email = w@example.invalid\n"
                f"[init]\n  templateDir = {template.parent}\n  defaultBranch = other\n"
                f"[core]\n  hooksPath = {template}\n  fsmonitor = {trap}\n  editor = {trap}\n  attributesFile = {tmp_path}/attributes\n"
                f"[commit]\n  gpgSign = true\n[gpg]\n  program = {trap}\n[filter \"x\"]\n  clean = {trap}\n  required = true\n")  # fmt: skip
    (tmp_path / "attributes").write_text("* filter=x\n")
    Path(os.environ["HOME"], ".gitconfig").write_text(settings)
    monkeypatch.setenv("GIT_TEMPLATE_DIR", str(template.parent))
    for root in (tmp_path / "registry", tmp_path / "empty"):
        if root.name == "empty":
            root.mkdir()
        assert bwtb("init", str(root))[0] == 0
        assert not touched.exists()
        assert not (root / ".git/hooks").exists()


@pytest.mark.parametrize("known", ["environment", "global", "nobody"])
def test_who_commits(bwtb: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: str) -> None:
    if known != "environment":
        for role in ("AUTHOR", "COMMITTER"):
            monkeypatch.delenv(f"GIT_{role}_NAME")
            monkeypatch.delenv(f"GIT_{role}_EMAIL")
    if known == "global":
        Path(os.environ["HOME"], ".gitconfig").write_text("[user]\n name = 王\n email = w@example.invalid\n")
    code, _out, err = bwtb("init", str(tmp_path / "registry"))
    if known == "nobody":
        assert code == 2
        assert "git config --global user.name" in err
        assert list(tmp_path.iterdir()) == []
    else:
        author = git(tmp_path / "registry", "log", "--format=%an").strip()
        assert (code, author) == (0, "测试员" if known == "environment" else "王")


def test_in_an_empty_folder_where_one_stands(bwtb: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    code, out, _err = bwtb("init")
    assert code == 0
    assert "cd " not in out
    assert whole(Path.cwd())
    assert Path.cwd().samefile(tmp_path / "here")


@pytest.mark.parametrize("born", [True, False], ids=["with commits", "without a commit"])
def test_a_repository_gets_what_is_missing_and_nothing_else(bwtb: Run, tmp_path: Path, born: bool) -> None:
    root = tmp_path / "repository"
    git(tmp_path, "init", "-q", "-b", "trunk", str(root))
    own = {"README.md": "ours\n", ".vscode/settings.json": "{}\n", "src/a": "a\n"}
    for path, text in own.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text)
    if born:
        git(root, "add", ".")
        git(root, "commit", "-qm", "ours")
    (root / "staged").write_text("staged")
    git(root, "add", "staged")
    (root / "src/a").write_text("edited\n")
    code, out, err = bwtb("init", str(root))
    assert (code, err) == (0, "")
    assert {line.removeprefix("Left as it is: ") for line in out.splitlines() if line.startswith("Left")} == {
        "README.md", ".vscode/settings.json"
    }  # fmt: skip
    assert "README.md says more" not in out
    made = begin.contents("en", tuple(begin.CI))
    added = set(git(root, "show", "--format=", "--name-status", "-z", "HEAD").split("\0")[1::2])
    assert added == set(made) - {"README.md", ".vscode/settings.json"}
    assert {p: c for p, c in tree(root).items() if p in added} == {p: c for p, c in made.items() if p in added}
    assert (root / "README.md").read_text() == "ours\n"
    assert git(root, "symbolic-ref", "HEAD").strip() == "refs/heads/trunk"
    status = git(root, "status", "--porcelain").splitlines()
    assert "A  staged" in status
    assert {line[3:] for line in status} == (
        {"staged", "src/a"} if born else {"staged", "src/", "README.md", ".vscode/settings.json"}
    )
    assert bwtb("validate", "--registry", str(root))[0] == 0


def refused_folders(tmp_path: Path) -> Iterator[tuple[str, str]]:
    yield "not empty", "not an empty folder"
    yield "a file", "not a folder"
    yield "a registry", "is a registry already"
    yield "a catalog", "has a catalog of its own"
    yield "bare", "bare repository"
    yield "detached", "No branch is checked out"
    yield "a merge", "a merge, rebase or the like is under way"
    yield "a link", "symbolic link"


@pytest.mark.parametrize(("kind", "said"), list(refused_folders(Path())))
def test_what_is_refused_is_left_alone(bwtb: Run, tmp_path: Path, kind: str, said: str) -> None:
    root = tmp_path / "there"
    if kind == "a file":
        root.write_text("mine")
    elif kind == "bare":
        git(tmp_path, "init", "-q", "--bare", str(root))
    else:
        git(tmp_path, "init", "-q", "-b", "main", str(root))
        (root / "mine").write_text("mine")
        git(root, "add", ".")
        git(root, "commit", "-qm", "mine")
    if kind == "not empty":
        shutil.rmtree(root / ".git")
    elif kind in ("a registry", "a catalog"):
        for name in ("catalog", "requests")[: 2 if kind == "a registry" else 1]:
            (root / name).mkdir()
    elif kind == "detached":
        git(root, "checkout", "-q", "--detach")
    elif kind == "a merge":
        (root / ".git/MERGE_HEAD").write_text(git(root, "rev-parse", "HEAD"))
    elif kind == "a link":
        (root / ".github").symlink_to(tmp_path)
    before = sorted(p for p in tmp_path.rglob("*") if "objects" not in p.parts)
    code, out, err = bwtb("init", str(root))
    assert (code, out) == (2, "")
    assert said in err
    assert "What to do" in err
    assert sorted(p for p in tmp_path.rglob("*") if "objects" not in p.parts) == before


def test_servers_are_chosen(bwtb: Run, tmp_path: Path) -> None:
    assert bwtb("init", str(tmp_path / "one"), "--ci", "gitlab")[0] == 0
    assert bwtb("init", str(tmp_path / "none"), "--ci", "none")[0] == 0
    every = {path for paths in begin.CI.values() for path in paths}
    assert every & set(tree(tmp_path / "one")) == {".gitlab-ci.yml"}
    assert every & set(tree(tmp_path / "none")) == set()
    code, _out, err = bwtb("init", str(tmp_path / "wrong"), "--ci", "gitlab,travis")
    assert (code, (tmp_path / "wrong").exists()) == (2, False)
    assert "“travis”" in err


def test_objects_may_be_named_by_sha256(bwtb: Run, tmp_path: Path) -> None:
    assert bwtb("init", str(tmp_path / "registry"), "--object-format", "sha256")[0] == 0
    assert len(git(tmp_path / "registry", "rev-parse", "HEAD").strip()) == 64
    assert whole(tmp_path / "registry")


def init_process(folder: Path, before: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", "bwtb", "init", str(folder)]
    return subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=before,  # noqa: PLW1509
        start_new_session=True,
    )


@pytest.mark.parametrize("kind", ["new", "empty", "repository"])
def test_a_full_disk_leaves_nothing(tmp_path: Path, kind: str) -> None:
    """A file may not grow beyond a few blocks: the largest one fails in the middle, as on a full disk."""

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    root = tmp_path / "registry"
    if kind != "new":
        root.mkdir()
    if kind == "repository":
        git(root, "init", "-q")
    before = tree(tmp_path)
    process = init_process(root, small)
    _out, err = process.communicate()
    assert process.returncode == 2
    assert "Nothing was left behind" in err.decode()
    assert tree(tmp_path) == before
    assert root.exists() == (kind != "new")
    assert sorted(p.name for p in root.iterdir() if kind != "new") == ([".git"] if kind == "repository" else []) if root.exists() else True  # fmt: skip


@pytest.mark.parametrize("kind", ["new", "empty", "repository"])
def test_a_kill_leaves_nothing_or_all_or_what_the_next_run_completes(tmp_path: Path, kind: str) -> None:
    """Killed at every moment, from the first file to the last ref."""
    for moment in range(0, 60, 4):
        root = tmp_path / str(moment) / "registry"
        root.parent.mkdir()
        if kind != "new":
            root.mkdir()
        if kind == "repository":
            git(root, "init", "-q", "-b", "main")
        process = init_process(root)
        time.sleep(0.15 + moment / 100)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if kind == "new" and root.exists():
            assert whole(root)
        else:
            if kind == "repository":  # what any killed git command leaves, and init's message says so
                for lock in (root / ".git").rglob("*.lock"):
                    lock.unlink()
            again = init_process(root)
            _out, err = again.communicate()
            assert again.returncode == 0 or "is a registry already" in err.decode(), err.decode()
        assert whole(root), moment


def test_what_it_writes_is_read_as_it_is_meant(bwtb: Run, tmp_path: Path) -> None:
    root = tmp_path / "registry"
    bwtb("init", str(root))
    assert tomllib.loads((root / "bwtb.toml").read_text())["language"] == "en"
    mapped = json.loads((root / ".vscode/settings.json").read_text())["yaml.schemas"]
    assert {p.removeprefix("./") for p in mapped} == {p for p in tree(root) if p.endswith(".schema.json")}
    for path, globs in mapped.items():
        kind = path.removeprefix("./schemas/").removesuffix(".schema.json")
        samples = {
            "request": "requests/2027/2027-mzj-001.yaml", "proposal": "requests/2027/proposal.yaml",
            "signoff": "requests/2027/2027-mzj-001/signoffs/x.yaml", "keyring": "catalog/keyring/0001.yaml",
        }  # fmt: skip
        sample = samples.get(kind, f"{kind}.yaml")
        assert check.kind_of(sample) == kind
        assert any(Path("/r", sample).match(glob) for glob in globs)
    # What editors save keeps the bytes that are signed, and nothing on the way into a checkout changes them.
    assert (root / ".gitattributes").read_text().splitlines()[-1] == "* -text"
    ignored = ["requests/2027/2027-mzj-001.yaml", "requests/2027/2027-mzj-001/id_1.key", "catalog/keyring/0001.yaml"]
    found = subprocess.run(["git", "-C", root, "check-ignore", *ignored], capture_output=True, text=True, check=False)
    assert found.stdout == ""


def test_the_year_goes_on_in_it(bwtb: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A keyring, a request of another district, three approvals, the proposal: all under that district's own names."""
    root = tmp_path / "registry"
    bwtb("init", str(root))
    monkeypatch.chdir(root)
    rename(root)
    assert bwtb("catalog", "schemas", "--check")[0] == 1
    assert "bwtb catalog schemas" in bwtb("validate")[2]
    assert bwtb("catalog", "schemas")[0] == 0
    assert bwtb("validate", "--strict")[2] == ""
    for party in PEOPLE:
        key = tmp_path / party
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    people = [w for party, name in PEOPLE.items() for w in ("--person", f"{party}:{name}:{tmp_path / party}.pub")]
    assert bwtb("keyring", "init", *people)[0] == 0
    pin = bwtb("keyring", "fingerprint")[1].split()[0]
    monkeypatch.setenv("BWTB_TRUST_ROOT", pin)
    valid = CORPUS / "valid/scenario.yaml"
    text = valid.read_text(encoding="utf-8")
    target = root / "requests/2027/2027-mzj-001.yaml"
    target.parent.mkdir()
    target.write_text(text[: text.index("attachments:")], encoding="utf-8")
    assert bwtb("validate")[0] == 0, bwtb("validate")[1]
    git(root, "add", ".")
    git(root, "commit", "-qm", "x")
    for party in PEOPLE:
        code, _out, err = bwtb("sign", "2027-mzj-001", "--party", party, "--key", str(tmp_path / party), "--opinion", "同意。", "--yes")  # fmt: skip
        assert code == 0, err
    assert bwtb("verify", "2027-mzj-001", "--require-approved")[0] == 0
    assert bwtb("build-proposal", "2027", "-o", str(tmp_path / "proposal"), "--format", "html,json")[0] == 0
    page = (tmp_path / "proposal/proposal.html").read_text(encoding="utf-8")
    assert bwtb("form", "2027-mzj-001", "-o", str(tmp_path / "forms"), "--format", "html")[0] == 0
    page += "".join(f.read_text(encoding="utf-8") for f in (tmp_path / "forms").iterdir())
    for name in ("云水市澄江区行政审批局", "澄江区“一网通办”", "区数据局", "区府办公厅", "澄江区需求管理办法"):
        assert name in page, name
    for name in ("宝山", "区信息委", "区行政服务中心", "区政府办公室", "区大数据中心"):
        assert name not in page, name


def rename(root: Path) -> None:
    """Make it another district's: parties, units and the regulation, as its README says."""
    (root / "catalog/parties.yaml").write_text(
        "- {code: centre, name: 区审批局, short: 区审批局, full_name: 云水市澄江区行政审批局, unit: spj, area: 澄江区}\n"
        "- {code: office, name: 区府办公厅, short: 区府办公厅, full_name: 澄江区人民政府办公厅, unit: fbt}\n"
        "- {code: bigdata, name: 区数据局, short: 区数据局, full_name: 澄江区数据局, unit: sjj}\n",
        encoding="utf-8",
    )
    units = {"spj": "审批局", "fbt": "府办公厅", "sjj": "数据局", "mzj": "民政局"}
    (root / "catalog/units.yaml").write_text(
        "".join(f"- {{code: {c}, name: 区{n}, full_name: 澄江区{n}, kind: department}}\n" for c, n in units.items()),
        encoding="utf-8",
    )
    (root / "catalog/bases.yaml").write_text(
        "- {code: basis-01, title: 澄江区需求管理办法, number: 澄政〔2026〕1号, article: '', regulation: true}\n",
        encoding="utf-8",
    )
    channels = root / "catalog/channels.yaml"
    channels.write_text(channels.read_text(encoding="utf-8").replace("宝山", "澄江"), encoding="utf-8")
    (root / "catalog/corrections.yaml").write_text("[]\n", encoding="utf-8")


def test_the_schemas_for_editors_know_the_catalog(bwtb: Run, tmp_path: Path) -> None:
    root = tmp_path / "registry"
    bwtb("init", str(root))
    made = json.loads((root / editor.REQUEST).read_bytes())
    assert made["properties"]["unit"]["then"]["enum"][:3] == ["zwzx", "qfb", "xxw"]
    assert "$ref" not in json.dumps(made)
    assert {f"catalog/{kind}.yaml" for kind in LISTS} <= set(tree(root))
    assert "up to date" in bwtb("catalog", "schemas", "--registry", str(root))[1]


def test_the_tools_own_schemas_are_not_overwritten(bwtb: Run) -> None:
    code, _out, err = bwtb("catalog", "schemas", "--registry", str(REPOSITORY))
    assert code == 2
    assert "written by hand" in err
