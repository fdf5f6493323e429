"""Evidence files: what is in them, and the page that checks one by hand, run as it stands."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from bwtb.signing.record import render_message
from tests import REPOSITORY
from tests.world import PARTIES, PEOPLE, A, B, World, path_of

PAGE = REPOSITORY / "docs/verify-by-hand.md"
NEXT = "-----next-----"


def evidence(w: World, *arguments: str, pin: str | None = "") -> bytes:
    file = w.beside("evidence.zip")
    _code, _out, err = w.bwtb("verify", "--evidence", str(file), *arguments, pin=pin)
    content = file.read_bytes()
    assert f"{file}, sha256:{hashlib.sha256(content).hexdigest()}" in err
    return content


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def blocks() -> dict[str, list[str]]:
    """The page's commands: section → its blocks."""
    found: dict[str, list[str]] = {}
    section = ""
    for heading, block in re.findall(r"^## ([^\n]+)$|^```sh\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S):
        section = heading or section
        if block:
            found.setdefault(section, []).append(block)
    return found


def follow(w: World, content: bytes, party: str = "centre", version: str = "0001") -> dict[str, list[str]]:
    """Run the page's commands, in order, in one shell; gives what each block printed, by section.

    Only what the page asks its reader to fill in is filled in: the pin, the request, the party, the version.
    """
    folder = w.beside(f"by-hand-{party}")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    script = "".join(f"{{\n{block}}} 2>&1\necho {NEXT}\n" for section in blocks().values() for block in section)
    filled = {"PIN": w.pin, "ID": A, "PARTY": party, "V": version}
    for name, value in filled.items():
        script, count = re.subn(rf"^{name}=.*$", f"{name}={value}", script, flags=re.M)
        assert count == 1, name
    plain = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "LC_ALL": "C"}
    done = subprocess.run(["sh"], cwd=folder, input=script, capture_output=True, text=True, env=plain, check=False)
    assert not done.stderr, done.stderr
    printed = iter(done.stdout.split(f"{NEXT}\n"))
    return {section: [next(printed) for _block in several] for section, several in blocks().items()}


def short(printed: dict[str, list[str]]) -> dict[str, list[str]]:
    """The same by the section's number, `pin` for the first and `keyring` for the one on changes."""
    names = {"What you need from elsewhere": "pin", "When the keyring has changed": "keyring"}
    return {names.get(section, section.split(".")[0]): out for section, out in printed.items()}


def check_by_hand(w: World, out: dict[str, list[str]], commit: str, party: str, key: str, version: str) -> None:
    """What the page says must be seen, seen."""
    shown_key, digest = w.public(key).split()[1], hashlib.sha256((w.root / path_of(A)).read_bytes()).hexdigest()
    assert out["pin"] == ["", ""]
    assert out["1"] == [w.head() + "\n"]
    check_keys(w, out)
    assert out["4"][0].splitlines()[0].startswith(commit)
    assert f"| {party} approve |" in out["4"][1]
    assert out["6"][0].startswith(f'Good "git" signature for {party} with ED25519 key {w.fingerprint(key)}')
    check_payload(out["7"], commit, party)
    check_files(w, out, commit, party, digest)
    assert out["10"] == ["in the history\n"]
    assert shown_key in (w.beside(f"by-hand-{party}") / f"keyring/{version}.allowed_signers").read_text()


def check_keys(w: World, out: dict[str, list[str]]) -> None:
    """Steps 2 and 3: the first version is the pinned one, and these are its keys."""
    first, *_others, pin = out["2"][0].splitlines()
    assert first == f"{w.pin.removeprefix('sha256:')}  keyring/0001.yaml"
    assert pin == w.pin
    assert out["3"][0].count(w.public("centre").split()[1]) == 2


def check_payload(printed: list[str], commit: str, party: str) -> None:
    """Step 7: what was signed is the commit without its signature, and nothing else."""
    same, shown = printed[0].split("\n", 1)
    assert same == commit
    diff, begin, rest = shown.partition("\n-----BEGIN SSH SIGNATURE-----\n")
    changed = [line for line in diff.splitlines() if re.match(r"[+-](?![+-]{2})", line)]
    assert all(line.startswith("+") for line in changed)
    assert "\n".join(changed).replace("+gpgsig ", "\n", 1).replace("\n+ ", "\n") + "\n" == begin + rest
    assert f'Good "git" signature for {party}' in printed[1]


