"""`glossary rename`: another slug for a term, everywhere at once."""

from __future__ import annotations

import argparse

from glossary.cli.arguments import free_slug
from glossary.cli.base import OK, Command, known_term, open_glossary


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("old", metavar="OLD", help="slug of the term")
    parser.add_argument("new", metavar="NEW", help="the slug that it gets; never used before")


def run(options: argparse.Namespace) -> int:
    """Renames files, edges and fingerprints; leaves the old address working."""
    from glossary.authoring import rename
    from glossary.errors import display_path
    from glossary.utils import files

    glossary = open_glossary(options)
    old, new = known_term(glossary, options.old), free_slug(glossary, options.new)
    renaming = rename.rename(glossary, old, new)
    files.write_all(renaming.changes)
    for path, text in renaming.changes.items():
        print(display_path(path) if text is not None else f"{display_path(path)}: removed")
    print(f'"{old}" is "{new}" now; its old address leads to the new one')
    for place in renaming.mentions:
        print(f"{place}: names the old address, which leads to the new one")
    return OK


COMMAND = Command(
    "rename",
    "give a term another slug, everywhere; the old address leads to the new one",
    "glossary rename lora low-rank-adaptation",
    run,
    arguments,
)
