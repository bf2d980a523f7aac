"""Transformer: every position may ask every other one

Claim: A transformer block learns to write a line backwards, with at least 95 % of the symbols right
on lines it never saw; without attention or without positions it stays under 30 %, and allowed to
look back only it gets the half right whose symbols stand behind it.
Refuted if: the whole block has fewer than 95 % of the symbols right, or without attention or
positions it has more than 30 %, or looking back only fewer than 45 % or more than 60 %.
Takes: about five seconds a seed on one core.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from demos.lab import cli, plotting, progress, results

if TYPE_CHECKING:
    import torch

ARMS = ("transformer", "looking_back", "no_positions", "no_attention")
UNITS = dict.fromkeys((*ARMS, "chance"), "share")


@dataclass(frozen=True)
class Config:
    symbols: int = 20  # so that guessing is right once in twenty
    length: int = 12  # 20 ** 12 lines: training sees none of the judged ones
    width: int = 64  # numbers that stand for one position
    heads: int = 4  # questions that a position asks at once
    steps: int = 100  # the whole block needs 40; the others got no further in 150
    batch: int = 64  # lines a step
    rate: float = 3e-3  # small models bear large strides
    attention: bool = True  # the control leaves it out


# %% The idea: attention
# Each position asks (query), each offers what it is (key) and what it has to say (value).
# Where question and offer fit, the softmax lets the value through: a lookup with soft edges.
def attend(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, causal: bool) -> tuple[Any, Any]:
    """Mixed values and the weights they were mixed by; shapes (…, positions, size)."""
    import torch

    fit = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5  # large products would freeze the softmax
    if causal:
        later = torch.ones(fit.shape[-2:], dtype=torch.bool).triu(1)
        fit = fit.masked_fill(later, -torch.inf)
    weights = fit.softmax(-1)
    return weights @ v, weights


# %% The idea: the block
# The block adds two things to the stream of each position: what attention fetched from the others,
# and what a small network makes of it. It adds, so whatever is in the stream stays readable.
# Large models stack dozens of such blocks.
def build(config: Config, attention: bool, positions: bool, causal: bool) -> torch.nn.Module:
    import torch
    from torch import nn

    class Transformer(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            width = config.width
            self.symbols = nn.Embedding(config.symbols, width)
            self.places = nn.Parameter(torch.randn(config.length, width), positions)
            self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(3))
            self.ask, self.say = nn.Linear(width, 3 * width), nn.Linear(width, width)
            self.think = nn.Sequential(
                nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)
            )
            self.read = nn.Linear(width, config.symbols)

        def forward(self, line: torch.Tensor) -> torch.Tensor:
            x = self.symbols(line) + self.places * positions
            if attention:
                asked = self.ask(self.norms[0](x)).unflatten(-1, (3, config.heads, -1))
                mixed, self.weights = attend(*asked.permute(2, 0, 3, 1, 4), causal)
                x = x + self.say(mixed.transpose(1, 2).flatten(-2))
            x = x + self.think(self.norms[1](x))
            return self.read(self.norms[2](x))

    return Transformer()


# %% What is measured
# Symbols right on 500 lines never seen, every ten steps; all arms train on the same lines.
def train(config: Config, seed: int, **parts: bool) -> tuple[Any, list[float]]:
    import torch

    torch.manual_seed(seed)
    model = build(config, **parts)
    random = torch.Generator().manual_seed(seed)

    def lines(count: int) -> torch.Tensor:
        return torch.randint(config.symbols, (count, config.length), generator=random)

    new, right = lines(500), []
    optimizer = torch.optim.AdamW(model.parameters(), lr=config.rate)
    for step in progress.track(range(config.steps + 1), ", ".join(k for k in parts if parts[k])):
        if step % 10 == 0:
            with torch.no_grad():
                right.append(float((model(new).argmax(-1) == new.flip(1)).float().mean()))
        line = lines(config.batch)  # new ones each time: nothing can be learned by heart
        loss = torch.nn.functional.cross_entropy(model(line).transpose(1, 2), line.flip(1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model, right


def measure(config: Config, seed: int) -> dict[str, Any]:
    on = config.attention
    model, full = train(config, seed, attention=on, positions=True, causal=False)
    arms = {
        "transformer": full,
        "looking_back": train(config, seed, attention=on, positions=True, causal=True)[1],
        "no_positions": train(config, seed, attention=on, positions=False, causal=False)[1],
        "no_attention": train(config, seed, attention=False, positions=True, causal=False)[1],
    }
    return {
        **{name: right[-1] for name, right in arms.items()},
        "chance": 1 / config.symbols,
        "attention": model.weights[0].mean(0).flatten().tolist() if on else [],
        **{f"right_{name}": right for name, right in arms.items()},
    }


# %% When the claim holds
def holds(runs: Sequence[Mapping[str, float]]) -> bool:
    return results.finite(runs) and all(
        r["transformer"] >= 0.95
        and max(r["no_attention"], r["no_positions"]) <= 0.3
        and 0.45 <= r["looking_back"] <= 0.6
        for r in runs
    )


def control(config: Config) -> Config:
    return replace(config, attention=False)


def plot(runs: Sequence[Mapping[str, Any]]) -> Any:
    fig, (ax, seen) = plotting.figure(2, height=3.5)
    looks = {
        "transformer": ("attention and positions", plotting.VIOLET),
        "looking_back": ("looking back only", plotting.BLUE),
        "no_positions": ("no positions", plotting.GREEN),
        "no_attention": ("no attention", plotting.AMBER),
    }
    for arm, (label, color) in looks.items():
        right = plotting.curve(runs, f"right_{arm}")
        plotting.band(ax, range(0, 10 * len(right[0]), 10), right, label, color=color)
        end = (10 * len(right[0]) - 10, right[0][-1])
        ax.annotate(label, end, xytext=(0, 6), textcoords="offset points", ha="right")
    plotting.share_axis(ax)
    ax.set(xlabel="step", ylabel="symbols right")
    weights = runs[0]["curves"]["attention"]
    size = round(len(weights) ** 0.5)
    places = range(1, size + 1)
    xs, ys = zip(*((x, y) for y in places for x in places), strict=True)
    seen.scatter(xs, ys, s=[150 * w for w in weights], marker="s", color=plotting.VIOLET)
    seen.set(xlabel="listens to place", ylabel="written place", xlim=(0.2, size + 0.8))
    seen.set(ylim=(size + 0.8, 0.2), xticks=places[::2], yticks=places[::2], aspect="equal")
    return fig


if __name__ == "__main__":
    cli.main(__file__)
