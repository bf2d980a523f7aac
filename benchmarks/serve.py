"""Measures the latency of an edit: from saving a term until the server shows it."""

from __future__ import annotations

import os
import signal
import socket
import statistics
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from benchmarks.generators import PYTHON
from benchmarks.processes import Failed

_STEP = 0.02  # between two looks; a browser is told at once, so this is the whole error


def edits(config: Path, log: Path, *, rounds: int, limit: float) -> float:
    """Median seconds from a saved term to its fresh page, under `mkdocs serve`."""
    terms = sorted((config.parent / "terms").glob("*.yml"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [PYTHON, "-m", "mkdocs", "serve", "-f", str(config), "-a", f"127.0.0.1:{port}"]
    with (
        log.open("wb") as out,
        subprocess.Popen(
            command,
            stdout=out,
            stderr=out,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
            start_new_session=True,
        ) as server,
    ):
        try:
            return statistics.median(
                _edit(terms[(number * 7) % len(terms)], number, port, server, limit)
                for number in range(rounds)
            )
        finally:
            os.killpg(server.pid, signal.SIGTERM)


def _edit(
    term: Path, number: int, port: int, server: subprocess.Popen[bytes], limit: float
) -> float:
    address = f"http://127.0.0.1:{port}/terms/{term.stem}/"
    _wait(lambda: bool(_page(address)), server, limit)
    time.sleep(1.0)  # nobody saves at the moment in which the server starts to look
    mark = f"Freshly edited number {number}"
    text = term.read_text("utf-8")
    edited = text.replace("Imagine a box", f"{mark}: imagine a box", 1)
    if edited == text:
        raise Failed(f"{term.name} has no text to edit")
    start = time.perf_counter()
    term.write_text(edited, "utf-8")
    _wait(lambda: mark in _page(address), server, limit)
    return time.perf_counter() - start


def _wait(happened: Callable[[], bool], server: subprocess.Popen[bytes], limit: float) -> None:
    end = time.monotonic() + limit
    while not happened():
        if server.poll() is not None:
            raise Failed(f"the server ended with exit code {server.returncode}")
        if time.monotonic() > end:
            raise Failed(f"no fresh page within {limit:.0f} s")
        time.sleep(_STEP)


def _page(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return str(answer.read().decode("utf-8"))
    except (urllib.error.URLError, OSError):
        return ""
