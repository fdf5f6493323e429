"""A program at a real pseudo-terminal, and what a person would see there: keys go in, a screen of so many columns comes out."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from types import TracebackType

import pexpect
import pyte

KEYS = {
    "up": "\x1b[A", "down": "\x1b[B", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F", "enter": "\r", "esc": "\x1b",
    "ctrl-c": "\x03", "ctrl-d": "\x04", "ctrl-j": "\n", "ctrl-u": "\x15", "ctrl-x": "\x18", "backspace": "\x7f", "tab": "\t",
}  # fmt: skip
PATIENCE = 60  # seconds until a test gives up on what it waits for: a busy machine is no failure


class Terminal:
    """A terminal with a program in it. The screen remembers what scrolled off its top."""

    def __init__(
        self, command: list[str], folder: Path, *, columns: int = 80, rows: int = 24, **environment: str
    ) -> None:
        self.screen = pyte.HistoryScreen(columns, rows, history=2000, ratio=0.5)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.child = pexpect.spawn(
            command[0],
            command[1:],
            cwd=str(folder),
            env={**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **environment},
            dimensions=(rows, columns),
            timeout=PATIENCE,
        )
        self.child.delaybeforesend = None

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.child.close(force=True)

    def _take(self, patience: float = 0.05) -> bool:
        try:
            chunk = self.child.read_nonblocking(65536, timeout=patience)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += chunk
        if b"\x1b[6n" in chunk:  # where is the cursor? A terminal answers
            self.child.send(f"\x1b[{self.screen.cursor.y + 1};{self.screen.cursor.x + 1}R")
        self.stream.feed(chunk)
        return True

    @property
    def lines(self) -> list[str]:
        """What stands on the screen now. A wide character takes two columns, of which pyte leaves the second empty."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def shown(self) -> str:
        return "\n".join(self.lines)

    @property
    def everything(self) -> str:
        """All that can be read by scrolling back."""
        above = ["".join(line[x].data for x in range(self.screen.columns)).rstrip() for line in self.screen.history.top]
        return "\n".join([*above, *self.lines])

    def see(self, *texts: str) -> str:
        """Wait until all these stand on the screen; fails with the screen where they do not come."""
        return self._wait(texts, lambda: self.shown)

    def read(self, *texts: str) -> str:
        """The same for all that can be read by scrolling back."""
        return self._wait(texts, lambda: self.everything)

    def _wait(self, texts: tuple[str, ...], where: Callable[[], str]) -> str:
        deadline, alive = monotonic() + PATIENCE, True
        while missing := [text for text in texts if text not in where()]:
            if not alive or monotonic() > deadline:
                raise AssertionError(f"not on the screen: {missing}\n{self.everything}")
            alive = self._take()
        return where()

    def find(self, pattern: str) -> re.Match[str]:
        """Wait until a line of the screen matches."""
        deadline = monotonic() + PATIENCE
        while not (match := re.search(pattern, self.shown, re.MULTILINE)):
            assert self._take(), f"ended\n{self.everything}"
            assert monotonic() < deadline, f"never there: {pattern}\n{self.everything}"
        return match

    def change(self, text: str) -> None:
        """Wait until this no longer stands on the screen."""
        deadline = monotonic() + PATIENCE
        while text in self.shown:
            assert self._take(), f"ended\n{self.everything}"
            assert monotonic() < deadline, f"still there: {text}\n{self.everything}"

    def press(self, *keys: str) -> None:
        """Press keys by name, or type text."""
        for key in keys:
            self.child.send(KEYS.get(key, key))

    def end(self) -> int:
        """Wait for the program's end; its exit code, or minus the signal's number."""
        deadline = monotonic() + PATIENCE
        while self._take(0.2):
            assert monotonic() < deadline, f"still running\n{self.everything}"
        self.child.close()
        return self.child.exitstatus if self.child.exitstatus is not None else -(self.child.signalstatus or 0)


def pasted(text: str) -> str:
    """A text as a terminal sends it that knows bracketed paste."""
    return f"\x1b[200~{text}\x1b[201~"


def program(*arguments: str) -> list[str]:
    """The program's command line."""
    return [sys.executable, "-c", "from bwtb.cli.app import main; main()", *arguments]
