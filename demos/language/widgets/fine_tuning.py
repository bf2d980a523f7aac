"""The fine-tuned model, beside the base, on people whom no lesson mentions."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from demos.lab.language import world
from demos.lab.language.recipe import SEED, Recipe, story, weights


def recipe(demo: ModuleType, config: Any) -> Recipe:
    """All weights; the exam asks for four facts of each held-out person."""
    exam = demo.reports(world.HELD_OUT_PEOPLE, config.exam, SEED + 10_000)
    old = "Question: Where does Karl live? Answer:"
    return Recipe(
        "weights",
        weights(demo.tuned(config, SEED)),
        [*[prompt for prompt, _ in exam[:4]], old, story(1)],
        "exact",
        [("untuned", "base", 0), ("tuned", "tuned", 0)],
        [exam],
        {"answers": dict(exam[:4])},
    )
