"""The harness of the demos: reading, judging and recording them, tried on demos made here."""

from __future__ import annotations

import json
import math
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from demos.lab import cli, inputs, plotting, results, runner, script
from demos.lab.script import Unusable

ROOT = Path(__file__).resolve().parent.parent
COIN = '''"""Coin: a demo that takes no time

Claim: More heads
than tails.
Refuted if: no more heads.
Takes: no time.
Tried: a coin with one side;
it stood on its edge.

Tried: two coins.
"""
from __future__ import annotations
from dataclasses import dataclass, replace
from demos.lab import cli, results
from demos.lab.tabular import world

UNITS = {"heads": "share", "tails": "share"}

@dataclass(frozen=True)
class Config:
    heads: float = 0.75  # a bent coin
    steps: int = 3  # throws

# %% The idea
# Throw it.
# And again.
def throw(config, seed):
    # not prose
    return config.heads + seed / 1e9 / 3

# %% What is measured
def measure(config, seed):
    heads = throw(config, seed)
    BODY
    return {"heads": heads, "tails": 1 - heads, "curve": [heads] * config.steps}

def holds(runs):
    return results.finite(runs) and all(r["heads"] > r["tails"] for r in runs)

def control(config):
    return replace(config, heads=0.25)

def plot(runs):
    from demos.lab import plotting
    fig, ax = plotting.figure()
    plotting.bars(ax, runs, {"heads": "heads", "tails": "tails"})
    return fig

if __name__ == "__main__":
    cli.main(__file__)
'''

