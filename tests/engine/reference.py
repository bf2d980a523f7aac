"""What PyTorch and the Python tokenizer say, written as JSON for the tests of the page's engine.

`python -m tests.engine.reference FOLDER`; the models are the files that the site ships, so that
both sides start from the same numbers.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = ROOT / "demos" / "results" / "weights"
STRENGTHS = (0.0, 0.5, 1.0, 2.0)
COUNT = 24  # tokens of a greedy text


def load(name: str, strength: float = 1.0) -> tuple[Any, Any]:
    """The base with what a demo ships merged; a judge's or a detector's head comes along."""
    import torch
    from safetensors.torch import load_file

    from demos.lab.language import base

    model, tok = base.load()
    files = ["base"] if name == "base" else ["base", name]
    first, *rest = (load_file(WEIGHTS / f"{file}.safetensors") for file in files)
    tensors = {k: v.float() for k, v in first.items()}
    for shipped in rest:
        told = json.loads((WEIGHTS / f"{name}.json").read_bytes())
        tensors = merged(tensors, shipped, told.get("scale", 1), strength)
    if "head.weight" in tensors:
        rows, columns = tensors["head.weight"].shape
        model.head = torch.nn.Linear(columns, rows, bias="head.bias" in tensors)
    missing, unexpected = model.load_state_dict(tensors, strict=False)
    assert missing in ([], ["lm_head.weight"]) and not unexpected, (missing, unexpected)
    model.tie_weights()
    return model.eval(), tok


def merged(
    base: dict[str, Any], shipped: dict[str, Any], scale: float, strength: float
) -> dict[str, Any]:
    """W + strength · scale · B A; what is no product replaces the base's, or goes there."""
    tensors = dict(base)
    for name, tensor in shipped.items():
        layer, _, part = name.rpartition(".")
        if part == "lora_A":
            up = shipped[f"{layer}.lora_B"].float()
            if f"{layer}.lora_scale" in shipped:
                up = up * shipped[f"{layer}.lora_scale"]
            change = scale * (up @ tensor.float())
            tensors[f"{layer}.weight"] = base[f"{layer}.weight"] + strength * change
        elif name in base:
            tensors[name] = base[name] + strength * (tensor.float() - base[name])
        elif part not in ("lora_B", "lora_scale"):
            tensors[name] = tensor.float()
    return tensors


def prompts(count: int) -> list[str]:
    """Beginnings of documents of every kind, questions, and reports that only tuning explains."""
    from demos.lab.language import training, world
    from demos.lab.language.world import corpus

    rng = random.Random(5)
    found: dict[str, None] = {}
    documents = (text for _, text in corpus.documents(rng))
    while len(found) < count:
        words = next(documents).split()
        found[" ".join(words[: rng.randint(1, max(1, min(len(words), 40)))])] = None
        found[
            training.draw(lambda r: world.report(r, r.choice(world.PEOPLE)), 1, len(found))[0][0]
        ] = None
    return list(found)[:count]


def strings(count: int) -> list[str]:
    """Texts of all kinds: of the world, with Polish letters, emoji, marks, controls, blanks."""
    from demos.lab.language.world import corpus

    rng = random.Random(6)
    alphabets = (
        "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ aeiou",
        "😀👩‍👩‍👧‍👦🇵🇱☃️ é e\u0301 ß ﬁ Ⅷ ½ ٣ ४ 漢字 ひ 한 עברית",
        "".join(map(chr, range(0x20))) + "\x7f\x80\x85\x9f",
        " \t\n\r\u00a0\u1680\u2003\u2028\u2029\u202f\u205f\u3000\ufeff\u200b a.",
        "0123456789 +-=> .,:;?!'\"()",
        "<user> <assistant> <end> <bos> <eos> <pad> < > x",
        "".join(chr(rng.randrange(0x20, 0xD800)) for _ in range(400)),
        "".join(chr(rng.randrange(0x10000, 0x110000)) for _ in range(200)),
    )
    marks = ["<user>", "<assistant>", "<end>", "<bos>", "<eos>", "<pad>", "  ", " ", ""]
    documents = (text for _, text in corpus.documents(rng))
    made = [
        "",
        " ",
        "  ",
        "   ",
        "a",
        " a",
        "  a",
        "\n",
        "\n\n a",
        "a  b",
        "a   ",
        "<end>",
        " <end> ",
    ]
    while len(made) < count:
        kind = rng.randrange(len(alphabets) + 2)
        if kind < len(alphabets):
            text = "".join(rng.choice(alphabets[kind]) for _ in range(rng.randint(1, 40)))
        else:
            text = next(documents)
        if rng.random() < 0.3:
            at = rng.randint(0, len(text))
            text = text[:at] + rng.choice(marks) + text[at:]
        made.append(text)
    return made


