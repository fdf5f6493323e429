"""docs/keys.md, played: every command in order, as it stands, on a throwaway registry."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import REPOSITORY
from tests.helpers.checkout import Checkout
from tests.world import A, lay_out

PAGE = REPOSITORY / "docs/keys.md"
NEXT = "-----next-----"


def blocks() -> dict[str, list[str]]:
    """Section → its blocks of commands."""
    found: dict[str, list[str]] = {}
    section = ""
    for heading, block in re.findall(r"^## ([^\n]+)$|^```sh\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S):
        section = heading or section
        if block:
            found.setdefault(section, []).append(block)
    return found


def registry(folder: Path) -> Path:
    """A registry without a keyring, in one commit."""
    lay_out(folder, A)
    Checkout(folder).git("init", "-q", "-b", "main")
    Checkout(folder).commit("Start")
    return folder


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What each block of the page printed. The shell stops at the first command that fails."""
    top = tmp_path_factory.mktemp("keys-page")
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(top / "home"), "BWTB_LANG": "en",
        "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{role}_{what}": "工程师" if what == "NAME" else "x@example.invalid" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }  # fmt: skip
    root = registry(top / "registry")
    script = "set -e\n" + "".join(f"{block}echo {NEXT}\n" for several in blocks().values() for block in several)
    done = subprocess.run(
        ["sh"], cwd=root, input=f"exec 2>&1\n{script}", capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stdout
    printed = iter(done.stdout.split(f"{NEXT}\n"))
    return {section: [next(printed) for _block in several] for section, several in blocks().items()}


def test_the_pin_is_the_sha256_of_the_first_version(played: dict[str, list[str]]) -> None:
    _init, last = played["The first version, and the pin"]
    assert "Keyring version 1" in last
    assert "(pinned)" in last
    assert ": pinned." in last


def test_a_version_comes_into_force_with_the_third_party(played: dict[str, list[str]]) -> None:
    out = played["A second key for each party"][-1]
    first, second = re.findall(r"^Keyring version (\d)", out, re.M)
    assert (first, second) == ("1", "2")
    assert out.count("→ bwtb sign keyring:0002 --party bigdata") == 1
    assert "not in force" not in out[out.rindex("Keyring version") :]


def test_a_rotation(played: dict[str, list[str]]) -> None:
    _write, adopt, use = played["A rotation: a new key in place of an old one"]
    assert "Keyring version 3" in adopt
    assert re.search(r"王五  SHA256:\S+  retired, accepted until", adopt)
    assert "refused, as it must be" in use
    assert "has been retired or revoked" in use


def test_a_stolen_key(played: dict[str, list[str]]) -> None:
    revoke, renew = played["A key is stolen"]
    assert re.search(r"张三  SHA256:\S+  revoked by commit [0-9a-f]{12}, accepted until", revoke)
    assert "Problem" not in revoke
    # What the key signed before the mark stands: the centre has approved, and so has the big data centre's new key.
    assert "区行政服务中心 ✓ approved" in renew
    assert "区信息委（区大数据中心） ✓ approved" in renew


def test_a_checkpoint_pin(played: dict[str, list[str]]) -> None:
    write, pin = played["The last resort: a party without any key"]
    assert re.search(r"^sha256:[0-9a-f]{64}  catalog/keyring/0005.yaml$", write, re.M)
    assert "Keyring version 5" in pin
    assert "(pinned)" in pin
    assert "Signed and verified" in pin
    assert "Problem" not in pin


def test_a_leaders_key(played: dict[str, list[str]]) -> None:
    (out,) = played["A leader's key"]
    assert out.count("Signed and verified") == 4
    assert "Problem" not in out


def test_every_code_it_names_is_explained() -> None:
    codes = set(re.findall(r"`([A-Z]+_[A-Z_]+)`", PAGE.read_text("utf-8"))) - {"BWTB_KEY", "BWTB_TRUST_ROOT"}
    explained = (REPOSITORY / "docs/sign-off.md").read_text("utf-8")
    assert [code for code in sorted(codes) if f"`{code}`" not in explained] == []
