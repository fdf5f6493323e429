"""Row 38 of the threat table: a force-push that drops a withdrawal or a revocation, as whoever pulls it sees it.

A clerk's own clone has verified the branch before; then the server hands out an older history, or one beside it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bwtb.signing import seen
from tests.world import A, World


def drop_withdrawal(w: World) -> None:
    w.approve_by_all()
    before = w.head()
    w.sign("office", decision="withdraw")
    assert w.verify()["exit"] == 0
    w.rewind(before)


def drop_revocation(w: World) -> None:
    w.approve_by_all()
    before = w.head()
    w.revoke_key("office", "office", "office", accept_until=w.git("rev-parse", f"{before}~3"))
    assert w.verify()["exit"] == 0
    w.rewind(before)


def drop_keyring_version(w: World) -> None:
    w.approve_by_all()
    before = w.head()
    w.retire_key("centre2")
    w.adopt()
    assert w.verify()["exit"] == 0
    w.rewind(before)


def replaced_by_other_history(w: World) -> None:
    """The branch goes on, but from before the withdrawal."""
    drop_withdrawal(w)
    w.commit("Something newer")


def dropped_after_it_was_superseded(w: World) -> None:
    """The mark moves on with later decisions; dropping a later one of another party is seen as well."""
    w.sign("centre")
    assert w.verify()["exit"] == 0
    before = w.head()
    w.sign("office", decision="return", opinion="请补充。")
    assert w.verify()["exit"] == 0
    w.rewind(before)


def dropped_after_it_fell(w: World) -> None:
    """What was accepted once stays remembered, though a revocation from beside it has let it fall since."""
    base = w.head()
    w.sign("office")
    assert w.verify()["exit"] == 0
    w.branch("side", base)
    revocation = w.revoke_key("office", "office", "office", accept_until=base)
    w.checkout()
    w.merge("side")
    assert w.verify()["exit"] == 0
    w.rewind(revocation)


REWINDS = [
    drop_withdrawal,
    drop_revocation,
    drop_keyring_version,
    replaced_by_other_history,
    dropped_after_it_was_superseded,
    dropped_after_it_fell,
]


def memory(w: World) -> Path:
    """Where this computer remembers what it has accepted of a registry."""
    return seen.memory_file(w.read("catalog/keyring/0001.yaml").split('"')[1])


@pytest.mark.parametrize("history", REWINDS, ids=[h.__name__ for h in REWINDS])
def test_threat_38_a_rewound_branch(world: World, history: Callable[[World], None]) -> None:
    history(world)
    report = world.verify()
    assert (report["exit"], report.problems) == (1, ["HISTORY_REWOUND"])
    assert report["trusted"]
    # It stays so until somebody looked; then the new state is what is remembered.
    assert world.verify().problems == ["HISTORY_REWOUND"]
    assert world.verify("--allow-rewind")["exit"] == 0
    assert world.verify()["exit"] == 0


def test_threat_38_the_problem_names_what_is_gone(world: World) -> None:
    drop_withdrawal(world)
    gone = world.git("rev-parse", "ORIG_HEAD")
    problem = world.verify()["problems"][0]
    assert problem["commit"] == gone
    assert f"{gone[:12]} (office withdraw {A})" in problem["message"]
    code, out, _err = world.bwtb("verify")
    assert code == 1
    assert "Problem HISTORY_REWOUND" in out


def test_threat_38_min_tip_for_who_never_saw_it(world: World) -> None:
    """A fresh machine remembers nothing; `--min-tip` with a commit told by another party narrows what a server can hide."""
    world.approve_by_all()
    before = world.head()
    withdrawal = world.sign("office", decision="withdraw")
    assert world.verify("--min-tip", withdrawal)["exit"] == 0
    assert world.verify("--min-tip", before)["exit"] == 0
    memory(world).unlink()
    world.rewind(before)
    report = world.verify("--min-tip", withdrawal)
    assert (report["exit"], report.problems) == (1, ["HISTORY_REWOUND"])
    assert withdrawal[:12] in report["problems"][0]["message"]


@pytest.mark.parametrize("revision", ["0" * 40, "no-such-branch", "-x", "HEAD^{tree}", ""])
def test_min_tip_that_is_not_here(world: World, revision: str) -> None:
    report = world.verify(f"--min-tip={revision}")
    assert (report["exit"], report.problems) == (1, ["HISTORY_REWOUND"])
    assert revision in report["problems"][0]["message"]


def test_ordinary_work_is_no_rewind(world: World) -> None:
    """Merges, new commits, a dropped commit that signed nothing, decisions that fell: all fine."""
    world.approve_by_all()
    assert world.verify()["exit"] == 0
    world.branch("side", "HEAD~2")
    world.edit("2027-sfj-001", "title:", "title: 新")
    world.checkout()
    world.commit("Not signed")
    assert world.verify()["exit"] == 0
    world.rewind("HEAD^")
    world.merge("side")
    assert world.verify()["exit"] == 0
    world.revoke_key("office", "office", "office", accept_until="HEAD~4")
    assert world.verify()["exit"] == 0
    assert world.verify()["exit"] == 0


def test_branches_are_remembered_apart(world: World) -> None:
    world.sign("centre")
    assert world.verify()["exit"] == 0
    world.branch("older", "HEAD^")
    assert world.verify()["exit"] == 0
    world.sign("office")
    assert world.verify()["exit"] == 0
    world.checkout()
    assert world.verify()["exit"] == 0


def test_what_is_not_remembered(world: World) -> None:
    """`--rev`, a detached HEAD, sign's own read-back and anything judged without the pin leave no trace."""
    world.sign("centre")
    assert not memory(world).exists()
    world.verify("--rev", "HEAD")
    world.verify("--rev", "main")
    world.verify(pin=None)
    world.verify(pin="sha256:" + "5" * 64)
    world.git("checkout", "-q", "--detach")
    world.verify()
    assert not memory(world).exists()
    world.checkout()
    world.verify()
    assert memory(world).is_file()
    # Nor is an older commit that somebody looks at on purpose a rewind.
    assert world.verify("--rev", "HEAD^")["exit"] == 0


