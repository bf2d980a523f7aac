"""Every demo there is: its shape, its result on file, and its claim on a seed nobody has seen."""

from __future__ import annotations

import ast
import json
import math
import re
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from demos.lab import inputs, judging, results, runner, script

ROOT = Path(__file__).resolve().parents[2]
DEMOS = script.discover(ROOT / "demos")
UNITS = {"share", "count", "s", "ms", "nats", "x", ""}

every_demo = pytest.mark.parametrize("name", DEMOS)


@cache
def demo(name: str) -> runner.Demo:
    return runner.load(DEMOS[name])


@cache
def result(name: str) -> dict[str, Any]:
    path = ROOT / "demos" / "results" / f"{name}.json"
    remedy = f"python -m demos {name} --record"
    assert path.is_file(), f"{DEMOS[name]} has no result: {remedy}"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def test_no_two_demos_have_one_name() -> None:
    """Results are flat, and `python -m demos NAME` names no bench."""
    files = [p for p in (ROOT / "demos").glob("*/[!_]*.py") if p.parent.name != "lab"]
    assert sorted(DEMOS) == sorted(path.stem for path in files)
    assert not {path.stem for path in (ROOT / "demos").glob("[!_]*.py")}


def test_there_are_demos() -> None:
    assert {"lora", "transformer", "gradient_descent"} <= set(DEMOS)


# ---------------------------------------------------------------- shape


@every_demo
def test_a_demo_says_what_would_refute_it_and_fits_on_a_few_screens(name: str) -> None:
    read = script.read(DEMOS[name])
    assert re.fullmatch(r"[A-Z].*: \S.*[^.]", read.title), "title: what it is, then a picture of it"
    assert read.claim.endswith(".") and read.refuted_if.endswith(".")
    assert re.search(r"second", read.takes)
    assert all(text.endswith(".") for text in read.tried)
    written = [line for line in read.text.splitlines() if line.strip()]
    assert 60 <= len(written) <= 160, f"{len(written)} lines that are not blank"
    assert len(read.cells) >= 3
    assert "What is measured" in [cell.title for cell in read.cells]
    assert read.text.endswith('if __name__ == "__main__":\n    cli.main(__file__)\n')


@every_demo
def test_each_setting_carries_its_reason(name: str) -> None:
    read = script.read(DEMOS[name])
    lines = read.text.splitlines()
    (config,) = [
        node
        for node in ast.parse(read.text).body
        if isinstance(node, ast.ClassDef) and node.name == "Config"
    ]
    for field in config.body:
        if isinstance(field, ast.AnnAssign):
            written = lines[field.lineno - 1 : field.end_lineno]
            reason = " ".join(line.partition("#")[2].strip() for line in written)
            assert len(reason) >= 8, f"no reason beside {ast.unparse(field.target)}"


@every_demo
def test_a_demo_imports_nothing_heavy_before_it_runs(name: str) -> None:
    top = ast.parse(DEMOS[name].read_text(encoding="utf-8")).body
    modules = [node for node in top if isinstance(node, ast.Import | ast.ImportFrom)]
    heavy = {"torch", "numpy", "transformers", "peft", "sklearn", "matplotlib"}
    for node in modules:
        names = [a.name for a in node.names]
        found = names if isinstance(node, ast.Import) else [node.module or ""]
        assert not heavy & {full.partition(".")[0] for full in found}


@every_demo
def test_a_control_removes_something_from_a_frozen_config(name: str) -> None:
    module = demo(name).module
    config = module.Config()
    assert is_dataclass(config) and module.Config.__dataclass_params__.frozen
    changed = asdict(module.control(config))
    differing = [f.name for f in fields(config) if changed[f.name] != getattr(config, f.name)]
    assert differing
    assert set(module.UNITS.values()) <= UNITS


# ---------------------------------------------------------------- judging


