"""What pages load to let a reader try a demo: the weights are those of the recorded run."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.engine import reference

pytestmark = pytest.mark.demos

ROOT = Path(__file__).resolve().parents[3]
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
        model, tok = reference.load(name)
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


def test_writing_a_list_again_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from demos.lab import widgets

    monkeypatch.setattr(widgets, "FOLDER", tmp_path / "weights")
    monkeypatch.setattr(sys, "argv", ["widgets", "transformer"])
    assert widgets.main() == 0
    assert capsys.readouterr().out == "transformer: 0 bytes beside the base\n"
    made = {path.name: path.read_bytes() for path in (tmp_path / "weights").iterdir()}
    assert set(made) == ALWAYS | {"transformer.json"}
    for name, content in made.items():
        assert content == (WEIGHTS / name).read_bytes(), name


def test_every_demo_of_a_term_with_a_widget_has_a_recipe() -> None:
    from demos.lab import widgets
    from glossary import load

    wanted = {term.demo for term in load(ROOT / "terms").terms.values() if term.widget}
    assert wanted == set(widgets.with_recipe())


def test_a_recipe_makes_its_own_list_stale_and_no_other(tmp_path: Path) -> None:
    from demos.lab import script, widgets
    from demos.lab.script import Source

    shutil.copytree(ROOT / "demos", tmp_path / "demos", ignore=shutil.ignore_patterns("results"))
    recipes = tmp_path / "demos/language/widgets"

    def source(demo: str) -> Source:
        return script.read(tmp_path / f"demos/language/{demo}.py")

    def inputs() -> dict[str, dict[str, str]]:
        demos = ("fine_tuning", "lora", "transformer")
        return {demo: widgets.inputs(source(demo), widgets.BASE_NAME) for demo in demos}

    before = inputs()
    assert all(f"demos/language/widgets/{demo}.py" in before[demo] for demo in before)
    text = (recipes / "lora.py").read_text("utf-8")
    (recipes / "lora.py").write_text(text.replace("    exam = ", "    # more\n    exam = "))
    (recipes / "language_models.py").write_text(text)
    assert inputs() == before  # neither a comment nor another recipe
    (recipes / "lora.py").write_text(text.replace("10_000", "20_000"))
    after = inputs()
    assert [demo for demo in before if after[demo] != before[demo]] == ["lora"]


def test_the_lists_on_file_are_made_from_the_files_that_are_there_now() -> None:
    from demos.lab import script, widgets

    for demo in widgets.with_recipe():
        content = json.loads((WEIGHTS / f"{demo}.json").read_bytes())
        model = content["config"].get("model") or widgets.BASE_NAME
        source = script.read(script.find(demo, widgets.DEMOS))
        assert content["inputs"] == widgets.inputs(source, model), demo


def test_a_difference_is_cut_to_the_best_of_its_rank_and_rounding_costs_little() -> None:
    import torch

    from demos.lab.language import low_rank

    rng = torch.Generator().manual_seed(3)
    before = {"a.weight": torch.randn(40, 30, generator=rng), "norm.weight": torch.ones(4)}
    after = {
        name: tensor + 0.1 * torch.randn(tensor.shape, generator=rng)
        for name, tensor in before.items()
    } | {"head.bias": torch.ones(1)}
    shipped = low_rank.cut(after, before, 8)
    assert {name: (str(t.dtype), tuple(t.shape)) for name, t in shipped.items()} == {
        "a.lora_A": ("torch.int8", (8, 30)),
        "a.lora_B": ("torch.int8", (40, 8)),
        "a.lora_scale": ("torch.float32", (8,)),
        "head.bias": ("torch.float32", (1,)),
        "norm.weight": ("torch.float32", (4,)),
    }
    difference = (after["a.weight"] - before["a.weight"]).double()
    best = torch.linalg.svdvals(difference)[8:].square().sum().sqrt()
    merged = reference.merged(before, shipped, 1, 1.0)
    error = (merged["a.weight"].double() - after["a.weight"]).norm()
    assert best <= error <= 1.01 * best
    assert torch.equal(merged["norm.weight"], after["norm.weight"])
    again = low_rank.cut(after, before, 8)
    assert all(torch.equal(again[name], shipped[name]) for name in shipped)


def test_a_matrix_that_training_left_alone_stays_as_it_is() -> None:
    import torch

    from demos.lab.language import low_rank

    same = {"a.weight": torch.ones(6, 5)}
    shipped = low_rank.cut(same, same, 2)
    assert torch.equal(reference.merged(same, shipped, 1, 1.0)["a.weight"], same["a.weight"])


@pytest.mark.parametrize(("rank", "limit"), [(16, "200,000"), (17, "350,000")])
def test_weights_that_are_too_large_are_refused(rank: int, limit: str) -> None:
    import torch

    from demos.lab import widgets
    from demos.lab.language.recipe import Recipe

    recipe = Recipe("adapter", {"a.lora_A": torch.ones(200_000)}, rank=rank)
    with pytest.raises(widgets.Unusable) as raised:
        widgets.shipped("lora", recipe)
    assert str(raised.value) == (
        f"lora.safetensors: 400,112 bytes, more than {limit}; nothing was written"
    )


def test_a_number_too_large_for_half_precision_is_refused_by_name() -> None:
    import torch

    from demos.lab.script import Unusable
    from demos.lab.widgets import half

    with pytest.raises(Unusable) as raised:
        half({"a": torch.ones(2), "b": torch.tensor([1.0, 1e6])})
    assert str(raised.value) == "b: does not fit half precision"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (
            ["gradient_descent"],
            "gradient_descent.py: keeps nothing for its page; "
            "write demos/tabular/widgets/gradient_descent.py\n",
        ),
        (["lorra"], 'unknown demo "lorra"; did you mean lora?\n'),
    ],
)
def test_what_cannot_be_exported_is_said_in_a_line(names: list[str], said: str) -> None:
    command = [sys.executable, "-m", "demos.lab.widgets", *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


def test_what_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from demos.lab import widgets
    from demos.lab.script import Unusable

    monkeypatch.setattr(widgets, "FOLDER", tmp_path)
    (tmp_path / "words.json").mkdir()
    with pytest.raises(Unusable) as raised:
        widgets.write({"words.json": b"[]"})
    assert str(raised.value) == f"cannot write {tmp_path / 'words.json'}: Is a directory"
    assert [path.name for path in tmp_path.iterdir()] == ["words.json"]
