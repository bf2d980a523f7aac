"""Reinforcement learning: nobody shows the way, only the outcome counts

Claim: From rewards alone, without a map and without an example, an agent on a slippery grid gains
at least 90 % of what the best policy, which takes the map to compute, gains over random moves.
Refuted if: after 8,000 episodes the learned policy gains under 90 % of that.
Takes: about one second a seed on one core.
Tried: With moves that cost nothing, the agent learned on all 20 tuning seeds to keep away from the
pits for ever and never looked for the goal.
Tried: Without an expectation to compare outcomes with, 7 of 20 agents fell short.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from demos.lab import cli, plotting, progress, results

if TYPE_CHECKING:
    import numpy as np

UNITS = {"gained": "share", "learned": "", "best": "", "random": ""}
# S start, G goal (+1), x pit (-1), # wall. The short way leads between pits.
MAP = ("S...#.", ".##...", ".x.x#.", "...x..", ".#..x.", "...x.G")
START, SIZE = 0, 6
MOVES = ((-1, 0), (0, 1), (1, 0), (0, -1))  # down, right


@dataclass(frozen=True)
class Config:
    slip: float = 0.1  # so often a move goes astray: next to a pit that matters
    cost: float = 0.04  # of each move; at 0 it pays to hide from the pits for ever (see Tried)
    discount: float = 0.97  # later rewards count less
    batch: int = 16  # episodes per update: single ones are mostly luck
    steps: int = 500  # updates; 8,000 episodes
    rate: float = 0.5  # at 1.0 one agent in twenty settles too early on hiding
    horizon: int = 60  # the goal is 10 moves away
    informative: bool = True  # the control hands each episode the rewards of another one


# %% The world
# The agent never sees these tables. They decide where its moves lead and what it gets.
def world(config: Config) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Chances (cell, move, next cell), rewards (next cell), and which cells end an episode."""
    import numpy as np

    cells = "".join(MAP)
    leads = np.zeros((len(cells), 4, len(cells)))
    for cell in range(len(cells)):
        for move, (down, right) in enumerate(MOVES):
            row, column = cell // SIZE + down, cell % SIZE + right
            free = 0 <= row < SIZE and 0 <= column < SIZE and MAP[row][column] != "#"
            leads[cell, move, row * SIZE + column if free else cell] = 1
    leads = (1 - config.slip) * leads + config.slip * leads.mean(1, keepdims=True)
    reward = np.array([{"G": 1.0, "x": -1.0}.get(cell, -config.cost) for cell in cells])
    return leads, reward, np.array([cell in "Gx" for cell in cells])


def value(config: Config, policy: np.ndarray) -> np.ndarray:
    """What a policy, chances (cell, move), can expect from each cell on: exact, not sampled."""
    import numpy as np

    leads, reward, ends = world(config)
    step = np.einsum("sm,smt->st", policy, leads) * ~ends[:, None]
    return np.linalg.solve(np.eye(len(step)) - config.discount * step, step @ reward)


def best(config: Config) -> np.ndarray:
    """The best policy there is, by value iteration, which needs the map."""
    import numpy as np

    leads, reward, ends = world(config)
    values = np.zeros(len(reward))
    for _ in range(1000):
        moves = leads @ (reward + config.discount * values * ~ends)
        values = moves.max(1)
    return np.eye(4)[moves.argmax(1)]


