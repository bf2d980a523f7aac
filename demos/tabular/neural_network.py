"""Neural network: many weighted sums, and a bend between them

Claim: On two interleaved spirals a network with bends (ReLU) between its layers is right at least
25 percentage points more often than the very same network without them, which does no better than
a single straight line.
Refuted if: on held-out points the margin is under 25 points, or the network without bends beats
the straight line by more than 5 points.
Takes: about three seconds a seed on one core.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from demos.lab import cli, plotting, progress, results

if TYPE_CHECKING:
    import torch

UNITS = {"network": "share", "no_bends": "share", "line": "share", "narrow": "share"}


@dataclass(frozen=True)
class Config:
    points: int = 600  # to learn from
    held_out: int = 1000  # to judge on: one point is 0.1 percentage points
    turns: float = 1.5  # each spiral winds so often around the other
    noise: float = 0.03  # a tenth of the gap between the spirals
    widths: tuple[int, ...] = (1, 2, 4, 8, 16, 32)  # units in each of the two hidden layers
    steps: int = 600  # after 300 some networks still miss 3 points in 100
    rate: float = 1e-2  # small networks bear large strides
    bends: bool = True  # the control leaves them out


# %% The data
# Two spirals, one turned by half a circle: no straight line tells them apart.
def spirals(config: Config, count: int, random: torch.Generator) -> tuple[torch.Tensor, ...]:
    import torch

    which = torch.arange(count) % 2
    way = torch.rand(count, generator=random).sqrt()  # as many points outside as inside
    angle = 2 * torch.pi * config.turns * way + torch.pi * which
    points = torch.stack([way * angle.cos(), way * angle.sin()], dim=1)
    return points + config.noise * torch.randn(points.shape, generator=random), which.float()


# %% The idea
# A layer is nothing but weighted sums of its inputs, and weighted sums of weighted sums are
# weighted sums again: without something in between, any number of layers draws one straight line.
# The bend is as small as can be, negative becomes zero, and with it each unit adds a fold.
def network(width: int, bends: bool) -> torch.nn.Sequential:
    from torch import nn

    bend = nn.ReLU if bends else nn.Identity
    return nn.Sequential(
        *(nn.Linear(2, width), bend()),
        *(nn.Linear(width, width), bend()),
        *(nn.Linear(width, 1), nn.Flatten(0)),
    )


def fit(
    config: Config, model: torch.nn.Sequential, points: torch.Tensor, labels: torch.Tensor
) -> torch.nn.Sequential:
    import torch

    loss = torch.nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=config.rate)
    for _ in range(config.steps):
        optimizer.zero_grad()
        loss(model(points), labels).backward()
        optimizer.step()
    return model.eval()


# %% What is measured
# How often each is right on points that it has not seen. Same data, same steps, same first weights.
def measure(config: Config, seed: int) -> dict[str, Any]:
    import torch
    from torch import nn

    random = torch.Generator().manual_seed(seed)
    known, new = (spirals(config, n, random) for n in (config.points, config.held_out))

    def fitted(width: int, bends: bool) -> nn.Sequential:
        torch.manual_seed(seed)
        return fit(config, network(width, bends), *known)

    def right(model: nn.Sequential) -> float:
        return float(((model(new[0]) > 0) == (new[1] > 0)).float().mean())

    widths = progress.track(config.widths, "networks")
    networks = [fitted(width, config.bends) for width in widths]
    no_bends = fitted(config.widths[-1], bends=False)
    torch.manual_seed(seed)
    line = fit(config, nn.Sequential(nn.Linear(2, 1), nn.Flatten(0)), *known)

    # For the plot: the sides that each takes on a grid, from 0 to 1; five cells fit into a gap.
    axis = torch.linspace(-1.15, 1.15, 33)
    grid = torch.cartesian_prod(axis, axis)
    curve = [right(model) for model in networks]
    return {
        "network": curve[-1],
        "no_bends": right(no_bends),
        "line": right(line),
        "narrow": curve[0],
        "widths": list(config.widths),
        "right": curve,
        "axis": axis.tolist(),
        "side_network": [round(v, 2) for v in networks[-1](grid).sigmoid().tolist()],
        "side_no_bends": [round(v, 2) for v in no_bends(grid).sigmoid().tolist()],
        "some_points": [round(v, 3) for v in known[0][:150].flatten().tolist()],
    }


# %% When the claim holds
def holds(runs: Sequence[Mapping[str, float]]) -> bool:
    if not results.finite(runs):
        return False
    mean = results.means(runs)
    return mean["network"] - mean["no_bends"] >= 0.25 and mean["no_bends"] - mean["line"] <= 0.05


def control(config: Config) -> Config:
    return replace(config, bends=False)


def plot(runs: Sequence[Mapping[str, Any]]) -> Any:
    fig, (without, folded, ax) = plotting.figure(3, height=2.8, width=8.4)
    curves = runs[0]["curves"]
    axis, size = curves["axis"], len(curves["axis"])
    xs, ys = curves["some_points"][::2], curves["some_points"][1::2]
    for panel, key, label in ((without, "no_bends", "without"), (folded, "network", "with")):
        values = curves[f"side_{key}"]
        field = [[values[i * size + j] for i in range(size)] for j in range(size)]
        colors = [plotting.AMBER, plotting.VIOLET]
        panel.contourf(axis, axis, field, levels=[-1, 0.5, 2], colors=colors, alpha=0.25)
        for first, color in ((0, plotting.AMBER), (1, plotting.VIOLET)):
            panel.plot(xs[first::2], ys[first::2], "o", ms=2, color=color)
        panel.set_aspect("equal")
        panel.set_axis_off()
        panel.annotate(f"{label} bends", (0.5, -0.06), xycoords="axes fraction", ha="center")
    widths = curves["widths"]
    plotting.log_axis(ax, "x")
    right = plotting.curve(runs, "right")
    plotting.band(ax, widths, right, "with bends", color=plotting.VIOLET, style="o-")
    plotting.level(ax, runs, "no_bends", "without bends", color=plotting.AMBER)
    ax.set_xticks(widths)
    ax.minorticks_off()
    plotting.share_axis(ax)
    ax.set(xlabel="units in each layer", ylabel="points told right")
    plotting.legend(ax, loc="lower right")
    return fig


if __name__ == "__main__":
    cli.main(__file__)