def reference() -> dict[str, Any]:
    import torch

    from demos.lab.language import heads, training

    model, tok = load("base")
    asked, texts = prompts(200), strings(2000)

    @torch.no_grad()
    def logits(some: Any, prompt: str) -> list[float]:
        ids = torch.tensor([tok(prompt)["input_ids"]])
        return some(ids).logits[0, -1].tolist()

    def greedy(some: Any, which: list[str]) -> list[list[int]]:
        ends = {tok.eos_token_id, tok.convert_tokens_to_ids("<end>")}
        said = [training.sample(some, tok, [p], max_new=COUNT, temperature=0)[0] for p in which]
        return [ids[:-1] if ids[-1] in ends else ids for ids in said]

    def odds(temperature: float, share: float) -> list[float]:
        best, order = torch.softmax(torch.tensor(logits(model, asked[0])) / temperature, -1).sort(
            descending=True
        )
        best[best.cumsum(-1) - best >= share] = 0
        kept = torch.zeros_like(best).scatter(0, order, best)
        return (kept / kept.sum()).tolist()

    with torch.no_grad():
        model.set_attn_implementation("eager")
        ids = torch.tensor([tok(asked[1])["input_ids"]])
        maps = [layer[0].tolist() for layer in model(ids, output_attentions=True).attentions]
        model.set_attn_implementation("sdpa")
    tuned = {name: load(name)[0] for name in ("fine_tuning", "rlhf")}
    pairs = exam("reward_model")[:40]
    windows = [text for text, _ in exam("front_running")[:40]]
    judge, detector = load("reward_model")[0], load("front_running")[0]
    with torch.no_grad():
        points = [
            heads.points(judge, tok, [(ask, reply)]).item()
            for ask, *both in pairs
            for reply in both
        ]
        suspicion = [heads.scores(detector, tok, [text]).item() for text in windows]
    strengths = {
        demo: {str(s): logits(load(demo, s)[0], asked[0]) for s in STRENGTHS}
        for demo in ("lora", "fine_tuning")
    }
    every = [tok(text)["input_ids"] for text in texts]
    return {
        "strings": texts,
        "tokens": every,
        "continued": [tok(text, add_special_tokens=False)["input_ids"] for text in texts],
        "decoded": [tok.decode(ids, skip_special_tokens=True) for ids in every],
        "prompts": asked,
        "logits": [logits(model, prompt) for prompt in asked[:60]],
        "greedy": greedy(model, asked),
        "texts": [tok.decode(ids) for ids in greedy(model, asked[:20])],
        "tuned": {
            name: {"logits": logits(some, asked[0]), "greedy": greedy(some, asked[:20])}
            for name, some in tuned.items()
        },
        "merged": strengths,
        "odds": [[t, p, odds(t, p)] for t, p in ((1.0, 1.0), (0.5, 0.9), (1.5, 0.5), (2.0, 0.95))],
        "attention": maps,
        "points": [pairs, points],
        "suspicion": [windows, suspicion],
    }


def exam(demo: str) -> list[Any]:
    return json.loads((WEIGHTS / f"{demo}.exam.json").read_text(encoding="utf-8"))["questions"][0]


def write(folder: Path) -> Path:
    path = folder / "reference.json"
    path.write_text(json.dumps(reference()), encoding="utf-8")
    return path


if __name__ == "__main__":
    print(write(Path(sys.argv[1])))
