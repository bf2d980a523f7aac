"""Demos as a practitioner runs them: saved and read again, on two processes, from the site."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.demos

BIN = Path(sys.executable).parent


def ran(*command: str | Path, root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.mark.parametrize("name", ["fine_tuning", "inference"])
def test_what_save_keeps_is_what_model_reads(name: str, root: Path, tmp_path: Path) -> None:
    script, folder = f"demos/language/{name}.py", tmp_path / "tuned"
    saved = ran(sys.executable, script, "--steps", "2", "--save", folder, root=root)
    assert saved.returncode in (0, 1), saved.stderr
    assert {"config.json", "model.safetensors", "tokenizer.json"} <= {
        p.name for p in folder.iterdir()
    }
    again = ran(sys.executable, script, "--steps", "2", "--model", folder, root=root)
    assert again.returncode in (0, 1), again.stderr
    assert "Claim:" in again.stdout


def test_an_adapter_that_lora_saves_is_one_that_peft_loads(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "adapter"
    saved = ran(
        sys.executable, "demos/language/lora.py", "--steps", "2", "--save", folder, root=root
    )
    assert saved.returncode in (0, 1), saved.stderr
    from peft import PeftModel

    from demos.lab.language import base

    model, _ = base.load()
    adapted = PeftModel.from_pretrained(model, str(folder))
    moved = [p for n, p in adapted.named_parameters() if "lora_B" in n and p.abs().max() > 0]
    assert moved, "the adapter's second matrices left zero"


def test_two_processes_share_the_training_and_one_of_them_speaks(root: Path) -> None:
    done = ran(
        BIN / "accelerate",
        "launch",
        "--cpu",
        "--num_processes",
        "2",
        "--num_machines",
        "1",
        "--mixed_precision",
        "no",
        "--dynamo_backend",
        "no",
        "demos/language/fine_tuning.py",
        "--steps",
        "4",
        root=root,
    )
    assert done.stdout.count("Claim:") == 1, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("options", "code", "word"), [((), 0, "holds"), (("--control",), 1, "refuted")]
)
def test_the_site_s_command_runs_demos_and_passes_their_verdict_on(
    options: tuple[str, ...], code: int, word: str, root: Path
) -> None:
    done = ran(BIN / "glossary", "run", "gradient_descent", "machine_learning", *options, root=root)
    assert (done.returncode, word in done.stdout.lower()) == (code, True), done.stdout + done.stderr
