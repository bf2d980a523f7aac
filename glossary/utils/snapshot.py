"""What files are like, to tell later whether something changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def snapshot(paths: Iterable[str]) -> dict[str, object]:
    """Every file and folder below the paths, with what changes when it is written."""
    found: dict[str, object] = {}
    waiting = [Path(path) for path in paths]
    while waiting:
        path = waiting.pop()
        try:
            status = path.stat()
            if path.is_dir():
                found[str(path)] = "a folder"
                waiting += path.iterdir()
            else:
                found[str(path)] = (status.st_mtime_ns, status.st_size, status.st_ino)
        except OSError:  # it went while we looked
            if path.is_symlink():
                found[str(path)] = "a link to nothing"
    return found
