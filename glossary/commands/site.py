"""`glossary build` and `glossary serve`: both leave the work to MkDocs and our plugin in it."""

from __future__ import annotations

import argparse
import subprocess
import sys
from functools import partial
from pathlib import Path

from glossary.commands import Command


def build(options: argparse.Namespace) -> int:
    """Writes the site; the plugin checks before anything is deleted, so the last good one stays."""
    from glossary.unchanged import build_once

    run = partial(_mkdocs, "build", "--config-file", options.config, *options.rest)
    return run() if options.force else build_once(Path(options.config), options.rest, run)


def _arguments(command: argparse.ArgumentParser) -> None:
    _as_mkdocs_says(command)
    command.add_argument(
        "--force", action="store_true", help="build even where it would change nothing"
    )


def _as_mkdocs_says(command: argparse.ArgumentParser) -> None:
    unsaid = argparse.SUPPRESS
    command.add_argument("--config-file", dest="config", default=unsaid, help=unsaid)


def serve(options: argparse.Namespace) -> int:
    """Leaves checking to the plugin, which names the problems and keeps the last good page."""
    return _mkdocs("serve", "--config-file", options.config, *options.rest)


def _mkdocs(*arguments: str) -> int:
    # A process of its own: this module stays free of MkDocs, and its exit code is passed on.
    return subprocess.call([sys.executable, "-m", "mkdocs", *arguments])


BUILD = Command(
    "build",
    "check, then write the site; further options are passed on",
    "glossary build --site-dir /tmp/site",
    build,
    _arguments,
    passes_on=True,
)
SERVE = Command(
    "serve",
    "show the site while it is edited; further options are passed on",
    "glossary serve -a 127.0.0.1:8001",
    serve,
    _as_mkdocs_says,
    passes_on=True,
)
