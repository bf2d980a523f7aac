"""The command line that every demo has, tried on one made here."""

from __future__ import annotations

import json
import math
import os
import re
import signal
import subprocess
import sys
import time

import pytest

from demos.lab import cli, table
from demos.lab.script import Unusable
from tests.demos.lab.coin import ROOT, Make, ask, start


def test_an_unknown_demo_names_the_nearest(make: Make) -> None:
    folder = make().parents[1]
    with pytest.raises(Unusable) as caught:
        cli.choose(["coin", "con", "quark"], folder)
    near = 'unknown demo "con"; did you mean coin?'
    assert str(caught.value) == f'{near}\nunknown demo "quark"; `python -m demos list` shows all'
    assert cli.choose(["coin", "demos/coin.py", "coin"], folder) == [folder / "tabular/coin.py"]


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
        (["--head", "x"], "coin.py: argument --heads: expected a number, not 'x' (see --help)"),
        (["--heads", "nan"], "coin.py: argument --heads: expected a number, not 'nan'"),
        (["--haeds=1"], "coin.py: this demo has no setting for --haeds; did you mean --heads?"),
        (["x"], "coin.py: unrecognized argument: x (see --help)"),
        (["--record", "--heads", "1"], "coin.py: --record takes the demo as it is; drop --heads"),
        (["--sed"], "coin.py: this demo has no setting for --sed"),
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


@pytest.mark.parametrize("value", ["two", "0", "-1", "1.5", ""])
def test_threads_that_are_no_number_are_one_line(value: str, make: Make) -> None:
    process = start(make(), LAB_THREADS=value)
    _, err = process.communicate(timeout=60)
    message = f"LAB_THREADS: expected a whole number above 0, not {value!r}"
    assert (process.returncode, err.splitlines()[-1]) == (2, message)


def test_one_demo_takes_its_settings_from_the_common_command_too() -> None:
    command = [sys.executable, "-m", "demos", "gradient-descent", "--steps", "3", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["config"]["steps"] == 3


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
    assert table.show(value, unit) == shown


def test_a_measure_without_a_unit_is_refused(make: Make) -> None:
    status, _, err = ask(make(swap=(', "tails": "share"}', "}")))
    assert (status, err.splitlines()[-1]) == (2, "coin.py: UNITS lacks tails")
