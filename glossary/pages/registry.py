"""The pages in the menu."""

from __future__ import annotations

from typing import Final

MENU: Final = (
    ("index", "home"),
    ("a-z", "az"),
    ("topics", "topics"),
    ("map", "map"),
    ("path", "paths"),
    ("demos", "demos"),
)
"""The pages in the menu: key, and the word of the locale that names it."""
