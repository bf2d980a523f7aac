"""A file is replaced whole or not at all, so that nobody ever reads half of one.

Nothing is synced to the disk: file systems that matter here order a renaming after its data, and
what a crash of the machine could still cost lies in git or is made again.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write(path: Path, content: str | bytes) -> None:
    """Makes the folder if need be; keeps the file's mode, and a link stays a link."""
    finished = beside(path, content)
    try:
        finished.replace(path.resolve())
    except BaseException:
        finished.unlink(missing_ok=True)
        raise


def beside(path: Path, content: str | bytes) -> Path:
    """The content as a finished file in the same folder, which its caller moves over `path`."""
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape")
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    file = Path(name)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(data)
        file.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return file


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
