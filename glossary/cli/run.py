"""`glossary run`: starts the demos of terms by the command that the configuration names."""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys

from glossary.cli.base import Command, open_glossary, unknown
from glossary.errors import Misuse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("demos", nargs="+", metavar="DEMO", help="term or demo")


def run(options: argparse.Namespace) -> int:
    """Starts the configured command with the demos' names and whatever options follow them."""
    from glossary.model import results
    from glossary.sources import config

    config_of_glossary = config.read_config(options.config)
    demos = config_of_glossary.demos
    if demos is None:
        raise Misuse(
            f"no demos are configured; add demos: to glossary: in {config_of_glossary.file}"
        )
    scripts = set(results.scripts(demos))
    of_term: dict[str, str] = {}
    if not scripts.issuperset(options.demos):  # only then are the terms needed
        terms = open_glossary(options).terms
        of_term = {slug: term.demo for slug, term in terms.items() if term.demo}
        for word in options.demos:
            if word in terms.keys() - scripts - of_term.keys():
                raise Misuse(f'the term "{word}" has no demo; run one of {", ".join(of_term)}')
    names = [of_term.get(word, word) for word in options.demos]
    for word, name in zip(options.demos, names, strict=True):
        if name not in scripts:
            raise Misuse(unknown("demo", word, sorted(scripts | of_term.keys())))
    command = shlex.split(demos.run)
    if command[0] in ("python", "python3"):
        command[0] = sys.executable  # the one that the glossary is installed in
    try:
        return subprocess.call(
            [*command, *names, *options.rest], cwd=config_of_glossary.root.resolve()
        )
    except OSError as error:
        raise Misuse(f'cannot start "{demos.run}": {error.strerror}') from None


COMMAND = Command(
    "run",
    "run the demos of terms; further options are passed on",
    "glossary run lora rlhf --seed 123",
    run,
    arguments,
    passes_on=True,
)
