"""What pages load to let a reader try a demo: the weights are those of the recorded run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.engine import reference

pytestmark = pytest.mark.demos

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "demos" / "results" / "weights"
ALWAYS = {"base.safetensors", "tokenizer.json", "words.json"}


def recorded(demo: str, measure: str) -> float:
    runs = json.loads((ROOT / "demos" / "results" / f"{demo}.json").read_bytes())["runs"]
    (run,) = [run for run in runs if run["seed"] == 101]
    return float(run["measured"][measure])


def pairs(questions: Any) -> list[tuple[str, str]]:
    return [(prompt, answer) for prompt, answer in questions]


@pytest.mark.parametrize("demo", ["fine_tuning", "large_language_model", "lora"])
def test_in_pytorch_the_exported_weights_come_to_the_recorded_shares(demo: str) -> None:
    from demos.lab.language import training

    exam = json.loads((WEIGHTS / f"{demo}.exam.json").read_bytes())
    assert exam["kind"] == "exact"
    for arm in exam["arms"]:
        name = demo if arm["model"] == "tuned" else "base"
        model, tok = reference.load("base" if demo == "lora" else name)
        if name == "lora":
            model = reference.adapted(1.0)
        share = training.exact(model, tok, pairs(exam["questions"][arm["questions"]]))
        assert abs(share - recorded(demo, arm["measure"])) <= 0.01, arm


def test_in_pytorch_the_exported_judge_and_detector_come_to_the_recorded_shares() -> None:
    import torch

    from demos.lab.language import heads

    judge, tok = reference.load("reward_model")
    comparisons = reference.exam("reward_model")
    with torch.no_grad():
        good, bad = (heads.points(judge, tok, [(p[0], p[n]) for p in comparisons]) for n in (1, 2))
    share = float((good > bad).float().mean())
    assert abs(share - recorded("reward_model", "right")) <= 0.01
    detector, _ = reference.load("front_running")
    windows = reference.exam("front_running")
    with torch.no_grad():
        said = heads.scores(detector, tok, [text for text, _ in windows])[:, 0] > 0
    marks = torch.tensor([bool(mark) for _, mark in windows])
    right = float((said == marks).float().mean())
    assert abs(right - recorded("front_running", "tuned")) <= 0.01


def test_exporting_again_writes_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from demos.lab import export

    monkeypatch.setattr(export, "FOLDER", tmp_path / "weights")
    monkeypatch.setattr(sys, "argv", ["export", "transformer"])
    assert export.main() == 0
    assert capsys.readouterr().out == "transformer: 0 bytes beside the base\n"
    made = {path.name: path.read_bytes() for path in (tmp_path / "weights").iterdir()}
    assert set(made) == ALWAYS | {"transformer.json"}
    for name, content in made.items():
        assert content == (WEIGHTS / name).read_bytes(), name


def test_every_demo_of_a_term_with_a_widget_has_a_recipe() -> None:
    from demos.lab import kept
    from glossary import load

    wanted = {term.demo for term in load(ROOT / "terms").terms.values() if term.widget}
    assert wanted == set(kept.RECIPES)


def test_a_number_too_large_for_half_precision_is_refused_by_name() -> None:
    import torch
    from demos.lab.export import half

    from demos.lab.script import Unusable

    with pytest.raises(Unusable) as raised:
        half({"a": torch.ones(2), "b": torch.tensor([1.0, 1e6])})
    assert str(raised.value) == "b: does not fit half precision"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (
            ["gradient_descent"],
            "gradient_descent.py: keeps nothing for its page; see demos/lab/kept.py\n",
        ),
        (["lorra"], 'unknown demo "lorra"; did you mean lora?\n'),
    ],
)
def test_what_cannot_be_exported_is_said_in_a_line(names: list[str], said: str) -> None:
    command = [sys.executable, "-m", "demos.lab.export", *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


def test_what_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from demos.lab import export
    from demos.lab.script import Unusable

    monkeypatch.setattr(export, "FOLDER", tmp_path)
    (tmp_path / "words.json").mkdir()
    with pytest.raises(Unusable) as raised:
        export.write({"words.json": b"[]"})
    assert str(raised.value) == f"cannot write {tmp_path / 'words.json'}: Is a directory"
    assert [path.name for path in tmp_path.iterdir()] == ["words.json"]
