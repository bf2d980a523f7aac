"""The command line: `glossary check`, `build`, `serve`, `path`, `run`, `schema`, `translate`.

Exit codes: 0 all is well, 1 something is wrong with the glossary, 2 the command was not understood.
Results go to standard output, everything else to standard error. What a command needs is imported
by that command, so that help answers at once.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from glossary.problem import Problem, Problems, did_you_mean

if TYPE_CHECKING:
    from glossary.whole import Glossary

OK, WRONG, MISUSED = 0, 1, 2

_PASSED = "; further options are passed on"


class Misuse(Exception):
    """The command asks for something that does not exist; its text is the whole message."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit code."""
    top = parser()
    options, rest = top.parse_known_args(arguments)
    if rest and options.command not in (build, run, serve):
        top.error(f"unrecognized arguments: {' '.join(rest)}")
    options.rest = rest
    try:
        return int(options.command(options))
    except Problems as problems:
        print(problems, file=sys.stderr)
        return WRONG
    except Misuse as misuse:
        print(f"glossary: {misuse}", file=sys.stderr)
        return MISUSED
    except BrokenPipeError:  # `glossary check | head`: what was asked for was printed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        print("glossary: stopped", file=sys.stderr)
        return 130


def parser() -> argparse.ArgumentParser:
    """All commands. Each has a help text that ends with an example."""
    top = argparse.ArgumentParser(
        "glossary", description="A glossary of linked terms.", allow_abbrev=False
    )
    commands = top.add_subparsers(required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "-f", "--config", default="mkdocs.yml", metavar="FILE", help="default: mkdocs.yml"
    )

    def add(name: str, says: str, example: str) -> argparse.ArgumentParser:
        command = commands.add_parser(
            name,
            help=says,
            description=says[0].upper() + says[1:] + ".",
            epilog=f"example: {example}",
            parents=[shared],
            allow_abbrev=False,
        )
        command.set_defaults(command=globals()[name])
        return command

    command = add("check", "name every problem of the glossary", "glossary check --advice")
    command.add_argument(
        "--advice", action="store_true", help="once nothing is wrong: what is worth a look"
    )
    command.add_argument("--format", choices=("text", "json"), default="text")

    command = add(
        "build", f"check, then write the site{_PASSED}", "glossary build --site-dir /tmp/site"
    )
    command.add_argument("--force", action="store_true", help="also where nothing changed")
    add("serve", f"show the site while it is edited{_PASSED}", "glossary serve -a 127.0.0.1:8001")

    command = add(
        "path", "list what to learn for a term, in order", "glossary path lora --known transformer"
    )
    command.add_argument("target", metavar="TERM", help="slug of the term to arrive at")
    command.add_argument("--known", default="", metavar="A,B", help="slugs already learned")
    command.add_argument("--language", metavar="CODE", help="default: that of the term files")

    command = add("run", f"run the demos of terms{_PASSED}", "glossary run lora rlhf --seed 123")
    command.add_argument("demos", nargs="+", metavar="DEMO", help="term or demo")

    add("schema", "print the JSON Schema of a term file", "glossary schema > term.schema.json")

    command = add(
        "translate",
        "list what a language lacks, or accept translations as current",
        "glossary translate pl --accept lora",
    )
    command.add_argument("language", metavar="LANGUAGE", help="code of the language, such as pl")
    command.add_argument(
        "--accept",
        nargs="+",
        default=[],
        metavar="TERM",
        help="write the fingerprint of the original into these translations",
    )
    return top


def _read(options: argparse.Namespace) -> Glossary:
    from glossary import config, whole

    return whole.read(config.read(options.config))


def check(options: argparse.Namespace) -> int:
    """Prints every problem."""
    from glossary.check import check as judge

    glossary = _read(options)
    problems = judge(glossary, advice=options.advice)
    if options.format == "json":
        print(json.dumps([_as_json(problem) for problem in problems], indent=1))
    else:
        for problem in problems:
            print(problem)
    wrong = sum(problem.severity != "advice" for problem in problems)
    counted = "no problems" if not wrong else f"{wrong} problem{'s' if wrong > 1 else ''}"
    languages = ", ".join(glossary.languages)
    print(f"{len(glossary.loaded.slugs)} terms in {languages}: {counted}", file=sys.stderr)
    return WRONG if wrong else OK


