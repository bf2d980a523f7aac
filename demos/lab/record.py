"""Running a demo, and what a judged run leaves: `results/<demo>.json` and `.svg`.

A result is written whole or not at all, and only when the claim held and its control did not.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
import math
import os
import platform
import re
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from demos.lab import progress, source
from demos.lab.source import Source, Unusable

TUNING = range(0, 100)  # yours while you choose settings and thresholds
RECORD = (101, 102, 103)  # judged by --record, once the thresholds stand
FRESH = 1009  # judged by the test suite; nobody tunes on it
THREADS = os.environ.get("LAB_THREADS", "1")  # two threads on a busy machine are ten times slower
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
    script = source.read(path)
    running = sys.modules["__main__"]
    if Path(getattr(running, "__file__", None) or ".").resolve() == script.path:
        module = running
    else:
        spec = importlib.util.spec_from_file_location(f"demos.{script.name}", script.path)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
    missing = [part for part in PARTS if not hasattr(module, part)]
    if missing:
        raise Unusable(f"{script.path.name}: lacks {', '.join(missing)}")
    return Demo(script, module)


def load_libraries(demo: Demo) -> None:
    """Import now what the demo imports later, so that its seconds are its own."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, THREADS)
    files = [demo.source.path, *source.lab_modules(demo.source)]
    wanted = [found for file in files for found in source.imports(file)]
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
        sys.modules["torch"].set_num_threads(int(THREADS))


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


def write(demo: Demo, result: dict[str, Any]) -> Path:
    """Write picture and numbers beside the demo, each whole or not at all."""
    if not result["holds"]:
        raise Unusable(f"{demo.source.name}: refuted; nothing recorded")
    if result["control"]["holds"]:
        why = "the control holds as well, so the claim shows nothing"
        raise Unusable(f"{demo.source.name}: {why}; nothing recorded")
    from demos.lab import plot

    picture = plot.svg(demo.module.plot(result["runs"]), salt=demo.source.name)
    numbers = as_text(result)
    folder = demo.source.path.parent / "results"
    target = folder / f"{demo.source.name}.json"
    replace_files({folder / f"{demo.source.name}.svg": picture, target: numbers + "\n"})
    return target


def as_text(value: Any) -> str:
    """JSON with sorted keys, a line a value, but a list of numbers on one line of its own."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return re.sub(r"\[[-+.\d,\se]+\]", lambda found: " ".join(found[0].split()), text)


def replace_files(texts: Mapping[Path, str]) -> None:
    """All new files are complete on disk before the first old one is replaced."""
    parts = {path: path.with_name(f".{path.name}.part") for path in texts}
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with parts[path].open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        for path, part in parts.items():
            part.replace(path)
    except OSError as error:
        raise Unusable(f"cannot write {error.filename or path}: {error.strerror}") from error
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def hash_inputs(script: Source, model: str | None) -> dict[str, str]:
    """sha256 of all that decides what is measured: the script, its lab modules, its base."""
    files = [script.path, *source.lab_modules(script)]
    if model and (script.root / model).is_dir():
        weights = (script.root / model).iterdir()
        files += sorted(p for p in weights if p.suffix in {".json", ".safetensors"})
    return {
        file.relative_to(script.root).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
    }


def versions(script: Source) -> dict[str, str]:
    """Python and the installed distributions the demo and its lab modules import."""
    from importlib.metadata import packages_distributions, version

    files = [script.path, *source.lab_modules(script)]
    tops = {m.partition(".")[0] for file in files for m, _ in source.imports(file, everywhere=True)}
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
