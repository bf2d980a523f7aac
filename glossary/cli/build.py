"""`glossary build`: leaves the work to MkDocs and the plugin in it."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from glossary.cli.base import Command
from glossary.cli.mkdocs import accept_config_file, run_mkdocs


def build(options: argparse.Namespace) -> int:
    """Writes the site; the plugin checks before anything is deleted, so the last good one stays."""
    from glossary.pipeline.up_to_date import build_once

    run = partial(run_mkdocs, "build", "--config-file", options.config, *options.rest)
    return run() if options.force else build_once(Path(options.config), options.rest, run)


def _arguments(command: argparse.ArgumentParser) -> None:
    accept_config_file(command)
    command.add_argument(
        "--force", action="store_true", help="build even where it would change nothing"
    )


BUILD = Command(
    "build",
    "check, then write the site; further options are passed on",
    "glossary build --site-dir /tmp/site",
    build,
    _arguments,
    passes_on=True,
)
