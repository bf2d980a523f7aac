"""Writes files into a folder that is ours: only what changed, and never over somebody's work.

A manifest in the folder says what was written, with its hash, so that the next time a file that is
no longer wanted can be removed, and one that a person changed or added is left alone.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from glossary.errors import Refused
from glossary.utils.files import write as write_file
from glossary.utils.spool import Content

MANIFEST: Final = ".glossary-export.json"


@dataclass(frozen=True, slots=True)
class Written:
    """How many files there are now, were written, were removed."""

    total: int
    written: int
    removed: int


def sync(folder: Path, files: Mapping[str, Content]) -> Written:
    """Makes the folder hold these files. Raises `Refused` before anything is written."""
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is not a folder")
    before = _manifest(folder / MANIFEST)
    if before is None and folder.is_dir() and any(folder.iterdir()):
        raise Refused(f"{folder} holds files that no export wrote: name an empty folder")
    known = before or {}
    now = {path: _hash(content) for path, content in files.items()}
    found = {path: _digest(folder / path) for path in known.keys() | now.keys()}
    changed = [path for path in now if found[path] != now[path]]
    for path in changed:
        if found[path] is not None and found[path] != known.get(path):
            raise Refused(f"{folder / path} is not what the last export wrote: move it away")
    # Whoever changed a file since owns it, also one that is no longer wanted.
    stale = [path for path in known if path not in now and found[path] == known[path]]
    for path in changed:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content := files[path], Path):
            shutil.copyfile(content, folder / path)
        else:
            (folder / path).write_bytes(content)
    for path in stale:
        (folder / path).unlink()
        _prune((folder / path).parent, folder)
    write_file(folder / MANIFEST, json.dumps(now, indent=0, sort_keys=True) + "\n")
    return Written(len(now), len(changed), len(stale))


def _manifest(file: Path) -> dict[str, str] | None:
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _hash(content: Content) -> str:
    whole = content.read_bytes() if isinstance(content, Path) else content
    return hashlib.sha256(whole).hexdigest()


def _digest(file: Path) -> str | None:
    try:
        return _hash(file)
    except OSError:
        return None


def _prune(folder: Path, root: Path) -> None:
    """Empty folders that a removed page leaves."""
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
