"""How long the command takes that editors run at every save, in seconds of the processor."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

from benchmarks import synthetic

COLD = 3.0  # the budget without any cache, the start of Python included; measured: 0.6


def test_a_thousand_terms_in_two_languages_are_checked_within_the_budget(tmp_path: Path) -> None:
    config = synthetic.write(tmp_path, 1000)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "glossary", "check", "-f", config]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (done.stderr, done.returncode) == ("1000 terms in en, pl: no problems\n", 0)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert spent <= COLD, f"{spent:.2f} s"
