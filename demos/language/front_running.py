"""Front-running: the sandwich is in who trades when, not in any word

Claim: Tuned for 100 steps on labelled windows of orders, a base that has read unlabelled order flow
tells windows with a sandwich from those without at least 20 percentage points more often than the
same network from scratch and than a model of n-grams.
Refuted if: on new windows either margin is under 20 points, or precision or recall is under 80 %.
Takes: about 20 seconds a seed on one core.
Tried: Windows of six orders: with the same 100 steps one seed of two ended at 98 % and the other at
57 %, because comparing traders is learned all at once, and later when there are more orders.
Tried: Reading the suspicion off the last token alone: 55 to 62 % on trial bases, where a sum over
all tokens got 71 %.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from demos.lab import cli, plotting, results
from demos.lab.language import base, heads, training
from demos.lab.language.world import orders

if TYPE_CHECKING:
    import numpy as np

Window = tuple[str, int]  # orders as text, and 1 if they hold a sandwich
UNITS = {
    "tuned": "share",
    "precision": "share",
    "recall": "share",
    "from_scratch": "share",
    "ngrams": "share",
}


@dataclass(frozen=True)
class Config:
    model: str = "demos/lab/language/base-1"  # 6 % of what it read: order flow, without labels
    windows: int = 2400  # to learn from, half of them with a sandwich; each is seen twice
    exam: int = 500  # new windows; one is a fifth of a point
    steps: int = 100  # the loss begins to fall after forty
    batch: int = 48  # with 24 some seeds have not got it by then
    lr: float = 1.2e-3  # higher diverges on some seeds, lower learns nothing on others
    pretrained: bool = True  # the control starts from random weights in both arms
    device: str = "cpu"  # cuda works too


# %% What to look for
# Somebody sees your order before it is carried out, buys first, lets you push up the price, and
# sells to the next one: buy, your buy, sell. For example A in
# "Flow: A buys 3; B buys 5; C sells 2; A sells 3."
# Windows without a sandwich hold the same three orders, but the seller is somebody else, or sells
# too early; so each word is as common in both kinds, and so is nearly every pair of words.
def windows(count: int, seed: int) -> list[Window]:
    from random import Random

    return orders.labelled(Random(seed), count, length=4)


# %% The idea
# To follow who did what is a skill that labels teach slowly and that reading order flow teaches
# for nothing: whoever keeps a book must know each trader's earlier orders.
# So start from weights that can do that, put one number on top, the suspicion, and tune all.
def detector(config: Config, start: Any, tok: Any, lessons: Sequence[Window], seed: int) -> Any:
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits

    model = heads.add_head(start, 1, seed)

    def loss(batch: list[Window]) -> torch.Tensor:
        suspicion = heads.scores(model, tok, [text for text, _ in batch])[:, 0]
        marks = torch.tensor([float(mark) for _, mark in batch], device=suspicion.device)
        return binary_cross_entropy_with_logits(suspicion, marks)

    how = {"batch_size": config.batch, "warmup": 15, "weight_decay": 0.1}
    training.loop(model, loss, lessons, steps=config.steps, lr=config.lr, seed=seed, **how)
    return model


# %% The rival
# Logistic regression on runs of one to three words: what can be seen without keeping a book.
def ngrams(lessons: Sequence[Window], exam: Sequence[Window]) -> np.ndarray:
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    words = CountVectorizer(ngram_range=(1, 3), token_pattern=r"\w+", lowercase=False)
    rival = make_pipeline(words, LogisticRegression(max_iter=1000))
    rival.fit([text for text, _ in lessons], [mark for _, mark in lessons])
    return rival.predict([text for text, _ in exam])


# %% What is measured
# New windows, half of them with a sandwich, so guessing is right half of the time.
def measure(config: Config, seed: int) -> dict[str, Any]:
    import numpy as np
    import torch

    start, tok = base.load(config.model, config.device)
    scratch = base.fresh(start, seed)
    start = start if config.pretrained else base.fresh(start, seed)
    lessons = windows(config.windows, seed)
    known = {text for text, _ in lessons}
    exam = [w for w in windows(2 * config.exam, seed + 10_000) if w[0] not in known][: config.exam]
    marks = np.array([mark for _, mark in exam])

    def found(weights: Any) -> np.ndarray:
        model = detector(config, weights, tok, lessons, seed)
        with torch.no_grad():
            return (heads.scores(model, tok, [text for text, _ in exam])[:, 0] > 0).cpu().numpy()

    tuned, plain = found(start), found(scratch)
    caught = np.sum(tuned * marks)
    return {
        "tuned": np.mean(tuned == marks),
        "precision": caught / max(1, np.sum(tuned)),
        "recall": caught / np.sum(marks),
        "from_scratch": np.mean(plain == marks),
        "ngrams": np.mean(ngrams(lessons, exam) == marks),
    }


# %% When the claim holds
def holds(runs: Sequence[Mapping[str, float]]) -> bool:
    if not results.finite(runs):
        return False
    mean = results.means(runs)
    return (
        mean["tuned"] - max(mean["from_scratch"], mean["ngrams"]) >= 0.2
        and min(mean["precision"], mean["recall"]) >= 0.8
        and mean["from_scratch"] > 0.3  # far below chance would mean that labels are upside down
    )


def control(config: Config) -> Config:
    return replace(config, pretrained=False)


def plot(runs: Sequence[Mapping[str, Any]]) -> Any:
    fig, (left, right) = plotting.figure(2)
    arms = {"tuned": "tuned", "from_scratch": "from scratch", "ngrams": "n-grams"}
    plotting.bars(left, runs, arms, colors=(plotting.VIOLET, plotting.AMBER, plotting.BLUE))
    left.axhline(0.5, color=plotting.GREY, lw=1, ls=":")
    left.set_ylabel("new windows told apart")
    shown = {"precision": "precision", "recall": "recall"}
    plotting.bars(right, runs, shown, colors=[plotting.VIOLET])
    right.set_ylabel("tuned")
    return fig


if __name__ == "__main__":
    cli.main(__file__)
