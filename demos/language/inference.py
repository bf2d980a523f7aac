"""Inference: running a trained model, and why a cache and a batch make it cheap

Claim: To write 64 tokens each for 32 readers, a tuned model that keeps the keys and values of what
it has read passes at least 30 times fewer tokens through its weights than one that rereads, takes
at most half the time, and writes the same texts (at most one of 32 differs); and serving all 32 in
one batch takes at most half the time for each of serving them alone.
Refuted if: the cache saves less than a factor of 30 in tokens or of 2 in time, a text for one of 32
readers in a batch takes more than half the time of one alone, or more than one text differs.
Takes: about 6 seconds a seed on one core.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from demos.lab import cli, plotting, progress, results

if TYPE_CHECKING:
    from torch import Tensor

UNITS = {
    "loss_before": "nats",
    "loss_after": "nats",
    "tokens_reread": "count",
    "tokens_cached": "count",
    "tokens_ratio": "x",
    "ms_reread": "ms",
    "ms_alone": "ms",
    "ms_cached": "ms",
    "texts_changed_by_cache": "count",
    "texts_changed_by_batch": "count",
    "weights": "count",
    "cache_numbers": "count",
}


@dataclass(frozen=True)
class Config:
    model: str = "demos/lab/language/base-1"  # any causal language model that can keep a cache
    steps: int = 20  # enough to become another model than the one it came from
    rate: float = 1e-3  # gentle, so that it stays fluent
    readers: int = 32  # prompts served at once; a server has them from different people
    alone: int = 4  # of them served one by one as well, for comparison
    prompt: int = 8  # tokens of each prompt; equally many, so that no padding blurs the counts
    new: int = 64  # tokens written for each; the longer the text, the more a cache saves
    cache: bool = True  # the control serves without it
    device: str = "cpu"  # on a graphics card: the same counts, other times


# %% Training ends …
# A brief fine-tuning, on several little tales in a row, so that what is served is a model of ours.
def tales(count: int, seed: int) -> list[str]:
    from demos.lab.language import training
    from demos.lab.language.world import stories

    return training.draw(lambda rng: " ".join(stories.tale(rng) for _ in range(3)), count, seed)


def tuned(config: Config, seed: int) -> Any:
    from demos.lab.language import base, training

    model, tokenizer = base.load(config.model, config.device)
    bar = iter(progress.track(range(config.steps), "tuning"))
    how = {"steps": config.steps, "lr": config.rate, "batch_size": 8, "seed": seed}
    training.fit(model, tokenizer, tales(200, seed), on_step=lambda *_: next(bar, None), **how)
    return model


# %% … and inference begins
# Each token asks the tokens before it, through their keys and values, what to be followed by.
# Keys and values of a token never change once it is read, so they can be kept: then only the newest
# token has to pass through the weights. Without the cache all of them pass again, for each new one.
# Nothing is learned here, so nothing is remembered for a backward pass (`inference_mode`).
def write(model: Any, prompts: Tensor, new: int, cache: bool) -> tuple[Tensor, list[float], Any]:
    """The texts (readers × tokens), the tokens read in each pass, and what was kept at the end."""
    import torch

    text, past, read = prompts, None, []
    with torch.inference_mode():
        for _ in range(new):
            unread = text if past is None else text[:, -1:]
            out = model(unread, past_key_values=past, use_cache=cache, logits_to_keep=1)
            past = out.past_key_values if cache else None
            text = torch.cat([text, out.logits[:, -1:].argmax(-1)], 1)
            read.append(float(unread.numel()))
    return text, read, past


# %% What is measured
# Tokens are counted, so they are exact. Time is processor time per text, and only a large factor
# counts. Rounding may turn a choice between two equally likely tokens, so one text may differ.
def measure(config: Config, seed: int) -> dict[str, Any]:
    import torch

    from demos.lab.language import base, training

    model = tuned(config, seed)
    untuned, tokenizer = base.load(config.model, config.device)
    unseen = tales(config.readers, seed + 1)
    rows = [tokenizer(text)["input_ids"][: config.prompt] for text in unseen]
    prompts = torch.tensor(rows, device=config.device)

    def serve(some: Tensor, cache: bool) -> tuple[float, list[list[int]], list[float], Any]:
        begin = time.process_time()
        text, read, past = write(model, some, config.new, cache)
        texts = text.tolist()  # waits for a graphics card, too
        return 1000 * (time.process_time() - begin) / len(texts), texts, read, past

    write(model, prompts, 2, config.cache)  # the first passes of a process are slow
    ms_reread, reread, read_all, _ = serve(prompts, False)
    ms_cached, cached, read_new, past = serve(prompts, config.cache)
    alone = [serve(prompts[i : i + 1], config.cache) for i in range(config.alone)]
    kept = [t for layer in past.layers for t in (layer.keys, layer.values)] if past else []
    return {
        "loss_before": training.nll(untuned, tokenizer, unseen),
        "loss_after": training.nll(model, tokenizer, unseen),
        "tokens_reread": sum(read_all),
        "tokens_cached": sum(read_new),
        "tokens_ratio": sum(read_all) / sum(read_new),
        "ms_reread": ms_reread,
        "ms_alone": sum(ms for ms, *_ in alone) / config.alone,
        "ms_cached": ms_cached,
        "texts_changed_by_cache": sum(a != b for a, b in zip(reread, cached, strict=True)),
        "texts_changed_by_batch": sum(a[1][0] != b for a, b in zip(alone, cached, strict=False)),
        "weights": float(sum(p.numel() for p in model.parameters())),
        "cache_numbers": float(sum(t.numel() for t in kept)),
        "read_all": read_all,
        "read_new": read_new,
    }


# %% When the claim holds
# That tuning lowered the loss is asked as well: serving an untrained model would be no inference.
def holds(runs: Sequence[Mapping[str, float]]) -> bool:
    return results.finite(runs) and all(
        0 < r["loss_after"] < r["loss_before"]
        and r["tokens_reread"] >= 30 * r["tokens_cached"] > 0
        and 0 < 2 * r["ms_cached"] <= min(r["ms_reread"], r["ms_alone"])
        and r["texts_changed_by_cache"] <= 1
        and r["texts_changed_by_batch"] <= 1
        and r["cache_numbers"] > 0
        for r in runs
    )


def control(config: Config) -> Config:
    return replace(config, cache=False)


def plot(runs: Sequence[Mapping[str, Any]]) -> Any:
    from itertools import accumulate

    fig, (left, right) = plotting.figure(2)
    for key, color, label in (
        ("read_all", plotting.AMBER, "rereading"),
        ("read_new", plotting.VIOLET, "with a cache"),
    ):
        sums = [[n / 1000 for n in accumulate(read)] for read in plotting.curve(runs, key)]
        plotting.band(left, range(1, len(sums[0]) + 1), sums, label, color=color)
    left.set_xlabel("tokens written for each reader")
    left.set_ylabel("thousand tokens read")
    plotting.legend(left)
    arms = {
        "ms_reread": "rereading,\nbatch",
        "ms_alone": "cache,\nalone",
        "ms_cached": "cache,\nbatch",
    }
    colors = (plotting.AMBER, plotting.GREEN, plotting.VIOLET)
    plotting.bars(right, runs, arms, colors=colors, share=False)
    right.set_ylabel("ms per text")
    return fig


if __name__ == "__main__":
    cli.main(__file__)