def test_allow_rewind_is_about_the_branch(world: World) -> None:
    code, _out, err = world.bwtb("verify", "--allow-rewind", "--rev", "main")
    assert code == 2
    assert "--rev" in err


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"version": 1}', '{"branches": {"refs/heads/main": 3}}', "[" * 5000]
)
def test_a_broken_memory_is_a_warning(world: World, content: str) -> None:
    world.approve_by_all()
    memory(world).parent.mkdir(parents=True)
    memory(world).write_text(content)
    for _time in range(2):
        report = world.verify()
        assert report["exit"] == 0
        assert report.warnings == ["REWIND_UNCHECKED"]
        assert str(memory(world)) in report["warnings"][0]["message"]
    assert memory(world).read_text() == content
    assert world.verify("--allow-rewind").warnings == []
    assert world.verify().warnings == []


def test_an_unwritable_memory_is_a_warning(world: World) -> None:
    memory(world).parent.parent.mkdir(parents=True)
    memory(world).parent.write_text("a file where a folder should be")
    report = world.verify()
    assert report["exit"] == 0
    assert report.warnings == ["REWIND_UNCHECKED"]


def test_a_full_disk_is_a_warning(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: Path, _content: bytes) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(seen, "write_file", full)
    report = world.verify()
    assert report["exit"] == 0
    assert report.warnings == ["REWIND_UNCHECKED"]
    assert "the disk is full" in report["warnings"][0]["message"]


def test_without_a_home_is_a_warning(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "user_state_path", lambda _name: Path("~/.local/state/bwtb"))
    assert world.verify().warnings == ["REWIND_UNCHECKED"]


def test_threat_38_nothing_is_settled_after_a_rewind(world: World) -> None:
    """What was approved may have been withdrawn in what is gone: only looking shows it, building refuses."""
    drop_withdrawal(world)
    code, out, err = world.bwtb("status", A)
    assert (code, "in review" in out, "`bwtb verify` says why" in out) == (0, True, True), out
    assert "no longer contains commit" in err
    assert "So nothing is shown as approved" in err
    code, out, err = world.bwtb("build-proposal", "2027", "-o", str(world.beside("out")))
    assert (code, out) == (2, "")
    assert "HISTORY_REWOUND: nothing was built." in err
    assert "--allow-rewind" in err
    assert not world.beside("out").exists()


def test_threat_38_once_somebody_looked_all_goes_on(world: World) -> None:
    drop_withdrawal(world)
    assert world.verify("--allow-rewind")["exit"] == 0
    _code, out, err = world.bwtb("status", A)
    assert ("approved" in out, "no longer contains" in err) == (True, False)
    assert world.bwtb("build-proposal", "2027", "-o", str(world.beside("out")), "--format", "json")[0] == 0


def test_threat_38_signing_after_a_rewind_warns(world: World) -> None:
    drop_withdrawal(world)
    file = memory(world)
    before = file.read_bytes()
    code, _out, err = world.try_to_sign("office", A, "--return", "--opinion", "再议")
    assert code == 0, err
    assert "no longer contains commit" in err
    assert file.read_bytes() == before  # only `verify` remembers


def test_threat_38_a_form_shows_no_sign_off_after_a_rewind(world: World) -> None:
    drop_withdrawal(world)
    code, out, err = world.bwtb("show", A, "--trust-root", world.pin)
    assert code == 0
    assert "no longer contains commit" in err
    assert "in review" in out
