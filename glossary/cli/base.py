"""What all commands share: their type, exit codes, and messages for unknown names.

A command imports what it needs when it runs, so that help and completion answer at once. It prints
results to standard output and everything else to standard error.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from glossary.errors import did_you_mean

if TYPE_CHECKING:
    from glossary.model.glossary import Glossary
from glossary.errors import Misuse

OK, WRONG, MISUSED = 0, 1, 2
"""Exit codes: all is well, something is wrong with the glossary, the command was not understood."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what help says about it, the example that help ends with, and what it does."""

    name: str
    says: str
    example: str
    run: Callable[[argparse.Namespace], int]
    arguments: Callable[[argparse.ArgumentParser], None] = lambda parser: None
    passes_on: bool = False  # options it does not know belong to the program that it starts


def open_glossary(options: argparse.Namespace) -> Glossary:
    """The glossary that the options name."""
    from glossary.model.glossary import read_glossary
    from glossary.sources import config

    return read_glossary(config.read_config(options.config))


def known_term(glossary: Glossary, slug: str) -> str:
    """The slug, if there is such a term; a slug of former days is answered with today's.

    The name of a term's file will do, because that is what shells complete.
    """
    slug = PurePath(slug).stem if slug.endswith(".yml") else slug
    if slug in glossary.terms:
        return slug
    now = next((now for now, term in glossary.terms.items() if slug in term.formerly), None)
    raise Misuse(
        f'the term "{slug}" is called "{now}" now' if now else unknown("term", slug, glossary.terms)
    )


def known_language(languages: Iterable[str], code: str) -> str:
    """The code, if the glossary has the language."""
    languages = tuple(languages)
    if code in languages:
        return code
    raise Misuse(unknown("language", code, languages))


def unknown(what: str, name: str, names: Iterable[str]) -> str:
    """What is said of a name that is none; with the nearest one, or all where they are few."""
    names = tuple(names)
    message = f'unknown {what} "{name}"{did_you_mean(name, names)}'
    if "?" not in message and len(names) <= 8:
        message += f"; there {'is' if len(names) == 1 else 'are'} {', '.join(names) or 'none'}"
    return message
