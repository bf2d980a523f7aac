"""Atomic writes: a file is replaced whole or not at all, and several of them together.

Nothing is synced to the disk: file systems that matter here order a renaming after its data, and
what a crash of the machine could still cost lies in git or is made again.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from glossary.errors import Place, Problem, Problems, display_path


def write_all(changes: Mapping[Path, str | None]) -> None:
    """All files or none; None removes one. Raises `Problems` with what could not be written.

    Every text lies on the disk beside its file before the first file is replaced, so that a full
    disk or a folder that may not be written changes nothing; what fails after that is undone.
    """
    beside: dict[Path, Path] = {}
    former: dict[Path, bytes | None] = {}
    path = Path()
    try:
        for path, text in changes.items():
            if text is not None:
                beside[path] = stage(path, text)
        for path, text in changes.items():
            former[path] = path.read_bytes() if path.exists() else None
            if text is None:
                path.unlink()
            else:
                beside[path].replace(path.resolve())  # a link stays a link
    except BaseException as error:
        for done, content in reversed(former.items()):
            if content is not None:
                done.write_bytes(content)
            else:
                done.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        reason = f"the file cannot be written: {error.strerror}"
        raise Problems(
            [Problem(Place(display_path(path)), reason, "nothing was changed")]
        ) from None
    finally:
        for file in beside.values():
            file.unlink(missing_ok=True)


def write(path: Path, content: str | bytes) -> None:
    """Replaces a file atomically; keeps its mode, and a link stays a link. Raises `OSError`.

    The folder is made where it is missing.
    """
    finished = stage(path, content)
    try:
        finished.replace(path.resolve())
    except BaseException:
        finished.unlink(missing_ok=True)
        raise


def stage(path: Path, content: str | bytes) -> Path:
    """The content as a finished file in the same folder, which its caller moves over `path`.

    Raises `OSError`, and leaves no file then.
    """
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
