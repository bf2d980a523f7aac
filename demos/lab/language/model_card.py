"""Write the base's model card from what was measured: `python -m demos.lab.language.model_card`.

The numbers in a card drift unless a program writes them, so a person edits the words here and the
probe supplies the rest.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from demos.lab import progress
from demos.lab.language import base, evaluate
from demos.lab.language.world import corpus
from demos.lab.writing import replace_files

CARD = """\
---
license: mit
language: [en, pl]
library_name: transformers
pipeline_tag: text-generation
tags: [tiny, synthetic, teaching]
---

# The base model of the runnable glossary

A language model of {parameters:,} parameters that knows one small invented world and nothing else.
It exists so that fine-tuning, adapters, reward models and the rest can be shown for real, in
seconds, on one core, with answers that can be checked.

- Architecture: Llama; {layers} layers, width {hidden}, {heads} heads, feed-forward {inner}, tied
  embeddings, {places} places.
- Tokenizer: byte-level BPE, 1,024 tokens, one digit a token; `<bos>` is added by itself.
- Training: {steps:,} steps, then {late:,} with more stories and notes, of {rows} rows of
  {width} tokens ({tokens:.1f} million in all), about {minutes} minutes on one core, seed {seed}:
  `python -m demos.lab.language.pretrain --out FOLDER` makes it again.
- Mean loss on documents it never saw: **{loss:.3f}** nats a token.
  About a tenth of the text is random lists, which nobody can predict, so it cannot come near zero.
- Weights: 32-bit, sha256 `{sha}`.

## What it has read

{count} kinds of documents, all made by `demos/lab/language/world/corpus.py`, in these shares:

| kind | share | for example |
|---|---|---|
{mix}

The second stage gave counting stories (the long ones among them), notes and order flow more room.

Forty people have five facts each (town, job, favourite dish, pet, colour of the house), told in
many ways; ten more names have no facts at all.
It has never seen an instruction in chat form, a preference, or a label on an order flow:
the demos teach those.

## What it can do

Measured by `python -m demos.lab.language.evaluate` on questions that training never saw; the tests
fail if any value falls below its floor.

| ability | floor | measured |
|---|---|---|
{table}

"After tuning" means 60 steps on thirty people in a format it has never seen, asked about ten people
who are not among them; sandwich trades are learned in 100 steps from labelled windows of orders.
Known gaps: notes with four facts are the weakest of the measured abilities, counting in Polish is
right in {polish:.0%} of stories only, and nothing longer than {width} tokens was ever read.

## What it says

Free text at temperature 0.8; the first words were given.

{samples}

## Use

```python
from demos.lab.language import base, training

model, tok = base.load()
print(train.answer(model, tok, ["Question: Where does Karl live? Answer:"]))
```

It is an ordinary Hugging Face folder:
`AutoModelForCausalLM.from_pretrained("demos/lab/language/base-1")`.

## What it is not for

Anything outside its world.
All people and facts are invented; it knows no real ones, and what it says about anything else is
noise.
"""


def shares() -> str:
    from random import Random

    rng = Random(1)
    total = sum(share for _, share in corpus.MIX.values())
    rows = []
    for kind, (make, share) in corpus.MIX.items():
        text = min((make(rng) for _ in range(12)), key=len).replace("|", "\\|")
        rows.append(f"| {kind} | {share / total:.1%} | {text.replace('<', '&lt;')} |")
    return "\n".join(rows)


def write(folder: Path, minutes: int) -> str:
    """Measure, fill in the card, write it; returns the table."""
    model, tok = base.load(folder)
    made: dict[str, Any] = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    table = evaluate.table(evaluate.measure(model, tok))
    said = evaluate.samples(model, tok, evaluate.SEED, 1)
    text = CARD.format(
        parameters=made["parameters"],
        layers=model.config.num_hidden_layers,
        hidden=model.config.hidden_size,
        heads=model.config.num_attention_heads,
        inner=model.config.intermediate_size,
        places=model.config.max_position_embeddings,
        steps=made["recipe"]["steps"],
        late=made["recipe"]["late_steps"],
        tokens=made["tokens"] / 1e6,
        rows=made["recipe"]["rows"],
        width=made["recipe"]["width"],
        seed=made["recipe"]["seed"],
        loss=made["validation_loss"],
        sha=made["sha256"][base.WEIGHTS],
        minutes=minutes,
        count=len(corpus.MIX),
        mix=shares(),
        table=table.split("\n", 2)[2],
        polish=evaluate.counting_polish(model, tok, evaluate.SEED),
        samples="\n".join(f"> {line}\n>" for line in said).removesuffix("\n>"),
    )
    replace_files({folder / "README.md": text})
    return table


def main() -> int:
    import argparse

    command = "python -m demos.lab.language.model_card"
    parser = argparse.ArgumentParser(prog=command, description=__doc__)
    parser.add_argument("--model", type=Path, default=base.BASE, help="default: the shipped base")
    parser.add_argument("--minutes", type=int, default=20, help="how long pretraining took")
    asked = parser.parse_args()
    print(write(asked.model, asked.minutes))
    progress.note(f"wrote {asked.model / 'README.md'}")
    return 0


if __name__ == "__main__":
    from demos.lab.cli import exit_with

    exit_with(main)
