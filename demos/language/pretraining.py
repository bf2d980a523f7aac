"""Pretraining: the expensive first training that makes every later one cheap

Claim: From pretrained weights a network learns in 50 steps to put words into categories so well
that it is right about at least 80 % of words absent from its examples; the same network from random
weights needs at least twice as many steps for the very words it practises, and ends right about at
most 30 % of the others.
Refuted if: after 50 steps the pretrained network is right about less than 80 % of the words it
never practised, or the one from random weights reaches 90 % of the practised words in less than
twice the steps, or ends with more than 30 % of the others.
Takes: about 10 seconds a seed on one core.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from demos.lab import cli, plotting, progress, results

UNITS = {
    "most_frequent": "share",
    "untrained_new": "share",
    "pretrained_new": "share",
    "scratch_new": "share",
    "pretrained_steps": "count",
    "scratch_steps": "count",
    "pretrained_examples": "count",
    "scratch_examples": "count",
}
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Config:
    model: str = "demos/lab/language/base-1"  # pretrained on texts that never ask in these words
    steps: int = 50  # the pretrained network is done with the task at about half of it
    scratch: int = 3  # times as many steps for the untrained one, so that it can catch up
    batch: int = 16  # words a step, of 73
    rate: float = 1e-3  # gentle enough to keep what the pretraining left
    scratch_rate: float = 3e-3  # random weights have nothing to lose: its best of 1, 3 and 10e-3
    every: int = 5  # steps between two looks at how far it is
    pretrained: bool = True  # the control starts from random weights in both arms
    device: str = "cpu"  # a graphics card helps from some 100 million parameters on


# %% The task
# "The word fox names an" … animal, tool, fruit, town: eight categories, 97 words.
# Three words of each category are kept out of the examples. Nothing in the task can tell that a
# wolf is an animal; what is right about it must have been learned before.
def words(seed: int) -> tuple[Pairs, Pairs]:
    """Prompts and answers: to be practised, and never shown."""
    from demos.lab.language.world import CATEGORIES

    rng = random.Random(seed)
    practised: Pairs = []
    new: Pairs = []
    for kind, members in CATEGORIES.items():
        for place, word in enumerate(rng.sample(members, len(members))):
            (new if place < 3 else practised).append((f"The word {word} names a", f"{kind}."))
    return practised, new


# %% The idea
# Pretraining is the same training, earlier, on other texts and far more of them. All that it leaves
# behind is a set of weights, so the whole difference between the two arms is where they start.
def start(config: Config, seed: int, pretrained: bool) -> tuple[Any, Any]:
    from demos.lab.language import base

    model, tokenizer = base.load(config.model, config.device)
    if not (pretrained and config.pretrained):
        model = base.fresh(model, seed)  # the same architecture, every number in it random
    return model, tokenizer


# %% What is measured
# Both arms see the same examples in the same order. How many steps until 90 % of the practised
# words are right? And what does each then say about the words it never practised?
def learn(config: Config, seed: int, pretrained: bool) -> dict[str, list[float]]:
    from demos.lab.language import training

    model, tokenizer = start(config, seed, pretrained)
    practised, new = words(seed)
    steps = config.steps if pretrained else config.steps * config.scratch
    bar = iter(progress.track(range(steps), "pretrained" if pretrained else "from scratch"))
    seen: dict[str, list[float]] = {"practised": [], "new": []}

    def look(step: int, _: float = 0) -> None:
        next(bar, None)
        if (step + 1) % config.every == 0:
            model.eval()
            seen["practised"].append(training.exact(model, tokenizer, practised))
            seen["new"].append(training.exact(model, tokenizer, new))
            model.train()

    look(-1)
    training.fit(
        model,
        tokenizer,
        practised,
        steps=steps,
        lr=config.rate if pretrained else config.scratch_rate,
        seed=seed,
        batch_size=config.batch,
        mask_prompt=True,  # the task is to answer, not to write questions
        on_step=look,
    )
    return seen


def measure(config: Config, seed: int) -> dict[str, Any]:
    from collections import Counter

    pretrained, scratch = (learn(config, seed, arm) for arm in (True, False))

    def steps_to(seen: dict[str, list[float]]) -> float:
        """First look at which 90 % were right; one look beyond the last if there was none."""
        found = [i for i, right in enumerate(seen["practised"]) if right >= 0.9]
        return config.every * (found[0] if found else len(seen["practised"]))

    practised, new = words(seed)
    frequent = Counter(kind for _, kind in practised).most_common(1)[0][0]
    return {
        "most_frequent": sum(kind == frequent for _, kind in new) / len(new),
        "untrained_new": pretrained["new"][0],
        "pretrained_new": pretrained["new"][-1],
        "scratch_new": scratch["new"][-1],
        "pretrained_steps": steps_to(pretrained),
        "scratch_steps": steps_to(scratch),
        "pretrained_examples": config.batch * steps_to(pretrained),
        "scratch_examples": config.batch * steps_to(scratch),
        "pretrained_curve": pretrained["new"],
        "scratch_curve": scratch["new"],
        "pretrained_practised": pretrained["practised"],
        "scratch_practised": scratch["practised"],
        "every": [float(config.every)],
    }


# %% When the claim holds
def holds(runs: Sequence[Mapping[str, float]]) -> bool:
    return results.finite(runs) and all(
        r["pretrained_new"] >= 0.8
        and r["untrained_new"] < 0.5
        and r["scratch_new"] <= 0.3
        and 0 < 2 * r["pretrained_steps"] <= r["scratch_steps"]
        for r in runs
    )


def control(config: Config) -> Config:
    return replace(config, pretrained=False)


def plot(runs: Sequence[Mapping[str, Any]]) -> Any:
    fig, axes = plotting.figure(2)
    every = runs[0]["curves"]["every"][0]
    for ax, kind, label in zip(
        axes, ("practised", "curve"), ("practised words", "other words"), strict=True
    ):
        for arm, color, name in (
            ("pretrained", plotting.VIOLET, "pretrained"),
            ("scratch", plotting.AMBER, "from scratch"),
        ):
            curves = plotting.curve(runs, f"{arm}_{kind}")
            steps = [every * i for i in range(len(curves[0]))]
            plotting.band(ax, steps, curves, name, color=color)
        plotting.share_axis(ax)
        ax.set_xlabel("step")
        ax.set_ylabel(label)
    plotting.legend(axes[0], loc="lower right")
    return fig


if __name__ == "__main__":
    cli.main(__file__)