def _as_json(problem: Problem) -> dict[str, object]:
    place = problem.place._asdict()
    return place | {
        "message": problem.message,
        "hint": problem.hint,
        "severity": problem.severity,
    }


def build(options: argparse.Namespace) -> int:
    """Writes the site; the plugin checks before anything is deleted, so the last good one stays."""
    from pathlib import Path

    from glossary.unchanged import build_once

    run = partial(_mkdocs, "build", "--config-file", options.config, *options.rest)
    return run() if options.force else build_once(Path(options.config), options.rest, run)


def serve(options: argparse.Namespace) -> int:
    """Leaves checking to the plugin, which names the problems and keeps the last good page."""
    return _mkdocs("serve", "--config-file", options.config, *options.rest)


def _mkdocs(*arguments: str) -> int:
    # A process of its own: this module stays free of MkDocs, and its exit code is passed on.
    return subprocess.call([sys.executable, "-m", "mkdocs", *arguments])


def path(options: argparse.Namespace) -> int:
    """Prints the learning path to a term, each step with what it is needed for."""
    from glossary.rules import edges

    glossary = _read(options)
    known = [slug for slug in options.known.replace(",", " ").split() if slug]
    language = options.language or glossary.default
    if language not in glossary.languages:
        raise Misuse(_unknown("language", language, glossary.languages))
    for slug in (options.target, *known):
        if slug not in glossary.terms:
            raise Misuse(_unknown("term", slug, glossary.terms))
    if rings := [*edges.rings(glossary)]:
        raise Problems(rings)
    for number, step in enumerate(glossary.path(options.target, known, language), start=1):
        print(f"{number}. {glossary.term(step.slug, language).name} ({step.slug})")
        for after, reason in step.reasons:
            print(f"   → {glossary.term(after, language).name}: {' '.join(reason.split())}")
    return OK


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    return f'unknown {what} "{name}"{did_you_mean(name, known)}'


def run(options: argparse.Namespace) -> int:
    """Starts the configured command with the demos' names and whatever options follow them."""
    from glossary import config

    configured = config.read(options.config)
    demos = configured.demos
    if demos is None:
        raise Misuse(f"no demos are configured in {configured.file}")
    scripts = {file.stem for file in demos.source.glob("*.py") if not file.stem.startswith("_")}
    of_term: dict[str, str] = {}
    if not scripts.issuperset(options.demos):  # only then are the terms needed
        of_term = {slug: term.demo for slug, term in _read(options).terms.items() if term.demo}
    names = [of_term.get(word, word) for word in options.demos]
    for word, name in zip(options.demos, names, strict=True):
        if name not in scripts:
            raise Misuse(_unknown("demo", word, scripts | of_term.keys()))
    command = shlex.split(demos.run)
    if command[0] in ("python", "python3"):
        command[0] = sys.executable  # the one that the glossary is installed in
    try:
        return subprocess.call([*command, *names, *options.rest], cwd=configured.root.resolve())
    except OSError as error:
        raise Misuse(f'cannot start "{demos.run}": {error.strerror}') from None


def schema(options: argparse.Namespace) -> int:
    """Prints the JSON Schema that editors complete and check term files with."""
    from glossary.fields import json_schema

    print(json_schema(), end="")
    return OK


def translate(options: argparse.Namespace) -> int:
    """Lists missing and stale translations, or marks some as current."""
    from glossary.accept import accept

    glossary = _read(options)
    language = options.language
    if language not in glossary.config.translations:
        raise Misuse(_unknown("language", language, glossary.config.translations))
    ours = glossary.translations[language]
    for slug in options.accept:
        if slug not in ours:
            raise Misuse(_unknown("translation", slug, ours))
    for slug in options.accept:
        accept(glossary, slug, language)
    if not options.accept:
        for slug in glossary.terms:
            if slug not in ours:
                print(f"{slug}: missing")
            elif glossary.is_stale(slug, language):
                print(f"{slug}: stale")
    return OK
