"""Large language model: what more parameters buy, and what more text buys

Claim: Of networks that read the same text, one of 51,000 parameters ends at least 0.25 nats a token
below one of 11,000, and one of 255,000 at least 0.25 below that; 886,000 gain less, for want of
text: the base, as large but fed far more, is at least 0.2 nats better still, and it alone gives the
right label, of two that nothing but eight examples in its prompt explain, 80 times in 100.
Refuted if: either of the first two steps up the ladder gains less than 0.25 nats, the third gains
more than the second, the base is less than 0.2 nats below the largest, or eight examples bring the
base under 80 %, or less than 60 points above itself without any and above the largest with all.
Takes: about 20 seconds a seed on one core: the largest network alone needs ten.
Tried: Expecting at least 0.1 nats from the last step of the ladder as well: it brought 0.20, 0.00
and 0.13 on three seeds, since 150,000 tokens are not enough to make use of 886,000 parameters.
Tried: Looking for a sudden ability on the ladder: four right tokens in a row seem to be one, at
zero on the first two rungs and at about 2 % on the last, but single tokens get better all along;
labels from the prompt stay at zero even on the last rung.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from demos.lab import cli, plotting, progress, results

if TYPE_CHECKING:
    from torch import Tensor

RUNGS = ("tiny", "small", "medium", "large")
SHOTS = (0, 1, 2, 4, 8)
UNITS = {
    **{f"loss_{rung}": "nats" for rung in (*RUNGS, "base")},
    **{f"token_{rung}": "share" for rung in (*RUNGS, "base")},
    **{f"four_{rung}": "share" for rung in (*RUNGS, "base")},
    "labels_large": "share",
    "labels_base": "share",
    "labels_base_0": "share",
    "tokens": "count",
}


@dataclass(frozen=True)
class Config:
    model: str = "demos/lab/language/base-1"  # its tokenizer; its shape is the largest rung
    widths: tuple[int, ...] = (8, 24, 64, 128)  # the ladder; a fivefold step in size each
    steps: int = 100  # what the largest can do in ten seconds; the others get no more
    rows: int = 16  # of 64 tokens, a step
    rate: float = 3e-3  # for width 128; narrower ones bear more, by the root of the ratio
    questions: int = 100  # prompts with labels; the share is known to 5 points
    device: str = "cpu"  # a graphics card pays from far larger networks on


# %% The text
# All kinds of documents of our small world, one after the other, cut into rows.
def read(config: Config, tokenizer: Any, seed: int, rows: int) -> Tensor:
    """Rows of 64 tokens, the same for every network."""
    import torch

    from demos.lab.language.world import corpus

    tokens: list[int] = []
    for _, text in corpus.documents(random.Random(seed)):
        tokens += tokenizer(text)["input_ids"]
        if len(tokens) >= rows * 64:
            break
    return torch.tensor(tokens[: rows * 64], device=config.device).view(rows, 64)


# %% The idea
# The same architecture at any size: four layers, each as wide as we like.
# Width decides how many numbers a token is described by, and the weights grow with its square.
def build(config: Config, like: Any, width: int, seed: int) -> Any:
    import torch
    from transformers import AutoModelForCausalLM

    shape = {**like.config.to_dict(), "hidden_size": width, "intermediate_size": 5 * width // 2}
    shape["head_dim"] = width // shape["num_attention_heads"]
    torch.manual_seed(seed)
    made = AutoModelForCausalLM.from_config(type(like.config)(**shape), trust_remote_code=False)
    return made.to(config.device)


def learn(config: Config, model: Any, width: int, rows: Tensor, seed: int) -> None:
    import torch

    from demos.lab.language import training

    def loss(some: list[Tensor]) -> Tensor:
        return model(torch.stack(some), labels=torch.stack(some)).loss

    bar = iter(progress.track(range(config.steps), f"width {width}"))
    how = {"steps": config.steps, "batch_size": config.rows, "warmup": 20, "seed": seed}
    rate = config.rate * (128 / width) ** 0.5
    training.loop(model, loss, list(rows), lr=rate, on_step=lambda *_: next(bar, None), **how)


# %% What is measured
# The loss on rows that nobody read, and two yardsticks for the same rows: how often is the next
# token right, and how often are four in a row? A steady rise of the first can look like a sudden
# ability in the second.
# Then labels: "fig -> river. cat -> song. plum ->" is answered by "river", a word that was never a
# label before, so only the examples in the prompt can tell.
def measure(config: Config, seed: int) -> dict[str, Any]:
    import torch

    from demos.lab.language import base, training
    from demos.lab.language.world import corpus

    model, tokenizer = base.load(config.model, config.device)
    rows = read(config, tokenizer, seed, config.steps * config.rows)
    unread = read(config, tokenizer, seed + 2**20, 100)

    def score(model: Any) -> tuple[float, float, float]:
        with torch.no_grad():
            out = model(unread, labels=unread)
        right = out.logits[:, :-1].argmax(-1) == unread[:, 1:]
        return (
            float(out.loss),
            float(right.float().mean()),
            float(right.unfold(1, 4, 1).all(-1).float().mean()),
        )

    def labels(model: Any, shots: int) -> float:
        rng = random.Random(seed)
        asked = [
            corpus.labelled(rng, shots, corpus.HELD_OUT_LABELS) for _ in range(config.questions)
        ]
        return training.exact(model, tokenizer, asked)

    ladder = []
    for width in config.widths:
        ladder.append(build(config, model, width, seed))
        learn(config, ladder[-1], width, rows, seed)
    measured: dict[str, Any] = {"tokens": float(rows.numel())}
    for rung, made in zip((*RUNGS, "base"), (*ladder, model), strict=True):
        loss, token, four = score(made)
        measured |= {f"loss_{rung}": loss, f"token_{rung}": token, f"four_{rung}": four}
    curves = {
        "parameters": [float(sum(p.numel() for p in made.parameters())) for made in ladder],
        "shots_base": [labels(model, shots) for shots in SHOTS],
        "shots_large": [labels(ladder[-1], shots) for shots in SHOTS],
    }
    measured["labels_base_0"] = curves["shots_base"][0]
    measured["labels_base"] = curves["shots_base"][-1]
    measured["labels_large"] = curves["shots_large"][-1]
    return {**{key: measured[key] for key in UNITS}, **curves}


# %% When the claim holds
def holds(runs: Sequence[Mapping[str, float]]) -> bool:
    def climbs(r: Mapping[str, float]) -> bool:
        losses = [r[f"loss_{rung}"] for rung in RUNGS]
        first, second, third = (small - large for small, large in pairwise(losses))
        return first >= 0.25 and second >= max(0.25, third)

    return results.finite(runs) and all(
        climbs(r)
        and 0 < r["loss_base"] <= r["loss_large"] - 0.2
        and r["labels_base"] >= max(0.8, 0.6 + r["labels_base_0"], 0.6 + r["labels_large"])
        for r in runs
    )


def control(config: Config) -> Config:
    return replace(config, widths=(24,) * len(config.widths))


def plot(runs: Sequence[Mapping[str, Any]]) -> Any:
    fig, (left, right) = plotting.figure(2)
    sizes = runs[0]["curves"]["parameters"]
    losses = [[r["measured"][f"loss_{rung}"] for rung in RUNGS] for r in runs]
    plotting.band(left, sizes, losses, "the same text", color=plotting.AMBER)
    means = [sum(rung) / len(rung) for rung in zip(*losses, strict=True)]
    left.plot(sizes, means, "o", color=plotting.AMBER)
    base = results.means([r["measured"] for r in runs])["loss_base"]
    left.plot(sizes[-1], base, "*", ms=14, color=plotting.VIOLET, label="far more text")
    plotting.log_axis(left, "x")
    left.set_ylim(0)
    left.set_xticks([1e4, 1e5, 1e6], ["10k", "100k", "1M"])
    left.set_xlabel("parameters")
    left.set_ylabel("nats per token")
    plotting.legend(left, loc="lower left")
    for key, color, style in (("base", plotting.VIOLET, "-"), ("large", plotting.AMBER, "--")):
        curves = plotting.curve(runs, f"shots_{key}")
        plotting.band(right, range(len(SHOTS)), curves, key, color=color, style=style)
    plotting.share_axis(right)
    right.set_xticks(range(len(SHOTS)), [str(n) for n in SHOTS])
    right.set_xlabel("examples in the prompt")
    right.set_ylabel("right label")
    return fig


if __name__ == "__main__":
    cli.main(__file__)