def check_files(w: World, out: dict[str, list[str]], commit: str, party: str, digest: str) -> None:
    """Steps 8 and 9: the commit adds the record alone, and what that names is what is held."""
    parents, *added = out["8"][0].splitlines()
    assert parents == f"{commit} {w.git('rev-parse', commit + '^')}"
    assert added
    assert all(line.startswith(f"A\trequests/2027/{A}/signoffs/{party}-") for line in added)
    number, record = out["8"][1].split("\n", 1)
    assert f"/{party}-{number[:12]}.yaml" in added[0]
    assert f"digest: sha256:{digest}" in record
    signed, tip, *held = out["9"][0].splitlines()
    assert signed.split()[0] == tip.split()[0] == digest
    assert f"{digest}  files/{digest}/{A}.yaml" in held
    assert all(line.split()[0] == line.split("/")[1] for line in out["9"][1].splitlines() if " files/" in line)
    (catalog,) = re.findall(r"^catalog: sha256:(.*)$", record, re.M)
    assert f"{catalog}  catalog/{catalog}.json" in out["9"][2]


@pytest.mark.parametrize("party", PARTIES)
def test_the_page_checks_a_fresh_evidence_file(world: World, party: str) -> None:
    world.approve_by_all()
    commit = world.git("rev-parse", f"HEAD~{2 - PARTIES.index(party)}")
    out = short(follow(world, evidence(world, A), party))
    check_by_hand(world, out, commit, party, party, "0001")
    assert out["5"] == [""]
    assert "revocations" not in out["11"][0]
    assert "signature" not in out["keyring"][0]


def test_the_page_checks_a_meeting_under_a_later_keyring(world: World) -> None:
    """One commit for two requests, by a key that only the second version lists."""
    world.add_key("office", "孙八", "office2")
    world.adopt()
    commit = world.sign("office", A, key="office2")
    content = evidence(world, A)
    out = short(follow(world, content, "office", "0002"))
    check_by_hand(world, out, commit, "office", "office2", "0002")
    votes = out["keyring"][0]
    assert votes.count('Good "git" signature for ') == votes.count("before the sign-off") == 3
    second = hashlib.sha256(parts(content)["keyring/0002.yaml"]).hexdigest()
    assert votes.count(second) == 4
    assert f"previous: {world.pin}" in parts(content)["keyring/0002.yaml"].decode()
    assert len(out["5"][0].splitlines()) == 3


