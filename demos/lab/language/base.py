"""Where the shipped base model is, and how to get it, or its untrained twin, into memory."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from demos.lab import runner
from demos.lab.script import Unusable

ROOT = Path(__file__).resolve().parents[3]
BASE = Path(__file__).resolve().parent / "base-1"
WEIGHTS = "model.safetensors"
MAKE = "python -m demos.lab.language.pretrain --out FOLDER"


def config(hidden: int = 128, layers: int = 4) -> Any:
    """A base's architecture: base-1 is a Llama of 0.9M parameters, trained in minutes."""
    from transformers import LlamaConfig

    return LlamaConfig(
        vocab_size=1024,
        hidden_size=hidden,
        intermediate_size=5 * hidden // 2,
        num_hidden_layers=layers,
        num_attention_heads=4,
        num_key_value_heads=4,
        max_position_embeddings=256,
        tie_word_embeddings=True,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=2,
    )


def resolve(model: str | Path) -> str:
    """A folder (relative ones are looked up from here, then from the repository), or a hub id."""
    path = Path(model)
    for place in (path, ROOT / path):
        if place.exists():
            return str(place.resolve())
    if path.is_absolute() or str(model).startswith(".") or str(model).count("/") > 1:
        raise Unusable(f"{model}: no such model folder; `{MAKE}` makes one")
    return str(model)


def _load(where: str, loader: Any, what: str, **options: Any) -> Any:
    """Call a library's loader; whatever it says about a broken file becomes one line."""
    try:
        # Left open, a model with code of its own makes transformers ask at the terminal.
        return loader(where, trust_remote_code=False, **options)
    except Exception as error:  # libraries raise OSError, ValueError, SafetensorError, RuntimeError
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        hint = f"; `git checkout {BASE}` brings the base back" if where == str(BASE) else ""
        raise Unusable(f"{where}: cannot load the {what} ({reason}){hint}") from error


def _refuse_code(folder: Path) -> None:
    """A folder may name classes of its own, even for an architecture that transformers knows."""
    for name in ("config.json", "tokenizer_config.json"):
        file = folder / name
        with suppress(OSError, ValueError):  # what is wrong with the file is said by its loader
            if "auto_map" in json.loads(file.read_text(encoding="utf-8")):
                raise Unusable(f"{file}: names code of its own (auto_map), which is never run here")


def load(model: str | Path = BASE, device: str = "cpu") -> tuple[Any, Any]:
    """Model (in evaluation mode, fp32) and tokenizer; `Unusable` says what is wrong in a line."""
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    torch.set_num_threads(runner.threads())
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    where = resolve(model)
    if Path(where).is_dir():
        needed = [Path(where) / name for name in ("config.json", "tokenizer.json")]
        absent = [path for path in needed if not path.is_file()]
        if absent:
            raise Unusable(f"{absent[0]}: no such file; `{MAKE}` makes a base")
        _refuse_code(Path(where))
    made = _load(where, AutoModelForCausalLM.from_pretrained, "model", dtype=torch.float32)
    tok = _load(where, AutoTokenizer.from_pretrained, "tokenizer")
    if tok.pad_token is None:  # many models on the hub have none
        tok.pad_token = tok.eos_token
    try:
        return made.to(device).eval(), tok
    except (RuntimeError, AssertionError) as error:
        raise Unusable(f"device {device!r}: {str(error).splitlines()[0]}") from error


def fresh(model: Any, seed: int) -> Any:
    """A model of the same architecture with random weights: what "from scratch" starts from."""
    import torch
    from transformers import AutoModelForCausalLM

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        made = AutoModelForCausalLM.from_config(model.config, trust_remote_code=False)
    return made.to(model.device).eval()


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
