"""The same work on many things, by as many processes as there are processors.

Only where processes are copies of this one: they then know what it has read, and nothing has to be
sent to them. Elsewhere, and for little work, this process does it all.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any, Final, TypeVar

FEW: Final = 400  # things; to copy a process takes as long as making some of them
_AT_ONCE: Final = 16
_MOST: Final = 8  # processes; each reads the fonts and the templates for itself

T = TypeVar("T")

_given: list[Callable[[int], Any]] = []  # the work, where a copy of this process finds it


def each(count: int, work: Callable[[int], T]) -> Iterator[T]:
    """`work(0)`, `work(1)`, … in this order. Raises what the work raises."""
    processors = _processors()
    if count < FEW or processors < 2 or not _copies():
        yield from map(work, range(count))
        return
    _given[:] = [work]
    copies = multiprocessing.get_context("fork")
    gc.freeze()  # or each process would clean up what they share, and so get its own copy of it
    try:
        with ProcessPoolExecutor(processors, copies, _patient) as pool:
            yield from pool.map(_do, range(count), chunksize=_AT_ONCE)
    finally:
        gc.unfreeze()
        _given.clear()


def _do(number: int) -> Any:
    return _given[0](number)


def _patient() -> None:
    # Who presses Ctrl-C ends the first process, and that one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _processors() -> int:
    found = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(found, _MOST)


def _copies() -> bool:
    """Whether a copy of this process can be relied on: a thread of it would not be in the copy."""
    return sys.platform == "linux" and threading.active_count() == 1
