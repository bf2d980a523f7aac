"""Which demos are judged: all that changed, and by turns as many others as there is time for."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise

import pytest

from demos.lab import judging, script
from tests.demos.lab.coin import ROOT

COSTS = {f"demo{i:02}": 10.0 + i for i in range(20)}  # 390 seconds in all


def test_everything_is_judged_while_there_is_time() -> None:
    choice = judging.choose(COSTS, {}, 390, turn=5)
    assert choice.reasons == dict.fromkeys(COSTS, "there is time for all")
    assert (choice.seconds, choice.of) == (390, 20)


def test_what_changed_is_judged_however_long_it_takes() -> None:
    changed = {name: "changed since it was recorded" for name in ("demo03", "demo19")}
    assert judging.choose(COSTS, changed, 20, turn=0).reasons == changed
    more = judging.choose(COSTS, changed, 100, turn=0)
    assert changed.items() < more.reasons.items()
    assert more.seconds <= 100


def test_the_others_take_turns_and_none_waits_longer_than_five_commits() -> None:
    seen: dict[str, list[int]] = {name: [] for name in COSTS}
    for turn in range(40):
        choice = judging.choose(COSTS, {}, 100, turn)
        assert choice.seconds <= 100
        for name, reason in choice.reasons.items():
            assert reason == f"its turn at commit {turn}"
            seen[name].append(turn)
    for name, turns in seen.items():
        waits = [b - a for a, b in pairwise(turns)]
        assert max(waits) == 5, name


def test_the_same_commit_gives_the_same_choice() -> None:
    assert judging.choose(COSTS, {}, 100, 17) == judging.choose(COSTS, {}, 100, 17)
    assert judging.choose(COSTS, {}, 100, 17) != judging.choose(COSTS, {}, 100, 18)


def ran(*options: str, **extra: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "demos.lab.judging", *options]
    env = {**os.environ, **extra}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_the_command_says_which_demos_and_why() -> None:
    done = ran(JUDGE_SECONDS="all")
    first, *names = done.stdout.splitlines()
    count = len(script.discover(ROOT / "demos"))
    assert first.startswith(f"{count} of {count} demos are judged, "), done.stderr
    assert [name.split(":")[0].strip() for name in names] == sorted(judging.now().reasons)


@pytest.mark.parametrize("value", ["soon", "-1", ""])
def test_a_budget_that_is_no_number_is_one_line(value: str) -> None:
    done = ran(JUDGE_SECONDS=value)
    message = f"JUDGE_SECONDS: expected a number or `all`, not {value!r}\n"
    assert (done.returncode, done.stderr) == (2, message)
