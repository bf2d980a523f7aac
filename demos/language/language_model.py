"""Language model: a probability for every next word, learned from text alone

Claim: On texts it never read, a small transformer is at least 0.25 nats a word less surprised than
trigram counts of the same training texts, finds at least 99 % of them more probable than the same
words shuffled, and knows from the words of a review whether its rating is good or bad at least 25
points more often than the trigrams, which see only two words back.
Refuted if: the transformer's held-out loss is less than 0.25 nats a word below that of the
trigrams, it prefers a shuffled text more than once in a hundred times, or it finds the right rating
less than 25 points more often than the trigrams do.
Takes: about 8 seconds a seed on one core.
Tried: Telling a text from its own words shuffled does not set the transformer apart: trigram counts
do it as well, since two words of context already show that the order is wrong.
Tried: Choosing between "he" and "she" several sentences after a name stays a coin toss for both,
because 1,500 texts hold too few examples of each of the fifty names.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from demos.lab import cli, plotting, progress, results

ARMS = ("unigram", "trigram", "model")
MEASURES = {"nats": "nats", "perplexity": "", "real": "share", "rating": "share"}
UNITS = {f"{name}_{arm}": unit for name, unit in MEASURES.items() for arm in ARMS}
UNITS |= {"nats_untrained": "nats"}
KINDS = ("biography", "story", "tale", "recipe", "dialogue", "review", "review", "review")
Text = list[int]  # the numbers of its words
Score = Callable[[Sequence[Text]], list[float]]  # the surprise of each text, in nats
Watch = Callable[[Score], None]  # called once before training and after each epoch


@dataclass(frozen=True)
class Config:
    texts: int = 1500  # few enough that most runs of three words were seen rarely or never
    held_out: int = 200  # texts, some 6,000 words: the loss is known to about 0.02 nats
    epochs: int = 7  # by the fifth or sixth it sees what a review is about
    hidden: int = 64  # with two layers 0.12 million parameters: seconds on one core
    rate: float = 1e-2  # a network this small bears long strides
    in_order: bool = True  # the control shuffles the words of each training text
    device: str = "cpu"  # the network is too small for a graphics card to pay


# %% The texts
# Stories, biographies, reviews, recipes and talk from a small world of our own.
# A token here is a word or a sign. Nobody labels anything: what comes next is the label.
def texts(config: Config, seed: int) -> tuple[list[Text], list[Text], list[str]]:
    """Training texts, held-out texts, and the vocabulary; number 0 ends a text."""
    from demos.lab.language.world import corpus

    rng, found = random.Random(seed), dict[str, None]()
    while len(found) < config.texts + config.held_out:  # a dict, so no text comes twice
        found[corpus.MIX[rng.choice(KINDS)][0](rng)] = None
    split = [re.findall(r"\w+|[^\w\s]", text) for text in found]
    words = ["<end>", *sorted({word for text in split for word in text})]
    number = {word: i for i, word in enumerate(words)}
    coded = [[number[word] for word in text] for text in split]
    return coded[config.held_out :], coded[: config.held_out], words


# %% The idea, by counting
# How often did this word follow the two before it? Where that was hardly ever seen, ask one word,
# then none. (Witten–Bell: the more different words have followed, the likelier is yet another.)
def count(train: Sequence[Text], size: int, order: int) -> Score:
    followers = defaultdict[tuple[int, ...], Counter[int]](Counter)
    for text in train:
        padded = [0] * (order - 1) + [*text, 0]
        for i in range(order - 1, len(padded)):
            for n in range(order):
                followers[tuple(padded[i - n : i])][padded[i]] += 1

    def probability(before: tuple[int, ...], word: int) -> float:
        shorter = probability(before[1:], word) if before else 1 / size
        seen = followers.get(before, Counter())
        return (seen[word] + len(seen) * shorter) / (seen.total() + len(seen)) if seen else shorter

    def surprise(some: Sequence[Text]) -> list[float]:
        padded = [[0] * (order - 1) + [*text, 0] for text in some]
        parts = [zip(*(text[i:] for i in range(order)), strict=False) for text in padded]
        return [-sum(math.log(probability(p[:-1], p[-1])) for p in part) for part in parts]

    return surprise


# %% The idea, by learning
# The same interface, but a network that sees *all* words before instead of the last two.
# Its loss is the surprise itself: minus the logarithm of the probability of the word that came.
def learn(config: Config, read: list[Text], size: int, seed: int, watch: Watch) -> Score:
    import torch
    from torch.nn.functional import cross_entropy
    from torch.nn.utils.rnn import pad_sequence
    from transformers import LlamaConfig, LlamaForCausalLM

    from demos.lab.language import training

    torch.manual_seed(seed)
    shape = {"hidden_size": config.hidden, "intermediate_size": 5 * config.hidden // 2}
    shape |= {"num_hidden_layers": 2, "num_attention_heads": 4, "tie_word_embeddings": True}
    model = LlamaForCausalLM(LlamaConfig(vocab_size=size, **shape)).to(config.device)

    def surprise(some: Sequence[Text]) -> list[float]:
        rows = pad_sequence([torch.tensor([0, *t, 0]) for t in some], True, -1).to(config.device)
        with torch.no_grad():
            logits = model(rows[:, :-1].clamp_min(0)).logits.transpose(1, 2)
        return cross_entropy(logits, rows[:, 1:], ignore_index=-1, reduction="none").sum(1).tolist()

    def loss(rows: list[torch.Tensor]) -> torch.Tensor:
        return model(torch.stack(rows), labels=torch.stack(rows)).loss

    stream = torch.tensor([word for text in read for word in [0, *text]], device=config.device)
    rows = stream[: len(stream) // 64 * 64].view(-1, 64)
    epoch = len(rows) // 16
    bar = iter(progress.track(range(config.epochs * epoch), "training"))

    def look(step: int, _: float) -> None:
        next(bar, None)
        if (step + 1) % epoch == 0:
            watch(surprise)

    look(-1, 0)
    how = {"steps": config.epochs * epoch, "lr": config.rate, "warmup": 20, "seed": seed}
    training.loop(model, loss, list(rows), on_step=look, **how)
    return surprise


# %% What is measured
# Surprise per word of texts nobody read, and two choices a model of language should get right:
# the text rather than its words shuffled, and "Rating: bad" rather than "good" after a review
# that says so, one to three sentences earlier.
def measure(config: Config, seed: int) -> dict[str, Any]:
    train, held_out, words = texts(config, seed)
    rng = random.Random(seed)
    wrong = [rng.sample(text, len(text)) for text in held_out]

    def nats(score: Score) -> float:
        return sum(score(held_out)) / sum(len(text) + 1 for text in held_out)

    def prefers(score: Score, real: list[Text], fake: list[Text]) -> float:
        return sum(a < b - 1e-4 for a, b in zip(score(real), score(fake), strict=True)) / len(real)

    def rates(score: Score) -> float:  # good and bad ones weigh the same: "always good" gets a half
        review, good, bad = map(words.index, ("Review", "good", "bad"))
        share = 0.0
        for said, other in ((good, bad), (bad, good)):
            real = [text for text in held_out if text[0] == review and text[-2] == said]
            share += prefers(score, real, [[*text[:-2], other, text[-1]] for text in real]) / 2
        return share

    read = train if config.in_order else [rng.sample(text, len(text)) for text in train]
    curve: list[float] = []
    model = learn(config, read, len(words), seed, lambda score: curve.append(nats(score)))
    counts = [count(train, len(words), order) for order in (1, 3)]
    measured: dict[str, Any] = {"nats_untrained": curve[0], "learning": curve}
    for arm, score in zip(ARMS, [*counts, model], strict=True):
        measured |= {f"nats_{arm}": nats(score), f"perplexity_{arm}": math.exp(nats(score))}
        measured |= {f"real_{arm}": prefers(score, held_out, wrong), f"rating_{arm}": rates(score)}
    return measured


# %% When the claim holds
def holds(runs: Sequence[Mapping[str, float]]) -> bool:
    return results.finite(runs) and all(
        0 < r["nats_model"] <= r["nats_trigram"] - 0.25
        and r["nats_trigram"] < r["nats_unigram"] < r["nats_untrained"]
        and r["real_model"] >= 0.99
        and r["rating_model"] >= r["rating_trigram"] + 0.25
        for r in runs
    )


def control(config: Config) -> Config:
    return replace(config, in_order=False)


def plot(runs: Sequence[Mapping[str, Any]]) -> Any:
    fig, (left, right) = plotting.figure(2)
    curves = plotting.curve(runs, "learning")
    epochs = range(len(curves[0]))
    means = results.means([r["measured"] for r in runs])
    for arm, color in (("unigram", plotting.GREY), ("trigram", plotting.AMBER)):
        left.plot([0, epochs[-1]], 2 * [means[f"nats_{arm}"]], "--", color=color, label=f"{arm}s")
    plotting.band(left, epochs, curves, "transformer", color=plotting.VIOLET)
    left.set(xticks=epochs, ylim=(0, None), xlabel="times it was read", ylabel="nats per word")
    plotting.legend(left)
    arms = {"rating_trigram": "trigrams", "rating_model": "transformer"}
    plotting.bars(right, runs, arms, colors=(plotting.AMBER, plotting.VIOLET))
    right.set_ylabel("right rating of a review")
    return fig


if __name__ == "__main__":
    cli.main(__file__)
