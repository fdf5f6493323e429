"""A clock that was set back, or stands in the wrong year: ancestry decides, not the time, and what asks for the day says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from tests import REPOSITORY
from tests.cli.test_streams import assert_in_words
from tests.world import PARTIES, A, B, World, path_of

pytestmark = pytest.mark.posix

# After the day of every endorsement, and before the commits that hold them; long before both; long after.
EARLIER, LONG_AGO, LATER = "2026-09-20 08:00:00", "2019-01-01 08:00:00", "2037-06-01 08:00:00"


@pytest.fixture(autouse=True)
def _needs_faketime() -> None:
    if shutil.which("faketime") is None:
        pytest.skip("NOT TRIED: faketime, which sets a program's clock, is not installed (.ci/prepare)")


def bwtb_at(moment: str, world: World, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command whose clock, and that of all the git it runs, stands at a moment."""
    return subprocess.run(
        ["faketime", "-f", f"@{moment}", sys.executable, "-P", "-m", "bwtb", *words],
        cwd=world.root, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY), "BWTB_TRUST_ROOT": world.pin, "TZ": "Asia/Shanghai"},
    )  # fmt: skip


def sign_at(moment: str, world: World, party: str, *more: str) -> None:
    done = bwtb_at(moment, world, "sign", A, "--party", party, "--key", str(world.keys[party]), "--yes", *more)
    assert done.returncode == 0, done.stderr


def times(world: World) -> list[int]:
    """When the commits say that they were made, oldest first."""
    return [int(line) for line in world.git("log", "--reverse", "--format=%ct").split()]


def test_signed_before_what_is_signed(world: World) -> None:
    """The commit says an earlier month than the one below it: it counts all the same."""
    for party in PARTIES:
        sign_at(EARLIER, world, party)
    assert times(world)[-1] < times(world)[0]
    verdict = world.verify()
    assert (verdict.codes(), verdict.problems, verdict["requests"][A]) == (["OK"] * 3, [], "approved")


def test_the_later_decision_stands_whatever_the_clocks_say(world: World) -> None:
    """Approved in “2037”, withdrawn by a machine that is years behind, approved again."""
    sign_at(LATER, world, "office")
    sign_at(EARLIER, world, "office", "--withdraw")
    assert world.verdicts()["office"][0] == "withdrawn"
    sign_at(EARLIER, world, "office")
    assert world.verdicts()["office"] == ("approved", "OK")


def test_a_key_revoked_by_a_machine_whose_clock_is_behind(world: World) -> None:
    """What it signed up to the mark stands, nothing after it, though every date says otherwise."""
    sign_at(LATER, world, "centre")
    mark = world.head()
    how = ("--party", "centre", "--key", str(world.keys["centre2"]), "--accept-until", mark, "--yes")
    done = bwtb_at(EARLIER, world, "keyring", "revoke", world.fingerprint("centre"), *how)
    assert done.returncode == 0, done.stderr
    verdict = world.verify()
    assert (verdict.codes(), verdict.problems) == (["OK", "OK"], [])
    done = bwtb_at(LATER, world, "sign", B, "--party", "centre", "--key", str(world.keys["centre"]), "--yes")
    assert (done.returncode, "not in use" in done.stderr or "revoked" in done.stderr) == (2, True), done.stderr


def test_frozen_and_corrected_by_machines_whose_clocks_differ(world: World) -> None:
    for party in PARTIES:
        sign_at(LATER, world, party)
    for moment, number in ((LATER, 1), (EARLIER, 2)):
        how = ("--freeze", "--key", str(world.keys["centre"]), "--yes", "--format", "json")
        done = bwtb_at(moment, world, "build-proposal", "2027", *how, "-o", str(world.beside(f"out{number}")))
        assert done.returncode == 0, done.stderr
        if number == 1:
            world.edit()
            for party in PARTIES:
                sign_at(EARLIER, world, party)
    verdict = world.verify()
    assert (verdict.codes("proposal"), verdict.problems) == (["SUPERSEDED", "OK"], [])


def test_verdicts_never_ask_the_clock(world: World) -> None:
    sign_at(EARLIER, world, "centre")
    for line in ("verify", "status", "show " + A):
        answers = {bwtb_at(moment, world, *line.split(), "--format", "json").stdout for moment in (EARLIER, LATER)}
        assert len(answers) == 1, line


def test_what_is_dated_ahead_of_a_clock_that_is_behind(world: World) -> None:
    """An error for whoever writes, which names the day that this machine takes for today."""
    for language, day in (("en", "2019-01-01"), ("zh", "2019-01-01")):
        done = bwtb_at(LONG_AGO, world, "validate", path_of(A), "--lang", language)
        assert (done.returncode, "DATE_AHEAD" in done.stdout, day in done.stdout) == (1, True, True), done.stdout
        assert_in_words(done.stderr)


def test_what_is_dated_ahead_of_such_a_clock_is_not_approved(world: World) -> None:
    """It may be withdrawn or returned."""
    how = ("--party", "centre", "--key", str(world.keys["centre"]), "--yes")
    done = bwtb_at(LONG_AGO, world, "sign", A, *how, "--lang", "en")
    assert (done.returncode, "after today (2019-01-01)" in done.stderr, "clock" in done.stderr) == (2, True, True), (
        done.stderr
    )
    sign_at(LONG_AGO, world, "centre", "--return", "--opinion", "退回")
    assert world.verdicts()["centre"] == ("returned", "OK")


def test_the_year_of_a_draft_is_said_in_its_name(world: World) -> None:
    done = bwtb_at(LONG_AGO, world, "new", "--unit", "mzj")
    assert (done.returncode, done.stdout) == (0, "requests/2020/2020-mzj-001.yaml\n"), done.stderr


def test_what_a_killed_run_left_goes_however_the_clock_stands(world: World) -> None:
    """That its process is gone says so, not how old it is."""
    from tests.base.test_leftovers import left_by

    for moment in (EARLIER, LATER):
        left = world.root / ".git" / left_by("gone here")
        left.mkdir()
        sign_at(moment, world, "bigdata" if moment == EARLIER else "office")
        assert not left.exists()
