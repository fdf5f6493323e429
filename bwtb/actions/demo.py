"""The demonstration: one district's whole year on throwaway keys, as a script of narration and real commands.

Everything it makes stands inside one folder; the commands see that folder as their home, and nothing of the person's
own git, ssh or bwtb settings.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True)
class Folders:
    """Where the demonstration puts things."""

    top: Path

    @property
    def registry(self) -> Path:
        return self.top / "registry"

    @property
    def keys(self) -> Path:
        return self.top / "keys"

    @property
    def proposal(self) -> Path:
        return self.top / "proposal"

    @property
    def trust_root(self) -> Path:
        return self.top / "trust-root"

    @property
    def home(self) -> Path:
        return self.top / "home"


@dataclass(frozen=True)
class Tell:
    """A sentence told between the commands; with `heading` it opens a chapter."""

    text: Fact
    heading: bool = False


@dataclass(frozen=True)
class TypedCommand:
    """A command as a person would type it in the registry's folder, who runs it, and the exit code it must end with."""

    words: tuple[str, ...]
    who: str = ""
    unit: str = "zwzx"
    expected: int = 0
    into: str = ""  # where the output goes instead of the screen, as after `>`


Event = Tell | TypedCommand


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
    folders = Folders(folder.resolve())
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
    who = command.who or SIGNERS["centre"]
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
        **({"BWTB_TRUST_ROOT": pin(folders)} if pin(folders) else {}),
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
    yield from _found_registry(folders)
    yield from _make_keys(folders)
    yield from _applications(folders)
    yield from _review(folders)
    yield from _edit(folders)
    yield from _proposal(folders)
    yield from _submission()
    shutil.rmtree(folders.home)


def _found_registry(folders: Folders) -> Iterator[Event]:
    yield Tell(Message(messages.CHAPTER_REGISTRY), heading=True)
    yield TypedCommand(("bwtb", "init", "-q"))
    yield TypedCommand(("git", "config", "user.name", SIGNERS["centre"]))
    yield TypedCommand(("git", "config", "user.email", "zwzx@example.invalid"))


def _make_keys(folders: Folders) -> Iterator[Event]:
    yield Tell(Message(messages.CHAPTER_KEYS), heading=True)
    for party in SIGNERS:
        words = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", f"{party}@demo", "-f", f"../keys/{party}")
        yield TypedCommand(words)
    yield Tell(Message(messages.TELL_PRIVATE_KEYS))
    people = [word for party, name in SIGNERS.items() for word in ("--person", f"{party}:{name}:../keys/{party}.pub")]
    yield TypedCommand(("bwtb", "keyring", "init", *people))
    yield TypedCommand(("git", "add", "catalog/keyring"))
    yield TypedCommand(("git", "commit", "-q", "-m", "建立密钥册：三方各一人一把密钥"))
    yield TypedCommand(("bwtb", "keyring", "fingerprint"), into="../trust-root")
    yield Tell(Message(messages.TELL_FINGERPRINT))
    yield Tell(f"$ export BWTB_TRUST_ROOT={pin(folders)}")


def _applications(folders: Folders) -> Iterator[Event]:
    yield Tell(Message(messages.CHAPTER_APPLICATIONS), heading=True)
    yield Tell(Message(messages.TELL_DRAFT))
    yield TypedCommand(
        (
            "bwtb",
            "new",
            "--unit",
            "rsj",
            "--category",
            "scenario",
            "--title",
            "灵活就业人员参保“快办”",
            "--year",
            str(YEAR),
        ),
        who="钱晓东",
        unit="rsj",
    )
    yield TypedCommand(("git", "add", "requests"), who="钱晓东", unit="rsj")
    yield TypedCommand(("git", "commit", "-q", "-m", "区人社局：起草参保“快办”需求"), who="钱晓东", unit="rsj")
    yield Tell(Message(messages.TELL_FILLED_IN))
    for path in sorted((resources.path("requests") / str(YEAR)).glob("*.yaml")):
        if path.stem != "proposal":
            yield from _hand_in(folders, path)
    yield Tell(Message(messages.TELL_CHECKED))
    yield TypedCommand(("bwtb", "validate", f"requests/{YEAR}/{UNFINISHED}.yaml"))
    yield TypedCommand(("bwtb", "validate", "-q"))


def _hand_in(folders: Folders, sample: Path) -> Iterator[Event]:
    target = f"requests/{YEAR}/{sample.name}"
    (folders.registry / target).write_bytes(sample.read_bytes())
    attached = sample.with_suffix("")
    if attached.is_dir():
        shutil.copytree(
            attached, folders.registry / target.removesuffix(".yaml"), ignore=shutil.ignore_patterns("signoffs")
        )
    request = _request(folders, target)
    who = str(request.mapping("contact").get("name", ""))
    yield TypedCommand(("git", "add", f"requests/{YEAR}"), who=who, unit=request.unit)
    yield TypedCommand(("git", "commit", "-q", "-m", f"{request.id} {request.title}"), who=who, unit=request.unit)


