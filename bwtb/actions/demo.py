"""The demonstration: one district's whole year on throwaway keys, as a script of narration and real commands.

Everything it makes stands inside one folder; the commands see that folder as their home, and nothing of the person's
own git, ssh or bwtb settings.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bwtb.actions import messages
from bwtb.base import resources
from bwtb.base.errors import UserError
from bwtb.base.files import write_file
from bwtb.base.messages import Fact, Message
from bwtb.git import programs
from bwtb.registry import layout
from bwtb.registry.request import Request, read_request
from bwtb.registry.worktree import WorkTree

YEAR = 2027
# Party → who signs for it: made-up names, one person a party.
SIGNERS = {"centre": "沈静怡", "office": "陈国华", "bigdata": "高岩"}
# What becomes of some of the sample requests.
RETURNED, UNDECIDED, EDITED = "2027-zgh-001", ("2027-sfj-001", "2027-wjw-001"), "2027-mzj-001"
PROGRAMS = ("git", "ssh-keygen")
# The copy in which the proposal is handed in, as seen from the registry.
FROZEN = "../registry-frozen"
UNFINISHED = "2027-zmjd-001"
# The edit of an approved request: what stands in it, and what is to stand there.
EDIT = ("name: 项目监理, kind: supervision, amount: 35000", "name: 项目监理, kind: supervision, amount: 39000")


class Folders(NamedTuple):
    """Where the demonstration puts things."""

    top: Path
    registry: Path
    keys: Path
    proposal: Path
    trust_root: Path
    home: Path


@dataclass(frozen=True)
class Tell:
    """A sentence told between the commands; with `heading` it opens a chapter."""

    text: Fact
    heading: bool = False


@dataclass(frozen=True)
class TypedCommand:
    """A command as a person would type it in the registry's folder, and who runs it; it must end with exit code 0."""

    words: tuple[str, ...]
    who: str = ""
    unit: str = "zwzx"
    into: str = ""  # where the output goes instead of the screen, as after `>`


Event = Tell | TypedCommand


def _typed(line: str, *more: str, who: str = "", unit: str = "zwzx", into: str = "") -> TypedCommand:
    """The command of a line; what may hold blanks follows word by word."""
    return TypedCommand((*line.split(), *more), who=who, unit=unit, into=into)


def prepare(folder: Path) -> Folders:
    """Check that the demonstration can run, and make its folders.

    Raises UserError where the folder is not empty or git or ssh-keygen is missing.
    """
    for program in PROGRAMS:
        programs.find(program)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        # Only what this command itself has made is said to be good for removal.
        earlier = (folder / "trust-root").is_file() and (folder / "keys").is_dir()
        hint = Message(messages.REMOVE_EARLIER_PLAY, path=str(folder))
        raise UserError(
            Message(messages.FOLDER_NOT_EMPTY, path=str(folder)),
            hint if earlier else Message(messages.NAME_ANOTHER_OUTPUT),
        )
    top = folder.resolve()
    folders = Folders(top, *(top / name for name in ("registry", "keys", "proposal", "trust-root", "home")))
    for path in (folders.registry, folders.keys, folders.home / "tmp"):
        path.mkdir(parents=True)
    return folders


