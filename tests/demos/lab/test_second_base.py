"""A second, larger base stands beside the first, and no number of the first moves."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from demos.lab import inputs, script
from demos.lab.language import base

DEMOS = script.discover(base.ROOT / "demos")
PRETRAIN = [sys.executable, "-m", "demos.lab.language.pretrain"]


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wider base, written by the command that wrote the first, after a few steps."""
    folder = tmp_path_factory.mktemp("bases") / "base-2"
    shape = ["--hidden", "160", "--layers", "5", "--steps", "2"]
    done = subprocess.run(
        [*PRETRAIN, "--out", str(folder), *shape],
        cwd=base.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.demos
def test_a_demo_starts_from_the_base_that_it_is_given(second: Path) -> None:
    model, tok = base.load(second)
    assert (model.config.hidden_size, model.config.num_hidden_layers) == (160, 5)
    first, _ = base.load()
    assert model.num_parameters() > first.num_parameters()
    command = [sys.executable, str(DEMOS["lora"]), "--model", str(second)]
    few = ["--steps", "1", "--lessons", "4", "--exam", "2", "--json"]
    done = subprocess.run([*command, *few], capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["config"]["model"] == str(second), done.stderr
    assert len(tok) == model.config.vocab_size


@pytest.mark.demos
def test_it_moves_no_hash_and_no_number_of_the_first(second: Path, tmp_path: Path) -> None:
    weights = shutil.ignore_patterns("weights", "__pycache__")
    shutil.copytree(base.ROOT / "demos", tmp_path / "demos", ignore=weights)
    demos = script.discover(tmp_path / "demos")

    def hashes() -> dict[str, dict[str, str]]:
        models = {
            name: json.loads((tmp_path / f"demos/results/{name}.json").read_text("utf-8"))["model"]
            for name in demos
        }
        return {n: inputs.hash_inputs(script.read(path), models[n]) for n, path in demos.items()}

    before = hashes()
    shutil.copytree(second, tmp_path / "demos/lab/language/base-2")
    assert hashes() == before
    assert not any("base-2" in file for known in before.values() for file in known)
    moved = "from demos.lab import canary; print(canary.ROOT, canary.moved('language'))"
    done = subprocess.run(
        [sys.executable, "-c", moved], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout == f"{tmp_path} []\n", done.stderr
    other = inputs.hash_inputs(script.read(demos["lora"]), "demos/lab/language/base-2")
    assert {"demos/lab/language/base-2/config.json"} < other.keys()
    assert not any("base-1" in name for name in other)


def test_a_base_is_never_written_over() -> None:
    before = {path.name: path.read_bytes() for path in base.BASE.iterdir()}
    done = subprocess.run(
        [*PRETRAIN, "--out", str(base.BASE), "--steps", "1"],
        cwd=base.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    reason = "a base is never replaced, because results rest on it; give another folder"
    assert (done.returncode, done.stderr) == (2, f"{base.BASE}: {reason}\n")
    assert {path.name: path.read_bytes() for path in base.BASE.iterdir()} == before