# %% The idea: policy gradient
# Try moves, and make those likelier that turned out better than expected from that cell.
# For a table of scores under a softmax the gradient of log p(move) is 1[move] - p: one line below.
def learn(config: Config, seed: int) -> tuple[np.ndarray, list[float]]:
    """The learned policy, and the value at the start every ten updates."""
    import numpy as np

    random = np.random.default_rng(seed)
    leads, reward, ends = world(config)
    cumulated, everyone = leads.cumsum(2), np.arange(config.batch)
    scores, expected, curve = np.zeros((len(ends), 4)), np.zeros(len(ends)), []
    for update in progress.track(range(config.steps + 1), "updates"):
        policy = np.exp(scores) / np.exp(scores).sum(1, keepdims=True)
        if update % 10 == 0:
            curve.append(float(value(config, policy)[START]))
        cell, alive, history = np.full(config.batch, START), everyone >= 0, []
        for _ in range(config.horizon):
            luck = random.random((2, config.batch, 1))
            move = (luck[0] > policy[cell].cumsum(1)[:, :-1]).sum(1)
            after = (luck[1] > cumulated[cell, move][:, :-1]).sum(1)
            history.append((cell, move, reward[after] * alive, alive))
            alive, cell = alive & ~ends[after], after
        whose = everyone if config.informative else random.permutation(everyone)
        outcome, change = np.zeros(config.batch), np.zeros_like(scores)
        for cell, move, gained, alive in reversed(history):
            outcome = gained[whose] + config.discount * outcome
            surprise = (outcome - expected[cell]) * alive
            np.add.at(change, cell, surprise[:, None] * (np.eye(4)[move] - policy[cell]))
            np.add.at(expected, cell, 0.02 * surprise)
        scores += config.rate * change / config.batch
    return policy, curve


# %% What is measured
# The expected return from the start: of what was learned, of the best policy, of random moves.
def measure(config: Config, seed: int) -> dict[str, Any]:
    import numpy as np

    policy, curve = learn(config, seed)
    policies = (policy, best(config), np.full_like(policy, 0.25))
    learned, top, bottom = (value(config, p)[START] for p in policies)
    return {
        "gained": (learned - bottom) / (top - bottom),
        "learned": learned,
        "best": top,
        "random": bottom,
        "returns": curve,
        "policy": policy.flatten().tolist(),
    }


# %% When the claim holds
def holds(runs: Sequence[Mapping[str, float]]) -> bool:
    # A policy that still tries things cannot equal the exact best: 1 would mean a leak.
    return results.finite(runs) and all(
        0.9 <= r["gained"] < 1 and r["best"] > r["random"] for r in runs
    )


def control(config: Config) -> Config:
    return replace(config, informative=False)


def plot(runs: Sequence[Mapping[str, Any]]) -> Any:
    fig, (seen, ax) = plotting.figure(2, height=3.5)
    looks = {
        "#": (plotting.GREY, "s", 500),
        "x": (plotting.AMBER, "X", 130),
        "G": (plotting.GREEN, "*", 220),
    }
    policy = runs[0]["curves"]["policy"]
    for i, cell in enumerate("".join(MAP)):
        y, x = divmod(i, SIZE)
        if cell in looks:
            color, marker, size = looks[cell]
            seen.scatter(x, y, s=size, marker=marker, color=color, linewidths=0)
            continue
        for share, (down, right) in zip(policy[4 * i : 4 * i + 4], MOVES, strict=True):
            arrow = {"arrowstyle": "->", "color": plotting.VIOLET, "lw": 2 * share, "shrinkA": 0}
            tip = (x + 0.5 * share * right, y + 0.5 * share * down)
            if share > 0.35:  # elsewhere it has hardly been
                seen.annotate("", tip, (x, y), arrowprops=arrow)
    seen.set(xlim=(-0.5, SIZE - 0.5), ylim=(SIZE - 0.5, -0.5), aspect="equal", xticks=[], yticks=[])
    seen.spines[:].set_visible(True)
    returns = plotting.curve(runs, "returns")
    episodes = [160 * i for i in range(len(returns[0]))]
    plotting.level(ax, runs, "best", "best, with the map", color=plotting.GREEN)
    plotting.band(ax, episodes, returns, "learned from rewards", color=plotting.VIOLET)
    plotting.level(ax, runs, "random", "random moves", color=plotting.GREY)
    ax.set(xlabel="episodes", ylabel="expected return")
    plotting.legend(ax, loc="center right")
    return fig


if __name__ == "__main__":
    cli.main(__file__)
