"""A bar that says what a long command is doing: on standard error, at a terminal only, gone when it ends."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

from bwtb.base.languages import words
from bwtb.base.messages import Fact
from bwtb.cli.options import options
from bwtb.cli.terminal import console

Begin = Callable[[Fact], None]


@contextmanager
def progress(steps: int) -> Iterator[Begin]:
    """Gives what is to be told the name of each of the `steps` as it begins.

    Shows nothing with -q, nor where standard error is no terminal. Lines written to standard error meanwhile stand above it.
    """
    shown = console(stderr=True)
    if options().quiet or not sys.stderr.isatty() or not shown.is_interactive:
        yield lambda _step: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    # Standard output may be a file while standard error is the terminal: it is never drawn into.
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=shown, transient=True, redirect_stdout=False) as bar:
        task, done = bar.add_task("", total=steps), count()
        yield lambda step: bar.update(task, description=words(step), completed=next(done), refresh=True)
