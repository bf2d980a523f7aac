"""Runs a command as a person would and says what it took: seconds, processor seconds, memory."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_LINUX_KIB = 1024 if sys.platform == "linux" else 1  # what ru_maxrss counts in
_LOOK = 0.5  # seconds


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one process with everything it started.

    In bytes: `memory` is the peak of the largest process; `together` the most that all had at once,
    what they share counted once, looked at twice a second. It is 0 where there is no `/proc`.
    """

    wall: float
    cpu: float
    memory: int
    together: int = 0


class Failed(Exception):
    """The command did not do it; the text says why."""


class TooLong(Failed):
    """It was ended after `limit` seconds, so it takes longer than that."""

    def __init__(self, limit: float) -> None:
        super().__init__(f"stopped after {limit:.0f} s")
        self.limit = limit


def run(
    command: Sequence[str | Path],
    folder: Path,
    log: Path,
    *,
    limit: float,
    environment: Mapping[str, str] | None = None,
) -> Cost:
    """Runs it to its end. Raises `Failed` where it fails or takes longer than `limit` seconds."""
    with log.open("wb") as out:
        start = time.perf_counter()
        child = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1"} | dict(environment or {}),
            start_new_session=True,  # so that all of it can be ended
        )
        timed_out, done = threading.Event(), threading.Event()
        peaks = [0]
        watch = threading.Thread(target=_watch, args=(child.pid, done, peaks), daemon=True)
        watch.start()

        def end() -> None:
            timed_out.set()
            os.killpg(child.pid, signal.SIGKILL)

        timer = threading.Timer(limit, end)
        timer.start()
        try:
            _, status, used = os.wait4(child.pid, 0)
        except BaseException:  # whoever stops the measurement stops what is measured
            end()
            raise
        finally:
            timer.cancel()
            done.set()
        wall = time.perf_counter() - start
        watch.join()
        child.returncode = os.waitstatus_to_exitcode(status)
    if timed_out.is_set():
        raise TooLong(limit)
    if child.returncode:
        lines = log.read_text("utf-8", "replace").strip().splitlines()
        raise Failed(f"exit code {child.returncode}: {lines[-1] if lines else 'nothing was said'}")
    cpu = used.ru_utime + used.ru_stime
    return Cost(wall, cpu, used.ru_maxrss * _LINUX_KIB, max(peaks))


def _watch(session: int, done: threading.Event, peaks: list[int]) -> None:
    while not done.wait(_LOOK):
        peaks.append(sum(_proportional(pid) for pid in _session(session)))


def _session(session: int) -> list[int]:
    """The processes of a session."""
    processes = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended
            fields = path.read_text("utf-8", "replace").rpartition(")")[2].split()
            if int(fields[3]) == session:
                processes.append(int(path.parent.name))
    return processes


def _proportional(pid: int) -> int:
    """The memory of a process, of shared pages its share of them."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
