"""`glossary export`: the same pages for another engine to build."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from glossary.commands import OK, Command, Misuse, read


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("form", choices=("markdown",), metavar="FORMAT", help="markdown")
    parser.add_argument("folder", metavar="DIR", help="empty, or written by an earlier export")


def run(options: argparse.Namespace) -> int:
    """Writes the folder, and says what was done."""
    from glossary.export import export
    from glossary.folder import Refused

    folder = Path(options.folder)
    try:
        done = export(read(options), folder)
    except Refused as refused:
        raise Misuse(str(refused)) from None
    changed = f"{done.written} written, {done.removed} removed"
    print(f"{done.total} files in {folder}: {changed}", file=sys.stderr)
    return OK


COMMAND = Command(
    "export",
    "write the pages as Markdown, for another engine to build",
    "glossary export markdown build/zensical",
    run,
    arguments,
)