IMPORT = "from demos.lab.tabular import world\n"

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a demo into a repository of its own: `make(body=…, old=new, …)`."""

    def made(body: str = "", name: str = "coin", swap: tuple[str, str] = ("", "")) -> Path:
        lab = tmp_path / "demos" / "lab" / "tabular"
        lab.mkdir(parents=True, exist_ok=True)
        (lab / "world.py").write_text(
            "from demos.lab import cli\nfrom demos.lab.tabular import town\n"
        )
        (lab / "town.py").write_text("from .street import house\n")
        (lab / "street.py").write_text("house = 1\n")
        (lab / "unrelated.py").write_text("")
        path = tmp_path / "demos" / "tabular" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        text = COIN.replace(IMPORT, "").replace("BODY", body or "pass")
        path.write_text(text.replace(*swap) if swap[0] else text)
        return path

    return made


def start(path: Path, *options: str, **extra: str) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), **extra}
    command = [sys.executable, str(path), *options]
    pipe = subprocess.PIPE
    # A shell that runs us in the background has told us, and so our children, to ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=env)


def ask(path: Path, *options: str) -> tuple[int, str, str]:
    process = start(path, *options)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


# ---------------------------------------------------------------- reading


def test_a_demo_is_read_without_being_run(make: Make) -> None:
    read = script.read(make(swap=("UNITS =", "raise SystemExit('ran')\nUNITS =")))
    assert (read.name, read.title) == ("coin", "Coin: a demo that takes no time")
    assert read.claim == "More heads than tails."
    assert read.refuted_if == "no more heads."
    assert read.takes == "no time."
    assert read.tried == ("a coin with one side; it stood on its edge.", "two coins.")


def test_cells_begin_with_their_prose(make: Make) -> None:
    cells = script.read(make()).cells
    assert [cell.title for cell in cells] == ["", "The idea", "What is measured"]
    assert cells[1].prose == "Throw it.\nAnd again."
    assert cells[1].code.startswith("def throw(config, seed):\n    # not prose\n")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Refuted if:", "Refuted:", "coin.py: its docstring lacks `Refuted if:`"),
        ("Tried: two", "Claim: two", "coin.py: its docstring has `Claim:` twice"),
        ('"""Coin: a demo that takes no time', '"""', "coin.py: its docstring lacks a title"),
        ("Takes: no time.\n", "Takes:\n\n", "coin.py: its docstring lacks `Takes:`"),
    ],
)
def test_an_incomplete_docstring_is_named(make: Make, old: str, new: str, message: str) -> None:
    path = make(swap=(old, new))
    with pytest.raises(Unusable) as caught:
        script.read(path)
    assert str(caught.value) == message


def test_lab_modules_are_found_through_each_other_without_the_harness(make: Make) -> None:
    read = script.read(make(swap=("UNITS =", f"{IMPORT}UNITS =")))
    names = [file.name for file in inputs.lab_modules(read)]
    assert names == ["street.py", "town.py", "world.py"]


def test_an_unknown_demo_names_the_nearest(make: Make) -> None:
    folder = make().parents[1]
    with pytest.raises(Unusable) as caught:
        cli.choose(["coin", "con", "quark"], folder)
    near = 'unknown demo "con"; did you mean coin?'
    assert str(caught.value) == f'{near}\nunknown demo "quark"; `python -m demos list` shows all'
    assert cli.choose(["coin", "demos/coin.py", "coin"], folder) == [folder / "tabular/coin.py"]


# ---------------------------------------------------------------- running


def test_a_claim_that_holds_exits_0_and_shows_its_numbers(make: Make) -> None:
    status, out, err = ask(make())
    assert (status, err) == (0, "loading libraries… \n")
    assert out.startswith("Coin: a demo that takes no time\nClaim: More heads than tails.\n\n")
    assert re.search(r"^heads +75.0 %$", out, re.M)
    assert out.endswith("\nholds\n")


def test_a_control_is_refuted_and_exits_1(make: Make) -> None:
    status, out, _ = ask(make(), "--control")
    assert status == 1
    assert out.endswith("\nrefuted: no more heads.\n")


def test_json_is_alone_on_stdout_and_stderr_is_silent(make: Make) -> None:
    status, out, err = ask(make(), "--json", "--seed", "7", "--steps", "2")
    assert (status, err) == (0, "")
    seen = json.loads(out)
    assert seen["config"] == {"heads": 0.75, "steps": 2}
    assert (seen["runs"][0]["seed"], seen["holds"]) == (7, True)
    assert seen["runs"][0]["curves"] == {"curve": [0.75, 0.75]}


def test_nan_is_refuted_whatever_holds_says(make: Make) -> None:
    path = make("heads = float('nan')", swap=("return results.finite(runs) and all", "return any"))
    path.write_text(path.read_text().replace('> r["tails"]', '!= r["tails"]'))
    status, out, _ = ask(path, "--json")
    assert (status, json.loads(out)["holds"]) == (1, False)
    assert json.loads(out)["runs"][0]["measured"]["heads"] is None
    assert ask(path, "--record")[0] == 1
    assert not (path.parents[1] / "results").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--model", "x"], "coin.py: this demo has no setting for --model"),
        (["--device", "cpu"], "coin.py: this demo has no setting for --device"),
        (["--save", "x"], "coin.py: this demo has no model to --save"),
        (["--record", "--seed", "3"], "coin.py: --record takes the demo as it is; drop --seed"),
        (["--sed"], "coin.py: unrecognized arguments: --sed (see --help)"),
        (["--steps", "0"], "coin.py: argument --steps: expected a whole number above 0, not '0'"),
        (["--seed", "x"], "coin.py: argument --seed: a seed is a whole number from 0 to 2^32-1"),
        (["--plot", "/nowhere/x.svg"], "/nowhere/x.svg: No such file or directory"),
    ],
)
def test_bad_usage_is_one_line_and_exits_2(make: Make, options: list[str], message: str) -> None:
    status, _, err = ask(make(), *options)
    last = err.removeprefix("loading libraries… \n").splitlines()
    assert (status, len(last)) == (2, 1), err
    assert last[0].startswith(message)


def test_a_missing_library_is_one_line(make: Make) -> None:
    status, _, err = ask(make("import no_such_library"))
    what = "coin.py: needs no_such_library, which is not installed: pip install -e '.[demos]'"
    assert (status, err.splitlines()[-1]) == (2, what)


def test_ctrl_c_is_one_line_and_130(make: Make) -> None:
    process = start(make("print('on', flush=True); import time; time.sleep(60)"))
    assert process.stdout and process.stdout.readline() == "on\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.endswith("\nstopped; nothing was recorded\n")
    assert "Traceback" not in err


def test_help_and_list_import_nothing_heavy() -> None:
    """0.3 s is the budget; imports are counted too, because a busy machine bends seconds."""
    script = ROOT / "demos" / "tabular" / "gradient_descent.py"
    for command in ([str(script), "--help"], ["-m", "demos", "list"]):
        began = time.process_time_ns(), os.times()
        python = [sys.executable, "-X", "importtime", *command]
        done = subprocess.run(python, cwd=ROOT, capture_output=True, text=True, check=True)
        spent = os.times().children_user + os.times().children_system
        spent -= began[1].children_user + began[1].children_system
        loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
        assert not loaded & {"torch", "numpy", "matplotlib", "transformers", "sklearn", "tqdm"}
        assert spent < 0.3


def test_several_demos_run_in_one_process_and_slugs_are_understood() -> None:
    command = [sys.executable, "-m", "demos", "gradient-descent", "gradient_descent.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count("\nholds\n")) == (0, 1)
    done = subprocess.run(
        [*command, "lorra"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith('unknown demo "lorra"; ')


# ---------------------------------------------------------------- recording


def result_of(path: Path) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((path.parents[1] / "results" / "coin.json").read_text())
    return loaded


def test_a_record_says_what_was_measured_and_from_what(make: Make) -> None:
    path = make(swap=("UNITS =", "# world\nUNITS ="))
    status, out, _ = ask(path, "--record")
    assert status == 0
    assert out.endswith(f"recorded in {path.parents[1] / 'results' / 'coin.json'}\n")
    result = result_of(path)
    assert [r["seed"] for r in result["runs"]] == list(runner.RECORD)  # type: ignore[index,attr-defined]
    assert not set(runner.RECORD) & set(runner.TUNING)
    assert runner.FRESH not in {*runner.RECORD, *runner.TUNING}
    assert result["holds"] is True
    assert result["control"]["holds"] is False  # type: ignore[index]
    assert result["control"]["config"] == {"heads": 0.25}  # type: ignore[index]
    assert result["units"] == {"heads": "share", "tails": "share", "seconds": "s"}
    assert result["inputs"] == inputs.hash_inputs(script.read(path), None)
    assert (result["claim"], result["model"]) == ("More heads than tails.", None)
    text = (path.parents[1] / "results" / "coin.json").read_text()
    assert str(path.parent) not in text
    assert not re.search(r"20\d\d-\d\d", text)


def test_recording_twice_gives_the_same_bytes_but_for_the_seconds(make: Make) -> None:
    path = make()
    seen = []
    for salt in "12":
        process = start(path, "--record", PYTHONHASHSEED=salt)
        process.communicate(timeout=120)
        numbers = (path.parents[1] / "results" / "coin.json").read_text()
        picture = (path.parents[1] / "results" / "coin.svg").read_bytes()
        seen.append((re.sub(r'"seconds": [\d.]+', "", numbers), picture))
    assert seen[0] == seen[1]


def test_what_decides_the_numbers_is_hashed(make: Make, tmp_path: Path) -> None:
    path = make(swap=("UNITS =", f"{IMPORT}UNITS ="))
    base = tmp_path / "demos" / "lab" / "tabular" / "base"
    base.mkdir()
    (base / "model.safetensors").write_bytes(b"weights")
    (base / "README.md").write_text("words")
    before = inputs.hash_inputs(script.read(path), "demos/lab/tabular/base")
    lab = [f"demos/lab/tabular/{name}.py" for name in ("street", "town", "world")]
    assert list(before) == [
        "demos/tabular/coin.py",
        *lab,
        "demos/lab/tabular/base/model.safetensors",
    ]
    (base / "model.safetensors").write_bytes(b"weightz")
    after = inputs.hash_inputs(script.read(path), "demos/lab/tabular/base")
    assert [key for key in before if before[key] != after[key]] == [list(before)[-1]]


def test_a_refuted_claim_records_nothing_and_keeps_the_last_result(make: Make) -> None:
    path = make()
    ask(path, "--record")
    before = result_of(path)
    assert ask(make("heads = 0.1"), "--record")[0] == 1
    assert result_of(path) == before


def test_a_control_that_holds_records_nothing(make: Make) -> None:
    status, _, err = ask(make("heads = 0.9"), "--record")
    why = "coin: the control holds as well, so the claim shows nothing; nothing recorded"
    assert (status, err.splitlines()[-1]) == (2, why)


def test_a_killed_recording_leaves_the_last_result_whole(make: Make) -> None:
    path = make()
    ask(path, "--record")
    before = (path.parents[1] / "results" / "coin.json").read_bytes()
    process = start(make("print('on', flush=True); import time; time.sleep(60)"), "--record")
    assert process.stdout and process.stdout.readline() == "on\n"
    process.kill()
    process.communicate()
    assert (path.parents[1] / "results" / "coin.json").read_bytes() == before


def test_killed_while_writing_leaves_no_half_written_result(tmp_path: Path) -> None:
    """The very moment before the files change names: everything is on disk, nothing replaced."""
    (tmp_path / "a.json").write_text("old")
    code = f"""
