"""Reward model: taste learned from comparisons alone

Claim: A reward model tuned from the base on 800 comparisons tells which of two new replies people
prefer at least 10 percentage points more often than an n-gram model of the same comparisons, and at
least 30 points more often where both replies have the same manners.
Refuted if: on new pairs the margin over the n-grams is under 10 points, or under 30 points among
those of equal manners.
Takes: about 10 seconds a seed on one core.
Tried: Reading the score off the last hidden state alone, the usual way: on trial bases it learned
manners within 30 steps, but of the pairs of equal manners it got only 52 to 83 % right after 300.
Tried: Reading it off the mean of the hidden states over the reply's words: in 250 steps one seed
learned to compare reply and ask perfectly and two others not at all; with how expected each word is
as one more input, four seeds of four did within 100.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Any

from demos.lab import cli, plotting, results
from demos.lab.language import base, heads, training
from demos.lab.language.world import replies

if TYPE_CHECKING:
    import numpy as np
    from torch import Tensor

Pair = tuple[str, str, str]  # an ask, the reply that was preferred, the other one
UNITS = {
    "right": "share",
    "ngrams": "share",
    "untrained": "share",
    "same_manners": "share",
    "same_manners_ngrams": "share",
    "same_manners_untrained": "share",
}


@dataclass(frozen=True)
class Config:
    model: str = "demos/lab/language/base-1"  # knows what an ask is about; saw no preferences
    pairs: int = 800  # comparisons to learn from, each seen once
    exam: int = 400  # new comparisons; one is a quarter of a point
    steps: int = 100  # until the loss is flat
    batch: int = 8  # pairs a step, so 16 replies
    lr: float = 1e-3  # four layers bear ten times what a large model does
    true_preferences: bool = True  # the control flips a coin for each comparison
    device: str = "cpu"  # cuda works too


# %% Comparisons
# Nobody can say how many points a reply deserves, but everybody can say which of two is better.
# In this world the better reply is the politer one, or the one about the thing that was asked for.
# Manners show in single words; being about the right thing shows only beside the ask.
def comparisons(count: int, seed: int, true: bool = True) -> list[Pair]:
    pairs = training.draw(replies.preference, count, seed)
    coin = Random(seed)
    return [p if true or coin.random() < 0.5 else (p[0], p[2], p[1]) for p in pairs]


# %% The idea: points that explain the comparisons
# Bradley and Terry, 1952: give each reply points, and let the chance that A is preferred to B be
# sigmoid(points of A - points of B).
# So the loss is the surprise at each preference; only differences count, the zero is anywhere.
# A new head on the base gives the points: each word adds some, given its hidden state and how
# expected it was, which the base can tell from the start.
def bradley_terry(preferred: Tensor, other: Tensor) -> Tensor:
    from torch.nn.functional import logsigmoid

    return -logsigmoid(preferred - other).mean()


def learn(config: Config, judge: Any, tok: Any, pairs: Sequence[Pair], seed: int) -> list[float]:
    """Tune a language model with one number as its output; returns the losses."""

    def loss(batch: list[Pair]) -> Tensor:
        return bradley_terry(*points(judge, tok, batch))

    how = {"steps": config.steps, "lr": config.lr, "batch_size": config.batch, "seed": seed}
    return training.loop(judge, loss, pairs, **how)


def points(judge: Any, tok: Any, pairs: Sequence[Pair]) -> tuple[Tensor, Tensor]:
    """Points of the preferred replies and of the others, in one pass."""
    texts = [(ask, good) for ask, good, _ in pairs] + [(ask, bad) for ask, _, bad in pairs]
    both = heads.points(judge, tok, texts)
    return both[: len(pairs)], both[len(pairs) :]


# %% The rival
# A weight for each run of one to three words, fitted to the same comparisons: it can learn which
# words please, but what was asked stands in both halves of a pair, so there it sees no difference.
def ngrams(lessons: Sequence[Pair], exam: Sequence[Pair]) -> np.ndarray:
    """Which of the exam's pairs a logistic regression on 1- to 3-grams gets right."""
    import numpy as np
    from scipy.sparse import vstack
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    counts = CountVectorizer(ngram_range=(1, 3))
    counts.fit(f"{ask} {reply}" for ask, *both in lessons for reply in both)

    def difference(pairs: Sequence[Pair], good: int = 1, bad: int = 2) -> Any:
        left, right = (counts.transform(f"{p[0]} {p[i]}" for p in pairs) for i in (good, bad))
        return left - right

    both_ways = vstack([difference(lessons), difference(lessons, 2, 1)])
    sides = np.repeat([1, 0], len(lessons))
    rival = LogisticRegression(fit_intercept=False, max_iter=1000).fit(both_ways, sides)
    return rival.decision_function(difference(exam)) > 0


# %% What is measured
# New comparisons, by the world's true preferences, and among them those that manners do not decide.
def measure(config: Config, seed: int) -> dict[str, Any]:
    import numpy as np
    import torch

    judge, tok = base.load(config.model, config.device)
    heads.add_judge(judge, seed)
    lessons = comparisons(config.pairs, seed, config.true_preferences)
    exam = [p for p in comparisons(2 * config.exam, seed + 10_000) if p not in set(lessons)]
    exam = exam[: config.exam]
    even = np.array([replies.is_polite(good) == replies.is_polite(bad) for _, good, bad in exam])

    def gaps() -> np.ndarray:
        with torch.no_grad():
            good, bad = points(judge, tok, exam)
        return (good - bad).cpu().numpy()

    untrained = gaps() > 0
    losses = learn(config, judge, tok, lessons, seed)
    gap, rival = gaps(), ngrams(lessons, exam)
    return {
        "right": np.mean(gap > 0),
        "ngrams": np.mean(rival),
        "untrained": np.mean(untrained),
        "same_manners": np.mean(gap[even] > 0),
        "same_manners_untrained": np.mean(untrained[even]),
        "same_manners_ngrams": np.mean(rival[even]),
        "loss": losses,
    }


# %% When the claim holds
def holds(runs: Sequence[Mapping[str, float]]) -> bool:
    if not results.finite(runs):
        return False
    mean = results.means(runs)
    return (
        mean["right"] - mean["ngrams"] >= 0.1
        and mean["same_manners"] - mean["same_manners_ngrams"] >= 0.3
        and mean["right"] - mean["untrained"] >= 0.05
    )


def control(config: Config) -> Config:
    return replace(config, true_preferences=False)


def plot(runs: Sequence[Mapping[str, Any]]) -> Any:
    fig, (left, right) = plotting.figure(2)
    colors = (plotting.VIOLET, plotting.AMBER, plotting.GREY)
    arms = {"right": "reward model", "ngrams": "n-grams", "untrained": "untrained"}
    plotting.bars(left, runs, arms, colors=colors)
    left.set_ylabel("new pairs told apart")
    even = {"same_manners": "right", "same_manners_ngrams": "ngrams"}
    even["same_manners_untrained"] = "untrained"
    plotting.bars(right, runs, {key: arms[arm] for key, arm in even.items()}, colors=colors)
    right.set_ylabel("of equal manners")
    for ax in (left, right):
        ax.axhline(0.5, color=plotting.GREY, lw=1, ls=":")
        ax.tick_params(axis="x", labelsize=9.5)
    return fig


if __name__ == "__main__":
    cli.main(__file__)
