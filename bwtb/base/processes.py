"""Many files on all processors: they are dealt out, and each process does its share as one alone would do all."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")
# What is done with a share of the paths.
Work = Callable[[Sequence[str]], list[T]]

SHARE = 200  # files handed to a process at a time
MOST = 8  # processes

# What this process does with its shares.
_work: Work[Any] | None = None


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def deal(begin: Callable[[], Work[T]], paths: Sequence[str]) -> Iterator[Callable[[], list[T] | None]]:
    """Let processes begin on the paths at once; gives what waits for the answers, in the order of the paths.

    `begin` is called in each process and gives what does the work there; another process must be able to take it over.
    The answers are None where there is one processor, or no more processes: then the caller does it alone.
    """
    number = min(processors(), MOST)
    shares = [paths[i : i + SHARE] for i in range(0, len(paths), SHARE)]
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    coming: list[Future[list[T]]] | None = None
    try:
        if number > 1:
            context = multiprocessing.get_context(method)
            pool = ProcessPoolExecutor(number, context, initializer=_begin, initargs=(begin,))
            coming = [pool.submit(_do, share) for share in shares]
            pool.shutdown(wait=False)  # the processes end with their last share, not with this block
    except (BrokenProcessPool, OSError, NotImplementedError, ImportError):
        coming = None

    def answers() -> list[T] | None:
        try:
            return None if coming is None else [answer for share in coming for answer in share.result()]
        except (BrokenProcessPool, OSError):
            return None

    try:
        yield answers
    finally:
        # What the processes have taken over from the caller is in use until they are done.
        for share in coming or ():
            share.cancel()
        wait(coming or ())


def _begin(begin: Callable[[], Work[Any]]) -> None:
    """What a process needs once. An interrupt is for the process that started it."""
    global _work
    gc.disable()  # nothing here goes in circles, and the collector would look at every node of every file
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _work = begin()


def _do(share: Sequence[str]) -> list[Any]:
    if _work is None:  # pragma: no cover - `_begin` has run before
        raise RuntimeError
    return _work(share)
