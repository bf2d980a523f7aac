"""A demo that takes no time, in a repository of its own, and how it is started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

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
