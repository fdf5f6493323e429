"""Rows 6 to 10, 24 to 27 and 31 to 33: what a signature and a commit look like, and what the checkout may not do."""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Callable

import pytest

from bwtb.git import open_objects, open_repository
from bwtb.signing.candidate import check_signature, named_records
from bwtb.signing.history import Commit
from bwtb.signing.judge import judge
from bwtb.signing.record import render_message
from tests.attacks.test_threats import Row, check, two_approve
from tests.helpers.forging import Forge, SoftwareToken, armor
from tests.helpers.server import open_server
from tests.helpers.trap import Trap
from tests.world import PARTIES, A, B, World, path_of


def by(forged: Callable[[World, bytes], str]) -> Callable[[World], None]:
    """The office's sign-off with a signature of another making."""

    def history(w: World) -> None:
        w.forge([w.record("office")], None, signature=lambda payload: forged(w, payload))

    return history


def spelled(change: Callable[[str], str]) -> Callable[[World], None]:
    """The office's honest signature, spelled otherwise in the commit's header."""
    return lambda w: w.forge([w.record("office")], "office", spelled=change) and None


def other_namespace(w: World) -> None:
    w.forge([w.record("office")], "office", namespace="file")


def two_signatures(w: World) -> None:
    w.forge([w.record("office")], "office", spelled=lambda s: s + "\ngpgsig " + s)
    w.rewind(w.raw_commit(w.commit_bytes().replace(b"\n gpgsig ", b"\ngpgsig ")))


def extra_header(w: World) -> None:
    w.forge([w.record("office")], "office", headers="encoding UTF-8\n")


def nul_in_message(w: World) -> None:
    record = w.record("office")
    w.forge([record], "office", message=render_message([record]) + "\0")


def last_base64_bits(signature: str) -> str:
    """The same bytes, spelled with other spare bits before the padding."""
    lines = signature.split("\n")
    body = lines[-2]
    if not body.endswith("="):
        return signature.replace("-----END", "=----END")
    letter = body.rstrip("=")[-1]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    place = len(body.rstrip("=")) - 1
    lines[-2] = body[:place] + alphabet[alphabet.index(letter) ^ 1] + body[place + 1 :]
    return "\n".join(lines)


def garbage_in_history(w: World) -> None:
    """An ordinary commit whose signature is garbage (it aborts `git log --format=%G?`), then honest approvals."""
    raw = w.git("cat-file", "commit", "HEAD")
    head, _, message = raw.partition("\n\n")
    tree, rest = head.split("\n", 1)
    garbage = f"{tree}\nparent {w.head()}\n{rest}\ngpgsig -----BEGIN SSH SIGNATURE-----\n \u0007garbage\n -----END SSH SIGNATURE-----\n\n{message}\n"
    w.rewind(w.raw_commit(garbage.encode()))
    w.approve_by_all()


def token(flags: int) -> Callable[[World, bytes], str]:
    return lambda w, payload: armor(SoftwareToken(w.keys["token"]).blob(payload, flags=flags))


def crafted(key: str = "office", **how: str) -> Callable[[World, bytes], str]:
    return lambda w, payload: armor(Forge(w.keys[key]).blob(payload, **how))


def trailing(w: World, payload: bytes) -> str:
    return armor(Forge(w.keys["office"]).blob(payload) + b"\0")


def office(code: str, problem: bool = True) -> dict[str, object]:
    return {"verdicts": {"office": ("invalid", code)}, "codes": [code], "problems": [code], "exit": 1}


