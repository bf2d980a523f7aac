"""What a judged demo leaves behind, and what it does not."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from demos.lab import inputs, runner, script, writing
from tests.demos.lab.coin import ROOT, Make, ask, start


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
from demos.lab import writing
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
writing.replace_files({{Path({str(tmp_path)!r}) / name: "new" * 10**6 for name in ("a.json", "b")}})
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / "a.json").read_text() == "old"
    assert not (tmp_path / "b").exists()
    writing.replace_files({tmp_path / "a.json": "newer", tmp_path / "b": "b"})
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.json", "b"]


def test_a_full_disk_is_one_line_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """The operating system's own limit on file size stands in for a disk that is full."""
    (tmp_path / "a.json").write_text("old")
    code = f"""
import resource, signal
from pathlib import Path
from demos.lab import writing
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    writing.replace_files({{Path({str(tmp_path / "a.json")!r}): "new" * 10**6}})
except writing.Unusable as error:
    print(error)
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == f"cannot write {tmp_path / 'a.json'}: File too large\n", done.stderr
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a.json", "old")]


@pytest.mark.parametrize(("points", "file"), [(3500, "coin.json"), (10, "coin.svg")])
def test_a_result_that_is_too_large_is_refused_and_nothing_is_recorded(
    points: int, file: str, make: Make
) -> None:
    path = make(swap=("steps: int = 3", f"steps: int = {points}"))
    if file == "coin.svg":
        dots = "ax.plot(range(1200), [i % 7 for i in range(1200)], 'o')\n    return fig"
        path.write_text(path.read_text().replace("return fig", dots))
    status, _, err = ask(path, "--record")
    size = r"[\d,]+ bytes, over the 64,000 that a result may have"
    advice = "record fewer points of its curves, or draw fewer; nothing recorded"
    assert status == 2
    assert re.fullmatch(f"{file}: {size}; {advice}", err.splitlines()[-1]), err
    assert not (path.parents[1] / "results").exists()
