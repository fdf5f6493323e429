"""What was entered and not finished: kept in the user's state folder, readable by the user alone, offered the next time.

The file is written after every answer, so that a closed terminal or a kill costs at most the line being typed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from platformdirs import user_state_path

from bwtb.base.budget import DIGITS, YAML_BYTES
from bwtb.base.files import read_bounded, write_file
from bwtb.interview.access import Answers
from bwtb.registry import schema

VERSION = 1
_UNIT_FILE = "unit"  # it holds the code of the unit that the last request was for


@dataclass(frozen=True)
class Unfinished:
    """A request half filled in. `asked`: the questions that were answered, in order; `typed`: a line that was not ended.

    `time` is when it was last saved, in seconds since 1970.
    """

    file: Path
    year: int
    answers: Answers = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    typed: tuple[str, str] = ("", "")
    time: float = 0


def folder(root: Path) -> Path:
    """Where the unfinished requests of a registry stand."""
    name = hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return user_state_path("bwtb") / "unfinished" / name


def new(root: Path, year: int) -> Unfinished:
    """A place for a request that is begun now; nothing is written yet."""
    return Unfinished(folder(root) / f"{secrets.token_hex(4)}.json", year)


def save(this: Unfinished) -> None:
    """Write it, whole or not at all, for the user alone. Raises OSError where that is impossible."""
    this.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    data = {"version": VERSION, "year": this.year, "answers": this.answers, "asked": this.asked, "typed": this.typed}
    # In ASCII, with escapes: what was pasted may hold anything.
    write_file(this.file, json.dumps(data).encode("ascii"), private=True)


def forget(this: Unfinished) -> None:
    """Delete it, once the request is written or given up."""
    with contextlib.suppress(OSError):
        this.file.unlink()
        this.file.parent.rmdir()  # only where it was the last


def usual_unit(this: Unfinished) -> str | None:
    """The unit that this user's last request in the registry was for."""
    try:
        return (this.file.parent / _UNIT_FILE).read_text(encoding="ascii")[:40] or None
    except (OSError, ValueError):
        return None


def written(this: Unfinished, unit: str) -> None:
    """The request stands in its file now: forget what was kept, and remember the unit for the next one."""
    forget(this)
    with contextlib.suppress(OSError, ValueError):
        this.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (this.file.parent / _UNIT_FILE).write_text(unit, encoding="ascii")


def kept_for(root: Path) -> list[Unfinished]:
    """The unfinished requests of a registry, the newest first; a file that cannot be read is passed over."""
    with contextlib.suppress(OSError):
        read = [_read(file) for file in folder(root).glob("*.json")]
        return sorted((one for one in read if one is not None), key=lambda one: -one.time)
    return []


def _read(file: Path) -> Unfinished | None:
    try:
        if file.is_symlink():
            return None
        data = json.loads(read_bounded(file, YAML_BYTES).decode("ascii"))
        changed = file.stat().st_mtime
    except (OSError, ValueError, RecursionError):
        return None
    match data:
        case {"year": int(year), "answers": dict(answers), "asked": [*asked]} if data.get("version") == VERSION:
            if not 2000 <= year <= 2099:
                return None
            kept = Unfinished(file, year, _fitting_answers(answers), tuple(asked), time=changed)
            match data.get("typed"):
                case [str(pointer), str(text)]:
                    kept = replace(kept, typed=(pointer, text))
            return kept if all(isinstance(pointer, str) for pointer in asked) else None
    return None


def _fitting_answers(answers: Answers) -> Answers:
    """The answers of a file, without those that another program, or a newer one of ours, has written in another shape."""
    notes = {key: value for key, value in answers.items() if key.startswith("+") and isinstance(value, str | bool)}
    return {**(_fitting("", answers) or {}), **notes}


def _fitting(pointer: str, value: Any) -> Any:
    """A value as far as it is of the type that its field has; None where it is not at all."""
    spec = schema.field(pointer) or {}
    match spec.get("type"), value:
        case "object", dict():
            known = ((key, _fitting(f"{pointer}/{key}", value[key])) for key in spec["properties"] if key in value)
            return {key: inner for key, inner in known if inner is not None}
        case "array", list():
            return [fit for inner in value if (fit := _fitting(f"{pointer}/0", inner)) is not None]
        case (None | "string", str()) | ("boolean", bool()):  # a code has no type of its own
            return value
        case (("integer" | "number"), int()) if type(value) is int and abs(value) < 10**DIGITS:
            return value
    return None
