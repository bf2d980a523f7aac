"""What a base reads: the recipe, its tokenizer, and whole documents packed into rows."""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Any

from demos.lab.language import tokenizer, world
from demos.lab.language.world import corpus


@dataclass(frozen=True)
class Recipe:
    """What the base was made with; each value was the best of a few that were tried."""

    seed: int = 2026
    steps: int = 8500  # 13M tokens: counting and sums come late, after 5,000 steps
    rows: int = 16
    width: int = 96  # the longest document has about 90 tokens
    lr: float = 3e-3  # four layers bear ten times what a large model does
    warmup: int = 100
    flat: float = 0.3  # share of steps at the full rate, then linear down to `last`
    last: float = 0.02
    weight_decay: float = 0.1
    late_steps: int = 1500  # a second stage: what is still learning gets more room
    late_lr: float = 1.5e-3
    late_stories: float = 0.3  # shares in it of counting stories with one and with two events,
    late_notes: float = 0.6  # of notes,
    late_flow: float = 0.15  # and of order flow; everything else stays as it was
    raw_echo: float = 0.4  # share of echoes over raw tokens, so that no token stays unseen


def make_tokenizer(seed: int = 5) -> Any:
    """Trained on a sample of documents, with every value of a fact common enough for a token."""
    docs = [text for _, text in islice(corpus.documents(Random(seed)), 40_000)]
    values = " ".join(value for values in world.VALUES.values() for value in values)
    return tokenizer.train([*docs, *[values] * 400])


def encoded(
    recipe: Recipe, tok: Any, seed: int, more: Mapping[str, float] | None = None
) -> Iterator[list[int]]:
    """Endless documents as tokens, each with its beginning and its end."""
    rng = Random(seed)
    again = tok(" Again:", add_special_tokens=False)["input_ids"]
    head = tok("Echo:", add_special_tokens=False)["input_ids"]
    stream = corpus.documents(rng, more)
    while True:
        chunk = list(islice(stream, 2000))
        ids = tok([text for _, text in chunk], add_special_tokens=False)["input_ids"]
        for (kind, _), tokens in zip(chunk, ids, strict=True):
            body = tokens
            if kind == "echo" and rng.random() < recipe.raw_echo:
                some = [rng.randrange(3, len(tok)) for _ in range(rng.randint(4, 24))]
                body = [*head, *some, *again, *some]
            if len(body) + 2 <= recipe.width:
                yield [tok.bos_token_id, *body, tok.eos_token_id]


def batches(
    recipe: Recipe, tok: Any, seed: int, more: Mapping[str, float] | None = None
) -> Iterator[Any]:
    """Rows of whole documents, padded at the end, as tensors of `rows` × `width` tokens."""
    import torch

    pick = Random(seed)
    docs = encoded(recipe, tok, seed, more)
    waiting = sorted(islice(docs, 200), key=len)
    while True:
        rows = []
        for _ in range(recipe.rows):
            row = waiting.pop(pick.randrange(len(waiting)))
            while (fits := bisect(waiting, recipe.width - len(row), key=len)) > 0:
                row = row + waiting.pop(fits - 1)  # the longest that still fits
            for _ in range(200 - len(waiting)):
                insort(waiting, next(docs), key=len)
            rows.append(row + [tok.pad_token_id] * (recipe.width - len(row)))
        yield torch.tensor(rows)
