"""The command line: all commands, their options, their exit codes.

Exit codes: 0 all is well, 1 something is wrong with the glossary, 2 the command was not understood.
Results go to standard output, everything else to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from glossary.cli import (
    build,
    check,
    completion,
    export,
    graph,
    init,
    new,
    path,
    rename,
    run,
    schema,
    serve,
    status,
    translate,
)
from glossary.cli.base import MISUSED, OK, WRONG, Command
from glossary.cli.parser import Parser
from glossary.errors import Misuse, Problems

COMMANDS: tuple[Command, ...] = (
    check.COMMAND,
    build.BUILD,
    serve.SERVE,
    new.COMMAND,
    rename.COMMAND,
    translate.COMMAND,
    status.COMMAND,
    path.COMMAND,
    graph.COMMAND,
    run.COMMAND,
    export.COMMAND,
    init.COMMAND,
    schema.COMMAND,
    completion.COMMAND,
)
"""All commands, in the order of the help."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit code."""
    top = parser()
    if "_ARGCOMPLETE" in os.environ:  # a shell asks, by way of the script that it was given
        completion.answer(top)
    options, rest = top.parse_known_args(arguments)
    command: Command = options.command
    if rest and not command.passes_on:
        options.itself.unexpected(rest)
    options.rest = rest
    try:
        return command.run(options)
    except Problems as problems:
        print(problems, file=sys.stderr)
        return WRONG
    except Misuse as error:
        print(f"glossary: {error}", file=sys.stderr)
        return MISUSED
    except BrokenPipeError:  # `glossary check | head`: what was asked for was printed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        print("glossary: stopped", file=sys.stderr)
        return 130


def parser() -> Parser:
    """All commands. Each has a help text that ends with an example."""
    top = Parser("glossary", description="A glossary of linked terms.", allow_abbrev=False)
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    shared = Parser(add_help=False)
    shared.add_argument(
        "-f", "--config", default="mkdocs.yml", metavar="FILE", help="default: mkdocs.yml"
    )
    for command in COMMANDS:
        added = commands.add_parser(
            command.name,
            help=command.says,
            description=command.says[0].upper() + command.says[1:] + ".",
            epilog=f"example: {command.example}",
            parents=[shared],
            allow_abbrev=False,
        )
        command.arguments(added)
        added.set_defaults(command=command, itself=added)
    return top
