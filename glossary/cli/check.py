"""`glossary check`: every problem, for people, for programs, and on a pull request."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from glossary.cli.base import OK, WRONG, Command, open_glossary

if TYPE_CHECKING:
    from glossary.errors import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument(
        "--advice", action="store_true", help="once nothing is wrong: what is worth a look"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="json for programs, github for annotations in a workflow; default: text",
    )


def run(options: argparse.Namespace) -> int:
    """Prints every problem."""
    from glossary.checks.runner import check
    from glossary.errors import Problems

    try:
        glossary = open_glossary(options)
    except Problems as found:  # of the configuration: nothing else can be read
        if options.format == "text":
            raise
        _print(found.problems, options.format)
        return WRONG
    problems = check(glossary, advice=options.advice)
    _print(problems, options.format)
    failures = sum(problem.severity != "advice" for problem in problems)
    counted = "no problems" if not failures else f"{failures} problem{'s' if failures > 1 else ''}"
    languages = ", ".join(glossary.languages)
    print(f"{len(glossary.loaded.slugs)} terms in {languages}: {counted}", file=sys.stderr)
    return WRONG if failures else OK


def _print(problems: Iterable[Problem], form: str) -> None:
    if form == "json":
        print(json.dumps([as_json(problem) for problem in problems], indent=1))
    else:
        for problem in problems:
            print(problem if form == "text" else as_annotation(problem))


def as_json(problem: Problem) -> dict[str, object]:
    """A problem for programs."""
    place = problem.place._asdict()
    return place | {
        "message": problem.message,
        "hint": problem.hint,
        "severity": problem.severity,
    }


# GitHub shows ten annotations of each kind a step, so the three severities do not share one.
_KINDS = {"error": "error", "stale": "warning", "advice": "notice"}


def as_annotation(problem: Problem) -> str:
    """A problem as a workflow command, which GitHub shows beside the line of a pull request."""
    file, line, column = problem.place
    hint = f"\nhint: {problem.hint}" if problem.hint else ""
    title = "Glossary" if problem.severity == "error" else f"Glossary: {problem.severity}"
    return (
        f"::{_KINDS[problem.severity]} file={_property(file)},line={line},col={column},"
        f"title={_property(title)}::{_data(problem.message + hint)}"
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


COMMAND = Command(
    "check",
    "name every problem of the glossary",
    "glossary check --advice",
    run,
    arguments,
)
