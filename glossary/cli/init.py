"""`glossary init`: begins a glossary of any field, small and working."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path

from glossary.cli.base import OK, Command
from glossary.errors import Misuse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("folder", nargs="?", default=".", metavar="DIR", help="default: this one")
    parser.add_argument("--name", default="", help="name of the site; default: the folder's")
    parser.add_argument(
        "--languages", default="en", metavar="A,B", help="the first one is written; default: en"
    )


def run(options: argparse.Namespace) -> int:
    """Writes a small glossary that works, to be changed into one's own."""
    from glossary.authoring.init import init
    from glossary.errors import Refused

    languages = [code for code in options.languages.replace(",", " ").split() if code]
    try:
        files = init(Path(options.folder), languages, options.name)
    except Refused as refused:
        raise Misuse(str(refused)) from None
    for file in files:
        print(file)
    where = "" if options.folder == "." else f"cd {shlex.quote(options.folder)} && "
    print(f"next: {where}glossary serve", file=sys.stderr)
    return OK


COMMAND = Command(
    "init",
    "begin a glossary in an empty folder",
    "glossary init fishing --name Fishing",
    run,
    arguments,
)
