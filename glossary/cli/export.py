"""`glossary export`: the same pages for another engine to build."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from glossary.cli.base import OK, Command, open_glossary
from glossary.errors import Misuse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("form", choices=("markdown",), metavar="FORMAT", help="markdown")
    parser.add_argument("folder", metavar="DIR", help="empty, or written by an earlier export")


def run(options: argparse.Namespace) -> int:
    """Writes the folder, and says what was done."""
    from glossary.errors import Refused
    from glossary.integrations.markdown.export import export

    folder = Path(options.folder)
    try:
        done = export(open_glossary(options), folder)
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
