"""`bwtb init`: a registry of one's own, whole or not at all, over nothing that is there."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from bwtb.actions import begin
from bwtb.checking import check
from bwtb.registry import editor
from bwtb.registry.catalogs import LISTS
from tests import REPOSITORY
from tests.helpers import killing
from tests.helpers.checkout import Checkout
from tests.helpers.corpus import CORPUS
from tests.world import A, keys, path_of

Run = Callable[..., tuple[int, str, str]]
PEOPLE = {"centre": "沈静怡", "office": "陈国华", "bigdata": "高岩"}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, but for git's own."""
    found = (f for f in folder.rglob("*") if f.is_file() and ".git" not in f.relative_to(folder).parts)
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in found}


def committed(folder: Path) -> set[str]:
    return set(Checkout(folder).git("-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "HEAD").split())


def whole(folder: Path) -> bool:
    """Whether a folder is a registry to the last file, committed and clean."""
    return tree(folder) == begin.contents("en", tuple(begin.CI)) and Checkout(folder).git("status", "--porcelain") == ""


def test_a_new_registry_is_whole_committed_and_valid(bwtb: Run, tmp_path: Path) -> None:
    root = tmp_path / "some" / "registry"
    code, out, err = bwtb("init", str(root))
    assert (code, err) == (0, "")
    assert "bwtb keyring init" in out
    assert whole(root)
    assert committed(root) == set(tree(root))
    assert (
        Checkout(root).git("log", "--format=%an <%ae>|%cn|%D").strip()
        == "测试员 <test@example.invalid>|测试员|HEAD -> main"
    )
    assert [p.name for p in root.parent.iterdir()] == ["registry"]
    assert bwtb("validate", "--strict", "--registry", str(root))[0] == 0
    Checkout(root).git("fsck", "--strict")


def test_nothing_in_it_runs_unasked(bwtb: Run, tmp_path: Path) -> None:
    bwtb("init", str(tmp_path / "registry"))
    git_dir = tmp_path / "registry/.git"
    assert not (git_dir / "hooks").exists()
    settings = Checkout(tmp_path / "registry").git("config", "--local", "--name-only", "--list").split()
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
        author = Checkout(tmp_path / "registry").git("log", "--format=%an").strip()
        assert (code, author) == (0, "测试员" if known == "environment" else "王")


def test_in_an_empty_folder_where_one_stands(bwtb: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    code, out, _err = bwtb("init")
    assert code == 0
    assert "cd " not in out
    assert whole(Path.cwd())
    assert Path.cwd().samefile(tmp_path / "here")


def repository_of_ones_own(root: Path, *, born: bool) -> Checkout:
    """A repository with files of its own, some committed if it was `born`, one staged, one edited."""
    root.mkdir()
    own = Checkout(root)
    own.git("init", "-q", "-b", "trunk")
    for path, text in {"README.md": "ours\n", ".vscode/settings.json": "{}\n", "src/a": "a\n"}.items():
        own.write(path, text)
    if born:
        own.commit("Ours")
    own.write("staged", "staged")
    own.git("add", "staged")
    own.write("src/a", "edited\n")
    return own


@pytest.mark.parametrize(
    ("born", "left"),
    [(True, {"staged", "src/a"}), (False, {"staged", "src/", "README.md", ".vscode/settings.json"})],
    ids=["with commits", "without a commit"],
)
def test_a_repository_gets_what_is_missing_and_nothing_else(
    bwtb: Run, tmp_path: Path, born: bool, left: set[str]
) -> None:
    own, theirs = repository_of_ones_own(tmp_path / "repository", born=born), {"README.md", ".vscode/settings.json"}
    code, out, err = bwtb("init", str(own.root))
    assert (code, err) == (0, "")
    assert {line for line in out.splitlines() if line.startswith("Left")} == {f"Left as it is: {p}" for p in theirs}
    assert "README.md says more" not in out
    added = set(own.git("show", "--format=", "--name-status", "-z", "HEAD").split("\0")[1::2])
    made = begin.contents("en", tuple(begin.CI))
    assert added == set(made) - theirs
    assert {p: c for p, c in tree(own.root).items() if p in added} == {p: c for p, c in made.items() if p in added}
    assert own.read("README.md") == "ours\n"
    assert own.git("symbolic-ref", "HEAD") == "refs/heads/trunk"
    assert "A  staged" in own.status().splitlines()
    assert {line[3:] for line in own.status().splitlines()} == left
    assert bwtb("validate", "--registry", str(own.root))[0] == 0


REFUSED: dict[str, tuple[Callable[[Checkout], object], str]] = {
    "not empty": (lambda c: shutil.rmtree(c.root / ".git"), "not an empty folder"),
    "a registry": (lambda c: [(c.root / name).mkdir() for name in ("catalog", "requests")], "is a registry already"),
    "a catalog": (lambda c: (c.root / "catalog").mkdir(), "has a catalog of its own"),
    "detached": (lambda c: c.git("checkout", "-q", "--detach"), "No branch is checked out"),
    "a merge": (lambda c: c.write(".git/MERGE_HEAD", c.head()), "a merge, rebase or the like is under way"),
    "a link": (lambda c: c.link(".github", ".."), "symbolic link"),
}


@pytest.mark.parametrize(("arrange", "said"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_refused_is_left_alone(
    bwtb: Run, tmp_path: Path, arrange: Callable[[Checkout], object], said: str
) -> None:
    there = Checkout(tmp_path / "there")
    there.write("mine", "mine")
    there.git("init", "-q", "-b", "main")
    there.commit("Mine")
    arrange(there)
    refuses(bwtb, there.root, said)


def test_a_file_is_no_place_for_a_registry(bwtb: Run, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    refuses(bwtb, tmp_path / "there", "not a folder")


def test_a_bare_repository_is_no_place_for_a_registry(bwtb: Run, tmp_path: Path) -> None:
    Checkout(tmp_path).git("init", "-q", "--bare", "there")
    refuses(bwtb, tmp_path / "there", "bare repository")


def refuses(bwtb: Run, root: Path, said: str) -> None:
    """Init says why it does not begin there, and what to do; nothing is written or removed."""
    before = everything(root.parent)
    code, out, err = bwtb("init", str(root))
    assert (code, out) == (2, "")
    assert said in err
    assert "What to do" in err
    assert everything(root.parent) == before


def everything(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if "objects" not in p.parts)


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
    assert len(Checkout(tmp_path / "registry").git("rev-parse", "HEAD").strip()) == 64
    assert whole(tmp_path / "registry")


# Interrupted


def place(tmp_path: Path, kind: str) -> Path:
    """Where a registry is to be: nothing yet, an empty folder, or a repository without a commit."""
    root = tmp_path / "registry"
    if kind != "new":
        root.mkdir(parents=True)
    if kind == "repository":
        Checkout(root).git("init", "-q", "-b", "main")
    return root


def small_disk() -> None:
    """A file may not grow beyond a few blocks: the largest one fails in the middle, as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


@pytest.mark.parametrize("kind", ["new", "empty", "repository"])
def test_a_full_disk_leaves_nothing(tmp_path: Path, kind: str) -> None:
    root = place(tmp_path, kind)
    before = everything(tmp_path)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "bwtb", "init", str(root)],
        capture_output=True, check=False, text=True, preexec_fn=small_disk,
    )  # fmt: skip
    assert done.returncode == 2
    assert "Nothing was left behind" in done.stderr
    assert everything(tmp_path) == before


@pytest.mark.long
@pytest.mark.parametrize("kind", ["new", "empty", "repository"])
def test_a_kill_leaves_nothing_or_all_or_what_the_next_run_completes(tmp_path: Path, kind: str) -> None:
    """Killed at moments spread over the whole, from the first file to the last ref."""
    tally = tmp_path / "tally"
    for moment in killing.moments(tally, "init", str(place(tmp_path / "whole", kind)), about=14):
        root = place(tmp_path / str(moment), kind)
        assert killing.run(moment, tally, "init", str(root)).returncode == -signal.SIGKILL
        assert kind != "new" or not root.exists() or whole(root)
        complete(root)
        assert whole(root), moment


def complete(root: Path) -> None:
    """What a person does after a kill: begin again."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "bwtb", "init", str(root)], capture_output=True, check=False, text=True
    )
    assert done.returncode == 0 or "is a registry already" in done.stderr, done.stderr
    assert list(root.parent.glob(".bwtb-*")) == []


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
    assert Checkout(root).try_git("check-ignore", *ignored).stdout == b""


@pytest.fixture
def other_district(bwtb: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """A new registry in which parties, units and the regulation are another district's; commands are run in it."""
    root = tmp_path / "registry"
    bwtb("init", str(root))
    monkeypatch.chdir(root)
    rename(root)
    return Checkout(root)


def test_renamed_parties_and_units_need_new_schemas(bwtb: Run, other_district: Checkout) -> None:
    assert bwtb("catalog", "schemas", "--check")[0] == 1
    assert "bwtb catalog schemas" in bwtb("validate")[2]
    assert bwtb("catalog", "schemas")[0] == 0
    assert bwtb("validate", "--strict")[2] == ""


def test_the_year_goes_on_in_it(
    bwtb: Run, other_district: Checkout, key_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A keyring, a request, three approvals, the proposal and the form: all under that district's own names."""
    people = (f"--person={party}:{name}:{keys(key_folder)[party]}.pub" for party, name in PEOPLE.items())
    assert bwtb("keyring", "init", *people)[0] == 0
    monkeypatch.setenv("BWTB_TRUST_ROOT", bwtb("keyring", "fingerprint")[1].split()[0])
    text = (CORPUS / "valid/scenario.yaml").read_text(encoding="utf-8")
    other_district.write(path_of(A), text[: text.index("attachments:")])
    assert bwtb("validate")[0] == 0, bwtb("validate")[1]
    other_district.commit()
    for party in PEOPLE:
        code, _out, err = bwtb("sign", A, "--party", party, "--key", str(keys(key_folder)[party]), "--yes")
        assert code == 0, err
    assert bwtb("verify", A, "--require-approved")[0] == 0
    assert bwtb("build-proposal", "2027", "-o", str(tmp_path / "out"), "--format", "html")[0] == 0
    assert bwtb("form", A, "-o", str(tmp_path / "out"), "--format", "html")[0] == 0
    page = "".join(f.read_text(encoding="utf-8") for f in (tmp_path / "out").glob("*.html"))
    own = ("云水市澄江区行政审批局", "澄江区“一网通办”", "区数据局", "区府办公厅", "澄江区需求管理办法")
    others = ("宝山", "区信息委", "区行政服务中心", "区政府办公室", "区大数据中心")
    assert [name for name in (*own, *others) if name in page] == list(own)


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
