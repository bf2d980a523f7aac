"""The base, whose probabilities the page shows."""

from __future__ import annotations

from random import Random
from types import ModuleType
from typing import Any

from demos.lab.language.recipe import Recipe, story
from demos.lab.language.world import stories


def recipe(demo: ModuleType, config: Any) -> Recipe:
    """Beginnings after which it is sure, and some after which it cannot be."""
    review, _ = stories.review(Random(4))
    return Recipe("base", examples=["Karl lives in", review, story(5), "In the market", "The"])
