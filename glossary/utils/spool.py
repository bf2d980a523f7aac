"""A spool: texts and files kept in a temporary file until the site is written.

Between the rendering of the first page and the writing of the last, the HTML and the data of ten
thousand terms would be more than half of the memory that a build takes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, TypeAlias, overload

Content: TypeAlias = bytes | Path  # of a file of the site: what is in it, or the file to copy


@dataclass(frozen=True, slots=True)
class Spooled(Sequence[str]):
    """Pieces of text, each read when it is asked for; `places` are offsets and lengths in bytes."""

    file: IO[bytes] = field(repr=False)
    places: tuple[tuple[int, int], ...]

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return Spooled(self.file, self.places[at])
        return _read(self.file, self.places[at]).decode()

    def __len__(self) -> int:
        return len(self.places)


class SpooledFiles(MutableMapping[str, Content]):
    """Contents by path, each read when it is asked for; what is on disk already stays there."""

    def __init__(self) -> None:
        self._places: dict[str, tuple[int, int] | Path] = {}

    def __getitem__(self, path: str) -> Content:
        place = self._places[path]
        return place if isinstance(place, Path) else _read(_file(), place)

    def __setitem__(self, path: str, content: Content) -> None:
        spooled = content if isinstance(content, Path) else _write(_file(), content)
        self._places[path] = spooled

    def __delitem__(self, path: str) -> None:
        del self._places[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def spool(pieces: Sequence[str]) -> Spooled:
    """Writes the pieces into the spool. Raises `OSError` where the disk is full."""
    file = _file()
    return Spooled(file, tuple(_write(file, piece.encode()) for piece in pieces))


def _read(file: IO[bytes], place: tuple[int, int]) -> bytes:
    file.seek(place[0])
    return file.read(place[1])


def _write(file: IO[bytes], content: bytes) -> tuple[int, int]:
    offset = file.seek(0, 2)
    file.write(content)
    return offset, len(content)


@cache
def _file() -> IO[bytes]:
    # One for the process, without a name: it is gone with the process, however that ends.
    return tempfile.TemporaryFile()
