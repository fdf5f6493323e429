"""Two commands at the same moment: what comes of it is some order of the two, or one of them is told clearly."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli.test_streams import assert_in_words
from tests.faults.commands import Stage, approved, leavings, stage_at, with_server
from tests.world import PARTIES, A, B, World, version_path

pytestmark = [pytest.mark.posix, pytest.mark.long]

ROUNDS = 6
TOLD = ("another git command is at work", "has moved the branch", "approved it already", "is listed twice")


def both(stage: Stage, *lines: str) -> list[tuple[int, str]]:
    """Run commands at once; gives exit code and output of each. Nothing may be left of them."""
    started = [
        subprocess.Popen(
            stage.words(line), cwd=stage.world.root, env=stage.environment, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        for line in lines
    ]  # fmt: skip
    outputs = [process.communicate()[0] for process in started]
    assert leavings(stage) == []
    assert stage.world.try_git("fsck", "--no-dangling").stderr.decode().strip() == ""
    for output in outputs:
        assert_in_words(output)
    return [(process.returncode, output) for process, output in zip(started, outputs, strict=True)]


def assert_told(done: list[tuple[int, str]]) -> int:
    """How many went well; the others say what was in their way."""
    for code, output in done:
        assert code == 0 or (code == 2 and any(text in output for text in TOLD)), output
    return sum(code == 0 for code, _output in done)


def signing(party: str, id: str, *more: str) -> str:
    return " ".join(("sign", id, "--party", party, "--key", f"{{{party}}}", "--yes", *more))


def test_two_parties_sign_in_one_clone(world: World, tmp_path: Path) -> None:
    for number in range(ROUNDS):
        stage = stage_at(world, tmp_path / str(number))
        well = assert_told(both(stage, signing("centre", A), signing("office", B)))
        verdict = stage.world.verify("--allow-rewind")
        assert (verdict.codes(), verdict.problems) == (["OK"] * well, [])
        assert well > 0
        assert stage.world.status() == ""


def test_one_party_signs_the_same_twice(world: World, tmp_path: Path) -> None:
    for number in range(ROUNDS):
        stage = stage_at(world, tmp_path / str(number))
        assert assert_told(both(stage, signing("centre", A), signing("centre", A))) == 1
        assert stage.world.verify("--allow-rewind").codes() == ["OK"]


def test_sign_and_keyring(world: World, tmp_path: Path) -> None:
    """A key added, and one revoked, while somebody signs."""
    revoking = f"keyring revoke {world.fingerprint('centre2')} --party centre --key {{centre}} --yes"
    for number in range(ROUNDS):
        stage = stage_at(world, tmp_path / str(number))
        other = revoking if number % 2 else "keyring add --person office:丁:{outsider}.pub"
        assert assert_told(both(stage, signing("office", A), other)) > 0
        verdict = stage.world.verify("--allow-rewind")
        assert (set(verdict.codes()) <= {"OK"}, verdict.problems) == (True, [])
        assert stage.world.status() in ("", f"?? {version_path(2)}")


def test_two_keys_added_at_once(world: World, tmp_path: Path) -> None:
    """Neither is lost: the second is added to what the first has written, or is told."""
    for number in range(ROUNDS):
        stage = stage_at(world, tmp_path / str(number))
        lines = [
            f"keyring add --person office:{name}:{{{key}}}.pub" for name, key in (("丁", "outsider"), ("戊", "leader"))
        ]
        well = assert_told(both(stage, *lines))
        text = stage.world.read(version_path(2))
        assert sum(name in text for name in ("丁", "戊")) == well > 0


def test_a_keyring_is_begun_once(world: World, tmp_path: Path) -> None:
    """Whose fingerprint was printed is the keyring that stands: it may be given out by now."""
    world.remove(version_path(1))
    people = " ".join(f"--person {party}:{party}:{{{party}}}.pub" for party in PARTIES)
    for number in range(ROUNDS):
        stage = stage_at(world, tmp_path / str(number))
        done = both(stage, f"keyring init {people}", f"keyring init {people}")
        ((_code, printed),) = [(code, output) for code, output in done if code == 0]
        assert stage.world.digest_of(1) in printed
        assert all(code == 0 or "has a keyring already" in output for code, output in done)


def test_two_drafts_for_one_unit(world: World, tmp_path: Path) -> None:
    for number in range(ROUNDS):
        stage = stage_at(world, tmp_path / str(number))
        line = "new --unit mzj --category scenario --year 2031 --title "
        done = both(stage, line + "养老", line + "助残")
        assert [code for code, _output in done] == [0, 0], done
        texts = [file.read_text() for file in sorted((stage.world.root / "requests/2031").iterdir())]
        titles = [line for text in texts for line in text.splitlines() if line.startswith("title: ")]
        assert sorted(titles) == ["title: 养老", "title: 助残"]
        assert [f"id: 2031-mzj-{n:03}" in text for n, text in enumerate(texts, 1)] == [True, True]


@pytest.mark.parametrize("freeze", ["", " --freeze --key {centre} --yes"])
def test_two_proposals_into_one_folder(world: World, tmp_path: Path, freeze: str) -> None:
    approved(world)
    for number in range(ROUNDS // 2):
        stage = stage_at(world, tmp_path / str(number))
        line = "build-proposal 2027 -o {out} --format html,json" + freeze
        assert assert_told(both(stage, line, line)) == (2 if not freeze else 1)
        assert stage.run("build-proposal --check {out}".format(out=stage.top / "out")).returncode == 0
        verdict = stage.world.verify("--allow-rewind")
        assert (verdict.codes("proposal"), verdict.problems) == (["OK"] if freeze else [], [])


def test_two_pushes_to_a_server_with_the_hook(world: World, tmp_path: Path) -> None:
    """git's own push twice at once, of commits of which neither descends from the other: one is in, the other is told."""
    with_server(world)
    for number in range(ROUNDS):
        stage = stage_at(world, tmp_path / str(number))
        world_of = stage.world
        world_of.branch("side")
        world_of.write("README.md", "side")
        world_of.commit("Side")
        world_of.checkout()
        world_of.write("README.md", "main")
        world_of.commit("Main")
        done = both(stage, "git push origin main:main", "git push origin side:main")
        assert sorted(code for code, _output in done) == [0, 1], done
        refused = next(output for code, output in done if code)
        assert "rejected" in refused
        tip = world_of.git("--git-dir", str(stage.bare), "rev-parse", "main")
        assert tip in (world_of.git("rev-parse", "main"), world_of.git("rev-parse", "side"))
        assert stage.server_codes() == []


def test_two_pushing_signers_in_one_clone(world: World, tmp_path: Path) -> None:
    with_server(world)
    for number in range(ROUNDS // 2):
        stage = stage_at(world, tmp_path / str(number))
        done = both(stage, signing("centre", A, "--push"), signing("office", A, "--push"))
        assert [code for code, _output in done] == [0, 0], done
        assert stage.server_codes() == ["OK", "OK"]
