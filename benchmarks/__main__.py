"""`make bench`, or `python -m benchmarks 100 1000`: prints the table, keeps what was measured."""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.generators import SETUPS
from benchmarks.report import profile, table, targets
from benchmarks.runner import Plan, measure

ROOT = Path(__file__).resolve().parent.parent
_PACKAGES = (
    "mkdocs", "mkdocs-material", "mkdocs-mermaid2-plugin", "markdown", "jinja2", "merman",
    "pagefind", "networkx", "pyyaml", "zensical", "hugo",
)  # fmt: skip


def main() -> int:
    """Measures, prints, writes."""
    top = argparse.ArgumentParser("benchmarks", description="Side by side, on the same pages.")
    top.add_argument("sizes", nargs="*", type=int, default=[100, 1000], metavar="TERMS")
    top.add_argument("--rounds", type=int, default=3, help="paired runs of each size (default: 3)")
    top.add_argument("--limit", type=float, default=900.0, help="seconds after which one is ended")
    top.add_argument("--only", default=",".join(SETUPS), help=f"of {','.join(SETUPS)}")
    top.add_argument("--profile", action="store_true", help="also show where a build's time goes")
    top.add_argument("--naive-most", type=int, default=1000, help="terms the naive setup is given")
    top.add_argument("--out", type=Path, default=ROOT / "benchmarks/results/bench.json")
    top.add_argument("--show", action="store_true", help="print what was measured last, and stop")
    options = top.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers are ended, too
    if options.show:
        print(report(json.loads(options.out.read_text("utf-8"))), end="")
        return 0
    plan = Plan(
        rounds=options.rounds,
        limit=options.limit,
        setups=tuple(key for key in SETUPS if key in options.only.split(",")),
        profile=options.profile,
        naive_most=options.naive_most,
    )
    results: dict[str, Any] = {"provenance": provenance(), "sizes": []}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    for count in options.sizes:
        with tempfile.TemporaryDirectory(prefix=f"glossary-bench-{count}-") as folder:
            results["sizes"].append(measure(count, Path(folder), plan))
        # After each: the largest may take an hour, and what was measured before it is not lost.
        options.out.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    print(report(results), end="")
    return 0


def report(results: dict[str, Any]) -> str:
    """The tables, under a line that says on what they were measured."""
    host = results["provenance"]
    head = (
        f"{host['cpu']}, {host['cores']} cores, {host['memory_gb']:.0f} GB, "
        f"load {host['load']:.1f}; Python {host['python']}, "
        f"commit {host['commit']}{' with changes' if host['dirty'] else ''}, {host['when']}\n"
        "Seconds are medians; × is the median, over rounds, of the ratio to our full build.\n"
    )
    sizes = results["sizes"]
    profiles = [profile(size) for size in sizes if "packages" in size.get("inside", {})]
    return "\n".join([head, table(sizes), targets(sizes), *profiles])


def provenance() -> dict[str, Any]:
    """What a number depends on besides the code."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "when": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": _git("rev-parse", "--short", "HEAD"),
        "dirty": bool(_git("status", "--porcelain", "--untracked-files=no")),
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "memory_gb": memory / 1e9,
        "load": os.getloadavg()[0],
        "system": platform.platform(),
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in _PACKAGES},
    }


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


if __name__ == "__main__":
    sys.exit(main())
