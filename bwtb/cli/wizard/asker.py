"""The way of asking that fits the terminal."""

from __future__ import annotations

import os
import sys

from bwtb.cli.wizard.asking import Asker


def at_terminal() -> bool:
    """Whether a person is there to be asked: both ways are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def asker() -> Asker:
    """The way of asking that fits the terminal."""
    if os.environ.get("TERM", "").lower() in ("dumb", "unknown", "") and sys.platform != "win32":
        from bwtb.cli.wizard.lines import Lines

        return Lines()
    from bwtb.cli.wizard.screen import Screen

    return Screen()
