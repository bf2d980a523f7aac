"""Pretrain a base: `python -m demos.lab.language.pretrain --out FOLDER` (20 minutes on one core).

It trains to a number of steps, never for a time, so the same machine gets the same bits again.
A base is never replaced, because results rest on it: another one stands beside it, and a demo
chooses by its `model`. The files appear only when all of them are written.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import platform
import time
from bisect import bisect, insort
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from demos.lab import cli, progress, runner
from demos.lab.language import base, tokenizer, world
from demos.lab.language.world import corpus
from demos.lab.script import Unusable
from demos.lab.writing import replace_files

CARD = "python -m demos.lab.language.model_card"


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


def learning_rate(recipe: Recipe, step: int) -> float:
    if step < recipe.warmup:
        return recipe.lr * (step + 1) / recipe.warmup
    start = recipe.warmup + recipe.flat * (recipe.steps - recipe.warmup)
    past = max(0.0, (step - start) / max(1.0, recipe.steps - start))
    return recipe.lr * (1 - (1 - recipe.last) * past)


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


def loss_of(model: Any, ids: Any) -> Any:
    """Mean cross-entropy a token, padding left out."""
    from torch.nn.functional import cross_entropy

    logits = model(input_ids=ids, use_cache=False).logits[:, :-1]
    return cross_entropy(logits.reshape(-1, logits.shape[-1]), ids[:, 1:].reshape(-1),
                         ignore_index=model.config.pad_token_id)  # fmt: skip


def validation(model: Any, tok: Any, recipe: Recipe, count: int = 40) -> float:
    """Mean loss on documents drawn with a seed that training never uses."""
    import torch

    with torch.no_grad():
        rows = islice(batches(recipe, tok, recipe.seed + 1_000_000), count)
        return sum(float(loss_of(model, ids)) for ids in rows) / count


def stage(
    model: Any,
    recipe: Recipe,
    rows: Iterator[Any],
    *,
    steps: int,
    rate: Callable[[int], float],
    on_step: Callable[[int], None] = lambda step: None,
) -> None:
    """Train the model in place for some steps with an optimizer of its own."""
    import torch

    matrices = [p for p in model.parameters() if p.ndim > 1]
    vectors = [p for p in model.parameters() if p.ndim <= 1]
    groups = [
        {"params": matrices, "weight_decay": recipe.weight_decay},
        {"params": vectors, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=recipe.lr, betas=(0.9, 0.95), fused=True)
    started, running = time.monotonic(), math.nan
    model.train()
    for step in progress.track(range(steps), "pretraining"):
        for group in optimizer.param_groups:
            group["lr"] = rate(step)
        loss = loss_of(model, next(rows).to(model.device))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step % 50 == 49:
            value = float(loss.detach())
            running = value if math.isnan(running) else 0.8 * running + 0.2 * value
        if step % 500 == 499 or step == 49:
            spent = time.monotonic() - started
            progress.note(f"step {step + 1}: loss {running:.3f}, {spent:.0f} s")
        on_step(step + 1)
    model.eval()


def train(
    recipe: Recipe, tok: Any, keep: Path | None = None, device: str = "cpu", shape: Any = None
) -> Any:
    """The base after both stages; `keep` gets a checkpoint every thousand steps of the first."""
    import torch
    from transformers import LlamaForCausalLM

    def checkpoint(step: int) -> None:
        if keep and (step % 1000 == 0 or step == recipe.steps):
            save(model.eval(), tok, recipe, keep / f"step{step}")
            model.train()

    torch.manual_seed(recipe.seed)
    model = LlamaForCausalLM(shape or base.config()).to(device)
    rows = batches(recipe, tok, recipe.seed)
    rate = partial(learning_rate, recipe)
    stage(model, recipe, rows, steps=recipe.steps, rate=rate, on_step=checkpoint)
    late(model, recipe, tok)
    return model


def late(model: Any, recipe: Recipe, tok: Any) -> None:
    """The second stage: counting and notes get more room at a low and falling rate."""
    more = {kind: recipe.late_stories for kind in ("story", "long story")}
    more |= {"note": recipe.late_notes, "flow": recipe.late_flow}
    rows = batches(recipe, tok, recipe.seed + 1, more)

    def rate(step: int) -> float:
        rise = min(1.0, (step + 1) / 50)
        return recipe.late_lr * rise * (1 - 0.98 * step / recipe.late_steps)

    stage(model, recipe, rows, steps=recipe.late_steps, rate=rate)


def save(model: Any, tok: Any, recipe: Recipe, folder: Path) -> None:
    """Write the model, the tokenizer and where they came from; all of it or nothing."""
    import tokenizers
    import torch
    import transformers

    with TemporaryDirectory() as made:
        model.save_pretrained(made)
        tok.save_pretrained(made)
        contents = {path.name: path.read_bytes() for path in sorted(Path(made).iterdir())}
    provenance = {
        "recipe": asdict(recipe),
        "tokens": (recipe.steps + recipe.late_steps) * recipe.rows * recipe.width,
        "parameters": sum(p.numel() for p in model.parameters()),
        "validation_loss": round(validation(model, tok, recipe), 4),
        "versions": {
            "python": platform.python_version(),
            "torch": torch.__version__.split("+")[0],
            "transformers": transformers.__version__,
            "tokenizers": tokenizers.__version__,
        },
        "documents": corpus.fingerprint(recipe.seed),
        "sha256": {
            name: hashlib.sha256(contents[name]).hexdigest()
            for name in (base.WEIGHTS, "tokenizer.json")
        },
    }
    text = json.dumps(provenance, indent=1, sort_keys=True, ensure_ascii=False)
    contents["provenance.json"] = f"{text}\n".encode()
    replace_files({folder / name: content for name, content in contents.items()})


def main() -> int:
    command = "python -m demos.lab.language.pretrain"
    parser = argparse.ArgumentParser(prog=command, description=__doc__)
    parser.add_argument("--steps", type=int, default=Recipe.steps, help="default: %(default)s")
    parser.add_argument("--out", type=Path, required=True, help="the new base's folder")
    parser.add_argument("--hidden", type=int, default=128, help="default: %(default)s, as base-1")
    parser.add_argument("--layers", type=int, default=4, help="default: %(default)s, as base-1")
    parser.add_argument("--keep", type=Path, help="a folder for a checkpoint every 1,000 steps")
    parser.add_argument("--device", default="cpu")
    asked = parser.parse_args()
    if (asked.out / base.WEIGHTS).exists():
        reason = "a base is never replaced, because results rest on it"
        raise Unusable(f"{asked.out}: {reason}; give another folder")
    import torch

    torch.set_num_threads(runner.threads())
    recipe = Recipe(steps=asked.steps, late_steps=min(asked.steps, Recipe.late_steps))
    tok = make_tokenizer()
    shape = base.config(asked.hidden, asked.layers)
    model = train(recipe, tok, asked.keep, asked.device, shape)
    save(model.cpu(), tok, recipe, asked.out)
    progress.note(f"wrote {asked.out}; next: {CARD} --model {asked.out}")
    return 0


if __name__ == "__main__":
    cli.exit_with(main)
