"""Templates → text. A registry's own run in a process of their own, with limits on time, memory and files.

The sandbox (`templates.environment`) is the first wall, the process is the second: a template that loops for ever, takes
all memory or gets out of the sandbox can write nothing, start nothing, and is stopped. The tool's own templates run in
this process: they need no wall, and starting a process takes time.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from bwtb.base import leftovers, typography
from bwtb.base.budget import TEMPLATE_MEMORY, TEMPLATE_SECONDS, TEMPLATE_TEXT
from bwtb.base.errors import UserError
from bwtb.base.messages import Message
from bwtb.registry.source import Source
from bwtb.render import messages
from bwtb.render.templates import names_in, own_templates, render_here

# What the other process may refuse with → what to do. It sends the sentence and its facts, and is believed no other.
REFUSALS = {
    messages.NOT_UTF8: "",
    messages.DOES_NOT_WORK: messages.COMPARE_WITH_DEFAULT,
    messages.STOPPED: messages.LOOK_FOR_A_LOOP,
}


def render(name: str, source: Source | None, **context: Any) -> str:
    """A template's text with this context, without what XML cannot carry.

    `source` holds the registry's own templates. Raises UserError naming template and line where it does not work, and
    where one of the registry's own takes more than it may.
    """
    own = own_templates(source)
    text = str(_answer(name, own, context)["text"]) if own else render_here(name, {}, context)
    return typography.clean(text)


def undeclared(name: str, own: Mapping[str, bytes]) -> list[str]:
    """The names that a template uses and does not set; `own` are the registry's templates by path.

    Finding them works out what is constant in the template, which may take as long as rendering it: hence the limits.
    """
    return list(_answer(name, own, None)["names"])


def _answer(name: str, own: Mapping[str, bytes], context: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the other process says: the text of a template or, without a context, the names in it."""
    job = {
        "name": name, "templates": dict(own), "context": None if context is None else dict(context),
        "seconds": TEMPLATE_SECONDS, "memory": TEMPLATE_MEMORY, "text": TEMPLATE_TEXT,
    }  # fmt: skip
    with leftovers.folder() as folder:
        try:
            done = subprocess.run(
                [sys.executable, "-P", "-m", "bwtb.render.confined"],
                input=pickle.dumps(job),
                capture_output=True,
                cwd=folder,
                env=_environment(),
                timeout=TEMPLATE_SECONDS + 10,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _too_much(name) from None
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise _too_much(name) from None
    if "refused" in answer:
        raise _refusal(answer["refused"], answer["facts"])
    return answer


def _refused(error: UserError) -> dict[str, Any]:
    """A refusal as JSON: which of the known sentences, and its facts."""
    said = error.message
    if not isinstance(said, Message):
        raise TypeError(said)
    return {"refused": said.id, "facts": {name: str(fact) for name, fact in said.facts}}


def _refusal(sentence: str, facts: Mapping[str, str]) -> UserError:
    """A refusal from JSON; a sentence that is none of the known ones is not repeated."""
    hint = REFUSALS.get(sentence)
    if hint is None:
        return _too_much(facts.get("name", ""))
    return UserError(Message(sentence, **facts), Message(hint) if hint else "")


def _environment() -> dict[str, str]:
    """What a Python needs to start, and nothing else of the user's."""
    kept = ("PATH", "SYSTEMROOT", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONIOENCODING": "utf-8"}


def _too_much(name: str) -> UserError:
    return UserError(Message(messages.STOPPED, name=name), Message(messages.LOOK_FOR_A_LOOP))


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
    # The job comes from `_answer` above, which made it of the user's own files.
    job = pickle.load(sys.stdin.buffer)  # noqa: S301
    _confine(job["seconds"], job["memory"])
    name, own = job["name"], job["templates"]
    answer: dict[str, Any]
    try:
        if job["context"] is None:
            answer = {"names": names_in(name, own)}
        else:
            answer = {"text": render_here(name, own, job["context"])}
            if len(answer["text"]) > job["text"]:
                raise _too_much(name)
    except UserError as error:
        answer = _refused(error)
    except (MemoryError, RecursionError, OverflowError):
        answer = _refused(_too_much(name))
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
