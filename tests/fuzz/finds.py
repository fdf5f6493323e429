"""What counts as a find, and where it is kept: what a reader raises that it does not say it raises, and what takes too long."""

from __future__ import annotations

import hashlib
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType

Run = Callable[[bytes], None]
# Seconds of this process's own time for one input: beyond that somebody would think that the command hangs.
MOST_SECONDS = 5.0


class SlowError(Exception):
    """An input that took longer than MOST_SECONDS."""


def tried(run: Run, data: bytes) -> BaseException | None:
    """What comes of giving these bytes to a reader: None where all is well, or else the find."""
    began = time.process_time()
    try:
        run(data)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # panics of compiled libraries are no Exception
        return error
    took = time.process_time() - began
    return SlowError(f"{took:.1f} s of processor time for {len(data)} bytes") if took > MOST_SECONDS else None


class Finds:
    """A folder with one input for each fault: the shortest that shows it, and beside it what it raised."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, int] = {}

    def note(self, data: bytes, error: BaseException) -> None:
        """Keep an input, unless a shorter one is known that fails in the same place."""
        name = _name(error)
        if len(data) < self._known.get(name, len(data) + 1):
            self._known[name] = len(data)
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_bytes(data)
            said = "".join(traceback.format_exception(error))
            (self.folder / f"{name}.txt").write_text(said, encoding="utf-8", errors="backslashreplace")

    def again(self, run: Run) -> None:
        """Try the inputs that earlier runs have left here: those that fail no more are mended, and are deleted."""
        for file in kept(self.folder):
            error = tried(run, file.read_bytes())
            file.with_name(f"{file.name}.txt").unlink(missing_ok=True)
            data = file.read_bytes()
            file.unlink()
            if error is not None:
                self.note(data, error)


def kept(folder: Path) -> list[Path]:
    """The inputs in a folder of finds."""
    return sorted(f for f in folder.glob("*") if f.suffix != ".txt")


def contents(folders: Iterable[Path]) -> list[bytes]:
    """The inputs in some folders, each once, the short ones first."""
    return sorted({f.read_bytes() for folder in folders for f in folder.glob("*") if f.is_file()}, key=len)


def _name(error: BaseException) -> str:
    """What a fault is called by: its kind, and the lines that led to it."""
    steps = [f"{_code(frame)}:{line}" for frame, line in traceback.walk_tb(error.__traceback__)]
    return f"{type(error).__name__}-{hashlib.sha256(' '.join(steps[-6:]).encode()).hexdigest()[:10]}"


def _code(frame: FrameType) -> str:
    return f"{Path(frame.f_code.co_filename).name} {frame.f_code.co_name}"