@every_demo
def test_runs_that_prove_nothing_are_refuted(name: str) -> None:
    """NaN, dead, leaked and tied runs, made from the measures on file."""
    module = demo(name).module
    good = [run["measured"] for run in result(name)["runs"]]
    assert module.holds(good)
    keys = good[0].keys()
    shares = {key for key in keys if module.UNITS[key] == "share"}
    one, other = good[0], good[1]
    spoiled = {
        "no runs": [],
        "all NaN": [dict.fromkeys(keys, math.nan)] * 3,
        "dead: all zero": [dict.fromkeys(keys, 0.0)] * 3,
        "every arm equal": [dict.fromkeys(keys, 0.5)] * 3,
        "leaked: every share 100 %": [{**run, **dict.fromkeys(shares, 1.0)} for run in good],
        "every share the same": [{**run, **dict.fromkeys(shares, 0.5)} for run in good],
    }
    if not shares:
        del spoiled["leaked: every share 100 %"], spoiled["every share the same"]
    for key in keys:
        spoiled[f"{key} NaN in one run"] = [{**one, key: math.nan}, other]
        spoiled[f"{key} infinite in one run"] = [one, {**other, key: math.inf}]
    for what, runs in spoiled.items():
        assert not module.holds(runs), what


@every_demo
def test_the_result_on_file_is_current_and_judged_as_promised(name: str) -> None:
    kept, read = result(name), script.read(DEMOS[name])
    refresh = f"python -m demos {name} --record"
    assert kept["inputs"] == inputs.hash_inputs(read, kept["model"]), f"stale: {refresh}"
    assert (kept["claim"], kept["refuted_if"]) == (read.claim, read.refuted_if)
    assert (kept["title"], kept["takes"], kept["tried"]) == (
        read.title,
        read.takes,
        list(read.tried),
    )
    seeds = [run["seed"] for run in kept["runs"]]
    assert len(set(seeds)) >= 3
    assert not {*seeds, runner.FRESH} & set(runner.TUNING)
    assert kept["holds"] is True and kept["control"]["holds"] is False
    assert {run["seed"] for run in kept["control"]["runs"]} <= set(seeds)
    for run in [*kept["runs"], *kept["control"]["runs"]]:
        assert run["measured"].keys() == demo(name).module.UNITS.keys()
        assert all(math.isfinite(value) for value in run["measured"].values())
    assert kept["seconds"] <= 30
    assert demo(name).holds([runner.Run(**run) for run in kept["runs"]])
    assert not demo(name).holds([runner.Run(**run) for run in kept["control"]["runs"]])


@every_demo
def test_the_plot_on_file_is_what_the_demo_draws_from_its_result(name: str) -> None:
    from demos.lab import plotting

    drawn = plotting.svg(demo(name).module.plot(result(name)["runs"]), salt=name)
    path = ROOT / "demos" / "results" / f"{name}.svg"
    assert _without_numbers(path.read_text(encoding="utf-8")) == _without_numbers(drawn)
    for kept in (path, path.with_suffix(".json")):
        assert kept.stat().st_size <= results.LIMIT, kept
    single = demo(name).module.plot(result(name)["runs"][:1])
    assert plotting.svg(single, salt=name).startswith("<svg")


@pytest.mark.demos
@pytest.mark.parametrize("name", judging.now().reasons)
def test_the_claim_holds_on_a_fresh_seed_and_its_control_does_not(name: str) -> None:
    judged = demo(name)
    runner.load_libraries(judged)
    config = judged.config()
    run = judged.measure(config, runner.FRESH)
    assert run.measured.keys() == judged.module.UNITS.keys()
    assert judged.holds([run]), f"refuted: {run.measured}"
    again = judged.measure(judged.module.control(config), runner.FRESH)
    assert not judged.holds([again]), f"the control holds as well: {again.measured}"


@pytest.mark.demos
def test_the_same_seed_gives_the_same_numbers() -> None:
    """The three quickest demos with a seed of their own, twice in one process."""
    quick = sorted(DEMOS, key=lambda name: result(name)["seconds"])[:3]
    for name in quick:
        runner.load_libraries(demo(name))
        config = demo(name).config()
        one, other = demo(name).measure(config, 7), demo(name).measure(config, 7)
        clocks = {key for key, unit in demo(name).module.UNITS.items() if unit in {"s", "ms"}}
        assert _steady(one, clocks) == _steady(other, clocks), name


def _steady(run: runner.Run, clocks: set[str]) -> tuple[dict[str, float], dict[str, list[float]]]:
    return {k: v for k, v in run.measured.items() if k not in clocks}, run.curves


def _without_numbers(svg: str) -> str:
    """Another version of matplotlib may round differently, never say something else."""
    return re.sub(r"(?<![#\w])-?\d+(\.\d+)?(e-?\d+)?", "0", svg)
