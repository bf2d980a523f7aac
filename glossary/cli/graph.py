"""`glossary graph`: the graph, or what lies around some terms, in the formats of other programs."""

from __future__ import annotations

import argparse

from glossary.cli.base import OK, Command, known_language, known_term, open_glossary

FORMATS = ("mermaid", "json", "graphml", "dot")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument(
        "terms",
        nargs="*",
        default=[],
        metavar="TERM",
        help="only these and their neighbours; default: all",
    )
    parser.add_argument("--format", choices=FORMATS, default="mermaid", help="default: mermaid")
    parser.add_argument("--language", metavar="CODE", help="default: that of the term files")


def run(options: argparse.Namespace) -> int:
    """Prints the graph; a ring in it is named instead, because levels have no meaning there."""
    from glossary.checks import edges
    from glossary.errors import Problems
    from glossary.render.diagrams import formats

    glossary = open_glossary(options)
    language = known_language(glossary.languages, options.language or glossary.default)
    terms = [known_term(glossary, slug) for slug in options.terms]
    if rings := [*edges.rings(glossary)]:
        raise Problems(rings)
    subgraph = formats.extract(glossary, terms, language)
    print(formats.FORMATS[options.format](subgraph), end="")
    return OK


COMMAND = Command(
    "graph",
    "print the graph for other programs, whole or around terms",
    "glossary graph lora --format dot --language pl",
    run,
    arguments,
)