import os, signal
from pathlib import Path
from demos.lab import results
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
results.replace_files({{Path({str(tmp_path)!r}) / name: "new" * 10**6 for name in ("a.json", "b")}})
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / "a.json").read_text() == "old"
    assert not (tmp_path / "b").exists()
    results.replace_files({tmp_path / "a.json": "newer", tmp_path / "b": "b"})
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.json", "b"]


def test_a_full_disk_is_one_line_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """The operating system's own limit on file size stands in for a disk that is full."""
    (tmp_path / "a.json").write_text("old")
    code = f"""
import resource, signal
from pathlib import Path
from demos.lab import results
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    results.replace_files({{Path({str(tmp_path / "a.json")!r}): "new" * 10**6}})
except results.Unusable as error:
    print(error)
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == f"cannot write {tmp_path / 'a.json'}: File too large\n", done.stderr
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a.json", "old")]


# ---------------------------------------------------------------- plots and numbers


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", plotting.PALETTE)
@pytest.mark.parametrize("ground", ["#ffffff", "#1e2129"])
def test_series_are_legible_in_light_and_in_dark(colour: str, ground: str) -> None:
    assert contrast(colour, ground) >= 3


def test_a_plot_takes_the_colours_of_its_page() -> None:
    runs = [{"measured": {"a": 0.5 + i / 9}, "curves": {"c": [1, i + 2]}} for i in range(3)]
    fig, (left, right) = plotting.figure(2)
    plotting.bars(left, runs, {"a": "arm"})
    plotting.band(right, [1, 100], plotting.curve(runs, "c"), "curve")
    plotting.level(right, runs, "a", "level", color=plotting.GREY)
    plotting.log_axis(right, "x")
    plotting.legend(right)
    text = plotting.svg(fig, "salt")
    assert "currentColor" in text
    assert not re.search(r"#0{3,6}\b|#010203|<style|<metadata|Date|DejaVu|black|white", text)
    colours = set(re.findall(r"(?:fill|stroke): (#\w+)", text))
    assert colours <= set(plotting.PALETTE)
    assert all("fill: currentColor" in tag for tag in re.findall(r"<text[^>]*>", text))
    assert all(name.startswith("salt-") for name in re.findall(r'id="([^"]+)"', text))
    root = text.split(">", 1)[0]
    assert "viewBox=" in root and "width=" not in root and "height=" not in root
    used = set(re.findall(r'(?:href="|url\()#([\w-]+)', text))
    assert used == set(re.findall(r'id="([^"]+)"', text))


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.5, "share", "50.0 %"),
        (1e-9, "share", "<0.1 %"),
        (0.0, "share", "0.0 %"),
        (12345, "count", "12\u202f345"),
        (2.5, "x", "2.5 ×"),
        (41028.5, "x", "4.103e+04 ×"),
        (3e-9, "", "3.00e-09"),
        (math.nan, "share", "nan"),
        (7.25, "s", "7.25 s"),
    ],
)
def test_numbers_are_shown_for_people(value: float, unit: str, shown: str) -> None:
    assert cli.show(value, unit) == shown


def test_a_measure_without_a_unit_is_refused(make: Make) -> None:
    status, _, err = ask(make(swap=(', "tails": "share"}', "}")))
    assert (status, err.splitlines()[-1]) == (2, "coin.py: UNITS lacks tails")
