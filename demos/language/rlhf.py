"""RLHF: practise what a learned judge of people's taste rewards, without straying far

Claim: Practising against a reward model that only ever saw comparisons makes the base's replies
polite and to the point at least 40 percentage points more often, by the world's own verdict, and
strays from the base by at most 4 nats a reply.
Refuted if: the share of truly good replies rises by less than 40 points, or the KL divergence from
the base exceeds 4 nats a reply.
Takes: about 20 seconds a seed on one core.
Tried: A judge that adds up its points: replies grew until cut off, points rose, no reply was good.
Tried: A judge blind to how expected a word is, and 20 quicker rounds: truly good replies rose from
33 % to 85 %, then fell to 12 % while the points stayed high: the policy found its mistakes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Any

from demos.lab import cli, plotting, progress, results
from demos.lab.language import base, heads, training
from demos.lab.language.world import replies

if TYPE_CHECKING:
    from torch import Tensor

UNITS = {
    "good_before": "share",
    "good_after": "share",
    "reward_before": "",
    "reward_after": "",
    "kl": "nats",
}


@dataclass(frozen=True)
class Config:
    model: str = "demos/lab/language/base-1"  # half of its replies are rude, 3 in 10 miss the point
    pairs: int = 800  # comparisons that the judge learns from
    judge_steps: int = 100  # as in reward_model.py
    steps: int = 15  # rounds of sampling and practising
    asks: int = 6  # different asks a round
    samples: int = 8  # replies to each, compared with each other
    epochs: int = 2  # passes over a round; in the first there is nothing to clip yet
    lr: float = 1e-4  # a tenth of the judge's: far from the base the judge is not to be trusted
    clip: float = 0.2  # a token's odds may change by a fifth a round, more is not rewarded
    kl: float = 0.1  # the price of a nat away from the base, in standard deviations of reward
    exam: int = 300  # new asks, one reply each: before and after
    true_preferences: bool = True  # the control flips a coin for each comparison
    device: str = "cpu"  # cuda works too


# %% A judge
# People's taste is no formula, so it is learned: points that explain comparisons (reward_model.py),
# kept around zero by a second term. From here on nobody asks people any more, only the judge.
def learn_judge(config: Config, tok: Any, seed: int) -> Any:
    from torch.nn.functional import logsigmoid

    pairs, coin = training.draw(replies.preference, config.pairs, seed), Random(seed)
    if not config.true_preferences:
        pairs = [(p[0], p[2], p[1]) if coin.random() < 0.5 else p for p in pairs]
    judge = heads.add_judge(base.load(config.model, config.device)[0], seed)

    def loss(batch: Sequence[tuple[str, str, str]]) -> Tensor:
        good, bad = (heads.points(judge, tok, [(p[0], p[i]) for p in batch]) for i in (1, 2))
        return -logsigmoid(good - bad).mean() + 0.01 * ((good + bad) ** 2).mean()

    training.loop(judge, loss, pairs, steps=config.judge_steps, lr=1e-3, seed=seed, batch_size=8)
    return judge


# %% The idea
# Let the policy try several replies to each ask, and make those likelier that the judge puts above
# the others. Two leashes keep it near what it was.
# The clip: one round of samples justifies a small change only, so what goes beyond earns nothing.
# The KL penalty: the judge is right about replies like those it has seen, so straying has a price.
def loss_of(config: Config, now: Tensor, then: Tensor, ref: Tensor, advantage: Tensor) -> Tensor:
    """Loss at each sampled token (replies, tokens), from its log-probability by the policy now, by
    the policy as it sampled, and by the base; one advantage a reply: (replies, 1)."""
    import torch

    ratio = (now - then).exp()
    clipped = ratio.clamp(1 - config.clip, 1 + config.clip)
    gain = torch.minimum(ratio * advantage, clipped * advantage)
    strayed = (ref - now).exp() - (ref - now) - 1  # on average the KL, and never negative
    return config.kl * strayed - gain


def reply(policy: Any, tok: Any, asks: Sequence[str], seed: int) -> tuple[list[str], Any]:
    """A reply to each ask: as text, "" if it never ends, and as a batch with labels."""
    said = training.sample(policy, tok, list(map(replies.prompt, asks)), max_new=20, seed=seed)
    asked = [tok(replies.prompt(ask))["input_ids"] for ask in asks]
    rows = [(a + s, [training.IGNORED] * len(a) + s) for a, s in zip(asked, said, strict=True)]
    texts = [tok.decode(ids[:-1]).strip() if ids[-1] == tok.eos_token_id else "" for ids in said]
    return texts, training.collate(rows, tok.pad_token_id, policy.device)


def points(judge: Any, tok: Any, asks: Sequence[str], texts: Sequence[str]) -> Tensor:
    import torch

    pairs = [(replies.prompt(ask), text) for ask, text in zip(asks, texts, strict=True)]
    with torch.no_grad():
        return heads.points(judge, tok, pairs)


def good(asks: Sequence[str], texts: Sequence[str]) -> float:
    """The share that is polite and to the point: the world's verdict, never trained on."""
    return sum(replies.judge(*pair).good for pair in zip(asks, texts, strict=True)) / len(texts)


