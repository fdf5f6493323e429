"""A registry's own templates run in a process of their own: what loops for ever, eats memory or gets out of the sandbox
has nothing to write, nothing to start, and an end.

The sandbox (`environment`) is the first wall, this is the second. The tool's own templates need neither the time that a
process takes nor the wall.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bwtb.base import languages
from bwtb.base.errors import UserError
from bwtb.base.languages import _, words

# What a template may take: seconds of processor time, bytes of memory, characters of text. A thousand requests take
# three seconds and 300 MB.
SECONDS = 60
MEMORY = 1 << 30
TEXT = 1 << 26


@dataclass(frozen=True)
class Own:
    """A registry's own templates by path, as a source."""

    templates: Mapping[str, bytes]

    def read(self, path: str) -> bytes | None:
        return self.templates.get(path)

    def files(self, folder: str) -> list[str]:
        return sorted(path for path in self.templates if path.startswith(folder + "/"))

    def is_link(self, path: str) -> bool:
        return False

    def links(self, folder: str) -> list[str]:
        return []

    def sha256(self, path: str) -> str | None:
        content = self.templates.get(path)
        return None if content is None else hashlib.sha256(content).hexdigest()


def render(name: str, own: Own, context: Mapping[str, Any]) -> str:
    """The template's text, not yet cleaned. Raises UserError where it fails or takes more than it may."""
    return str(_answer(name, own, context)["text"])


def undeclared(name: str, own: Own) -> list[str]:
    """The names that a template uses and does not set. Finding them works out what is constant in it: a job for here."""
    return list(_answer(name, own, None)["names"])


def _answer(name: str, own: Own, context: Mapping[str, Any] | None) -> dict[str, Any]:
    job = {
        "name": name, "templates": dict(own.templates), "context": None if context is None else dict(context),
        "language": languages.language(), "seconds": SECONDS, "memory": MEMORY, "text": TEXT,
    }  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="bwtb-") as folder:
        try:
            done = subprocess.run(
                [sys.executable, "-P", "-m", "bwtb.render.confined"],
                input=pickle.dumps(job),
                capture_output=True,
                cwd=folder,
                env=_environment(),
                timeout=SECONDS + 10,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _too_much(name) from None
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise _too_much(name) from None
    if "error" in answer:
        raise UserError(answer["error"], answer["hint"])
    return answer


def _environment() -> dict[str, str]:
    """What a Python needs to start, and nothing else of the user's."""
    kept = ("PATH", "SYSTEMROOT", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONIOENCODING": "utf-8"}


def _too_much(name: str) -> UserError:
    return UserError(
        _("The template {name} takes more time or memory than a document can need, and was stopped.").format(name=name),
        _("Look for a loop or a text that grows without end; compare it with the default template of the same name."),
    )


def _confine(seconds: int, memory: int) -> None:
    """From here on this process can write no file, start no other, and use no more than this (where the system can)."""
    try:
        import resource
    except ImportError:  # not on Windows: there the sandbox and the time hold
        return
    limits = {"AS": memory, "CPU": seconds, "FSIZE": 0, "NPROC": 0, "CORE": 0}
    for kind, limit in limits.items():
        number = getattr(resource, f"RLIMIT_{kind}", None)
        if number is not None:
            resource.setrlimit(number, (limit, limit))


def main() -> None:
    """The other process: a job on standard input, the text or an error as JSON on standard output."""
    # The job comes from `render` above, which made it of the user's own files.
    job = pickle.load(sys.stdin.buffer)  # noqa: S301
    languages.set_language(job["language"])
    from bwtb.render.templates import names_in, render_here

    # What is loaded late has to be there before the limits are.
    _confine(job["seconds"], job["memory"])
    name, own = job["name"], Own(job["templates"])
    answer: dict[str, Any]
    try:
        if job["context"] is None:
            answer = {"names": names_in(name, own)}
        else:
            answer = {"text": render_here(name, own, job["context"])}
            if len(answer["text"]) > job["text"]:
                raise _too_much(name)
    except UserError as error:
        answer = {"error": words(error.message), "hint": words(error.hint)}
    except (MemoryError, RecursionError, OverflowError):
        stopped = _too_much(job["name"])
        answer = {"error": words(stopped.message), "hint": words(stopped.hint)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
