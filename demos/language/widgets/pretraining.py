"""The base beside an untrained twin, which the page draws for itself."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from demos.lab.language.recipe import Recipe, story


def recipe(demo: ModuleType, config: Any) -> Recipe:
    """Nothing but beginnings of texts."""
    question = "Question: What is the job of Karl? Answer:"
    return Recipe("untrained", examples=[story(3), question, "To make soup take", "3 + 4 ="])
