"""Names that would be the address of a page."""

from __future__ import annotations

INDEX = "index"
"""No page but the first of a folder can have this name: it would stand at the folder's address."""

_TOP = frozenset({"a-z", "assets", "demos", "map", "path", "review", "settings", "terms", "topics"})


def hides_a_page(language: str) -> bool:
    """Whether the folder of a language would be the address of a page: `map` is a language code."""
    return language in _TOP
