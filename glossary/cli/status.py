"""`glossary status`: a table of what is missing, stale or unreached, and the remedies."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from glossary.cli.base import OK, Command, open_glossary

if TYPE_CHECKING:
    from glossary.checks.status import Status
    from glossary.model.glossary import Glossary


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="json for programs"
    )


def run(options: argparse.Namespace) -> int:
    """Prints the table; what is listed there is no failure, `check` judges that."""
    from dataclasses import asdict

    from glossary.checks.status import status_of

    glossary = open_glossary(options)
    status = status_of(glossary)
    if options.format == "json":
        print(json.dumps(asdict(status), indent=1, ensure_ascii=False))
        return OK
    rows = [*_rows(glossary, status)]
    first = max(len(what) for what, _, _ in rows)
    print(f"{status.terms} terms in {', '.join(glossary.languages)}")
    for what, names, remedy in rows:
        print(f"{what.ljust(first)}  {len(names):>4}  {', '.join(names)}".rstrip())
        if names:
            print(f"{'':{first}}        {remedy}")
    return OK


def _rows(glossary: Glossary, status: Status) -> Iterator[tuple[str, tuple[str, ...], str]]:
    yield "not finished", status.unreadable, "glossary check"
    for language in glossary.config.translations:
        do = f"glossary translate {language}"
        missing, stale = status.missing[language], status.stale[language]
        yield f"{language}: missing", missing, f"{do} {' '.join(missing[:1])}"
        yield f"{language}: stale", stale, f"{do} {' '.join(stale[:1])}"
    if demos := glossary.config.demos:
        lacking, old = status.without_result, status.stale_results
        yield "terms without a demo", status.without_demo, "a demo proves what a term claims"
        yield "demos without a result", lacking, demos.refresh_command(" ".join(lacking[:1]))
        yield "stale results", old, demos.refresh_command(" ".join(old[:1]))
    yield "nothing leads there", status.unreached, "a prerequisite, a parent or a relation does"


COMMAND = Command(
    "status",
    "show what is missing, stale or unreached, as a table",
    "glossary status --format json",
    run,
    arguments,
)
