"""Language model: a probability for every next word, learned from text alone

Claim: On texts it never read, a small transformer is at least 0.25 nats a word less surprised than
trigram counts of the same training texts, finds at least 99 % of them more probable than the same
words shuffled, and knows from the words of a review whether its rating is good or bad at least 25
points more often than the trigrams, which see only two words back.
Refuted if: the transformer's held-out loss is less than 0.25 nats a word below that of the trigrams,
it prefers a shuffled text more than once in a hundred times, or it finds the right rating less than
25 points more often than the trigrams do.
Takes: about 8 seconds a seed on one core.
Tried: telling a text from its shuffled words does not set the transformer apart: the trigrams do it
as well, since two words of context already show that the order is wrong.
Tried: "he" or "she" after a name, several sentences later, stays a coin toss for both: 1,500 texts
hold too few examples of each of the fifty names.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from demos.lab import plot as draw
from demos.lab import progress, run

UNITS = {
    "nats_untrained": "nats",
    "nats_unigram": "nats",
    "nats_trigram": "nats",
    "nats_model": "nats",
    "perplexity_trigram": "",
    "perplexity_model": "",
    "real_trigram": "share",
    "real_model": "share",
    "rating_trigram": "share",
    "rating_model": "share",
}
KINDS = ("biography", "story", "tale", "recipe", "dialogue", "review", "review", "review")
Text = list[int]  # the numbers of its words
Score = Callable[[Sequence[Text]], list[float]]  # the surprise of each text, in nats


@dataclass(frozen=True)
class Config:
    texts: int = 1500  # few enough that most runs of three words were seen rarely or never
    held_out: int = 200  # texts, some 6,000 words: the loss is known to about 0.02 nats
    epochs: int = 5  # the fifth still helps; far more would teach the texts by heart
    hidden: int = 64  # with two layers 0.12 million parameters: seconds on one core
    rate: float = 1e-2  # a network this small bears long strides
    in_order: bool = True  # the control shuffles the words of each training text
    device: str = "cpu"  # the network is too small for a graphics card to pay


# %% The texts
# Stories, biographies, reviews, recipes and talk from a small world of our own.
# A token here is a word or a sign. Nobody labels anything: what comes next is the label.
def texts(config: Config, seed: int) -> tuple[list[Text], list[Text], list[str]]:
    """Training texts, held-out texts, and the vocabulary; number 0 ends a text."""
    from demos.lab import corpus

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

    def surprise(text: Text) -> float:
        padded = [0] * (order - 1) + [*text, 0]
        places = range(order - 1, len(padded))
        return -sum(
            math.log(probability(tuple(padded[i - order + 1 : i]), padded[i])) for i in places
        )

    return lambda some: [surprise(text) for text in some]


# %% The idea, by learning
# The same interface, but a network that sees *all* words before instead of the last two.
# Its loss is the surprise itself: minus the logarithm of the probability of the word that came.
def learn(
    config: Config, train: list[Text], size: int, seed: int, on_epoch: Callable[[Score], None]
) -> Score:
    import torch
    from torch.nn.functional import cross_entropy
    from torch.nn.utils.rnn import pad_sequence
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(seed)
    shape = {"hidden_size": config.hidden, "intermediate_size": 5 * config.hidden // 2}
    depth = {"num_hidden_layers": 2, "num_attention_heads": 4, "tie_word_embeddings": True}
    model = LlamaForCausalLM(LlamaConfig(vocab_size=size, **shape, **depth)).to(config.device)

    def surprise(some: Sequence[Text]) -> list[float]:
        rows = [torch.tensor([0, *text, 0]) for text in some]
        rows = pad_sequence(rows, batch_first=True, padding_value=-1).to(config.device)
        with torch.no_grad():
            logits = model(rows[:, :-1].clamp_min(0)).logits.transpose(1, 2)
        return cross_entropy(logits, rows[:, 1:], ignore_index=-1, reduction="none").sum(1).tolist()

    on_epoch(surprise)
    stream = torch.tensor([word for text in train for word in [0, *text]])
    rows = stream[: len(stream) // 64 * 64].view(-1, 64).to(config.device)
    batches = [b for _ in range(config.epochs) for b in torch.randperm(len(rows)).split(16)]
    optimizer = torch.optim.AdamW(model.parameters(), weight_decay=0.1)
    for step, batch in enumerate(progress.track(batches, "training"), start=1):
        left = 1 - step / (len(batches) + 1)
        optimizer.param_groups[0]["lr"] = config.rate * min(step / 20, 1.5 * left, 1)
        loss = model(rows[batch], labels=rows[batch]).loss
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step % (len(batches) // config.epochs) == 0:
            on_epoch(surprise)
    return surprise


# %% What is measured
# Surprise per word of texts nobody read, and two choices a model of language should get right:
# the text rather than its words shuffled, and "Rating: bad" rather than "good" after a review
# that says so, one to three sentences earlier.
def measure(config: Config, seed: int) -> dict[str, Any]:
    train, held_out, words = texts(config, seed)
    rng = random.Random(seed)
    shuffled = [rng.sample(text, len(text)) for text in held_out]

    def nats(score: Score) -> float:
        return sum(score(held_out)) / sum(len(text) + 1 for text in held_out)

    def prefers(score: Score, real: list[Text], wrong: list[Text]) -> float:
        return sum(a < b for a, b in zip(score(real), score(wrong), strict=True)) / len(real)

    def rates(score: Score) -> float:
        """Reviews rated right; good and bad ones weigh the same, so always "good" gives a half."""
        parts = []
        for said, other in (("good", "bad"), ("bad", "good")):
            real = [
                text
                for text in held_out
                if [words[i] for i in text[-4:-1]] == ["Rating", ":", said]
            ]
            parts.append(prefers(score, real, [[*t[:-2], words.index(other), t[-1]] for t in real]))
        return sum(parts) / 2

    read = train if config.in_order else [rng.sample(text, len(text)) for text in train]
    curve: list[float] = []
    model = learn(config, read, len(words), seed, lambda score: curve.append(nats(score)))
    unigram, trigram = (count(train, len(words), order) for order in (1, 3))
    return {
        "nats_untrained": curve[0],
        "nats_unigram": nats(unigram),
        "nats_trigram": nats(trigram),
        "nats_model": curve[-1],
        "perplexity_trigram": math.exp(nats(trigram)),
        "perplexity_model": math.exp(curve[-1]),
        "real_trigram": prefers(trigram, held_out, shuffled),
        "real_model": prefers(model, held_out, shuffled),
        "rating_trigram": rates(trigram),
        "rating_model": rates(model),
        "learning": curve,
    }


# %% When the claim holds
def holds(runs: Sequence[Mapping[str, float]]) -> bool:
    return run.finite(runs) and all(
        0 < r["nats_model"] <= r["nats_trigram"] - 0.25
        and r["nats_trigram"] < r["nats_unigram"] < r["nats_untrained"]
        and r["real_model"] >= 0.99
        and r["rating_model"] >= r["rating_trigram"] + 0.25
        for r in runs
    )


def control(config: Config) -> Config:
    return replace(config, in_order=False)


def plot(runs: Sequence[Mapping[str, Any]]) -> Any:
    fig, (left, right) = draw.figure(2)
    curves = draw.curve(runs, "learning")
    epochs = range(len(curves[0]))
    for key, color, label in (
        ("nats_unigram", draw.GREY, "unigrams"),
        ("nats_trigram", draw.AMBER, "trigrams"),
    ):
        level = run.means([r["measured"] for r in runs])[key]
        left.plot([0, epochs[-1]], [level, level], "--", color=color, label=label)
    draw.band(left, epochs, curves, "transformer", color=draw.VIOLET)
    left.set_ylim(0)
    left.set_xticks(epochs)
    left.set_xlabel("times the texts were read")
    left.set_ylabel("nats per word")
    draw.legend(left)
    arms = {"rating_trigram": "trigrams", "rating_model": "transformer"}
    draw.bars(right, runs, arms, colors=(draw.AMBER, draw.VIOLET))
    right.set_ylabel("right rating of a review")
    return fig


if __name__ == "__main__":
    run.main(__file__)
