"""What demos recorded: read, held against its inputs, and the texts of its plot."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from glossary.model import results
from glossary.sources.config import Demos

BASE = Path(__file__).parents[1] / "golden" / "base"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(BASE / "demos", tmp_path / "demos")
    return tmp_path


@pytest.fixture
def result(root: Path) -> results.Result:
    return results.read_results(
        "tide", Demos(root / "demos", root / "demos/results", "run", "refresh")
    )


def test_a_result_keeps_what_was_recorded(result):
    assert (result.demo, result.title, result.holds) == ("tide", "Tide", True)
    assert [(run.seed, run.measured) for run in result.runs] == [
        (101, {"tides": 2.0, "height": 0.5})
    ]
    assert (result.control.config, result.control.holds) == ({"moons": 0}, False)
    assert result.measures == {"tides", "height"}


def test_a_result_is_current_until_an_input_changes_or_vanishes(root, result):
    assert results.changed_inputs(result, root) == ()
    (root / "demos/tide.py").write_text('"""Other tide."""\n')
    assert results.changed_inputs(result, root) == ("demos/tide.py",)
    (root / "demos/tide.py").unlink()
    assert results.changed_inputs(result, root) == ("demos/tide.py",)


def test_a_measure_counts_when_every_run_has_it(root):
    file = root / "demos/results/tide.json"
    run = '"runs": ['
    more = '"runs": [{"seed": 102, "seconds": 1, "measured": {"tides": 2}},'
    text = file.read_text()
    first, last = text.rsplit(run, 1)  # keys are sorted, so the control's runs come first
    file.write_text(first + more + last)
    again = results.read_results(
        "tide", Demos(root / "demos", root / "demos/results", "run", "refresh")
    )
    assert again.measures == {"tides"}


@pytest.mark.parametrize(
    ("text", "translatable"),
    [
        ("0.5", False),
        ("−1.5", False),
        ("1e-3", False),
        ("1.2E+05", False),
        ("10⁻³", False),
        ("50%", False),
        ("1,000", False),
        ("", False),
        ("loss", True),
        ("8 steps", True),
        ("e", True),
        ("pływ", True),
        ("1e", True),
    ],
)
def test_a_text_of_a_plot_is_translated_unless_it_is_a_number(tmp_path, text, translatable):
    svg = tmp_path / "x.svg"
    svg.write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><text>{text}</text></svg>')
    assert results.texts_of_plot(svg) == ((text,) if translatable else ())


def test_a_text_in_pieces_is_one_text_and_counts_once(tmp_path):
    svg = tmp_path / "x.svg"
    pieces = "<text><tspan>held</tspan>\n <tspan>out</tspan></text>"
    svg.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{pieces * 2}</svg>')
    assert results.texts_of_plot(svg) == ("held out",)


def test_demos_are_found_in_the_folder_and_one_level_below_it(tmp_path: Path) -> None:
    for name in (
        "flat.py",
        "_lab.py",
        "one/nested.py",
        "one/_shared.py",
        "one/deep/er.py",
        "two/flat.py",
        "lab/cli.py",
        "_old/gone.py",
        "results/flat.json",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    demos = Demos(tmp_path, tmp_path / "results", "run", "refresh")
    found = {"flat": tmp_path / "flat.py", "nested": tmp_path / "one/nested.py"}
    assert results.scripts(demos) == found
    for name, file in found.items():
        assert results.script(demos, name) == file
    assert results.script(demos, "gone") == tmp_path / "gone.py"
