"""Write what the pages let a reader try: `python -m demos.lab.export [DEMO…]`.

The base is written once, in half precision, and for each demo what it trained, what to begin with
and the exam. Each demo's list names every file with its hash, which the page verifies, and the
files that decide what was trained, so that a stale list is found like a stale result.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from demos.lab import cli, progress, runner, script
from demos.lab.inputs import hash_inputs
from demos.lab.language import base
from demos.lab.script import Unusable

DEMOS = Path(__file__).resolve().parents[1]
FOLDER = DEMOS / "results" / "weights"
LIMIT = 2_000_000  # bytes of one file: what a reader's line carries in a second or two


def half(tensors: dict[str, Any]) -> bytes:
    """The tensors as safetensors in half precision."""
    import torch
    from safetensors.torch import save

    rounded = {k: v.to(torch.float16).contiguous().cpu() for k, v in sorted(tensors.items())}
    bad = [name for name, tensor in rounded.items() if not bool(tensor.isfinite().all())]
    if bad:
        raise Unusable(f"{bad[0]}: does not fit half precision")
    return save(rounded, {"format": "pt"})


def shared() -> dict[str, bytes]:
    """The base, its tokenizer, and every word it has read."""
    from demos.lab import kept
    from demos.lab.language.world import corpus

    model, _ = base.load()
    words = sorted({w for text in corpus.words() for w in re.findall(r"[^\W\d_]+", text)})
    return {
        "base.safetensors": half(kept.weights(model)),
        "tokenizer.json": (base.BASE / "tokenizer.json").read_bytes(),
        "words.json": compact(words),
    }


def compact(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def of_demo(path: Path, always: dict[str, bytes]) -> dict[str, bytes]:
    """The files of one demo: its weights, its exam, and the list that names them."""
    from demos.lab import kept

    demo = runner.load(path)
    name, config = demo.source.name, demo.config()
    made = kept.RECIPES[name](demo.module, config)
    files: dict[str, bytes] = {}
    if made.tensors:
        files[f"{name}.safetensors"] = half(made.tensors)
    exam: dict[str, bytes] = {}
    if made.exam:
        arms = [dict(zip(("measure", "model", "questions"), arm, strict=True)) for arm in made.arms]
        whole = {"kind": made.exam, "arms": arms, "questions": made.questions}
        exam[f"{name}.exam.json"] = compact(whole)
    large = [file for file, content in files.items() if len(content) > LIMIT]
    if large:
        raise Unusable(f"{large[0]}: larger than {LIMIT:,} bytes; nothing was written")
    listed = {
        "demo": name,
        "kind": made.kind,
        "seed": kept.SEED,
        "config": asdict(config),
        "model": architecture(),
        "examples": made.examples,
        **made.more,
        "files": {file: entry(content) for file, content in (always | files).items()},
        "exam": {file: entry(content) for file, content in exam.items()},
        "inputs": inputs(demo.source, getattr(config, "model", None) or BASE_NAME),
    }
    text = json.dumps(listed, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return files | exam | {f"{name}.json": text.encode()}


def inputs(source: script.Source, model: str) -> dict[str, str]:
    """All that decides what is written: what a result rests on, and what is kept of it."""
    ours = [Path(__file__), Path(__file__).with_name("kept.py")]
    found = {f"demos/lab/{path.name}": base.sha256(path) for path in ours}
    return hash_inputs(source, model) | found


BASE_NAME = base.BASE.relative_to(base.ROOT).as_posix()


def architecture() -> dict[str, Any]:
    """What a forward pass must know and the shapes of the weights do not tell."""
    told = json.loads((base.BASE / "config.json").read_text(encoding="utf-8"))
    return {
        "heads": told["num_attention_heads"],
        "layers": told["num_hidden_layers"],
        "places": told["max_position_embeddings"],
        "epsilon": told["rms_norm_eps"],
        "theta": told["rope_parameters"]["rope_theta"],
    }


def entry(content: bytes) -> dict[str, Any]:
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def write(files: dict[str, bytes]) -> None:
    """Each file whole or not at all, the lists last: a list never names what is not there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in sorted(files, key=lambda name: (name.endswith(".json"), name)):
        part = FOLDER / f".{name}.part"
        try:
            part.write_bytes(files[name])
            part.replace(FOLDER / name)
        except OSError as error:
            raise Unusable(f"cannot write {FOLDER / name}: {error.strerror}") from error
        finally:
            part.unlink(missing_ok=True)


def main() -> int:
    from demos.lab import kept

    parser = cli.Parser(prog="python -m demos.lab.export", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="DEMO", help="default: all that have something")
    names = parser.parse_args().names or list(kept.RECIPES)
    paths = [script.find(name, DEMOS) for name in names]
    for path in paths:
        if path.stem not in kept.RECIPES:
            raise Unusable(f"{path.name}: keeps nothing for its page; see demos/lab/kept.py")
    always = shared()
    for path in paths:
        progress.note(f"{path.stem}…")
        made = of_demo(path, always)
        write(always | made)
        size = sum(len(content) for name, content in made.items() if name != f"{path.stem}.json")
        print(f"{path.stem}: {size:,} bytes beside the base")
    return 0


if __name__ == "__main__":
    cli.exit_with(main)
