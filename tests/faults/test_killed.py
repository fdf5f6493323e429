"""kill -9 of the program and all that it started, at sixty moments of each command that writes.

Whatever the moment: what is left is the old state, the new one, or one middle that docs/faults.md names; the same command
run again goes on or says that there is nothing to do; nothing signed is lost, and nothing half-written stays.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
import warnings
from collections import Counter
from pathlib import Path

import pytest

from tests import REPOSITORY
from tests.faults.commands import COMMANDS, Command, Stage, leavings, stage_at
from tests.helpers import killing
from tests.helpers.killing import Killed
from tests.world import World

pytestmark = [pytest.mark.posix, pytest.mark.long]

MOMENTS = int(os.environ.get("BWTB_MOMENTS", "60"))


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_sixty_moments(world: World, tmp_path: Path, name: str) -> None:
    """The table of it goes to `build/faults/`: how often which state was left, and what with it."""
    command = COMMANDS[name]
    command.prepare(world)
    counted = killing.can_count()
    if not counted:
        warnings.warn("strace is not installed: killed by the clock, not between changes of files", stacklevel=1)
    whole, seconds = run(stage_at(world, tmp_path / "whole"), command.line, 0, 600)
    assert whole.code == 0
    rows: Counter[str] = Counter()
    wrong = []
    for moment in killing.spread(whole.changes if counted else 1000, MOMENTS, seed=11):
        stage = stage_at(world, tmp_path / str(moment))
        killed, _seconds = run(stage, command.line, moment, moment / 1000 * seconds)
        left = leavings(stage)
        # What git itself left, on the server or as `git push`, is for people to remove: docs/faults.md tells them.
        for lock in (stage.top if command.line.startswith("git ") else stage.bare).rglob("*.lock"):
            lock.unlink()
        try:
            state = check(stage, command)
        except AssertionError as error:
            state = "WRONG"
            wrong.append((moment, left, str(error)))
        kinds = ", ".join(sorted({kind_of(path) for path in left})) or "nothing"
        rows[f"{state if killed.in_time else f'ended: {state}'}; left: {kinds}"] += 1
        shutil.rmtree(stage.top)
    how = f"{whole.changes} changes" if counted else "by the clock"
    note(name, f"{name}: {how}, {seconds:.1f} s", *(f"{count:3} {row}" for row, count in sorted(rows.items())))
    assert wrong == []


def run(stage: Stage, line: str, moment: int, seconds: float) -> tuple[Killed, float]:
    """Run a command, and kill it after so many changes (0: never) or, where nobody can count them, after so many seconds."""
    how = {"cwd": stage.world.root, "env": stage.environment}
    began = time.monotonic()
    if killing.can_count():
        return killing.run_all(stage.words(line), moment, **how), time.monotonic() - began
    return killing.run_for(stage.words(line), seconds, **how), time.monotonic() - began


def note(name: str, *lines: str) -> None:
    folder = REPOSITORY / "build/faults"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name.replace(' ', '')}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def kind_of(path: str) -> str:
    """What is left, without its numbers: a lock, or something of ours and where."""
    top, name = Path(path).parts[0], Path(path).name
    where = {"tmp": "temporary folder", "registry": ".git" if ".git" in path else "beside a file"}.get(top, top)
    return f"{top} {name}" if name.endswith(".lock") else f"bwtb-… ({where})"


def check(stage: Stage, command: Command) -> str:
    """What is left after a kill is one of the documented states, and the next run goes on; gives which it was."""
    before = command.state(stage)
    assert before in ("old", "new", command.middle), before
    assert stage.world.try_git("fsck", "--no-dangling").stderr.decode().strip() == ""
    again = stage.run(command.line)
    said = again.stdout + again.stderr
    assert again.returncode == 0 or (before != "old" and any(text in said for text in command.again)), said
    assert "Traceback" not in said
    assert leavings(stage) == []
    after = command.state(stage)
    assert after == "new" or (before, after) == (command.middle, command.middle), (before, after, said)
    return before


@pytest.mark.skipif(not killing.can_count(), reason="NOT TRIED: strace is not installed (.ci/prepare)")
@pytest.mark.parametrize("name", ["sign", "sign --push", "build-proposal --freeze"])
def test_what_a_branch_names_is_on_the_disk_before_it(world: World, tmp_path: Path, name: str) -> None:
    """A kill leaves to the system what was written; if the power goes, only what was synced is there afterwards."""
    command = COMMANDS[name]
    command.prepare(world)
    stage = stage_at(world, tmp_path / "stage")
    log = tmp_path / "log"
    calls = ["-f", "-qq", "-y", "-o", str(log), "-e", "trace=fsync,fdatasync,link,rename"]
    subprocess.run(
        ["strace", *calls, *stage.words(command.line)], cwd=stage.world.root, env=stage.environment, check=True
    )
    synced, placed = set[str](), list[str]()
    for line in log.read_text().splitlines():
        if match := re.search(r"f(?:data)?sync\(\d+<(.*?)>\)", line):
            synced.add(match[1])
        elif (match := re.search(r'(?:link|rename)\("(.*?)", "(.*?)"', line)) and "/registry/" in match[1]:
            kept = re.search(r"/objects/|\.git/refs/heads/|/requests/", match[2])
            assert not kept or match[1] in synced, line
            placed.append(match[2])
    assert any(path.endswith("refs/heads/main") for path in placed)
    assert any("/objects/" in path for path in placed)
