"""What PyTorch says that the widget of each page shows, for the first example of its list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.engine.reference import WEIGHTS, load


def mulberry32(seed: int) -> Iterator[float]:
    """The page's generator, so that what it draws can be drawn here."""
    state, mask = seed, 0xFFFFFFFF
    while True:
        state = (state + 0x6D2B79F5) & mask
        mixed = ((state ^ state >> 15) * (state | 1)) & mask
        mixed ^= (mixed + (((mixed ^ mixed >> 7) * (mixed | 61)) & mask)) & mask
        yield ((mixed ^ mixed >> 14) & mask) / 2**32


def drawn(model: Any, tok: Any, prompt: str, seed: int, count: int) -> str:
    """A text at temperature 1, drawn as the page draws it."""
    import torch

    random, new = mulberry32(seed), []
    ids = tok(prompt)["input_ids"]
    for _ in range(count):
        with torch.no_grad():
            odds = model(torch.tensor([ids + new])).logits[0, -1].double().softmax(-1)
        new.append(int((odds.cumsum(-1) <= next(random)).sum()))
        if new[-1] == tok.eos_token_id:
            new.pop()
            break
    return tok.decode(new)


def pages() -> dict[str, Any]:
    """What the widget of each page shows for its first example."""
    import torch

    from demos.lab.language import heads, training

    base, tok = load("base")
    told: dict[str, Any] = {}
    for demo in sorted(path.name.removesuffix(".json") for path in WEIGHTS.glob("*.json")):
        if "." in demo or demo in ("tokenizer", "words"):
            continue
        kept = json.loads((WEIGHTS / f"{demo}.json").read_text(encoding="utf-8"))
        prompt, kind = kept["examples"][0], kept["kind"]
        if kind == "judge":
            model, _ = load(demo)
            thing = next(t for t in kept["things"] if t in prompt)
            pair = (f"Ask: {prompt} Reply:", kept["polite"][0].replace("{thing}", thing))
            with torch.no_grad():
                told[demo] = heads.points(model, tok, [pair]).item()
        elif kind == "detector":
            with torch.no_grad():
                told[demo] = heads.scores(load(demo)[0], tok, [prompt]).item()
        elif kind == "base":
            ids = torch.tensor([tok(prompt)["input_ids"]])
            base.set_attn_implementation("eager")
            with torch.no_grad():
                out = base(ids, output_attentions=True)
            odds, order = out.logits[0, -1].softmax(-1).sort(descending=True)
            told[demo] = {
                "odds": [
                    [tok.decode([i]).strip(), p]
                    for i, p in zip(order[:8], odds[:8].tolist(), strict=True)
                ],
                "last": [[head[-1].tolist() for head in layer[0]] for layer in out.attentions],
                "tokens": [tok.decode([i]).strip() for i in ids[0]],
            }
            base.set_attn_implementation("sdpa")
        else:
            tuned = None if kind == "untrained" else load(demo)[0]
            told[demo] = [
                [drawn(some, tok, prompt, 64 + n, 32).strip() for n in range(kept["samples"])]
                if "samples" in kept
                else training.generate(some, tok, [prompt], max_new=32, temperature=0)
                for some in (base, tuned)
                if some
            ]
    return told
