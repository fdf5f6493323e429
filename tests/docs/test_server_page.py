"""docs/server.md: its commands do what the page says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from bwtb.actions import messages
from bwtb.actions.receiving import Update, refusals
from bwtb.git import open_repository
from bwtb.signing.messages import PUBLIC_CODES
from tests import REPOSITORY
from tests.helpers.checkout import ENVIRONMENT
from tests.world import World, path_of

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


def codes_on_the_page() -> set[str]:
    """The last column of the table of what is refused."""
    return {
        code for line in PAGE.splitlines() for code in re.findall(r"\b[A-Z]+(?:_[A-Z]+)*\b", line.rpartition("| ")[2])
    }


def test_every_code_with_a_remedy_of_its_own_is_on_the_page() -> None:
    assert {PUBLIC_CODES.get(code, code) for code in messages.REMEDIES} <= codes_on_the_page()


def test_every_code_that_only_a_server_gives_is_on_the_page(world: World) -> None:
    """Pushes that no clone's judge has a word for: what they do to refs, whatever the commits hold."""
    first, tip, main = world.head(), world.commit("Something else"), "refs/heads/main"
    pushes = [
        Update(None, tip, "refs/replace/x"), Update(tip, None, main), Update(first, tip, main), Update(tip, first, main),
        Update(None, tip, "refs/tags/main"),
    ]  # fmt: skip
    given = {refusal.code for refusal in refusals(open_repository(world.root), pushes, world.pin)}
    assert given == {"REF", "BRANCH_DELETED", "MOVED", "NOT_FAST_FORWARD", "REF_AMBIGUOUS"}
    assert given <= codes_on_the_page()
