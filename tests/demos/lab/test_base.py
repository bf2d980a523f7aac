"""The shipped base: it is what its card says, it can do what its floors ask, it fails clearly."""

from __future__ import annotations

import ast
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from demos.lab.language import base, evaluate, pretrain
from demos.lab.language.world import corpus
from demos.lab.script import Unusable


def provenance() -> dict[str, Any]:
    made: dict[str, Any] = json.loads((base.BASE / "provenance.json").read_text("utf-8"))
    return made


def test_the_files_are_those_that_were_written_by_pretraining() -> None:
    for name, digest in provenance()["sha256"].items():
        assert base.sha256(base.BASE / name) == digest, name


def test_the_base_was_made_from_the_corpus_beside_it() -> None:
    made = provenance()
    assert corpus.fingerprint(made["recipe"]["seed"]) == made["documents"], (
        "this base has not read what the corpus makes now: another base has to stand beside it"
    )
    assert made["recipe"] == asdict(pretrain.Recipe())


def test_the_folder_is_small() -> None:
    assert sum(path.stat().st_size for path in base.BASE.iterdir()) <= 4_000_000


def test_the_card_shows_every_floor_and_what_was_measured() -> None:
    card = (base.BASE / "README.md").read_text("utf-8")
    rows = dict(re.findall(r"\| ([^|]+) \| [≥≤] [\d.]+ \| ([\d.]+) \|", card))
    for floor in evaluate.FLOORS:
        assert floor.passes(float(rows[floor.name])), floor.name
    assert f"{provenance()['validation_loss']:.3f}" in card
    assert provenance()["sha256"][base.WEIGHTS] in card


@pytest.mark.demos
@pytest.mark.parametrize("floor", evaluate.FLOORS, ids=lambda floor: floor.name)
def test_the_base_reaches(floor: evaluate.Floor, lab: tuple[Any, Any]) -> None:
    value = floor.measure(*lab, evaluate.SEED + 17)
    assert floor.passes(value), f"{floor.name}: {value:.3f}, floor {floor.bound}"


@pytest.fixture(scope="module")
def lab() -> tuple[Any, Any]:
    return base.load()


@pytest.mark.demos
def test_floors_are_not_reached_without_training(lab: tuple[Any, Any]) -> None:
    model, tok = lab
    scratch = base.fresh(model, 3)
    quick = [f for f in evaluate.FLOORS if not f.upper and not re.search("tuning|steps", f.name)]
    assert len(quick) >= 8
    for floor in quick:
        value = floor.measure(scratch, tok, evaluate.SEED)
        assert not floor.passes(value), f"{floor.name}: {value:.3f} untrained"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(base.BASE, tmp_path / "base"))


def test_a_folder_outside_the_repository_loads_as_well(copy: Path) -> None:
    model, tok = base.load(copy)
    assert sum(p.numel() for p in model.parameters()) == provenance()["parameters"]
    assert len(tok) == model.config.vocab_size


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda d: (d / base.WEIGHTS).unlink(), "cannot load the model"),
        (lambda d: (d / base.WEIGHTS).write_bytes(b""), "cannot load the model"),
        (
            lambda d: (d / base.WEIGHTS).write_bytes((d / base.WEIGHTS).read_bytes()[:100_000]),
            "cannot load the model",
        ),
        (lambda d: (d / "tokenizer.json").unlink(), "tokenizer.json: no such file"),
        (lambda d: (d / "tokenizer.json").write_text("{"), "cannot load the tokenizer"),
        (lambda d: (d / "config.json").write_text("{"), "cannot load the model"),
        (shutil.rmtree, "no such model folder"),
    ],
    ids=[
        "absent",
        "empty",
        "cut short",
        "no tokenizer",
        "bad tokenizer",
        "bad config",
        "no folder",
    ],
)
def test_a_damaged_model_gets_one_clear_line(copy: Path, harm: Any, says: str) -> None:
    harm(copy)
    with pytest.raises(Unusable) as caught:
        base.load(copy)
    assert says in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.demos
@pytest.mark.parametrize(
    ("file", "more"),
    [
        ("config.json", {"auto_map": {"AutoModelForCausalLM": "mine.Model"}}),
        (
            "config.json",
            {
                "model_type": "mine",
                "auto_map": {"AutoConfig": "mine.C", "AutoModelForCausalLM": "mine.M"},
            },
        ),
        (
            "tokenizer_config.json",
            {"tokenizer_class": "T", "auto_map": {"AutoTokenizer": ["mine.T", None]}},
        ),
    ],
    ids=["model", "configuration", "tokenizer"],
)
def test_a_folder_with_code_of_its_own_is_refused_at_a_terminal_without_a_question(
    file: str, more: dict[str, Any], copy: Path
) -> None:
    values = json.loads((copy / file).read_text("utf-8"))
    (copy / file).write_text(json.dumps(values | more), "utf-8")
    (copy / "mine.py").write_text("raise SystemExit('the folder's code was run')\n", "utf-8")
    master, terminal = pty.openpty()  # transformers asks only where somebody could answer
    demo = str(base.ROOT / "demos/language/lora.py")
    with os.fdopen(master, "rb", 0), os.fdopen(terminal, "rb", 0) as answers:
        done = subprocess.run(
            [sys.executable, demo, "--model", copy, "--steps", "1"],
            stdin=answers,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    refusal = f"{copy / file}: names code of its own (auto_map), which is never run here"
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == refusal
    assert "run the custom code" not in done.stderr


@pytest.mark.parametrize("kind", ["AutoModelForCausalLM", "AutoTokenizer", "AutoConfig"])
def test_no_loader_is_left_to_ask_about_code(kind: str) -> None:
    """What a hub's model needs is downloaded by its loader, so each call has to say no itself."""
    for file in (base.ROOT / "demos").rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                continue
            if ast.unparse(call.func).startswith(f"{kind}.from_"):
                options = {option.arg: ast.unparse(option.value) for option in call.keywords}
                assert options.get("trust_remote_code") == "False", f"{file}:{call.lineno}"


def test_an_interrupted_save_leaves_the_old_base_as_it_was(copy: Path) -> None:
    model, _ = base.load(copy)
    before = base.sha256(copy / base.WEIGHTS)

    class Stop(Exception):
        pass

    class Broken:
        def save_pretrained(self, folder: Path) -> None:
            raise Stop

    with pytest.raises(Stop):
        pretrain.save(model, Broken(), pretrain.Recipe(), copy)
    assert base.sha256(copy / base.WEIGHTS) == before
    assert base.load(copy)


@pytest.mark.demos
def test_pretraining_twice_gives_the_same_bits() -> None:
    import torch

    recipe = pretrain.Recipe(steps=3, late_steps=2)
    _, tok = base.load()
    one, two = (pretrain.train(recipe, tok).state_dict() for _ in range(2))
    assert all(torch.equal(one[name], two[name]) for name in one)
    other = pretrain.train(replace(recipe, seed=1), tok).state_dict()
    assert not any(torch.equal(one[name], other[name]) for name in one if one[name].ndim > 1)


def test_the_tokenizer_in_the_folder_is_the_one_the_code_makes() -> None:
    _, tok = base.load()
    made = pretrain.make_tokenizer()
    assert made.get_vocab() == tok.get_vocab()
