"""The base, which learns from the examples of a prompt."""

from __future__ import annotations

from random import Random
from types import ModuleType
from typing import Any

from demos.lab.language import base
from demos.lab.language.recipe import SEED, Recipe
from demos.lab.language.world import corpus


def recipe(demo: ModuleType, config: Any) -> Recipe:
    """The exam has the recorded questions without and with eight examples."""

    def questions(shots: int) -> list[tuple[str, str]]:
        rng = Random(SEED)  # as the demo draws them
        labels = corpus.HELD_OUT_LABELS
        return [corpus.labelled(rng, shots, labels) for _ in range(config.questions)]

    _, tok = base.load(config.model, config.device)
    none, eight = questions(0), questions(8)
    # Labels of one token each, so that the first bar shows the whole word.
    plain = [prompt for prompt, answer in eight if len(tok(answer)["input_ids"]) == 3]
    return Recipe(
        "base",
        {},
        [*plain[:2], none[0][0], "dog -> dogs. fig ->"],
        "exact",
        [("labels_base_0", "base", 0), ("labels_base", "base", 1)],
        [none, eight],
    )