def test_the_page_shows_what_is_wrong(world: World) -> None:
    """A signature of another party, a decision taken back, an edit: each is seen at the step that is about it."""
    forged = world.forge([world.record("office")], "centre")
    out = short(follow(world, evidence(world, A), "office"))
    assert out["4"][0].startswith(forged)
    assert "Could not verify signature" in out["6"][0]
    world.sign("centre")
    world.edit()
    world.sign("centre", decision="withdraw")
    approval = world.git("rev-parse", "HEAD~2")
    world.beside("by-hand-centre").mkdir()
    out = short(follow(world, evidence(world, A), "centre"))
    assert "centre withdraw" in out["4"][1]
    # Whoever starts from the approval sees the withdrawal in step 10.
    text = "".join(b for section in blocks().values() for b in section)
    (step,) = re.findall(r"^git log .*\$C\.\.evidence$", text, re.M)
    done = subprocess.run(
        ["sh", "-c", f"C={approval} REQUEST={path_of(A)} PARTY=centre\n{step}"],
        env=os.environ | {"GIT_DIR": str(world.beside("by-hand-centre/history.git"))},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split()[0] == world.head()


def test_an_altered_payload_is_seen(world: World) -> None:
    commit = world.sign("centre")
    content = parts(evidence(world, A))
    payload = f"signoffs/{commit}/payload"
    content[payload] = content[payload].replace(b"centre approve", b"centre reject ")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, raw in content.items():
            archive.writestr(name, raw)
    out = short(follow(world, target.getvalue()))
    assert f"{payload}: FAILED" in out["pin"][1]
    assert "Could not verify signature" in out["6"][0] or "incorrect signature" in out["6"][0]
    assert any(line.startswith("-tree") or " reject " in line for line in out["7"][0].splitlines())


def test_the_same_commit_gives_the_same_bytes(world: World) -> None:
    """However a clone is packed, and whatever stands in its work tree."""
    world.approve_by_all(A, B)
    first = evidence(world)
    clone = world.clone("clone")
    clone.git("repack", "-adfq", "--depth=3", "--window=2")
    clone.write(path_of(A), "edited")
    assert evidence(clone) == first
    dates = {info.date_time for info in zipfile.ZipFile(io.BytesIO(first)).infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_what_the_file_holds(world: World) -> None:
    world.approve_by_all(A, B)
    world.revoke_key("centre2", "centre", "centre")
    held = parts(evidence(world))
    report = world.verify()
    assert json.loads(held["report.json"]) == {k: v for k, v in report.items() if k not in ("exit", "stderr")}
    for commit in {s["commit"] for s in report["signoffs"]}:
        assert held[f"signoffs/{commit}/commit"] == world.commit_bytes(commit)
        assert f"signoffs/{commit}/signature.sig" in held
    records = [n for n in held if re.fullmatch(r"signoffs/[0-9a-f]{40}/(requests|catalog)/.*\.yaml", n)]
    assert len(records) == 7
    assert all(re.search(r"-([0-9a-f]{12})\.yaml$", n)[1] == hashlib.sha256(held[n]).hexdigest()[:12] for n in records)  # type: ignore[index]
    assert held["keyring/0001.yaml"] == (world.root / "catalog/keyring/0001.yaml").read_bytes()
    for name, raw in held.items():
        if name.startswith("files/"):
            assert name.split("/")[1] == hashlib.sha256(raw).hexdigest()
    attached = [p for p in (world.root / "requests/2027" / A).iterdir() if p.is_file()]
    assert attached
    assert all(any(raw == p.read_bytes() for raw in held.values()) for p in attached)
    listed = held["SHA256SUMS"].decode().splitlines()
    assert {line.split("  ")[1] for line in listed} == set(held) - {"README.md", "SHA256SUMS"}
    assert world.head() in held["README.md"].decode()
    assert held["verify-by-hand.md"] == PAGE.read_bytes()


def test_only_the_requests_asked_for(world: World) -> None:
    """One commit signs two requests; only what concerns the one that was asked for is taken out of it."""
    for party in PARTIES:
        world.sign(party, A, B)
    held = parts(evidence(world, A))
    assert not any(B in name for name in held)
    assert sum(name.startswith("files/") and A in name for name in held) == 1
    assert len(held["signoffs.tsv"].decode().splitlines()) == 4
    assert list(json.loads(held["report.json"])["requests"]) == [A]
    assert B in " ".join(parts(evidence(world, "--year", "2027")))
    assert B not in " ".join(parts(evidence(world, "--year", "2026")))


@pytest.mark.parametrize("names", [pytest.param("sha1", id="SHA-1"), pytest.param("sha256", id="SHA-256")])
def test_the_bundle_can_be_judged_again(
    names: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Taken elsewhere, without the registry, however git names its objects."""
    monkeypatch.setenv("GIT_DEFAULT_HASH", names)
    world: World = request.getfixturevalue("world")
    world.approve_by_all()
    assert len(world.head()) == {"sha1": 40, "sha256": 64}[names]
    bundle = world.beside("history.bundle")
    bundle.write_bytes(parts(evidence(world, A))["history.bundle"])
    clone = world.clone("clone", source=bundle)
    assert (clone.head(), clone.state()) == (world.head(), "approved")


def test_forged_sign_offs_are_shown_and_do_no_harm(world: World) -> None:
    """A forger chooses paths, names and bytes; nothing of it leaves the folder or breaks the file."""
    world.forge([world.record("centre", path="../../../outside.yaml")], None, record_files=False)
    world.forge([world.record("centre", path="requests/2027/../../../x.yaml")], "outsider", record_files=False)
    world.forge(
        [world.record("centre", path="catalog/keyring/\x1b[31m\t.yaml", kind="keyring")], None, record_files=False
    )
    record = world.record("office")
    world.forge([record], "office", message=render_message([record]) + "\0")
    held = parts(evidence(world))
    names = [n for n in held if not re.fullmatch(r"[A-Za-z0-9_./-]+", n) or ".." in n or n.startswith("/")]
    assert names == []
    table = held["signoffs.tsv"].decode()
    assert "\x1b" not in table
    assert {len(line.split("\t")) for line in table.splitlines()} == {12}
    assert [line.split("\t")[5] for line in table.splitlines()[1:]] == [s["code"] for s in world.verify()["signoffs"]]


def test_a_name_cannot_add_a_key(world: World) -> None:
    """Whoever stands in the keyring, the keys that ssh-keygen is given are those of the keyring."""
    outsider = world.public("outsider")
    world.rewrite_keyring(f'"{PEOPLE["office"]}"', f'"x\\ncentre {outsider}"')
    lines = parts(evidence(world))["keyring/0001.allowed_signers"].decode().splitlines()
    assert {line.split()[0] for line in lines if not line.startswith("#")} == {"centre", "office", "bigdata"}
    assert [line for line in lines if line.startswith("centre") and outsider.split()[1] in line] == []


def test_without_a_pin_it_says_so(world: World) -> None:
    world.approve_by_all()
    file = world.beside("unpinned.zip")
    code, _out, err = world.bwtb("verify", "--evidence", str(file), pin=None)
    assert code == 1
    assert "nothing can be relied on" in err
    assert json.loads(parts(file.read_bytes())["report.json"])["trusted"] is False


def test_a_place_that_cannot_be_written(world: World, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, _out, err = world.bwtb("verify", "--evidence", str(tmp_path / "file/evidence.zip"))
    assert code == 2
    assert "cannot be written" in err