GOOD = {"verdicts": {"office": ("approved", "OK")}, "codes": ["OK"]}
ROWS = [
    Row("7", "wrong namespace", other_namespace, "submitted", **office("SIG_FORMAT")),
    Row("7", "hash sha1", by(crafted(hash_name="sha1")), "submitted", **office("SIG_FORMAT")),
    Row("7", "hash md5", by(crafted(hash_name="md5")), "submitted", **office("SIG_FORMAT")),
    Row("7", "RSA with SHA-1", by(crafted("rsa", rsa_hash="sha1")), "submitted", **office("SIG_FORMAT")),
    Row("–", "RSA with SHA-512", by(crafted("rsa")), "in_review", **GOOD),
    Row("–", "RSA with SHA-256", by(crafted("rsa", rsa_hash="sha256")), "in_review", **GOOD),
    Row("–", "hash sha256", by(crafted(hash_name="sha256")), "in_review", **GOOD),
    Row("8", "two signatures", two_signatures, "submitted", **office("COMMIT_FORMAT")),
    Row("8", "an extra header", extra_header, "submitted", **office("COMMIT_FORMAT")),
    Row("8", "a NUL in the message", nul_in_message, "submitted", **office("COMMIT_FORMAT")),
    Row("9", "base64 spare bits", spelled(last_base64_bits), "submitted", **office("SIG_FORMAT")),
    Row("9", "trailing bytes in the blob", by(trailing), "submitted", **office("SIG_FORMAT")),
    Row("9", "no END line", spelled(lambda s: s.rsplit("\n", 1)[0]), "submitted", **office("SIG_FORMAT")),
    Row("9", "a line more", spelled(lambda s: s + "\n"), "submitted", **office("SIG_FORMAT")),
    Row("9", "lines of another width", by(lambda w, p: armor(Forge(w.keys["office"]).blob(p), 76)), "submitted", **office("SIG_FORMAT")),
    Row("10", "a garbage signature in history", garbage_in_history, "approved", codes=["OK"] * 3),
    Row("32", "a hardware key without user presence", by(token(0)), "submitted", **office("SIG_NO_PRESENCE")),
    Row("32", "a hardware key that was touched", by(token(1)), "in_review", **GOOD),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[f"{r.number}-{r.attack}".replace(" ", "-") for r in ROWS])
def test_threat(world: World, row: Row) -> None:
    check(world, row)


# 6: every single-bit flip of a signed commit


def signed(w: World, kind: str) -> str:
    """A good sign-off commit on a subject of this kind."""
    match kind:
        case "request":
            return w.sign("centre")
        case "revocation":
            return w.revoke_key("centre2", "centre", "centre")
        case "proposal":
            w.approve_by_all(A, B)
            return w.freeze()
    w.add_key("mzj", "周九", "leader")
    w.adopt()
    return w.sign("mzj", A, key="leader") if kind == "endorsement" else w.git("rev-parse", "HEAD~1")


@pytest.mark.parametrize("kind", ["request", "keyring", "revocation", "endorsement", "proposal"])
def test_threat_6_every_bit_flip_is_refused(world: World, kind: str) -> None:
    """All of them, in one process on the verifier: whatever bit changes, the commit is no sign-off or not a good one."""
    commit = signed(world, kind)
    with open_objects(open_repository(world.root)) as objects:
        judgement = judge(objects.repository, objects, commit, world.pin)
        raw, index = objects.read(commit, "commit"), judgement.history.index_of[commit]
    before = judgement.rings.in_force(judgement.history.commits[index].parents[0])
    judging = before if kind == "keyring" else next(judgement.rings.chain(index), None)

    def is_accepted(raw: bytes) -> bool:
        altered = Commit(id=commit, tree=judgement.tree, parents=(index - 1,), time=0, raw=raw)
        return named_records(altered) is not None and check_signature(altered, "sha1", judging)[0] == "OK"

    assert is_accepted(raw)
    assert [bit for bit in range(8 * len(raw)) if is_accepted(flipped(raw, bit))] == []


