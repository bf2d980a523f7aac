"""A bench's canary: a few steps of two of its demos, held against what is on file.

Results do not rest on the files of the lab, whose words change daily, but on the version of their
bench. That is honest only as long as whoever changes a number raises the version, so the first
numbers to move are kept in `demos/lab/<bench>/canary.json`; `python -m demos.lab.canary` writes
them anew, which it does only for a version that is not on file yet.

Numbers may differ by TOLERANCE after two or three steps: any change of data, loss, order or rate
moves some of them by far more, and the last bits, in which processors differ, have not grown to it
yet. With kernels for SSE, AVX2 and AVX-512 on one machine the largest difference was 4e-6.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from demos.lab import cli, results, runner, script
from demos.lab.writing import replace_files

ROOT = Path(__file__).resolve().parents[2]
SEED = 7
TOLERANCE = 1e-5
# Settings that are over in a second or two; each measures numbers that any change would move.
SMALL: dict[str, dict[str, dict[str, Any]]] = {
    "language": {
        "fine_tuning": {"lessons": 8, "exam": 2, "steps": 2, "batch": 4, "repeated": 1},
        "reward_model": {"pairs": 16, "exam": 4, "steps": 3, "batch": 4},
        "rlhf": {"pairs": 8, "judge_steps": 2, "steps": 1, "asks": 2, "samples": 2, "exam": 4},
        "front_running": {"windows": 16, "exam": 8, "steps": 2, "batch": 8},
    },
    "tabular": {
        "gradient_descent": {"steps": 20},
        "machine_learning": {"examples": (10, 30), "steps": 3},
    },
    "control": {"reinforcement_learning": {"steps": 3, "batch": 4}},
}


def version(bench: str) -> str:
    """What stands in the inputs of every result of the bench."""
    return (ROOT / "demos" / "lab" / bench / "VERSION").read_text(encoding="utf-8").strip()


def measured(bench: str) -> dict[str, dict[str, Any]]:
    """What the bench's demos give after a few steps, without what a clock says."""
    numbers: dict[str, dict[str, Any]] = {}
    for name, changes in SMALL[bench].items():
        demo = runner.load(script.find(name, ROOT / "demos"))
        runner.load_libraries(demo)
        run = demo.measure(demo.config(**changes), SEED)
        clocks = {key for key, unit in demo.module.UNITS.items() if unit in {"s", "ms"}}
        kept = {key: value for key, value in run.measured.items() if key not in clocks}
        numbers[name] = {**kept, **run.curves}
    return numbers


def on_file(bench: str) -> dict[str, Any]:
    """The version for which the canary was written, and its numbers."""
    path = ROOT / "demos" / "lab" / bench / "canary.json"
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return kept


def moved(bench: str) -> list[str]:
    """The demos of the bench whose first numbers are not those on file."""
    now, then = measured(bench), on_file(bench)["measured"]
    return [name for name in SMALL[bench] if _differ(now[name], then.get(name, {}))]


def _differ(now: dict[str, Any], then: dict[str, Any]) -> bool:
    flat = [
        [v for _, value in sorted(side.items()) for v in _numbers(value)] for side in (now, then)
    ]
    if now.keys() != then.keys() or len(flat[0]) != len(flat[1]):
        return True
    return any(abs(a - b) > TOLERANCE * max(1, abs(b)) for a, b in zip(*flat, strict=True))


def _numbers(value: Any) -> list[float]:
    return value if isinstance(value, list) else [value]


def main() -> int:
    """Writes the canary of each bench whose version was raised."""
    for bench in SMALL:
        path = ROOT / "demos" / "lab" / bench / "canary.json"
        if path.is_file() and on_file(bench)["version"] == version(bench):
            print(f"{bench}: version {version(bench)} is on file")
            continue
        numbers = {"version": version(bench), "measured": measured(bench)}
        replace_files({path: results.as_text(numbers) + "\n"})
        print(f"{bench}: version {version(bench)} written; now record its demos")
    return 0


if __name__ == "__main__":
    cli.exit_with(main)
