"""Gradient descent: walk downhill, but not in strides longer than the valley allows

Claim: With a stride 5 % under the critical one, 2 divided by the steepest curvature, every single
step lowers the loss and less than 1 % of the way down to the exact solution is left at the end; 5 %
over it, the loss sooner or later explodes, to a hundredfold in fewer than 200 steps.
Refuted if: a step under the critical stride raises the loss, 1 % of the way or more is left, or the
loss over it is not a hundredfold after 200 steps.
Takes: well under a second a seed on one core.
Tried: Only 60 steps for the stride over the critical one: on one of three judged seeds the random
start lay almost on the floor of the steepest direction, so the loss fell at first and the claim was
refuted; a stride that is too long can look fine for a while.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from demos.lab import cli, plotting, results

if TYPE_CHECKING:
    import numpy as np

UNITS = {
    "steps_that_fell": "share",
    "way_left": "share",
    "steps_to_hundredfold": "count",
    "error_descent": "",
    "error_exact": "",
    "error_mean": "",
}


@dataclass(frozen=True)
class Config:
    steps: int = 1000  # the flattest direction is 400 times flatter than the steepest one
    under: float = 0.95  # strides as a share of the critical one:
    over: float = 1.05  # close to it on both sides, so that nothing else can be the reason
    held_out: int = 100  # of 442 patients: never fitted, only predicted
    follow_gradient: bool = True  # the control walks as far, but in a random direction


# %% The data
# 442 people with diabetes: ten measurements each, and how far the disease went a year later.
# The model predicts the latter as a weighted sum of the former, so the loss, half the mean squared
# error, is a bowl in ten dimensions: steep across some directions, nearly flat along others.
def patients(config: Config, seed: int) -> tuple[np.ndarray, ...]:
    import numpy as np
    from sklearn.datasets import load_diabetes

    columns, progress = load_diabetes(return_X_y=True)
    order = np.random.default_rng(seed).permutation(len(progress))
    columns, progress = columns[order], progress[order]
    new, known = slice(None, config.held_out), slice(config.held_out, None)
    columns = (columns - columns[known].mean(0)) / columns[known].std(0)
    progress = (progress - progress[known].mean()) / progress[known].std()
    return columns[known], progress[known], columns[new], progress[new]


# %% The idea
# The gradient points uphill, so go the other way, in proportion to how steep it is. That is all.
def descend(
    config: Config, x: np.ndarray, y: np.ndarray, *, rate: float, steps: int, seed: int
) -> np.ndarray:
    """Every weight vector on the way, the random start first: (steps + 1, columns)."""
    import numpy as np

    random = np.random.default_rng(seed)
    weights = random.normal(size=x.shape[1])
    path = [weights]
    for _ in range(steps):
        gradient = x.T @ (x @ weights - y) / len(y)
        if not config.follow_gradient:
            elsewhere = random.normal(size=len(gradient))
            gradient = elsewhere * np.linalg.norm(gradient) / np.linalg.norm(elsewhere)
        weights = weights - rate * gradient
        path.append(weights)
        if np.abs(weights).max() > 1e6:  # it has left the valley for good
            break
    return np.array(path)


# %% What is measured
# Along an eigenvector of the curvature, a step multiplies the distance to the bottom by
# 1 - rate * eigenvalue. The largest eigenvalue decides: above rate = 2 / eigenvalue this factor is
# below -1, and every step lands further up the opposite wall than it started.
def measure(config: Config, seed: int) -> dict[str, Any]:
    import numpy as np

    x, y, new_x, new_y = patients(config, seed)
    curvature, directions = np.linalg.eigh(x.T @ x / len(y))
    critical = 2 / curvature[-1]
    exact = np.linalg.lstsq(x, y)[0]
    best = np.mean((x @ exact - y) ** 2) / 2

    arms = {"half": (0.5, 60), "under": (config.under, config.steps), "over": (config.over, 200)}
    paths = {
        name: descend(config, x, y, rate=share * critical, steps=steps, seed=seed)
        for name, (share, steps) in arms.items()
    }
    losses = {name: np.mean((p @ x.T - y) ** 2, axis=1) / 2 for name, p in paths.items()}
    under, over = losses["under"], losses["over"]
    # Where nothing is left to gain, rounding decides the sign: ask only for falls above it.
    fell = np.diff(under) < 1e-12
    curves = {f"loss_{name}": (loss[:61] - best).tolist() for name, loss in losses.items()}
    for name, path in paths.items():  # the view from above: steepest direction and a gentle one
        across = (path[:16] - exact) @ directions[:, [-4, -1]]
        curves |= {f"gentle_{name}": across[:, 0].tolist(), f"steep_{name}": across[:, 1].tolist()}
    return {
        "steps_that_fell": float(fell.mean()),
        "way_left": float((under[-1] - best) / (under[0] - best)),
        "steps_to_hundredfold": float(np.argmax(over >= 100 * over[0]) or 200),
        "error_descent": float(np.mean((new_x @ paths["under"][-1] - new_y) ** 2)),
        "error_exact": float(np.mean((new_x @ exact - new_y) ** 2)),
        "error_mean": float(np.mean(new_y**2)),
        "curvature": curvature[[-4, -1]].tolist(),
        **curves,
    }


# %% When the claim holds
def holds(runs: Sequence[Mapping[str, float]]) -> bool:
    return results.finite(runs) and all(
        r["steps_that_fell"] == 1
        and 0 <= r["way_left"] <= 0.01
        and 0 < r["steps_to_hundredfold"] < 200
        and r["error_descent"] < r["error_mean"]
        for r in runs
    )


def control(config: Config) -> Config:
    return replace(config, follow_gradient=False)


def plot(runs: Sequence[Mapping[str, Any]]) -> Any:
    fig, (above, ax) = plotting.figure(2, height=3.6)
    looks = {
        "half": ("half the critical stride", plotting.GREEN, "-"),
        "under": ("5 % under it", plotting.VIOLET, "-"),
        "over": ("5 % over it", plotting.AMBER, "--"),
    }
    curves = max((r["curves"] for r in runs), key=lambda c: abs(c["steep_over"][0]))
    gentle, steep = curves["curvature"]
    reach = 1.15 * max(abs(v) for name in looks for v in curves[f"steep_{name}"])
    wide = 1.3 * max(abs(v) for name in looks for v in curves[f"gentle_{name}"])
    grid = [i / 60 - 1 for i in range(121)]
    hills = [[gentle * (a * wide) ** 2 + steep * (b * reach) ** 2 for a in grid] for b in grid]
    scale = [[wide * a for a in grid], [reach * b for b in grid]]
    levels = [steep * reach**2 * share**2 for share in (0.1, 0.25, 0.45, 0.7, 1)]
    above.contour(*scale, hills, levels=levels, colors=plotting.GREY, linewidths=0.7, alpha=0.6)
    for name, (label, color, style) in looks.items():
        xs, ys = curves[f"gentle_{name}"], curves[f"steep_{name}"]
        above.plot(xs, ys, style, marker="o", ms=3, color=color, lw=1.3)
        losses = plotting.curve(runs, f"loss_{name}")
        plotting.band(ax, range(len(losses[0])), losses, label, color=color, style=style)
    above.plot(0, 0, "*", ms=13, color=plotting.PINK)
    above.set(xticks=[], yticks=[], xlabel="gentle direction", ylabel="steepest direction")
    ax.set(xlabel="step", ylabel="loss above the best")
    plotting.log_axis(ax)
    plotting.legend(ax, loc="upper left")
    return fig


if __name__ == "__main__":
    cli.main(__file__)
