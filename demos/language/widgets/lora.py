"""The adapter, which the page can turn up and down."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from demos.lab.language import world
from demos.lab.language.recipe import SEED, Recipe


def recipe(demo: ModuleType, config: Any) -> Recipe:
    """Both factors of every layer, named as the base names the layer."""
    exam = demo.reports(world.HELD_OUT_PEOPLE, config.exam, SEED + 10_000)
    learned = demo.tuned(config, SEED).state_dict()
    names = {name: name.split("base_model.model.", 1)[1] for name in learned if ".lora_" in name}
    tensors = {
        short.replace(".default.weight", ""): learned[name].detach()
        for name, short in names.items()
    }
    return Recipe(
        "adapter",
        tensors,
        [*[prompt for prompt, _ in exam[:4]], "Question: Where does Karl live? Answer:"],
        "exact",
        [("untuned", "base", 0), ("lora", "tuned", 0)],
        [exam],
        {"scale": config.alpha / config.rank, "answers": dict(exam[:4])},
    )
