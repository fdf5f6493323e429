"""docs/server.md: its commands do what the page says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests import REPOSITORY
from tests.world import ENVIRONMENT, World, path_of

PAGE = (REPOSITORY / "docs/server.md").read_text(encoding="utf-8")


def test_the_commands_set_up_both_servers(world: World, tmp_path: Path) -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert len(blocks) == 2
    servers = {"SERVER": tmp_path / "server.git", "EMPTY": tmp_path / "empty.git"}
    environment = os.environ | ENVIRONMENT | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    environment |= {"REGISTRY": str(world.root), "PIN": world.pin} | {name: str(f) for name, f in servers.items()}
    for block in blocks:
        subprocess.run(["sh", "-euc", block], cwd=tmp_path, env=environment, check=True)
    world.write(path_of("2027-mzj-009"), "id: [2027-mzj-009\n")
    world.commit("A file that is no YAML")
    for server in servers.values():
        done = subprocess.run(
            ["git", "push", str(server), "main"], cwd=world.root, env=environment, check=False, capture_output=True
        )
        assert done.returncode == 1
        assert "推送被拒绝" in done.stderr.decode()


def test_every_code_of_a_refusal_is_on_the_page() -> None:
    source = (REPOSITORY / "bwtb/hook.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)*)"', source)) - {
        "HEAD",
        "FREEZE_ALTERED",
    }  # the latter shows as FREEZE_MISMATCH
    assert {code for code in codes if code not in PAGE} == set()
