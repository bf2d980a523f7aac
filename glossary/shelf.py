"""Text that waits on disk until it is written into its page.

Between the moment that all pages are made and the moment that the host writes the last of them, the
HTML of ten thousand terms would be more than half of all memory that a build takes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import IO, overload


@dataclass(frozen=True, slots=True)
class Shelved(Sequence[str]):
    """Pieces of text, each read when it is asked for; `places` are offsets and lengths in bytes."""

    file: IO[bytes] = field(repr=False)
    places: tuple[tuple[int, int], ...]

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return Shelved(self.file, self.places[at])
        offset, length = self.places[at]
        self.file.seek(offset)
        return self.file.read(length).decode()

    def __len__(self) -> int:
        return len(self.places)


def shelve(pieces: Sequence[str]) -> Shelved:
    """Puts the pieces on the shelf. Raises `OSError` where the disk is full."""
    file = _file()
    places = []
    for piece in pieces:
        content = piece.encode()
        offset = file.seek(0, 2)
        file.write(content)
        places.append((offset, len(content)))
    return Shelved(file, tuple(places))


@cache
def _file() -> IO[bytes]:
    # One for the process, without a name: it is gone with the process, however that ends.
    return tempfile.TemporaryFile()