def _review(folders: Folders) -> Iterator[Event]:
    yield Tell(Message(messages.CHAPTER_REVIEW), heading=True)
    yield TypedCommand(("bwtb", "show", EDITED))
    yield _sign("centre", "--pending", "--opinion", "同意列入下一年度需求建议书。")
    yield _sign("office", "--pending", "--opinion", "同意。")
    yield Tell(Message(messages.TELL_SENT_BACK))
    yield _sign("bigdata", RETURNED, "--return", "--opinion", "运维费测算依据不足，请补充说明后再报。")
    left = [word for request_id in UNDECIDED for word in ("--except", request_id)]
    yield _sign("bigdata", "--pending", *left, "--opinion", "技术上可行，同意。")
    yield TypedCommand(("bwtb", "status"))


def _edit(folders: Folders) -> Iterator[Event]:
    yield Tell(Message(messages.CHAPTER_EDIT), heading=True)
    target = layout.request_path(EDITED)
    request = _request(folders, target)
    text = request.raw.decode()
    if EDIT[0] not in text:
        raise UserError(Message(messages.ANOTHER_SAMPLE, id=EDITED))
    write_file(folders.registry / target, text.replace(*EDIT).encode())
    who = str(request.mapping("contact").get("name", ""))
    yield TypedCommand(("git", "diff", "--unified=0", target), who=who, unit=request.unit)
    yield TypedCommand(("git", "commit", "-q", "-a", "-m", f"{EDITED} 调整监理费"), who=who, unit=request.unit)
    yield TypedCommand(("bwtb", "status", EDITED))
    yield TypedCommand(("bwtb", "build-proposal", str(YEAR), "-o", "../proposal", "--format", "json"))
    yield Tell(Message(messages.TELL_LEFT_OUT))
    for party in ("centre", "office", "bigdata"):
        yield _sign(party, EDITED, "--opinion", "已核对监理费的调整，同意。")
    yield TypedCommand(("bwtb", "status", EDITED))


def _proposal(folders: Folders) -> Iterator[Event]:
    yield Tell(Message(messages.CHAPTER_PROPOSAL), heading=True)
    facts = f"requests/{YEAR}/proposal.yaml"
    yield Tell(Message(messages.TELL_FACTS))
    yield Tell(f"$ mv ../proposal/proposal.yaml {facts}")
    shutil.move(folders.proposal / "proposal.yaml", folders.registry / facts)
    yield TypedCommand(("git", "add", facts))
    yield TypedCommand(("git", "commit", "-q", "-m", f"{YEAR}年度需求建议书的要素"))
    yield TypedCommand(("bwtb", "validate", "-q"))
    yield TypedCommand(("bwtb", "verify"))
    yield TypedCommand(("bwtb", "build-proposal", str(YEAR), "-o", "../proposal"))
    yield TypedCommand(("git", "log", "--oneline", "-5"))


def _submission() -> Iterator[Event]:
    """The proposal handed in, and corrected: in a copy, so that the registry of the demonstration stays open."""
    yield Tell(
        Message(messages.CHAPTER_SUBMISSION),
        heading=True,
    )
    yield TypedCommand(("git", "clone", "-q", ".", FROZEN))
    # On a branch of its own: whoever verified the copy's would find the registry's rewound.
    yield TypedCommand(("git", "-C", FROZEN, "switch", "-q", "-c", "frozen"))
    yield _freeze("../proposal-frozen")
    yield TypedCommand(("bwtb", "status", EDITED, "--registry", FROZEN))
    yield Tell(Message(messages.TELL_CORRECTED))
    yield _sign("bigdata", "--pending", "--opinion", "已补充核实，同意。", "--registry", FROZEN)
    yield _freeze("../proposal-corrected")
    yield TypedCommand(("bwtb", "verify", "--registry", FROZEN))


def _freeze(target: str) -> TypedCommand:
    words = ("bwtb", "build-proposal", str(YEAR), "-o", target, "--freeze", "--key", "../keys/centre", "--yes")
    return TypedCommand((*words, "--registry", FROZEN), who=SIGNERS["centre"])


def _sign(party: str, *rest: str) -> TypedCommand:
    words = ("bwtb", "sign", *rest, "--party", party, "--key", f"../keys/{party}", "--yes")
    return TypedCommand(words, who=SIGNERS[party], unit={"centre": "zwzx", "office": "qfb", "bigdata": "xxw"}[party])


def _request(folders: Folders, path: str) -> Request:
    request, _document = read_request(WorkTree(folders.registry), path)
    if request is None:
        raise UserError(Message(messages.SAMPLE_MISSING, path=path))
    return request
