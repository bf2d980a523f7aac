"""`glossary schema`: what editors complete, explain and check the files with."""

from __future__ import annotations

import argparse

from glossary.cli.base import OK, Command


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument(
        "--translation", action="store_true", help="that of a translation, not of a term"
    )


def run(options: argparse.Namespace) -> int:
    """Prints the JSON Schema."""
    from glossary.model.fields import TERM, TRANSLATION, json_schema

    print(json_schema(TRANSLATION if options.translation else TERM), end="")
    return OK


COMMAND = Command(
    "schema",
    "print the JSON Schema of a term file or of a translation",
    "glossary schema > term.schema.json",
    run,
    arguments,
)
