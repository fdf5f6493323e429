"""Stands in for a machine that is no POSIX system, such as Windows: importing this hides the modules that are not there.

As a plugin (`python -m pytest -p tests.elsewhere …`) it does so for a whole run. It shows what fails on import, not what a file
system or a terminal of another kind does; the workflows run the same tests on Windows itself.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

HIDDEN = frozenset({"fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"})


class Hide:
    """A finder that comes first and refuses the hidden modules; it has nothing to say of others."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name in HIDDEN:
            raise ModuleNotFoundError(f"No module named {name!r} (hidden: it is of POSIX systems alone)", name=name)
        return None


for hidden in HIDDEN:
    sys.modules.pop(hidden, None)
sys.meta_path.insert(0, Hide())  # type: ignore[arg-type]
