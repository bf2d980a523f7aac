"""Progress for people who wait, and silence for pipes, logs and `--json`.

Everything goes to stderr, so that stdout stays a table or JSON.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import TypeVar

T = TypeVar("T")

_mode = SimpleNamespace(silent=False)


def silence(silent: bool) -> None:
    """Switch bars and notes off for the whole process (`--json`) or back on."""
    _mode.silent = silent


def visible() -> bool:
    return not _mode.silent and sys.stderr.isatty()


def track(items: Iterable[T], label: str) -> Iterator[T]:
    """`for step in progress.track(range(config.steps), "from the base"): …`"""
    if not visible():
        yield from items
        return
    from tqdm import tqdm

    yield from tqdm(items, desc=label, leave=False, dynamic_ncols=True, file=sys.stderr)


def note(text: str) -> None:
    """One line that a person should see and a program should not."""
    if not _mode.silent:
        print(text, file=sys.stderr, flush=True)


@contextmanager
def waiting(text: str) -> Iterator[None]:
    """Say what takes so long before it starts; take it back on a terminal when it ends."""
    if not _mode.silent:
        print(text, file=sys.stderr, end="" if visible() else "\n", flush=True)
    try:
        yield
    finally:
        if visible():
            print(f"\r{' ' * len(text)}\r", file=sys.stderr, end="", flush=True)
