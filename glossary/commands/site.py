"""`glossary build` and `glossary serve`: both leave the work to MkDocs and our plugin in it."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from glossary.commands import Command

_WAITING = "waiting until this is mended (Ctrl-C ends)"


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
    """While it serves, the plugin names the problems and keeps the last good page.

    Before that there is no page to keep, and MkDocs would end: so it starts once nothing is wrong.
    """
    from glossary.states import states

    told = ""
    while wrong := _wrong(Path(options.config)):
        problems, before = wrong
        if problems != told:
            told = problems
            print(f"{problems}\n{_WAITING}", file=sys.stderr, flush=True)
        while states(before.paths) == before.files:
            time.sleep(0.2)
    arguments = ("serve", "--config-file", options.config, *options.rest)
    if os.name != "posix":
        return _mkdocs(*arguments)
    # In place of this process, so that whoever ends it ends the server.
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, "-m", "mkdocs", *arguments])


class _Looked(NamedTuple):
    """Where something may be mended, and what was there before it was found wrong."""

    paths: Sequence[str]
    files: Mapping[str, object]


def _wrong(config: Path) -> tuple[str, _Looked] | None:
    """What is wrong with a glossary. Raises `Problems` where there is no configuration."""
    from glossary import locale
    from glossary.check import check
    from glossary.config import read
    from glossary.problem import Problems
    from glossary.states import states
    from glossary.whole import read as read_all

    looked = _Looked([str(config)], states([str(config)]))
    try:
        ours = read(config)
        paths = [str(config), *map(str, ours.folders)]
        looked = _Looked(paths, {**looked.files, **states(paths[1:])})
        locale.read(ours)
        found = [p for p in check(read_all(ours)) if p.severity == "error"]
    except Problems as problems:
        if not config.is_file():
            raise
        found = [*problems.problems]
    return (str(Problems(found)), looked) if found else None


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
