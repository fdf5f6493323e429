"""`bwtb validate --fix`: repairs on disk, shown; approved files stay as they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.helpers.checkout import Checkout
from tests.world import A, World, path_of

ONE = path_of(A)
Run = Callable[..., tuple[int, str, str]]


def read(samples: Checkout) -> bytes:
    return (samples.root / ONE).read_bytes()


def test_it_repairs_shows_and_checks_again(bwtb: Run, samples: Checkout) -> None:
    before = read(samples)
    samples.change(ONE, "unit: mzj", "unit：区民政局")
    code, out, err = bwtb("validate", ONE, "--fix")
    assert (code, err) == (0, "")
    assert read(samples) == before
    assert "-unit：区民政局\n+unit: mzj\n" in out
    assert f"{ONE}: 2 repairs" in out
    assert "CODE_UNKNOWN" in out
    assert out.splitlines()[-1] == "1 file checked: nothing to object to."


def test_what_is_left_is_reported(bwtb: Run, samples: Checkout) -> None:
    samples.change(ONE, "unit: mzj", "unit: 区民政局")
    samples.change(ONE, "category: scenario", "category: scenerio")
    code, out, _err = bwtb("validate", ONE, "--fix")
    assert code == 1
    assert "Did you mean scenario" in out
    assert b"unit: mzj" in read(samples)


def test_without_fix_nothing_is_written(bwtb: Run, samples: Checkout) -> None:
    samples.change(ONE, "unit: mzj", "unit: 区民政局")
    before = read(samples)
    assert bwtb("validate", ONE)[0] == 1
    assert read(samples) == before


def test_machine_output_stays_alone_on_standard_output(bwtb: Run, samples: Checkout) -> None:
    samples.change(ONE, "unit: mzj", "unit: 区民政局")
    code, out, err = bwtb("validate", ONE, "--fix", "--format", "json")
    assert code == 0
    assert out.startswith("{")
    assert "+unit: mzj" in err
    assert bwtb("validate", ONE, "--fix", "-q") == (0, "", "")


def test_all_files_and_changed_files(bwtb: Run, samples: Checkout) -> None:
    samples.change(ONE, "unit: mzj", "unit: 区民政局")
    assert "1 repair" in bwtb("validate", "--fix", "--since", "HEAD")[1]
    samples.change(ONE, "unit: mzj", "unit: 区民政局")
    assert "1 repair" in bwtb("validate", "--fix")[1]


def test_what_nobody_sees_is_shown(bwtb: Run, samples: Checkout) -> None:
    samples.change(ONE, "title: ", "title: \u200b")
    assert "-title: \\u200b" in bwtb("validate", ONE, "--fix")[1]


def test_links_are_never_followed(bwtb: Run, samples: Checkout) -> None:
    samples.change(ONE, "unit: mzj", "unit: 区民政局")
    before = read(samples)
    (samples.root / ONE).rename(samples.root / "elsewhere.yaml")
    (samples.root / ONE).symlink_to("../../elsewhere.yaml")
    assert bwtb("validate", ONE, "--fix")[0] == 1
    assert (samples.root / ONE).is_symlink()
    assert (samples.root / "elsewhere.yaml").read_bytes() == before


def test_usage(bwtb: Run, samples: Checkout) -> None:
    assert bwtb("validate", "--fix", "--staged")[0] == 2
    assert bwtb("validate", "--yes-unapprove")[0] == 2


def test_a_registry_without_git(bwtb: Run, samples: Checkout) -> None:
    samples.git("branch", "-m", "other")
    (samples.root / ".git").rename(samples.root / "was-git")
    samples.change(ONE, "unit: mzj", "unit: 区民政局")
    assert "1 repair" in bwtb("validate", ONE, "--fix")[1]


@pytest.mark.parametrize("pinned", [True, False])
def test_an_approved_file_is_left_alone_unless_told(world: World, pinned: bool) -> None:
    world.sign("centre")
    path = path_of(A)
    approved = world.read(path)
    world.write(path, approved.replace("unit: mzj", "unit: 区民政局", 1))
    pin = ("--trust-root", world.pin) if pinned else ()
    code, _out, err = world.bwtb("validate", str(world.root / path), "--fix", *pin, pin=None)
    assert code == 1
    assert "has been approved" in err
    assert "区民政局" in world.read(path)
    code, _out, err = world.bwtb("validate", str(world.root / path), "--fix", "--yes-unapprove", *pin, pin=None)
    assert (code, err) == (0, "")
    assert world.read(path) == approved


def test_a_file_that_was_only_returned_is_repaired(world: World) -> None:
    world.sign("centre", decision="return")
    path = path_of(A)
    world.change(path, "unit: mzj", "unit: 区民政局")
    assert world.bwtb("validate", str(world.root / path), "--fix", "--trust-root", world.pin, pin=None)[0] == 0
