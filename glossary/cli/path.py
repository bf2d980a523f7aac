"""`glossary path`: what to learn for a term, or for several, in order and with reasons."""

from __future__ import annotations

import argparse
import sys

from glossary.cli.base import OK, Command, known_language, known_term, open_glossary


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("targets", nargs="+", metavar="TERM", help="slug of a term to arrive at")
    parser.add_argument("--known", default="", metavar="A,B", help="slugs already learned")
    parser.add_argument("--language", metavar="CODE", help="default: that of the term files")


def run(options: argparse.Namespace) -> int:
    """Prints the steps, each with what it is needed for."""
    from glossary.checks import edges
    from glossary.errors import Problems

    glossary = open_glossary(options)
    language = known_language(glossary.languages, options.language or glossary.default)
    known_terms = [known_term(glossary, slug) for slug in options.known.replace(",", " ").split()]
    targets = [known_term(glossary, slug) for slug in options.targets]
    if rings := [*edges.rings(glossary)]:
        raise Problems(rings)
    steps = glossary.path(targets, known_terms, language)
    if not steps:
        print("all of it is known already", file=sys.stderr)
    for number, step in enumerate(steps, start=1):
        print(f"{number}. {glossary.term(step.slug, language).name} ({step.slug})")
        for after, reason in step.reasons:
            print(f"   → {glossary.term(after, language).name}: {' '.join(reason.split())}")
    return OK


COMMAND = Command(
    "path",
    "list what to learn for terms, in order",
    "glossary path lora --known transformer",
    run,
    arguments,
)
