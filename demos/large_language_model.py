"""Large language model: what more parameters buy, and what more text buys

Claim: Of four networks that read the same text in the same order, each larger one (from 11,000 to
886,000 parameters) ends at least 0.1 nats a token lower on text it never read; and the base, as
large as the largest but fed far more text, learns labels it never saw from eight examples in its
prompt, with no weight changed, at least 60 points more often than without examples and than the
largest network of the ladder.
Refuted if: any network of the ladder is less than 0.1 nats a token better than the next smaller
one, or eight examples in the prompt gain the base less than 60 points over none or over the
largest.
Takes: about 25 seconds a seed on one core: the largest network alone needs 15.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from demos.lab import plot as draw
from demos.lab import progress, run

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
    model: str = "demos/lab/base"  # its tokenizer, and its architecture as the largest rung
    widths: tuple[int, ...] = (8, 24, 64, 128)  # the ladder; a fivefold step in size each
    steps: int = 150  # what the largest can do in 15 seconds; the others get no more
    rows: int = 16  # of 64 tokens, a step
    rate: float = 3e-3  # for width 128; narrower ones bear more, by the root of the ratio
    questions: int = 100  # prompts with labels; the share is known to 5 points
    device: str = "cpu"  # a graphics card pays from far larger networks on


# %% The text
# All kinds of documents of our small world, one after the other, cut into rows.
def read(config: Config, tokenizer: Any, seed: int, rows: int) -> Tensor:
    """Rows of 64 tokens, the same for every network."""
    import torch

    from demos.lab import corpus

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
    made = AutoModelForCausalLM.from_config(type(like.config)(**shape))
    return made.to(config.device)


def learn(config: Config, model: Any, width: int, rows: Tensor) -> None:
    import torch

    rate = config.rate * (128 / width) ** 0.5
    optimizer = torch.optim.AdamW(model.parameters(), betas=(0.9, 0.95), weight_decay=0.1)
    batches = rows.split(config.rows)
    for step, batch in enumerate(progress.track(batches, f"width {width}"), start=1):
        left = 1 - step / (len(batches) + 1)
        optimizer.param_groups[0]["lr"] = rate * min(step / 20, 1.5 * left, 1)
        loss = model(batch, labels=batch).loss
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    model.eval()


# %% What is measured
# The loss on rows that nobody read, and two yardsticks for the same rows: how often is the next
# token right, and how often are four in a row? A steady rise of the first can look like a sudden
# ability in the second.
# Then labels: "fig -> river. cat -> song. plum ->" is answered by "river", a word that was never a
# label before, so only the examples in the prompt can tell.
def measure(config: Config, seed: int) -> dict[str, Any]:
    import torch

    from demos.lab import base, corpus, train

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
        return train.exact(model, tokenizer, asked)

    ladder = []
    for width in config.widths:
        ladder.append(build(config, model, width, seed))
        learn(config, ladder[-1], width, rows)
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
        return losses[-1] > 0 and all(a - b >= 0.1 for a, b in pairwise(losses))

    return run.finite(runs) and all(
        climbs(r) and r["labels_base"] >= 0.6 + max(r["labels_base_0"], r["labels_large"])
        for r in runs
    )


def control(config: Config) -> Config:
    return replace(config, widths=(24,) * len(config.widths))


def plot(runs: Sequence[Mapping[str, Any]]) -> Any:
    fig, (left, right) = draw.figure(2)
    sizes = runs[0]["curves"]["parameters"]
    losses = [[r["measured"][f"loss_{rung}"] for rung in RUNGS] for r in runs]
    draw.band(left, sizes, losses, "the same text", color=draw.AMBER)
    left.plot(sizes, [sum(c) / len(c) for c in zip(*losses, strict=True)], "o", color=draw.AMBER)
    base = run.means([r["measured"] for r in runs])["loss_base"]
    left.plot(sizes[-1], base, "*", ms=14, color=draw.VIOLET, label="far more text")
    draw.log_axis(left, "x")
    left.set_ylim(0)
    left.set_xticks([1e4, 1e5, 1e6], ["10k", "100k", "1M"])
    left.set_xlabel("parameters")
    left.set_ylabel("nats per token")
    draw.legend(left, loc="lower left")
    for key, color, style in (("base", draw.VIOLET, "-"), ("large", draw.AMBER, "--")):
        curves = draw.curve(runs, f"shots_{key}")
        draw.band(right, range(len(SHOTS)), curves, key, color=color, style=style)
    draw.share_axis(right)
    right.set_xticks(range(len(SHOTS)), [str(n) for n in SHOTS])
    right.set_xlabel("examples in the prompt")
    right.set_ylabel("right label")
    return fig


if __name__ == "__main__":
    run.main(__file__)
