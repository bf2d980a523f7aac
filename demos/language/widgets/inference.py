"""The base, whose next token the page shows."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from demos.lab.language.recipe import SEED, Recipe


def recipe(demo: ModuleType, config: Any) -> Recipe:
    """The first words of tales of the recorded run, and of other texts."""
    openings = {" ".join(text.split()[:6]): None for text in demo.tales(3, SEED + 1)}
    return Recipe("base", examples=[*openings, "One morning", "To make bread take"])
