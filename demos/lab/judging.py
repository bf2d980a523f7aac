"""Which demos are judged now: what changed, and as many others as fit into a fixed time.

`python -m demos.lab.judging` says which and why. Four hundred demos take an hour, so the others
take turns, in groups that fit into the time: every commit is the next group's. A demo that changed
is judged however long it takes.
JUDGE_SECONDS sets the time in seconds of one core, and `all` judges everything.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demos.lab import cli, inputs, script
from demos.lab.script import Unusable
from demos.lab.writing import replace_files

ROOT = Path(__file__).resolve().parents[2]
GREEN = ROOT / ".cache" / "judged.json"  # what the last run of all tests that passed had judged
SECONDS = 600.0  # five minutes on two cores
RUNS = 3  # a fresh seed, the control, and the notebook


@dataclass(frozen=True)
class Choice:
    """The demos to judge, each with the reason, and the time that they are expected to take."""

    reasons: Mapping[str, str]
    seconds: float
    of: int

    def __str__(self) -> str:
        names = "\n".join(f"  {name}: {reason}" for name, reason in self.reasons.items())
        return f"{len(self.reasons)} of {self.of} demos are judged, {self.seconds:.0f} s\n{names}"


def choose(
    costs: Mapping[str, float], changed: Mapping[str, str], seconds: float, turn: int
) -> Choice:
    """What changed, and all others or, where they do not fit into the rest, this turn's group."""
    reasons = dict(changed)
    left = seconds - sum(costs[name] for name in changed)
    names = [name for name in sorted(costs) if name not in changed]
    whole = sum(costs[name] for name in names)
    if whole <= left:
        reasons |= dict.fromkeys(names, "there is time for all")
    else:
        groups = _groups(costs, seconds)  # of all, so that they stand still whatever changes
        group = groups[turn % len(groups)]
        for name in (name for name in group if name not in changed):
            if costs[name] <= left or not changed:
                reasons[name] = f"its turn at commit {turn}"
                left -= costs[name]
    reasons = {name: reasons[name] for name in sorted(reasons)}
    return Choice(reasons, sum(costs[name] for name in reasons), len(costs))


def _groups(costs: Mapping[str, float], seconds: float) -> list[list[str]]:
    """All names in their order, in groups that fit into the time; what never fits stands alone."""
    groups: list[list[str]] = []
    used = 0.0
    for name in sorted(costs):
        if not groups or used + costs[name] > seconds:
            groups.append([])
            used = 0.0
        groups[-1].append(name)
        used += costs[name]
    return groups


def now() -> Choice:
    """The choice for the demos as they are, at this commit."""
    costs, changed = {}, {}
    green = _json(GREEN)
    for name, path in script.discover(ROOT / "demos").items():
        result = _json(ROOT / "demos" / "results" / f"{name}.json")
        costs[name] = RUNS * float(result.get("seconds", 20.0))
        current = inputs.hash_inputs(script.read(path), result.get("model"))
        if current != result.get("inputs"):
            changed[name] = "changed since it was recorded"
        elif name in green and current != green[name]:
            changed[name] = "changed since the tests last passed"
    return choose(costs, changed, _seconds(), _turn())


def _seconds() -> float:
    value = os.environ.get("JUDGE_SECONDS", str(SECONDS))
    if value != "all" and not value.replace(".", "", 1).isdecimal():
        raise Unusable(f"JUDGE_SECONDS: expected a number or `all`, not {value!r}")
    return float("inf") if value == "all" else float(value)


def _turn() -> int:
    """The number of commits; a folder without a history has always the first turn."""
    count = ["git", "rev-list", "--count", "HEAD"]
    try:
        done = subprocess.run(count, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(done.stdout)


def _json(path: Path) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return loaded


def main() -> int:
    """Says what is judged now, or keeps that it was judged and all tests passed."""
    parser = cli.Parser(
        prog="python -m demos.lab.judging",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--green", action="store_true", help="keep that all tests passed")
    asked = parser.parse_args()
    chosen = now()
    if not asked.green:
        print(chosen)
        return 0
    kept = _json(GREEN)
    paths = script.discover(ROOT / "demos")
    for name in chosen.reasons:
        model = _json(ROOT / "demos" / "results" / f"{name}.json").get("model")
        kept[name] = inputs.hash_inputs(script.read(paths[name]), model)
    replace_files({GREEN: json.dumps(kept, indent=1, sort_keys=True) + "\n"})
    return 0


if __name__ == "__main__":
    cli.exit_with(main)