def practise(config: Config, policy: Any, judge: Any, tok: Any, seed: int) -> dict[str, Any]:
    """Tune the policy in place; returns, round by round, what its replies were like."""
    import torch

    reference, _ = base.load(config.model, config.device)
    optimizer = torch.optim.AdamW(policy.parameters(), lr=config.lr, weight_decay=0.0)
    rng = Random(seed)
    seen: dict[str, list[float]] = {"reward": [], "good": [], "strayed": []}
    for _ in progress.track(range(config.steps), "practising"):
        some = [replies.ask_for(rng) for _ in range(config.asks)]
        asks = [ask for ask in some for _ in range(config.samples)]
        texts, batch = reply(policy, tok, asks, rng.getrandbits(32))
        reward = points(judge, tok, asks, texts).view(config.asks, config.samples)
        above = reward - reward.mean(1, keepdim=True)
        advantage = (above / (reward.std(1, keepdim=True) + 1e-4)).view(-1, 1)
        with torch.no_grad():
            then, known = training.token_logprobs(policy, batch)
            by_base, _ = training.token_logprobs(reference, batch)
        for _ in range(config.epochs):
            now, _ = training.token_logprobs(policy, batch)
            losses = loss_of(config, now, then, by_base, advantage) * known
            optimizer.zero_grad()
            (losses.sum(-1) / known.sum(-1)).mean().backward()
            torch.nn.utils.clip_grad_norm_(policy.parameters(), 1.0)
            optimizer.step()
        seen["reward"].append(float(reward.mean()))
        seen["good"].append(good(asks, texts))
        seen["strayed"].append(float((then - by_base).sum(-1).mean()))
    return seen


# %% What is measured
# One reply to each of 300 new asks, before and after: the judge's points, the world's verdict, and
# how much likelier its replies are to the policy than to the base: the KL divergence.
def measure(config: Config, seed: int) -> dict[str, Any]:
    import torch

    policy, tok = base.load(config.model, config.device)
    reference, _ = base.load(config.model, config.device)
    judge = learn_judge(config, tok, seed)
    asks = training.draw(replies.ask_for, config.exam, seed + 10_000)
    before, _ = reply(policy, tok, asks, seed)
    seen = practise(config, policy, judge, tok, seed)
    after, batch = reply(policy, tok, asks, seed + 1)
    with torch.no_grad():
        own, by_base = (training.token_logprobs(m, batch)[0].sum(-1) for m in (policy, reference))
    return {
        "good_before": good(asks, before),
        "good_after": good(asks, after),
        "reward_before": float(points(judge, tok, asks, before).mean()),
        "reward_after": float(points(judge, tok, asks, after).mean()),
        "kl": float((own - by_base).mean()),
        **seen,
    }


# %% When the claim holds
def holds(runs: Sequence[Mapping[str, float]]) -> bool:
    if not results.finite(runs):
        return False
    mean = results.means(runs)
    return mean["good_after"] - mean["good_before"] >= 0.4 and 0 < mean["kl"] <= 4


def control(config: Config) -> Config:
    return replace(config, true_preferences=False)


def plot(runs: Sequence[Mapping[str, Any]]) -> Any:
    fig, axes = plotting.figure(3, height=2.8)
    looks = {
        "reward": ("judge's points", plotting.BLUE),
        "good": ("truly good replies", plotting.GREEN),
        "strayed": ("nats from the base", plotting.AMBER),
    }
    for ax, (key, (label, color)) in zip(axes, looks.items(), strict=True):
        curves = plotting.curve(runs, key)
        plotting.band(ax, range(1, len(curves[0]) + 1), curves, label, color=color)
        ax.set_ylabel(label)
        ax.set_xlabel("round")
    plotting.share_axis(axes[1])
    return fig


if __name__ == "__main__":
    cli.main(__file__)
