"""What every test has: a clean environment, so that nothing of the person running the tests leaks in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bwtb.base.languages import set_language
from bwtb.cli.app import run
from tests import REPOSITORY
from tests.helpers import trap as traps
from tests.helpers.checkout import Checkout
from tests.helpers.office import soffice as soffice
from tests.helpers.played import played as played
from tests.world import World, build

# How long an example takes says how busy the machine is: nothing here is asserted on time.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def clean_environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A HOME of its own, the English language, no pin and no git settings from outside."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "BWTB_TRUST_ROOT", "SSH_AUTH_SOCK", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BWTB_LANG", "en")
    set_language("en")  # an earlier command of this process may have spoken Chinese
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("COLUMNS", "120")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "测试员")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "test@example.invalid")


@pytest.fixture
def bwtb(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command line in this process; gives exit code, standard output, standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = run(list(arguments))
        out, err = capfd.readouterr()
        return code, out, err

    return call


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the keys of every world lie."""
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def world(tmp_path: Path, key_folder: Path, capfd: pytest.CaptureFixture[str]) -> World:
    """A registry with two requests, its parties' keys and its pin; nothing is signed yet."""
    return build(tmp_path / "registry", key_folder, capfd)


@pytest.fixture
def samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """All the sample requests in one commit, without a keyring; commands are run in it."""
    checkout = Checkout(tmp_path)
    for folder in ("catalog", "requests"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)
    checkout.git("init", "-q", "-b", "main")
    checkout.commit("Samples")
    monkeypatch.chdir(tmp_path)
    return checkout


@pytest.fixture
def trap(tmp_path_factory: pytest.TempPathFactory) -> traps.Trap:
    """A program that tells when it was started."""
    return traps.make(tmp_path_factory.mktemp("trap"))


@pytest.fixture
def sha256_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Repositories name their objects by SHA-256. Goes before `world` as `@pytest.mark.usefixtures("sha256_names")`."""
    monkeypatch.setenv("GIT_DEFAULT_HASH", "sha256")
