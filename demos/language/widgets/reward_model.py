"""The judge, which gives points to the reader's own replies."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from demos.lab.language import base, heads, world
from demos.lab.language.recipe import SEED, Recipe, weights
from demos.lab.language.world import replies

# Sixteen, as everywhere, answer 98.75 % of the exam right instead of the recorded 97.75 %: exactly
# at the tolerance. Twenty-four answer 98 %, in 270 kB.
RANK = 24


def recipe(demo: ModuleType, config: Any) -> Recipe:
    """All weights and the head; the exam has pairs of replies that no lesson compared."""
    judge, tok = base.load(config.model, config.device)
    heads.add_judge(judge, SEED)
    lessons = demo.comparisons(config.pairs, SEED)
    demo.learn(config, judge, tok, lessons, SEED)
    exam = [p for p in demo.comparisons(2 * config.exam, SEED + 10_000) if p not in set(lessons)]
    return Recipe(
        "judge",
        weights(judge),
        [
            form.format(thing=thing)
            for form, thing in zip(replies.ASKS, world.TOOLS[2:7], strict=True)
        ],
        "pairs",
        [("right", "tuned", 0)],
        [exam[: config.exam]],
        {"polite": replies.POLITE, "rude": replies.RUDE, "things": world.TOOLS},
        RANK,
    )