def flipped(raw: bytes, bit: int) -> bytes:
    altered = bytearray(raw)
    altered[bit // 8] ^= 1 << (bit % 8)
    return bytes(altered)


@pytest.mark.parametrize("share", range(12))
def test_threat_6_bit_flips_through_the_command(world: World, share: int) -> None:
    """A dozen flips spread over the commit, judged by `bwtb verify`: never approved."""
    two_approve(world)
    world.sign("centre")
    raw = world.commit_bytes()
    world.move_branch(world.raw_commit(flipped(raw, len(raw) * 8 * (2 * share + 1) // 24)))
    report = world.verify()
    assert report["requests"].get(A) != "approved"
    assert report["exit"] in (0, 1, 2)


# 24: what git caches or is told beside the history


def withdrawn(w: World) -> str:
    w.approve_by_all()
    commit = w.sign("office", decision="withdraw")
    w.commit("Something after it")
    assert w.state() == "in_review"
    return commit


def test_threat_24_replace_refs(world: World) -> None:
    commit = withdrawn(world)
    world.git("replace", commit, commit + "^")
    assert world.state() == "in_review"


def test_threat_24_grafts(world: World) -> None:
    commit = withdrawn(world)
    world.write(".git/info/grafts", f"{world.head()} {world.git('rev-parse', commit + '^')}\n")
    assert world.state() == "in_review"


def test_threat_24_forged_commit_graph(world: World) -> None:
    """A commit-graph, its checksum right, in which the tip's parent is the commit before the withdrawal."""
    commit = withdrawn(world)
    world.git("commit-graph", "write", "--reachable")
    forge_commit_graph(world, world.head(), world.git("rev-parse", commit + "^"))
    assert commit not in world.git("-c", "core.commitGraph=true", "rev-list", "HEAD").split(), "git itself is fooled"
    assert world.state() == "in_review"


def forge_commit_graph(w: World, child: str, parent: str) -> None:
    """Make git's commit-graph say that a commit has another parent. Format: git's `gitformat-commit-graph`."""
    file = w.root / ".git/objects/info/commit-graph"
    graph = bytearray(file.read_bytes())
    chunks = dict(struct.unpack_from(">4sQ", graph, 8 + 12 * i) for i in range(graph[6] + 1))
    count = struct.unpack_from(">I", graph, chunks[b"OIDF"] + 4 * 255)[0]
    ids = [graph[chunks[b"OIDL"] + 20 * i : chunks[b"OIDL"] + 20 * (i + 1)].hex() for i in range(count)]
    struct.pack_into(">I", graph, chunks[b"CDAT"] + 36 * ids.index(child) + 20, ids.index(parent))
    graph[-20:] = hashlib.sha1(graph[:-20], usedforsecurity=False).digest()
    file.chmod(0o644)
    file.write_bytes(graph)


# 25 and 27: objects that are not themselves, history that is not there


def test_threat_25_an_object_whose_content_is_not_its_name(world: World) -> None:
    world.approve_by_all()
    edited = world.read(path_of(A)).replace("智能填表", "智能预填")
    world.damage_object(world.blob_of(path_of(A)), edited.encode())
    report = world.verify()
    assert report["exit"] == 2
    assert "OBJECT_CORRUPT" in report["error"]
    assert set(report) >= {"version", "trusted", "keyring", "signoffs", "requests", "problems", "warnings", "error"}


@pytest.mark.parametrize("how", ["--depth=1", "--filter=blob:none"])
def test_threat_27_an_incomplete_clone(world: World, how: str) -> None:
    world.approve_by_all()
    world.git("config", "uploadpack.allowFilter", "true")
    report = world.clone("clone", how, source=f"file://{world.root}").verify()
    assert report["exit"] == 2
    assert "INCOMPLETE_HISTORY" in report["error"]


# 26: nothing in the checkout runs


@pytest.mark.parametrize(
    "command",
    [
        ("status",), ("verify",), ("validate",), ("validate", "--staged"), ("validate", "--since", "HEAD"), ("keyring", "show"),
        ("show", A), ("show", A, "--format", "json"), ("show", A, "--format", "html"), ("build-proposal", "2027", "-o", "../out"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_threat_26_nothing_in_the_checkout_runs(
    world: World, trap: Trap, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """Whatever settings, hooks, filters and variables name a program: no command that reads starts it."""
    world.approve_by_all()
    trap.set_in(world)
    trap.set_in_environment(monkeypatch)
    world.write(path_of(A), world.read(path_of(A)) + "# edited\n")
    monkeypatch.chdir(world.root)
    code, _out, err = world.bwtb(*command)
    assert (code, trap.sprung) == (0, ""), err


@pytest.mark.parametrize("options", [(), ("--push",)])
def test_threat_26_nothing_in_the_checkout_runs_while_signing(
    world: World, trap: Trap, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    """Nor one that writes, in an index every entry of which git would compare through the filter."""
    server = open_server(world, world.beside("server.git"))
    w = server.clone("clone")
    trap.set_in(w)
    trap.set_in_environment(monkeypatch)
    os.utime(w.root / ".git/index", (1, 1))
    code, _out, err = w.try_to_sign("office", A, *options)
    assert (code, trap.sprung) == (0, ""), err
    assert w.verify().codes() == ["OK"]


def test_threat_26_what_git_sees_of_the_callers_environment(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is named: no variable by which the caller, or a job's settings, would make git start something."""
    for name in (
        "GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG", "GIT_EXTERNAL_DIFF", "GIT_SSH_COMMAND", "GIT_TRACE",
        "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_SHALLOW_FILE", "GIT_REPLACE_REF_BASE", "GIT_EXEC_PATH",
        "LD_PRELOAD",
    ):  # fmt: skip
        monkeypatch.setenv(name, "/hostile")
    seen = open_repository(world.root).environment()
    assert "/hostile" not in seen.values()
    assert {n for n in seen if n.startswith("GIT_CONFIG")} == {
        "GIT_CONFIG_NOSYSTEM",
        "GIT_CONFIG_SYSTEM",
        "GIT_CONFIG_GLOBAL",
    }


@pytest.mark.parametrize(
    "command", [("verify",), ("status",), ("keyring", "show"), ("build-proposal", "2027", "-o", "out")]
)
def test_threat_26_a_promisor_remote(world: World, trap: Trap, command: tuple[str, ...]) -> None:
    """The tip's commit is missing, and the checkout names a remote to get it from that is a program."""
    world.approve_by_all()
    world.object_file(world.head()).unlink()
    for name, value in (
        ("core.repositoryFormatVersion", "1"), ("extensions.partialClone", "origin"), ("remote.origin.promisor", "true"),
        ("protocol.ext.allow", "always"), ("remote.origin.url", f"ext::{trap.program} %S"),
    ):  # fmt: skip
        world.git("config", name, value)
    code, _out, _err = world.bwtb(*command)
    assert (code, trap.sprung) == (2, "")


# 31 and 33: files that are not what they seem, text that would act


def test_threat_31_a_request_that_is_a_link(world: World) -> None:
    world.approve_by_all()
    world.write("elsewhere.yaml", world.read(path_of(A)))
    world.link(path_of(A), "../../elsewhere.yaml")
    world.commit("Link it")
    assert A not in world.verify()["requests"]
    code, _out, err = world.bwtb("status")
    assert code == 0
    assert path_of(A) in err


def test_threat_31_an_attachment_that_became_a_link(world: World) -> None:
    """The same bytes, but now they are a link's target: no attachment stands there any more."""
    world.approve_by_all()
    attached = world.attachment()
    world.git("update-index", "--cacheinfo", f"120000,{world.blob_of(attached)},{attached}")
    world.git("commit", "-q", "-m", "Make it a link")
    assert world.verdicts()["centre"] == ("stale", "ATTACHMENT_CHANGED")


def test_threat_33_escapes_in_an_opinion_and_in_names(world: World) -> None:
    """A party's own text, and what anybody calls a file: the terminal gets nothing that it would obey."""
    world.forge([world.record("office", decision="return", opinion="改\x1b[31m红\x07\u202e序")], "office")
    for folder in (f"requests/2027/{A}/signoffs", "requests/2027"):
        world.write(f"{folder}/x\x1b[31m\u202e.yaml", "a: [")
    world.commit("Names")
    for command in (["status"], ["verify", "-v"], ["show", A], ["validate"]):
        _code, out, err = world.bwtb(*command)
        assert not {"\x1b", "\x07", "\u202e"} & set(out + err), command
    assert "x\\u001b[31m\\u202e.yaml" in world.bwtb("verify")[1]


@pytest.mark.parametrize("command", [["status"], ["verify", "-v"], ["keyring", "show"], ["show", A]])
def test_threat_33_escapes_and_markup_are_shown_inert(world: World, command: list[str]) -> None:
    """Markup in a title, an opinion and a signer's name is text; control characters never reach the terminal."""
    title = "红[red]色[/red] [link=https://example.invalid]点[/link]"
    world.change(path_of(A), "养老服务“一件事”智能填表与免申即享改造", title)
    world.commit("A title with markup")
    world.forge([world.record("office", decision="return", opinion="[bold]改[/bold]{{ 7*7 }}")], "office")
    code, out, err = world.bwtb(*command)
    assert code in (0, 1)
    assert "\x1b" not in out + err
    if command[0] in ("status", "show"):
        assert title in out
        assert "[bold]改[/bold]{{ 7*7 }}" in out


@pytest.mark.parametrize("command", [["status"], ["verify", "-v"], ["keyring", "show"], ["show", A]])
def test_threat_33_escapes_in_a_title(world: World, command: list[str]) -> None:
    world.edit(A, "养老服务", "养老\x1b[31m\u202e")
    _code, out, err = world.bwtb(*command)
    assert not {"\x1b", "\u202e"} & set(out + err)


def test_the_same_parties_on_every_branch(world: World) -> None:
    """Nothing here depends on the branch's name."""
    world.branch("登记")
    world.approve_by_all()
    assert world.state() == "approved"
    assert [s["party"] for s in world.verify()["signoffs"]] == list(PARTIES)
