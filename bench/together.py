"""Nine clones, three a party, sign one registry at once against a server with the hook: how long, how often again.

    .venv/bin/python -m bench.together [REQUESTS [MEETING]]

200 requests in meetings of up to 40 unless said otherwise. Exit code 1 where a sign-off was lost, doubled or is not valid.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from pathlib import Path

from tests.attacks.meetings import Outcome, play
from tests.world import PARTIES, build


class Captured:
    """What the commands that run in this process print."""

    def __init__(self) -> None:
        self.streams = _stream(), _stream()

    def readouterr(self) -> tuple[str, str]:
        """What was printed on standard output and standard error since the last call."""
        out, err = (_taken(stream) for stream in self.streams)
        return out, err


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _taken(stream: io.TextIOWrapper) -> str:
    """The text of a stream, which is emptied."""
    stream.seek(0)
    text = stream.read()
    stream.seek(0)
    stream.truncate()
    return text


def run(requests: int, meeting: int) -> Outcome:
    """Play it in a folder of its own, with a HOME of its own."""
    captured = Captured()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "home").mkdir()
        (folder / "keys").mkdir()
        os.environ["HOME"] = str(folder / "home")
        os.environ["BWTB_LANG"] = "en"
        with contextlib.redirect_stdout(captured.streams[0]), contextlib.redirect_stderr(captured.streams[1]):
            return play(build(folder / "registry", folder / "keys", captured), folder / "together", requests, meeting)


def main() -> int:
    """Play it, print the figures, and say whether all sign-offs are there once."""
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    meeting = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    outcome = run(requests, meeting)
    print(f"{'party':<10} {'commits':>8} {'signed again':>13} {'taken out':>10}")
    for clone in outcome.clones:
        print(f"{clone.party:<10} {clone.commits:>8} {clone.again:>13} {clone.taken_out:>10}")
        for failure in clone.failures:
            print(failure)
    approvals = outcome.approvals()
    lost = sum((request, party) not in approvals for request in outcome.ids for party in PARTIES)
    doubled = sum(count > 1 for count in approvals.values())
    print(f"{len(outcome.ids)} requests, {sum(approvals.values())} approvals in {outcome.seconds:.1f} s;", end=" ")
    print(f"{lost} lost, {doubled} doubled, exit {outcome.report['exit']} of `bwtb verify`")
    return 0 if lost == doubled == outcome.report["exit"] == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
