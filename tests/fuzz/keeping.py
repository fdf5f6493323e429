"""The corpora in the repository: of what the fuzzer has found on its way, the few short inputs that reach the most."""

from __future__ import annotations

import hashlib
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.finds import contents
from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
LONGEST = 2_048  # bytes of one input that is kept; a longer one reaches little that no short one does
MOST = 40  # inputs that are added at once to a target's corpus


def keep(name: str, folder: Path) -> str:
    """Add to a target's corpus what `folder/corpus` reaches beyond it and beyond the samples; gives how much that was."""
    own = CORPUS / name
    with tempfile.TemporaryDirectory(prefix="bwtb-fuzz-") as place:
        chosen, offered, known = (Path(place) / part for part in ("chosen", "offered", "known"))
        for part in (chosen, offered, known):
            part.mkdir()
        for number, data in enumerate(contents([folder / "corpus"])):
            if len(data) <= LONGEST:
                (offered / str(number)).write_bytes(data)
        for number, data in enumerate(contents([own, *TARGETS[name].samples])):
            (known / str(number)).write_bytes(data)
        _merge(name, chosen, known, offered, Path(place))
        new = [data for data in contents([chosen]) if data not in set(contents([known]))]
    few = new[:: len(new) // MOST + 1]  # of all lengths
    for data in few:
        (own / hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)
    return f"{len(few)} of {len(new)} inputs that reach more are kept"


def _merge(name: str, chosen: Path, known: Path, offered: Path, place: Path) -> None:
    """libFuzzer's own choice: as few as reach all that these folders reach. It needs Atheris, and starts itself again."""
    itself = place / "itself"
    itself.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m tests.fuzz.one --merge {name} "$0" "$@"\n')
    itself.chmod(0o700)
    command = [str(itself), "-set_cover_merge=1", str(chosen), str(known), str(offered)]
    subprocess.run(command, check=True, env=os.environ | {"TMPDIR": str(place)}, stderr=subprocess.DEVNULL)
