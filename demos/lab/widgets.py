"""Write what the pages let a reader try: `python -m demos.lab.widgets [DEMO…]`.

The base is written once, in half precision, and for each demo what its recipe keeps of its
training, what to begin with, and the exam. Each demo's list names every file with its hash, which
the page verifies, and the files that decide what was trained, so that a stale list is found like a
stale result.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from demos.lab import cli, progress, runner, script
from demos.lab.inputs import hash_inputs, hashed
from demos.lab.language import base, low_rank
from demos.lab.language import recipe as recipes
from demos.lab.script import Source, Unusable
from demos.lab.writing import replace_files

DEMOS = Path(__file__).resolve().parents[1]
FOLDER = DEMOS / "results" / "weights"
LIMIT = 200_000  # bytes of a demo's weights: 400 demos then fit into a repository, and a phone
EXCEPTION = 350_000  # where the recipe says why its exam needs a higher rank


def recipe_path(source: Source) -> Path:
    """Where the recipe of a demo is, if it has one."""
    return source.path.parent / "widgets" / source.path.name


def with_recipe() -> list[str]:
    """The demos that keep something for their page."""
    paths = (script.read(path) for path in script.discover(DEMOS).values())
    return [source.name for source in paths if recipe_path(source).is_file()]


def shared() -> dict[str, bytes]:
    """The base, its tokenizer, and every word it has read."""
    from demos.lab.language.world import corpus

    words = sorted({w for text in corpus.words() for w in re.findall(r"[^\W\d_]+", text)})
    return {
        "base.safetensors": safetensors(half(base_weights())),
        "tokenizer.json": (base.BASE / "tokenizer.json").read_bytes(),
        "words.json": compact(words),
    }


def base_weights() -> dict[str, Any]:
    model, _ = base.load()
    return recipes.weights(model)


def half(tensors: Mapping[str, Any]) -> dict[str, Any]:
    """The tensors in half precision; whole numbers and their scales stay as they are."""
    import torch

    halves = {
        name: tensor
        if tensor.dtype == torch.int8 or name.endswith(".lora_scale")
        else tensor.to(torch.float16)
        for name, tensor in tensors.items()
    }
    for name, tensor in sorted(halves.items()):
        if not bool(tensor.isfinite().all()):
            raise Unusable(f"{name}: does not fit half precision")
    return halves


def safetensors(tensors: Mapping[str, Any]) -> bytes:
    from safetensors.torch import save

    stored = {name: tensor.contiguous().cpu() for name, tensor in sorted(tensors.items())}
    return bytes(save(stored, {"format": "pt"}))


def compact(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def of_demo(path: Path, always: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of one demo: its weights, its exam, and the list that names them."""
    demo = runner.load(path)
    name, config = demo.source.name, demo.config()
    module = importlib.import_module(f"demos.{demo.source.bench}.widgets.{name}")
    recipe: recipes.Recipe = module.recipe(demo.module, config)
    weights: dict[str, bytes] = {}
    if recipe.tensors:
        weights[f"{name}.safetensors"] = shipped(name, recipe)
    exam: dict[str, bytes] = {}
    if recipe.exam:
        keys = ("measure", "model", "questions")
        arms = [dict(zip(keys, arm, strict=True)) for arm in recipe.arms]
        paper = {"kind": recipe.exam, "arms": arms, "questions": recipe.questions}
        exam[f"{name}.exam.json"] = compact(paper)
    content = {
        "demo": name,
        "kind": recipe.kind,
        "seed": recipes.SEED,
        "config": asdict(config),
        "model": architecture(),
        "examples": recipe.examples,
        **recipe.more,
        "files": {file: entry(data) for file, data in {**always, **weights}.items()},
        "exam": {file: entry(data) for file, data in exam.items()},
        "inputs": inputs(demo.source, getattr(config, "model", None) or BASE_NAME),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return weights | exam | {f"{name}.json": text.encode()}


def shipped(name: str, recipe: recipes.Recipe) -> bytes:
    """The weights as the page gets them, or `Unusable` where they are too large."""
    tensors = recipe.tensors
    if recipe.kind != "adapter":
        page = {key: value.float() for key, value in half(base_weights()).items()}
        tensors = low_rank.cut(tensors, page, recipe.rank)
    data = safetensors(half(tensors))
    limit = LIMIT if recipe.rank <= recipes.RANK else EXCEPTION
    if len(data) > limit:
        size = f"{len(data):,} bytes, more than {limit:,}"
        raise Unusable(f"{name}.safetensors: {size}; nothing was written")
    return data


def inputs(source: Source, model: str) -> dict[str, str]:
    """All that decides what is written: what a result rests on, and what is kept of it.

    What this module itself does is no part of it, since the test that writes a list again holds it.
    """
    lab = source.root / "demos" / "lab" / "language"
    files = [recipe_path(source), lab / "recipe.py", lab / "low_rank.py"]
    kept = {file.relative_to(source.root).as_posix(): hashed(file) for file in files}
    return hash_inputs(source, model) | kept


BASE_NAME = base.BASE.relative_to(base.ROOT).as_posix()


def architecture() -> dict[str, Any]:
    """What a forward pass must know and the shapes of the weights do not tell."""
    config = json.loads((base.BASE / "config.json").read_text(encoding="utf-8"))
    return {
        "heads": config["num_attention_heads"],
        "layers": config["num_hidden_layers"],
        "places": config["max_position_embeddings"],
        "epsilon": config["rms_norm_eps"],
        "theta": config["rope_parameters"]["rope_theta"],
    }


def entry(content: bytes) -> dict[str, Any]:
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def write(files: Mapping[str, bytes]) -> None:
    """Each file whole or not at all, the lists last: a list never names what is not there."""
    names = sorted(files, key=lambda name: (name.endswith(".json"), name))
    replace_files({FOLDER / name: files[name] for name in names})


def main() -> int:
    parser = cli.Parser(prog="python -m demos.lab.widgets", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="DEMO", help="default: all that have a recipe")
    names = parser.parse_args().names or with_recipe()
    paths = [script.find(name, DEMOS) for name in names]
    for path in paths:
        recipe = recipe_path(script.read(path))
        if not recipe.is_file():
            missing = recipe.relative_to(base.ROOT).as_posix()
            raise Unusable(f"{path.name}: keeps nothing for its page; write {missing}")
    always = shared()
    for path in paths:
        progress.note(f"{path.stem}…")
        files = of_demo(path, always)
        write({**always, **files})
        size = sum(len(content) for name, content in files.items() if name != f"{path.stem}.json")
        print(f"{path.stem}: {size:,} bytes beside the base")
    return 0


if __name__ == "__main__":
    cli.exit_with(main)
