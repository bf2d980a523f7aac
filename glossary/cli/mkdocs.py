"""MkDocs as a process of its own, and the options that it shares with `build` and `serve`."""

from __future__ import annotations

import argparse
import subprocess
import sys


def accept_config_file(command: argparse.ArgumentParser) -> None:
    """The name that MkDocs has for `--config`."""
    unsaid = argparse.SUPPRESS
    command.add_argument("--config-file", dest="config", default=unsaid, help=unsaid)


def run_mkdocs(*arguments: str) -> int:
    """Runs a command of MkDocs and returns its exit code."""
    # A process of its own: this module stays free of MkDocs, and its exit code is passed on.
    return subprocess.call([sys.executable, "-m", "mkdocs", *arguments])
