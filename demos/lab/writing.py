"""Files that appear whole or not at all, whatever stops the program or the disk."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from demos.lab.script import Unusable


def replace_files(contents: Mapping[Path, str | bytes]) -> None:
    """All new files are complete on disk before the first old one is replaced."""
    parts = {path: path.with_name(f".{path.name}.part") for path in contents}
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with parts[path].open("wb") as file:
                file.write(content.encode() if isinstance(content, str) else content)
                file.flush()
                os.fsync(file.fileno())
        for path, part in parts.items():
            part.replace(path)
    except OSError as error:
        place = error.filename2 or error.filename or path
        raise Unusable(f"cannot write {place}: {error.strerror}") from error
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
