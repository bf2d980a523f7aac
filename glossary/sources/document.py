"""Source positions: where the values of a file stand, looked up only for a problem.

Nothing but the values is kept of a file that was read: composing one file again for a problem is
cheaper than keeping two marks for every value of every term.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from glossary.errors import Place, Problems
from glossary.sources.parser import at, compose, read_text

Key = str | int


class Document:
    """A file on disk, the name it is shown by, and where its values stand."""

    def __init__(self, path: Path, shown: str) -> None:
        self.path = path
        self.shown = shown

    def place(self, *keys: Key) -> Place:
        """Where the value of `keys` begins, or of the nearest value around it that exists."""
        node = find(self._root, *keys)[1]
        return self._place(node)

    def key(self, *keys: Key) -> Place:
        """Where the key of the last of `keys` stands: what to point at when a name is wrong."""
        return self._place(find(self._root, *keys)[0])

    def within(self, snippet: str, *keys: Key, nth: int = 0) -> Place:
        """Where the nth `snippet` stands inside the text of `keys`, folded or literal alike."""
        node = find(self._root, *keys)[1]
        if node is None:
            return self._place(node)
        text = self._text
        at = node.start_mark.index - 1
        for _ in range(nth + 1):
            at = text.find(snippet, at + 1, node.end_mark.index)
            if at < 0:
                return self._place(node)
        return Place(self.shown, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))

    def compose(self, *, strict: bool = True) -> Any:
        """The root node. Raises `Problems` for whatever makes the file unreadable."""
        return compose(read_text(self.path, self.shown), self.shown, strict=strict)

    @cached_property
    def _text(self) -> str:
        try:
            return read_text(self.path, self.shown)
        except Problems:  # it vanished since it was read: positions fall back to 1:1
            return ""

    @cached_property
    def _root(self) -> Any:
        try:
            return self.compose(strict=False)
        except Problems:
            return None

    def _place(self, node: Any) -> Place:
        return at(node, self.shown) if node is not None else Place(self.shown)


def find(node: Any, *keys: Key) -> tuple[Any, Any]:
    """The nodes of the last key and of its value, or of the nearest around it that exist."""
    above = node
    for key in keys:
        pair = None
        if isinstance(node, yaml.MappingNode):
            pair = next((each for each in node.value if each[0].value == key), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int):
            pair = (node.value[key], node.value[key]) if key < len(node.value) else None
        if pair is None:
            break
        above, node = pair
    return above, node
