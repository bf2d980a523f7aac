"""Synchronizes an output folder with a mapping of files, and never overwrites a person's work.

A manifest in the folder holds the hash of every file that was written.
The next time, a file that is no longer wanted is removed, and one that a person changed or added is
left alone.
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
    manifest = _manifest(folder / MANIFEST)
    if manifest is None and folder.is_dir() and any(folder.iterdir()):
        raise Refused(f"{folder} holds files that no export wrote: name an empty folder")
    written_before = manifest or {}
    wanted_hashes = {path: _hash(content) for path, content in files.items()}
    disk_hashes = {
        path: _digest(folder / path) for path in written_before.keys() | wanted_hashes.keys()
    }
    changed = [path for path in wanted_hashes if disk_hashes[path] != wanted_hashes[path]]
    for path in changed:
        if disk_hashes[path] is not None and disk_hashes[path] != written_before.get(path):
            raise Refused(f"{folder / path} is not what the last export wrote: move it away")
    # Whoever changed a file since owns it, also one that is no longer wanted.
    stale = [
        path
        for path in written_before
        if path not in wanted_hashes and disk_hashes[path] == written_before[path]
    ]
    for path in changed:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content := files[path], Path):
            shutil.copyfile(content, folder / path)
        else:
            (folder / path).write_bytes(content)
    for path in stale:
        (folder / path).unlink()
        _prune((folder / path).parent, folder)
    write_file(folder / MANIFEST, json.dumps(wanted_hashes, indent=0, sort_keys=True) + "\n")
    return Written(len(wanted_hashes), len(changed), len(stale))


def _manifest(file: Path) -> dict[str, str] | None:
    try:
        hashes = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return hashes if isinstance(hashes, dict) else None


def _hash(content: Content) -> str:
    data = content.read_bytes() if isinstance(content, Path) else content
    return hashlib.sha256(data).hexdigest()


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
