"""The detector, which looks at windows of orders that the reader puts together."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from demos.lab.language import base
from demos.lab.language.recipe import SEED, Recipe, weights


def recipe(demo: ModuleType, config: Any) -> Recipe:
    """All weights and the head; the examples begin with a sandwich and a window that is none."""
    start, tok = base.load(config.model, config.device)
    lessons = demo.windows(config.windows, SEED)
    model = demo.detector(config, start, tok, lessons, SEED)
    known = {text for text, _ in lessons}
    exam = [w for w in demo.windows(2 * config.exam, SEED + 10_000) if w[0] not in known]
    shown = [next(text for text, mark in exam if mark == wanted) for wanted in (1, 0)]
    return Recipe(
        "detector",
        weights(model),
        [*shown, *(text for text, _ in exam[2:5] if text not in shown)],
        "marks",
        [("tuned", "tuned", 0), ("precision", "tuned", 0), ("recall", "tuned", 0)],
        [exam[: config.exam]],
        {"traders": "ABCDEFGH"},
    )
