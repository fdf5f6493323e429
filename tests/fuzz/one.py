"""`python -m tests.fuzz.one TARGET SECONDS FOLDER`: one target in a process of its own, by Atheris or else by hypothesis.

Below FOLDER stand `corpus/`, which grows from run to run, and `finds/`. Faults do not end the run: each is noted once.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.fuzz.finds import Finds, Run, contents, tried

CORPUS = Path(__file__).parent / "corpus"
LONGEST = 16_384  # bytes of one input: readers' bounds on larger ones have tests of their own
ROUND = 500  # examples that hypothesis tries before the clock is looked at


def main(name: str, seconds: int, folder: Path) -> None:
    """Fuzz for so many seconds; 0 for trying the corpus alone."""
    by_atheris = importlib.util.find_spec("atheris") is not None
    target = _instrumented(name) if by_atheris else _plain(name)
    found = Finds(folder / "finds")
    found.again(target.run)

    def one(data: bytes) -> None:
        if (error := tried(target.run, data)) is not None:
            found.note(data, error)

    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    seeds = [folder / "corpus", CORPUS / name, *target.samples]
    (_atheris if by_atheris else _hypothesis)(one, seconds, folder, seeds, target.words)


def _plain(name: str) -> Any:
    from tests.fuzz import targets

    return targets.TARGETS[name]


def _instrumented(name: str) -> Any:
    """The target, with the program's own modules telling the fuzzer which of their branches are taken."""
    import atheris

    with atheris.instrument_imports(include=["bwtb"]):
        return _plain(name)


def merge(name: str, arguments: list[str]) -> None:
    """A merge of libFuzzer's, `arguments` being its command line, whose first word it starts again for the work itself."""
    import atheris

    target = _instrumented(name)
    atheris.Setup(arguments, lambda data: void(tried(target.run, data)))
    atheris.Fuzz()


def void(_of: object) -> None:
    """libFuzzer wants to be told nothing."""


def _atheris(one: Run, seconds: int, folder: Path, seeds: list[Path], words: tuple[bytes, ...]) -> None:
    """libFuzzer ends the process itself."""
    import atheris

    dictionary = folder / "words"
    escaped = ("".join(f"\\x{byte:02x}" for byte in word) for word in words)
    dictionary.write_text("".join(f'"{word}"\n' for word in escaped))
    options = [
        f"-max_total_time={seconds}", "-timeout=60", "-rss_limit_mb=2048", f"-max_len={LONGEST}", "-print_final_stats=1",
        f"-dict={dictionary}", f"-artifact_prefix={folder / 'finds'}/",
    ]  # fmt: skip
    (folder / "finds").mkdir(exist_ok=True)
    atheris.Setup([sys.argv[0], *options, *map(str, seeds)], one)
    atheris.Fuzz()


def _hypothesis(one: Run, seconds: int, folder: Path, seeds: list[Path], words: tuple[bytes, ...]) -> None:
    """Where there is no Atheris: the corpus, and what comes of it by cutting, doubling and putting words in between."""
    from hypothesis import HealthCheck, given, seed, settings

    begun = contents(seeds)
    for data in begun:
        one(data)
    ends, done = time.monotonic() + seconds, len(begun)
    options: dict[str, Any] = {"max_examples": ROUND, "database": None, "deadline": None}
    while time.monotonic() < ends:
        tell: Callable[[], None] = seed(done)(
            settings(**options, suppress_health_check=list(HealthCheck))(given(mutated(begun, words))(one))
        )
        tell()
        done += ROUND
    print(f"Done {done} runs with hypothesis in {seconds} second(s)", file=sys.stderr)


def mutated(seeds: list[bytes], words: tuple[bytes, ...]) -> Any:
    """A strategy: any bytes, or those of a seed after a few cuts and insertions."""
    from hypothesis import strategies as st

    piece = st.binary(max_size=20) | st.sampled_from(words or (b"\0",))
    edit = st.tuples(st.floats(0, 1), st.integers(0, 40), piece)

    def apply(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
        for at, cut, put in edits:
            start = int(at * len(data))
            data = data[:start] + put + data[start + cut :]
        return data[:LONGEST]

    return st.binary(max_size=200) | st.builds(apply, st.sampled_from(seeds or [b""]), st.lists(edit, max_size=8))


if __name__ == "__main__" and sys.argv[1] == "--merge":
    merge(sys.argv[2], sys.argv[3:])
elif __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
