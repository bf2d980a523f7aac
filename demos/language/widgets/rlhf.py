"""The policy after its practice, beside the base, on asks for tools."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from demos.lab.language import base, training, world
from demos.lab.language.recipe import SEED, Recipe, weights
from demos.lab.language.world import replies

REPLIES = 100  # of 300 asks: sampled replies vary anyway, and a reader waits for them


def recipe(demo: ModuleType, config: Any) -> Recipe:
    """All weights of the policy; the judge that gave it points is not needed any more."""
    policy, tok = base.load(config.model, config.device)
    judge = demo.learn_judge(config, tok, SEED)
    demo.practise(config, policy, judge, tok, SEED)
    asks = training.draw(replies.ask_for, config.exam, SEED + 10_000)
    return Recipe(
        "weights",
        weights(policy),
        [
            replies.prompt(form.format(thing=t))
            for form, t in zip(replies.ASKS, world.TOOLS[2:7], strict=True)
        ],
        "replies",
        [("good_before", "base", 0), ("good_after", "tuned", 0)],
        [[(replies.prompt(ask), replies.thing_in(ask)) for ask in asks[:REPLIES]]],
        {
            "polite": replies.POLITE,
            "things": world.TOOLS,
            "new": 20,  # as the demo samples them
            "samples": 4,
            "temperature": 1,
        },
    )
