"""`glossary serve`: waits until nothing is wrong, then leaves the work to MkDocs."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from glossary.cli.base import Command
from glossary.cli.mkdocs import accept_config_file, run_mkdocs

_WAITING = "waiting until this is mended (Ctrl-C ends)"


def serve(options: argparse.Namespace) -> int:
    """While it serves, the plugin names the problems and keeps the last good page.

    Before that there is no page to keep, and MkDocs would end: so it starts once nothing is wrong.
    """
    from glossary.utils.snapshot import snapshot

    printed = ""
    while fault := _wrong(Path(options.config)):
        problems, before = fault
        if problems != printed:
            printed = problems
            print(f"{problems}\n{_WAITING}", file=sys.stderr, flush=True)
        while snapshot(before.paths) == before.files:
            time.sleep(0.2)
    arguments = ("serve", "--config-file", options.config, *options.rest)
    if os.name != "posix":
        return run_mkdocs(*arguments)
    # In place of this process, so that whoever ends it ends the server.
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, "-m", "mkdocs", *arguments])


class _Snapshot(NamedTuple):
    """Where something may be mended, and what was there before it was found wrong."""

    paths: Sequence[str]
    files: Mapping[str, object]


def _wrong(config: Path) -> tuple[str, _Snapshot] | None:
    """What is wrong with a glossary. Raises `Problems` where there is no configuration."""
    from glossary.checks.runner import check
    from glossary.errors import Problems
    from glossary.i18n import catalog
    from glossary.model.glossary import read_glossary
    from glossary.sources.config import read_config
    from glossary.utils.snapshot import snapshot

    watched = _Snapshot([str(config)], snapshot([str(config)]))
    try:
        glossary_config = read_config(config)
        paths = [str(config), *map(str, glossary_config.folders)]
        watched = _Snapshot(paths, {**watched.files, **snapshot(paths[1:])})
        catalog.read_locales(glossary_config)
        errors = [p for p in check(read_glossary(glossary_config)) if p.severity == "error"]
    except Problems as problems:
        if not config.is_file():
            raise
        errors = [*problems.problems]
    return (str(Problems(errors)), watched) if errors else None


SERVE = Command(
    "serve",
    "show the site while it is edited; further options are passed on",
    "glossary serve -a 127.0.0.1:8001",
    serve,
    accept_config_file,
    passes_on=True,
)