def environment(folders: Folders, command: TypedCommand, language: str) -> Mapping[str, str]:
    """What a command of the play sees: the demonstration's own home, nothing of the caller's settings.

    `language` (`zh` or `en`) is what the command is to speak.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "SSH_", "BWTB_", "XDG_")) and name not in ("HOME", "USERPROFILE")
    }
    who, trusted = command.who or SIGNERS["centre"], pin(folders)
    return kept | {
        "HOME": str(folders.home),
        "USERPROFILE": str(folders.home),
        "TMPDIR": str(folders.home / "tmp"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": who,
        "GIT_AUTHOR_EMAIL": f"{command.unit}@example.invalid",
        "GIT_COMMITTER_NAME": who,
        "GIT_COMMITTER_EMAIL": f"{command.unit}@example.invalid",
        "BWTB_LANG": language,
        "TZ": "CST-8",  # Beijing time, for machines without time-zone data too
        **({"BWTB_TRUST_ROOT": trusted} if trusted else {}),
    }


def arguments(command: TypedCommand) -> list[str]:
    """The argument list to start: `bwtb` is this very program, the others are those of this computer."""
    program, *rest = command.words
    if program == "bwtb":
        return [sys.executable, "-P", "-m", "bwtb", *rest]
    return [programs.find(program) if program in PROGRAMS else program, *rest]


def pin(folders: Folders) -> str:
    """The pinned fingerprint, "" as long as there is none."""
    words = folders.trust_root.read_text(encoding="utf-8").split() if folders.trust_root.is_file() else []
    return words[0] if words else ""


def script(folders: Folders) -> Iterator[Event]:
    """What is told and run, in order. Between two of these, files are put in place and edited as their authors would do it:
    so each command has to be run before the next event is asked for."""
    yield from _found_registry()
    yield from _make_keys(folders)
    yield from _applications(folders)
    yield from _review(folders)
    yield from _edit(folders)
    yield from _proposal(folders)
    yield from _submission()
    shutil.rmtree(folders.home)


def _found_registry() -> Iterator[Event]:
    yield Tell(Message(messages.CHAPTER_REGISTRY), heading=True)
    yield _typed("bwtb init -q")
    yield _typed("git config user.name", SIGNERS["centre"])
    yield _typed("git config user.email zwzx@example.invalid")


def _make_keys(folders: Folders) -> Iterator[Event]:
    yield Tell(Message(messages.CHAPTER_KEYS), heading=True)
    for party in SIGNERS:
        yield _typed("ssh-keygen -q -t ed25519 -N", "", "-C", f"{party}@demo", "-f", f"../keys/{party}")
    yield Tell(Message(messages.TELL_PRIVATE_KEYS))
    people = [word for party, name in SIGNERS.items() for word in ("--person", f"{party}:{name}:../keys/{party}.pub")]
    yield _typed("bwtb keyring init", *people)
    yield _typed("git add catalog/keyring")
    yield _typed("git commit -q -m 建立密钥册：三方各一人一把密钥")
    yield _typed("bwtb keyring fingerprint", into="../trust-root")
    yield Tell(Message(messages.TELL_FINGERPRINT))
    yield Tell(f"$ export BWTB_TRUST_ROOT={pin(folders)}")


def _applications(folders: Folders) -> Iterator[Event]:
    yield Tell(Message(messages.CHAPTER_APPLICATIONS), heading=True)
    yield Tell(Message(messages.TELL_DRAFT))
    new = f"bwtb new --unit rsj --category scenario --title 灵活就业人员参保“快办” --year {YEAR}"
    for line in (new, "git add requests", "git commit -q -m 区人社局：起草参保“快办”需求"):
        yield _typed(line, who="钱晓东", unit="rsj")
    yield Tell(Message(messages.TELL_FILLED_IN))
    for path in sorted((resources.path("requests") / str(YEAR)).glob("*.yaml")):
        if path.stem != "proposal":
            yield from _hand_in(folders, path)
    yield Tell(Message(messages.TELL_CHECKED))
    yield _typed(f"bwtb validate requests/{YEAR}/{UNFINISHED}.yaml")
    yield _typed("bwtb validate -q")


def _hand_in(folders: Folders, sample: Path) -> Iterator[Event]:
    target = folders.registry / f"requests/{YEAR}" / sample.name
    target.write_bytes(sample.read_bytes())
    attached = sample.with_suffix("")
    if attached.is_dir():
        shutil.copytree(attached, target.with_suffix(""), ignore=shutil.ignore_patterns("signoffs"))
    request, typed_by_author = _request(folders, sample.stem)
    yield typed_by_author(f"git add requests/{YEAR}")
    yield typed_by_author("git commit -q -m", f"{request.id} {request.title}")


def _review(folders: Folders) -> Iterator[Event]:
    yield Tell(Message(messages.CHAPTER_REVIEW), heading=True)
    yield _typed(f"bwtb show {EDITED}")
    yield _sign("centre", "--pending", "--opinion", "同意列入下一年度需求建议书。")
    yield _sign("office", "--pending", "--opinion", "同意。")
    yield Tell(Message(messages.TELL_SENT_BACK))
    yield _sign("bigdata", RETURNED, "--return", "--opinion", "运维费测算依据不足，请补充说明后再报。")
    left = [word for request_id in UNDECIDED for word in ("--except", request_id)]
    yield _sign("bigdata", "--pending", *left, "--opinion", "技术上可行，同意。")
    yield _typed("bwtb status")


def _edit(folders: Folders) -> Iterator[Event]:
    yield Tell(Message(messages.CHAPTER_EDIT), heading=True)
    request, typed_by_author = _request(folders, EDITED)
    text = request.raw.decode()
    if EDIT[0] not in text:
        raise UserError(Message(messages.ANOTHER_SAMPLE, id=EDITED))
    write_file(folders.registry / request.path, text.replace(*EDIT).encode())
    yield typed_by_author(f"git diff --unified=0 {request.path}")
    yield typed_by_author("git commit -q -a -m", f"{EDITED} 调整监理费")
    yield _typed(f"bwtb status {EDITED}")
    yield _typed(f"bwtb build-proposal {YEAR} -o ../proposal --format json")
    yield Tell(Message(messages.TELL_LEFT_OUT))
    for party in ("centre", "office", "bigdata"):
        yield _sign(party, EDITED, "--opinion", "已核对监理费的调整，同意。")
    yield _typed(f"bwtb status {EDITED}")


def _proposal(folders: Folders) -> Iterator[Event]:
    yield Tell(Message(messages.CHAPTER_PROPOSAL), heading=True)
    facts = f"requests/{YEAR}/proposal.yaml"
    yield Tell(Message(messages.TELL_FACTS))
    yield Tell(f"$ mv ../proposal/proposal.yaml {facts}")
    shutil.move(folders.proposal / "proposal.yaml", folders.registry / facts)
    yield _typed(f"git add {facts}")
    yield _typed(f"git commit -q -m {YEAR}年度需求建议书的要素")
    yield _typed("bwtb validate -q")
    yield _typed("bwtb verify")
    yield _typed(f"bwtb build-proposal {YEAR} -o ../proposal")
    yield _typed("git log --oneline -5")


def _submission() -> Iterator[Event]:
    """The proposal handed in, and corrected: in a copy, so that the registry of the demonstration stays open."""
    yield Tell(Message(messages.CHAPTER_SUBMISSION), heading=True)
    yield _typed(f"git clone -q . {FROZEN}")
    # On a branch of its own: whoever verified the copy's would find the registry's rewound.
    yield _typed(f"git -C {FROZEN} switch -q -c frozen")
    yield _freeze("../proposal-frozen")
    yield _typed(f"bwtb status {EDITED} --registry {FROZEN}")
    yield Tell(Message(messages.TELL_CORRECTED))
    yield _sign("bigdata", "--pending", "--opinion", "已补充核实，同意。", "--registry", FROZEN)
    yield _freeze("../proposal-corrected")
    yield _typed(f"bwtb verify --registry {FROZEN}")


def _freeze(target: str) -> TypedCommand:
    line = f"bwtb build-proposal {YEAR} -o {target} --freeze --key ../keys/centre --yes --registry {FROZEN}"
    return _typed(line, who=SIGNERS["centre"])


def _sign(party: str, *rest: str) -> TypedCommand:
    unit = {"centre": "zwzx", "office": "qfb", "bigdata": "xxw"}[party]
    key = f"../keys/{party}"
    return _typed("bwtb sign", *rest, "--party", party, "--key", key, "--yes", who=SIGNERS[party], unit=unit)


def _request(folders: Folders, id: str) -> tuple[Request, Callable[..., TypedCommand]]:
    """A request of the registry, and what gives the commands that its author types."""
    path = layout.request_path(id)
    request, _document = read_request(WorkTree(folders.registry), path)
    if request is None:
        raise UserError(Message(messages.SAMPLE_MISSING, path=path))
    return request, partial(_typed, who=str(request.mapping("contact").get("name", "")), unit=request.unit)
