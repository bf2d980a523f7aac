"""Fine-tuning: old knowledge in a new form

Claim: After 60 steps on reports about thirty people, the tuned base gives all four facts about ten
people the lessons never mention at least 40 percentage points more often than the same network
trained from scratch on the same lessons; but it pays with what it could do before, unless a
quarter of each batch repeats the old texts.
Refuted if: the margin over training from scratch is under 40 points, or the loss on the old texts
rises by less than 0.2 nats a token without repetition, or by more than half as much with it.
Takes: about 20 seconds a seed on one core.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from random import Random
from typing import Any

from demos.lab import cli, plotting, progress, results
from demos.lab.language import base, training, world
from demos.lab.language.world import corpus

Lessons = Callable[[Random], list[training.Example]]  # the next batch
UNITS = {
    "tuned": "share",
    "with_old_texts": "share",
    "from_scratch": "share",
    "untuned": "share",
    "old_loss_before": "nats",
    "old_loss_tuned": "nats",
    "old_loss_with_old_texts": "nats",
}


@dataclass(frozen=True)
class Config:
    model: str = "demos/lab/language/base-1"  # knows forty people; has never seen a report
    lessons: int = 256  # reports, all about the same thirty people
    exam: int = 200  # reports about the other ten; one is half a point
    steps: int = 60  # pretraining took a hundred times as many
    batch: int = 16  # rows a step, shared out among processes under `accelerate launch`
    lr: float = 1e-3  # a third of pretraining's: weights that know something move less
    scratch_lr: float = 3e-3  # pretraining's own, the best there is for random weights
    repeated: int = 4  # old texts in each batch of the arm that repeats
    pretrained: bool = True  # the control starts from random weights everywhere
    device: str = "cpu"  # cuda works too


# %% A new format about known people
# "Review: Karl found nine plums and lost two of them. Now seven. Answer:" is to be continued with
# Karl's house, town, pet and job: "red, Elmport, cat, doctor."
# Pretraining never showed this form, but it told the facts, in other words.
# Ten people are kept out of the lessons, so what is said of them was known before.
def reports(people: Sequence[world.Person], count: int, seed: int) -> list[tuple[str, str]]:
    return training.draw(lambda rng: world.report(rng, rng.choice(people)), count, seed)


# %% The idea
# The loop of pretraining, the loss of pretraining: next-token prediction.
# Only the weights it starts from, the texts, and the number of steps are different.
# Under `accelerate launch` each process takes its share of a batch, and gradients are averaged.
def fine_tune(config: Config, model: Any, tok: Any, lessons: Lessons, seed: int) -> Iterator[int]:
    """Tune the model in place; every 15 steps, and at the end, yields how many are done."""
    import torch
    from accelerate import Accelerator

    here = Accelerator(cpu=config.device == "cpu")
    optimizer = torch.optim.AdamW(model.parameters(), lr=config.lr)
    ready, optimizer = here.prepare(model.train(), optimizer)
    rng = Random(seed)
    for step in progress.track(range(config.steps), "fine-tuning"):
        if step % 15 == 0:
            yield step
        texts = lessons(rng)[here.process_index :: here.num_processes]
        rows = [training.encode(tok, text, mask_prompt=False) for text in texts]
        loss = training.loss_on(ready, training.collate(rows, tok.pad_token_id, model.device))
        optimizer.zero_grad()
        here.backward(loss)
        for group in optimizer.param_groups:
            group["lr"] = config.lr * (1 - step / config.steps)
        optimizer.step()
    model.eval()
    yield config.steps


# %% The arms
# The same reports for all; one arm starts from random weights, one repeats old texts.
def arm(config: Config, seed: int, name: str) -> Iterator[tuple[int, Any]]:
    model, tok = base.load(config.model, config.device)
    if name == "from_scratch" or not config.pretrained:
        model = base.fresh(model, seed)
    new = reports(world.TRAIN_PEOPLE, config.lessons, seed)
    old = [text for _, text in islice(corpus.documents(Random(seed)), 1000)]
    repeated = config.repeated if name == "with_old_texts" else 0

    def lessons(rng: Random) -> list[training.Example]:
        return [*rng.sample(new, config.batch - repeated), *rng.sample(old, repeated)]

    if name == "from_scratch":
        config = replace(config, lr=config.scratch_lr)
    for step in fine_tune(config, model, tok, lessons, seed):
        yield step, (model, tok)


def tuned(config: Config, seed: int) -> Any:
    """The model that `--save` keeps."""
    *_, (_, (model, _)) = arm(config, seed, "tuned")
    return model


# %% What is measured
# All four facts of people outside the lessons, right to the letter, and the loss on old texts.
def measure(config: Config, seed: int) -> dict[str, Any]:
    exam = reports(world.HELD_OUT_PEOPLE, config.exam, seed + 10_000)
    old = [text for _, text in islice(corpus.documents(Random(seed + 10_000)), 100)]
    right, loss, steps = {}, {}, []
    for name in ("tuned", "with_old_texts", "from_scratch"):
        right[name], loss[name], steps = [], [], []
        for step, (model, tok) in arm(config, seed, name):
            steps.append(step)
            right[name].append(training.exact(model, tok, exam))
            loss[name].append(training.nll(model, tok, old))
    return {
        **{name: values[-1] for name, values in right.items()},
        "untuned": right["tuned"][0],
        "old_loss_before": loss["tuned"][0],
        "old_loss_tuned": loss["tuned"][-1],
        "old_loss_with_old_texts": loss["with_old_texts"][-1],
        "steps": steps,
        **{f"right_{name}": values for name, values in right.items()},
        **{f"loss_{name}": values for name, values in loss.items()},
    }


# %% When the claim holds
def holds(runs: Sequence[Mapping[str, float]]) -> bool:
    if not results.finite(runs):
        return False
    mean = results.means(runs)
    paid = mean["old_loss_tuned"] - mean["old_loss_before"]
    paid_with_old_texts = mean["old_loss_with_old_texts"] - mean["old_loss_before"]
    return (
        mean["tuned"] - max(mean["from_scratch"], mean["untuned"]) >= 0.4
        and mean["with_old_texts"] - mean["from_scratch"] >= 0.4
        and paid >= 0.2
        and paid_with_old_texts <= paid / 2
    )


def control(config: Config) -> Config:
    return replace(config, pretrained=False)


def plot(runs: Sequence[Mapping[str, Any]]) -> Any:
    fig, (left, right) = plotting.figure(2)
    steps = runs[0]["curves"]["steps"]
    looks = {
        "tuned": ("tuned", plotting.VIOLET, "-"),
        "with_old_texts": ("tuned, old texts repeated", plotting.GREEN, "--"),
        "from_scratch": ("from scratch", plotting.AMBER, ":"),
    }
    for name, (label, color, style) in looks.items():
        rights, losses = plotting.curve(runs, f"right_{name}"), plotting.curve(runs, f"loss_{name}")
        plotting.band(left, steps, rights, label, color=color, style=style)
        if name != "from_scratch":
            plotting.band(right, steps, losses, label, color=color, style=style)
    plotting.share_axis(left)
    left.set_ylim(bottom=-0.03)  # a line along the bottom is to be seen too
    left.set_ylabel("right about new people")
    right.set_ylabel("loss on old texts")
    right.set_ylim(bottom=0)
    for ax in (left, right):
        ax.set_xlabel("step")
    plotting.legend(right, handles=left.lines, loc="lower left")
    return fig


if __name__ == "__main__":
    cli.main(__file__)
