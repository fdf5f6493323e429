"""Checking many files on all processors: the files are dealt out, and each process checks its share as one would alone."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from bwtb import catalog as catalogs
from bwtb.catalog import Catalog, Source
from bwtb.finding import Finding
from bwtb.i18n import language, set_language

SHARE = 200  # files handed to a process at a time
MOST = 8  # processes

# What a process works with: the files, their catalog, and what is wrong with that.
_bench: tuple[Source, Catalog, list[Finding]] | None = None


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check_files(source: Source, paths: Sequence[str]) -> list[Finding] | None:
    """The findings on these files, those on the catalog among them; None where there is one processor, or no more processes.

    `source` must be one that another process can read: the work tree.
    """
    number = min(processors(), MOST)
    if number < 2:
        return None
    shares = [paths[i : i + SHARE] for i in range(0, len(paths), SHARE)]
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    try:
        context = multiprocessing.get_context(method)
        with ProcessPoolExecutor(number, context, initializer=_begin, initargs=(source, language())) as pool:
            return [finding for found in pool.map(_check, shares) for finding in found]
    except (BrokenProcessPool, OSError, NotImplementedError, ImportError):
        return None


def _begin(source: Source, language: str) -> None:
    """What a process needs once. An interrupt is for the process that started it."""
    global _bench
    gc.disable()  # nothing here goes in circles, and the collector would look at every node of every file
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    set_language(language)
    _bench = (source, *catalogs.lazily(source))


def _check(paths: Sequence[str]) -> list[Finding]:
    from bwtb.check import check_file

    if _bench is None:  # pragma: no cover - `_begin` has run before
        raise RuntimeError
    source, catalog, catalog_findings = _bench
    found = [finding for path in paths for finding in check_file(source, path, catalog)]
    return [*found, *catalog_findings]
