"""Running a demo: its code imported, its seeds measured, its claim and its control judged."""

from __future__ import annotations

import importlib
import importlib.util
import math
import os
import platform
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from demos.lab import progress, script
from demos.lab.inputs import hash_inputs, imports, lab_modules
from demos.lab.script import Source, Unusable

TUNING = range(0, 100)  # yours while you choose settings and thresholds
RECORD = (101, 102, 103)  # judged by --record, once the thresholds stand
FRESH = 1009  # judged by the test suite; nobody tunes on it
PARTS = ("UNITS", "Config", "measure", "holds", "control", "plot")


@dataclass(frozen=True)
class Run:
    """One seed, all arms."""

    seed: int
    seconds: float
    measured: dict[str, float]
    curves: dict[str, list[float]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        full = asdict(self)
        return full if self.curves else {k: v for k, v in full.items() if k != "curves"}


@dataclass(frozen=True)
class Demo:
    """A demo's text and its code, imported."""

    source: Source
    module: ModuleType

    def config(self, **changes: object) -> Any:
        return replace(self.module.Config(), **changes)

    def measure(self, config: Any, seed: int) -> Run:
        # CPU seconds: what one free core takes, however busy the machine is just now.
        clock = time.process_time if _device(config) == "cpu" else time.perf_counter
        start = clock()
        values: Mapping[str, Any] = self.module.measure(config, seed)
        seconds = round(clock() - start, 2)
        curves = {k: _rounded_all(v) for k, v in values.items() if _is_list(v)}
        measured = {k: _rounded(v) for k, v in values.items() if not _is_list(v)}
        unknown = sorted(measured.keys() - self.module.UNITS.keys())
        if not measured or unknown:
            what = f"UNITS lacks {', '.join(unknown)}" if unknown else "nothing was measured"
            raise Unusable(f"{self.source.path.name}: {what}")
        return Run(seed, seconds, measured, curves)

    def holds(self, runs: Sequence[Run]) -> bool:
        finite = all(math.isfinite(v) for run in runs for v in run.measured.values())
        return finite and bool(self.module.holds([run.measured for run in runs]))


def load(path: Path) -> Demo:
    """Import a demo, or take the one that is running as a script already."""
    source = script.read(path)
    running = sys.modules["__main__"]
    if Path(getattr(running, "__file__", None) or ".").resolve() == source.path:
        module = running
    else:
        name = f"demos.{source.bench}.{source.name}"
        spec = importlib.util.spec_from_file_location(name, source.path)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
    missing = [part for part in PARTS if not hasattr(module, part)]
    if missing:
        raise Unusable(f"{source.path.name}: lacks {', '.join(missing)}")
    return Demo(source, module)


@cache
def threads() -> int:
    """One unless LAB_THREADS says otherwise: the same bits, and no fight over cores.

    Two threads on a busy machine are ten times slower.
    """
    value = os.environ.get("LAB_THREADS", "1")
    if not value.isdecimal() or int(value) == 0:
        raise Unusable(f"LAB_THREADS: expected a whole number above 0, not {value!r}")
    return int(value)


def load_libraries(demo: Demo) -> None:
    """Import now what the demo imports later, so that its seconds are its own."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, str(threads()))
    files = [demo.source.path, *lab_modules(demo.source)]
    wanted = [found for file in files for found in imports(file)]
    for module, names in wanted:
        try:
            imported = importlib.import_module(module)
        except ModuleNotFoundError as error:
            lacking = f"needs {error.name}, which is not installed"
            remedy = "pip install -e '.[demos]'"
            raise Unusable(f"{demo.source.path.name}: {lacking}: {remedy}") from error
        for name in names:
            getattr(imported, name, None)  # transformers imports on first access
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(threads())


def judge(demo: Demo, seeds: Sequence[int] = RECORD, control_seeds: Sequence[int] = ()) -> Any:
    """The whole result as it is recorded, verdicts included; control on the first seed at least."""
    config = demo.config()
    changed = demo.module.control(config)
    inputs = hash_inputs(demo.source, getattr(config, "model", None))  # as they were before
    runs = [demo.measure(config, s) for s in progress.track(seeds, f"{demo.source.name} seeds")]
    again = [demo.measure(changed, seed) for seed in control_seeds or seeds[:1]]
    before, after = asdict(config), asdict(changed)
    text = demo.source
    return {
        "demo": text.name,
        "title": text.title,
        "claim": text.claim,
        "refuted_if": text.refuted_if,
        "takes": text.takes,
        "tried": list(text.tried),
        "config": before,
        "model": before.get("model"),
        "runs": [run.as_json() for run in runs],
        "holds": demo.holds(runs),
        "control": {
            "config": {k: v for k, v in after.items() if v != before[k]},
            "runs": [run.as_json() for run in again],
            "holds": demo.holds(again),
        },
        "units": {**demo.module.UNITS, "seconds": "s"},
        "seconds": round(sum(run.seconds for run in runs) / len(runs), 2),
        "machine": f"{len(os.sched_getaffinity(0))} CPU cores, {platform.machine()}",
        "versions": versions(text),
        "inputs": inputs,
    }


def versions(source: Source) -> dict[str, str]:
    """Python and the installed distributions the demo and its lab modules import."""
    from importlib.metadata import packages_distributions, version

    files = [source.path, *lab_modules(source)]
    tops = {m.partition(".")[0] for file in files for m, _ in imports(file, everywhere=True)}
    owners = packages_distributions()
    names = sorted({owners[top][0] for top in tops if top in owners and top != "demos"})
    return {"python": platform.python_version()} | {n: version(n).split("+")[0] for n in names}


def _device(config: Any) -> str:
    return str(getattr(config, "device", "cpu"))


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple)


def _rounded(value: Any) -> float:
    """Six digits: readable, and every reader (verdict, table, JSON) sees the same number."""
    number = float(value)
    return float(f"{number:.6g}") if math.isfinite(number) else number


def _rounded_all(values: Sequence[Any]) -> list[float]:
    return [_rounded(value) for value in values]
