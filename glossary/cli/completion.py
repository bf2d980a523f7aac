"""`glossary completion`: shell completion of commands, options, slugs and languages.

The script of each shell is argcomplete's: at a Tab it starts this program again, which answers from
its own parser, and names from what lies in the folders now.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping
from glob import escape, glob
from pathlib import Path
from typing import TYPE_CHECKING, Final

from glossary.cli.base import OK, Command
from glossary.errors import Misuse

if TYPE_CHECKING:
    from glossary.sources.config import Config


SHELLS: Final = ("bash", "zsh", "fish")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("shell", nargs="?", choices=SHELLS, help="default: the one in use")


def run(options: argparse.Namespace) -> int:
    """Prints the script of a shell."""
    from argcomplete.shell_integration import shellcode

    shell = options.shell or Path(os.environ.get("SHELL", "")).name
    if shell not in SHELLS:
        raise Misuse(f"which shell? glossary completion {'|'.join(SHELLS)}")
    print(shellcode(["glossary"], use_defaults=False, shell=shell), end="")
    return OK


def answer(parser: argparse.ArgumentParser) -> None:
    """Tells the shell that asks what its last word may become, and ends this process."""
    from argcomplete import autocomplete

    autocomplete(
        parser,
        always_complete_options=False,
        default_completer=_completed,  # type: ignore[arg-type]  # a function will do, as documented
    )


def _completed(
    *, prefix: str, action: argparse.Action, parsed_args: argparse.Namespace, **_: object
) -> Mapping[str, str]:
    """Word → what it means, for the argument of a command that has no fixed choices."""
    if action.metavar in ("FILE", "DIR"):
        paths = sorted(glob(f"{escape(prefix)}*"))  # noqa: PTH207  keeps what was typed, `./`, too
        return {f"{path}/" if Path(path).is_dir() else path: "" for path in paths}
    given = getattr(parsed_args, action.dest, None)
    before = ""
    if action.metavar == "A,B":  # the last of several, those before it kept
        before = "".join(prefix.rpartition(",")[:2])
        given = before.split(",")
    names = _names(str(action.metavar), getattr(parsed_args, "config", "mkdocs.yml"))
    taken = given if isinstance(given, list) else ()
    return {before + name: says for name, says in names if name not in taken}


def _names(kind: str, file: str) -> Iterator[tuple[str, str]]:
    """The names of a kind, from file names and the configuration alone; none where it is broken."""
    from glossary.errors import Problems
    from glossary.sources.config import read_config

    try:
        config: Config = read_config(file)
    except Problems:
        return
    match kind:
        case "TERM" | "OLD" | "A,B":
            yield from ((path.stem, "") for path in sorted(config.terms.glob("*.yml")))
        case "DEMO":
            from glossary.model import results

            demos = sorted(results.scripts(config.demos)) if config.demos else []
            yield from ((demo, "") for demo in demos)
        case "LANGUAGE":
            yield from ((code, config.languages[code]) for code in config.translations)
        case "CODE":
            yield from config.languages.items()
        case "TOPIC":
            for topic, names in config.topics.items():
                yield topic, names.get(config.default, "")


COMMAND = Command(
    "completion",
    "print a script that completes commands, slugs and languages in a shell",
    "glossary completion bash > ~/.local/share/bash-completion/completions/glossary",
    run,
    arguments,
)
