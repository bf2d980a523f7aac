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
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from demos.lab import cli, progress, runner
from demos.lab.language import base
from demos.lab.language.pretrain_data import Recipe, batches, make_tokenizer
from demos.lab.language.world import corpus
from demos.lab.script import Unusable
from demos.lab.writing import replace_files

CARD = "python -m demos.lab.language.model_card"


def learning_rate(recipe: Recipe, step: int) -> float:
    if step < recipe.warmup:
        return recipe.lr * (step + 1) / recipe.warmup
    start = recipe.warmup + recipe.flat * (recipe.steps - recipe.warmup)
    past = max(0.0, (step - start) / max(1.0, recipe.steps - start))
    return recipe.lr * (1 - (1 - recipe.last) * past)


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
