"""The demonstration as it prints itself, and what the commands say of the registries that it leaves."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from bwtb.base import codes
from bwtb.signing import messages

# What is another at every play: digests and ids of commits, keys, days and times, the folder.
CHANGING = (
    (re.compile(r"SHA256:[A-Za-z0-9+/]{43}"), "<fingerprint>"),
    (re.compile(r"SHA256:[A-Za-z0-9+/…]+"), "<fingerprint>"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "<uuid>"),
    (re.compile(r"(?<![0-9a-z])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32}|[0-9a-f]{12})(?![0-9a-z])"), "<hex>"),
    (re.compile(r"^[0-9a-f]{7}(?= )", re.MULTILINE), "<hex>"),
    (re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\+\d\d:\d\d|Z)"), "<time>"),
    (re.compile(r"ssh-ed25519 \S+"), "<key>"),
)  # fmt: skip
LINE = re.compile(r"[^\S\n]+$", re.MULTILINE)

# Read-only, or refused; {id} … stand for what a registry has.
COMMANDS = (
    "--help", "status", "status --pending --party centre", "status 2027-zgh-001", "status 2026-mzj-001", "status nothing",
    "status --format json", "status --unit 民政局", "status --unit 民改局", "status --year 2031",
    "show 2027-mzj-001", "show 2027-jtw-001", "show 2027-fgw-001", "show 2027-lhsrj-001", "show 2027-zgh-001 --format json",
    "show 2027-aaa-001",
    "verify", "verify --format json", "verify --require-approved", "verify --min-tip nothing", "verify --rev nothing",
    "verify --trust-root sha256:0000000000000000000000000000000000000000000000000000000000000000", "verify --trust-root x",
    "sign 2027-mzj-001 --party centre --approve --key ../keys/centre", "sign 2027-zmjd-001 --party centre --yes --key ../keys/centre",
    "sign 2027-mzj-001 --party centre --yes --key ../keys/centre", "sign 2027-mzj-001 --party none --yes", "sign --party centre",
    "sign 2027-sfj-001 --party bigdata --yes --key ../keys/office", "sign 2027-sfj-001 --party bigdata --return --yes --key ../keys/bigdata",
    "sign keyring:0002 --party centre --yes", "sign proposal:2027-1 --party centre --withdraw",
    "validate", "validate --format json", "validate --strict -q", "validate nothing.yaml", "validate --fix requests/2027/2027-zmjd-001.yaml",
    "validate --format sarif", "validate --format junit", "validate --format github", "validate --format gitlab", "validate --format no",
    "keyring show", "keyring show --format json", "keyring fingerprint", "keyring init --person x", "keyring retire x",
    "catalog list", "catalog list capabilities", "catalog show cap-15", "catalog show cap-99", "catalog show units",
    "build-proposal 2031 -o ../out", "build-proposal 2027 --rev nothing -o ../out", "build-proposal 2027 --check ../proposal",
    "build-proposal 2027 --format docx,odt -o ../out", "form 2027-mzj-001 --format odt -o ../out", "form nothing -o ../out",
    "form 2027-lhsrj-001 --format html -o ../out --opinion", "form 2027-mzj-001 --format html -o ../out",
    "new --unit mzj --category scenario", "new --unit 民改局 --category scenario --title x", "new --unit mzj --category x --title x",
    "new --from nothing.yaml", "templates check", "hook install --server nothing", "explain NO_SUCH_CODE", "init", "demo -o .",
    "nothing", "status --nothing", "sign --help", "verify --help", "validate --help", "build-proposal --help", "new --help",
)  # fmt: skip


def play(folder: Path, language: str) -> str:
    """Plays the demonstration in an empty folder; gives what it printed."""
    return _run(["-m", "bwtb", "demo", "-o", str(folder / "play")], folder, folder, language)


FROZEN = (
    "status",
    "status --format json",
    "show 2027-mzj-001",
    "verify",
    "verify --format json",
    "validate",
    "keyring show",
)
ANYWHERE = "import sys; from bwtb.cli.app import run; [print('==', c, run(['explain', c])) for c in sys.argv[1:]]"


def told(folder: Path, language: str) -> Iterator[str]:
    """What each command says of the played registries in a folder, and the texts of the documents."""
    pin = (folder / "play/trust-root").read_text().split()[0]
    for registry, commands in (("registry", COMMANDS), ("registry-frozen", FROZEN)):
        for command in commands:
            said = _run(["-m", "bwtb", *command.split()], folder / "play" / registry, folder, language, pin)
            yield _unchanging(f"== {registry}: bwtb {command}\n", folder) + said
    for command in ("status", "verify"):
        yield f"== no pin: bwtb {command}\n{_run(['-m', 'bwtb', command], folder / 'play/registry', folder, language)}"
    explained = sorted({*codes.CODES, *messages.MEANINGS, *messages.NOTICES})
    yield _run(["-c", ANYWHERE, *explained], folder, folder, language)


def documents(folder: Path) -> Iterator[str]:
    """The text of the proposals' documents, a line a paragraph or cell."""
    for name in ("proposal", "proposal-corrected"):
        yield f"== {name}.html\n" + _unchanging(_text((folder / "play" / name / "proposal.html").read_text()), folder)
        with zipfile.ZipFile(folder / "play" / name / "proposal.docx") as parts:
            word = parts.read("word/document.xml").decode()
        yield f"== {name}.docx\n" + _unchanging(_text(word.replace("</w:p>", "\n")), folder)


def _text(markup: str) -> str:
    text = re.sub(r"<(style|script).*?</\1>", "", markup, flags=re.DOTALL)
    lines = (line.strip() for line in re.sub(r"<[^>]*>", "", text).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def _run(arguments: list[str], cwd: Path, top: Path, language: str, pin: str = "") -> str:
    (top / "home").mkdir(exist_ok=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(top / "home"), "LC_ALL": "C.UTF-8", "COLUMNS": "120"}
    environment |= {"BWTB_LANG": language, "PYTHONPATH": str(Path(__file__).parents[2])}
    environment |= {"BWTB_TRUST_ROOT": pin} if pin else {}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return _unchanging(f"{done.stdout}{done.stderr}(exit {done.returncode})\n", top)


def _unchanging(text: str, top: Path) -> str:
    from datetime import date

    text = text.replace(str(top), "<folder>")
    for pattern, by in CHANGING:
        text = pattern.sub(by, text)
    today = date.today()
    text = text.replace(today.isoformat(), "<today>").replace(f"{today.year}年{today.month}月{today.day}日", "<today>")
    return LINE.sub("", re.sub(r"(<today>) \d\d:\d\d", r"\1 <hour>", text))
