"""docs/registry.md, played: every command in order, as it stands; and what it lists is what `bwtb init` writes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from bwtb.actions import begin
from bwtb.registry.catalogs import LISTS
from tests import REPOSITORY
from tests.helpers.checkout import Checkout

PAGE = (REPOSITORY / "docs/registry.md").read_text(encoding="utf-8")


def test_its_commands_run(tmp_path: Path) -> None:
    script = "\n".join(re.findall(r"^```sh\n(.*?)^```$", PAGE, re.M | re.S))
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["sh"], cwd=tmp_path, env=environment, input=f"set -e\nexec 2>&1\n{script}", capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "is older than the catalog" in done.stdout
    assert re.search("全称.*: 澄江区行政服务中心", done.stdout)
    assert re.search("^sha256:[0-9a-f]{64}", done.stdout, re.M)
    assert Checkout(tmp_path / "registry").status() == ""


def test_it_names_everything_that_init_writes() -> None:
    table = PAGE.split("`init` writes these")[1].split("The folder is new")[0]
    for path in begin.contents("zh", tuple(begin.CI)):
        top = path.split("/")[0]
        assert f"`{top}`" in table or f"`{top}/`" in table, path


def test_it_names_every_list_of_the_catalog() -> None:
    assert [name for name in LISTS if f"`{name}.yaml`" not in PAGE] == []
