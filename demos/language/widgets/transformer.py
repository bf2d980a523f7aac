"""The base, whose attention the page shows."""

from __future__ import annotations

from random import Random
from types import ModuleType
from typing import Any

from demos.lab.language import world
from demos.lab.language.recipe import Recipe, story


def recipe(demo: ModuleType, config: Any) -> Recipe:
    """Texts in which a word is answered by looking back for it."""
    note = world.note(Random(6), 2)
    flow = "Flow: A buys 3; B buys 5; C sells 2; A sells 3."
    prompts = [note.example()[0], "Echo: plum river Karl Again: plum", flow, story(1)]
    return Recipe("base", examples=prompts)
