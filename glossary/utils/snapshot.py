"""Snapshots of files by time, size and inode, to tell later whether one changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def snapshot(paths: Iterable[str]) -> dict[str, object]:
    """Every file and folder below the paths, with what changes when it is written."""
    state_by_path: dict[str, object] = {}
    pending = [Path(path) for path in paths]
    while pending:
        path = pending.pop()
        try:
            status = path.stat()
            if path.is_dir():
                state_by_path[str(path)] = "a folder"
                pending += path.iterdir()
            else:
                state_by_path[str(path)] = (status.st_mtime_ns, status.st_size, status.st_ino)
        except OSError:  # it went while we looked
            if path.is_symlink():
                state_by_path[str(path)] = "a link to nothing"
    return state_by_path
