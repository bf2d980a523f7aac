"""A parallel `map` over forked processes, in order.

Workers are forked, so they share what this process has read (copy-on-write), and no input is sent.
Where a fork is not safe, and for little work, this process does it all.
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

FEW: Final = 400  # items; to fork takes as long as making some of them
_CHUNK: Final = 16
_MOST: Final = 8  # processes; each reads the fonts and the templates for itself

T = TypeVar("T")

_work: list[Callable[[int], Any]] = []  # where a forked process finds what it has to do


def each(count: int, work: Callable[[int], T]) -> Iterator[T]:
    """`work(0)`, `work(1)`, … in this order. Raises what the work raises."""
    processors = _processors()
    if count < FEW or processors < 2 or not _can_fork():
        yield from map(work, range(count))
        return
    _work[:] = [work]
    fork = multiprocessing.get_context("fork")
    gc.freeze()  # a collection would write to shared pages, and so copy them (copy-on-write)
    try:
        with ProcessPoolExecutor(processors, fork, _ignore_interrupt) as pool:
            yield from pool.map(_do, range(count), chunksize=_CHUNK)
    finally:
        gc.unfreeze()
        _work.clear()


def _do(number: int) -> Any:
    return _work[0](number)


def _ignore_interrupt() -> None:
    # Workers ignore Ctrl-C; the parent process stops them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _processors() -> int:
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(processors, _MOST)


def _can_fork() -> bool:
    """Whether a fork of this process is safe: the threads of a process are not in its fork."""
    return sys.platform == "linux" and threading.active_count() == 1
