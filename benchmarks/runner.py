"""Measures one size: every setup in turn, round after round, so that ratios come from pairs.

The machine is never quiet, so a ratio is the median of the ratios within rounds, not a ratio of
medians: what slows one round slows both of its sides.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks import serve, synthetic
from benchmarks.generators import BIN, PYTHON, SETUPS, Setup
from benchmarks.processes import Cost, Failed, TooLong, run
from benchmarks.transfer_size import weigh


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure, and how long a single run may take before it is given up."""

    rounds: int = 3
    edits: int = 3
    limit: float = 900.0
    setups: tuple[str, ...] = tuple(SETUPS)
    profile: bool = False
    # The naive setup grows with the square of the terms: beyond this many it is not even tried.
    naive_most: int = 1000


def measure(count: int, folder: Path, plan: Plan) -> dict[str, Any]:
    """Everything about a glossary of `count` terms; `folder` is empty and used up."""
    source = folder / "source"
    config = synthetic.write(source, count)
    say(f"{count} terms")
    command: list[str | Path] = [BIN / "glossary", "export", "markdown", "export"]
    exported = run(command, source, folder / "export.log", limit=plan.limit)
    measured: dict[str, Any] = {
        "terms": count,
        "export": asdict(exported),
        "setups": {},
        "failed": {},
        "stopped": {},
        "weight": {},
    }
    ready = _prepare(count, source, folder, plan, measured["failed"])
    _rounds(ready, folder, plan, measured)
    shutil.rmtree(folder / "trash", ignore_errors=True)
    for key, setup in ready.items():
        if measured["setups"].get(key):
            measured["weight"][key] = weigh(setup.site)
            say(f"  {key}: {measured['weight'][key]['pages']} pages")
        if key != "ours":  # ten thousand terms fill a disk six times otherwise
            shutil.rmtree(folder / key)
    if "ours" in ready:
        measured["inside"] = _inside(ready["ours"], folder, plan)
        say("  edit → fresh page")
        try:
            measured["edit"] = serve.edits(
                config, folder / "serve.log", rounds=plan.edits, limit=plan.limit
            )
        except Failed as failed:
            measured["failed"]["edit"] = str(failed)
    return measured


def _prepare(
    count: int, source: Path, folder: Path, plan: Plan, failed: dict[str, str]
) -> dict[str, Setup]:
    ready = {}
    for key in plan.setups:
        if key == "naive" and count > plan.naive_most:
            failed[key] = f"not tried beyond {plan.naive_most} terms"
            continue
        work = folder / key
        work.mkdir()
        try:
            ready[key] = SETUPS[key](source, work)
        except Failed as problem:
            failed[key] = str(problem)
    return ready


def _rounds(ready: Mapping[str, Setup], folder: Path, plan: Plan, measured: dict[str, Any]) -> None:
    for number in range(plan.rounds):
        for key, setup in ready.items():
            if key in measured["failed"] or not _quick(measured, key):
                continue
            for output in setup.outputs:
                _set_aside(output, folder / "trash")
            if _once(setup, folder, plan, measured, number) and key == "ours":
                _once(setup, folder, plan, measured, number, again=True)


def _set_aside(output: Path, trash: Path) -> None:
    """Out of the way, not deleted: for half a minute after many files are deleted, ext4 creates new
    ones ten times more slowly, and setups that write more files would seem slower than they are."""
    if output.exists():
        trash.mkdir(exist_ok=True)
        output.rename(trash / str(len([*trash.iterdir()])))


def _quick(measured: Mapping[str, Any], key: str) -> bool:
    """A setup that takes minutes is run once, or the largest size would take hours."""
    return all(cost["wall"] < 60 for cost in measured["setups"].get(key, ()))


def _once(
    setup: Setup,
    folder: Path,
    plan: Plan,
    measured: dict[str, Any],
    number: int,
    *,
    again: bool = False,
) -> Cost | None:
    """One run. A full one has an empty cache too; `again` finds what the one before it left."""
    name = "again" if again else setup.key
    cache = folder / "cache" / setup.key
    if not again:
        _set_aside(cache, folder / "trash")
        _set_aside(setup.folder / ".cache", folder / "trash")
    cache.mkdir(parents=True, exist_ok=True)
    log = folder / f"{setup.key}.log"
    environment = {"XDG_CACHE_HOME": str(cache)}
    try:
        cost = run(setup.command, setup.folder, log, limit=plan.limit, environment=environment)
    except Failed as problem:
        measured["failed"][name] = str(problem)
        if isinstance(problem, TooLong):
            measured["stopped"][name] = {"wall": problem.limit, "round": number}
        say(f"  {name}: {problem}")
        return None
    measured["setups"].setdefault(name, []).append(asdict(cost) | {"round": number})
    say(
        f"  {number + 1}. {name}: {cost.wall:.1f} s, {cost.memory / 1e6:.0f} MB, "
        f"together {cost.together / 1e6:.0f} MB"
    )
    return cost


def _inside(setup: Setup, folder: Path, plan: Plan) -> dict[str, Any]:
    """Our stages inside a full build, clock in hand; with a profile, a second time for that."""
    report: dict[str, Any] = {}
    for options in [[], ["--profile"]] if plan.profile else [[]]:
        _set_aside(setup.site, folder / "trash")
        _set_aside(setup.folder / ".cache", folder / "trash")
        report_file = folder / "inside.json"
        arguments = ["build", "--quiet", *map(str, setup.command[-4:])]
        command = [
            PYTHON,
            "-m",
            "benchmarks.profile_build",
            str(report_file),
            *options,
            "--",
            *arguments,
        ]
        root = Path(__file__).resolve().parent.parent
        cache = {"XDG_CACHE_HOME": str(folder / f"inside{len(options)}")}
        run(command, root, folder / "inside.log", limit=3 * plan.limit, environment=cache)
        part = json.loads(report_file.read_text("utf-8"))
        report |= {"packages": part["packages"]} if options else part
    return report


def ratio(measured: Mapping[str, Any], above: str, below: str, clock: str = "wall") -> float | None:
    """The median of `above / below` within rounds; None where there is no pair."""
    bottom = {cost["round"]: cost[clock] for cost in measured["setups"].get(below, ())}
    pairs = [
        cost[clock] / bottom[cost["round"]]
        for cost in measured["setups"].get(above, ())
        if bottom.get(cost["round"])
    ]
    return statistics.median(pairs) if pairs else None


def at_least(measured: Mapping[str, Any], above: str, below: str) -> float | None:
    """How many times longer a run takes that was ended before it was done, at the least."""
    stopped = measured.get("stopped", {}).get(above)
    for cost in measured["setups"].get(below, ()) if stopped else ():
        if cost["round"] == stopped["round"]:
            return float(stopped["wall"] / cost["wall"])
    return None


def middle(measured: Mapping[str, Any], key: str, what: str = "wall") -> float | None:
    """The median of a setup's runs."""
    costs: Sequence[Mapping[str, float]] = measured["setups"].get(key, ())
    return statistics.median(cost[what] for cost in costs) if costs else None


def say(text: str) -> None:
    """Progress, which is no result."""
    print(text, file=sys.stderr, flush=True)
