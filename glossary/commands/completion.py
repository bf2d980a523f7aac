"""`glossary completion`: what a shell needs to complete commands, options, slugs and languages.

The script of each shell hands the words typed so far back to this command, one a line, and shows
what it answers; so what completes is what the parser knows and what lies in the folders now.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from glossary.commands import OK, Command, Misuse

if TYPE_CHECKING:
    from glossary.config import Config

_BASH = r"""# glossary: completion for bash. In ~/.bashrc: eval "$(glossary completion bash)"
_glossary() {
  local word _
  COMPREPLY=()
  while IFS=$'\t' read -r word _; do
    COMPREPLY+=("$word")
  done < <(printf '%s\n' "${COMP_WORDS[@]:1:COMP_CWORD}" |
    "${COMP_WORDS[0]}" completion --answer 2>/dev/null)
}
complete -o default -F _glossary glossary
"""
_ZSH = r"""#compdef glossary
# glossary: completion for zsh. In ~/.zshrc, after compinit: eval "$(glossary completion zsh)"
_glossary() {
  local line
  local -a answers
  for line in "${(@f)$(print -rl -- "${(@)words[2,CURRENT]}" |
    ${words[1]} completion --answer 2>/dev/null)}"; do
    [[ -n $line ]] && answers+=("${${line//:/\\:}/$'\t'/:}")
  done
  if (( $#answers )); then _describe glossary answers; else _files; fi
}
compdef _glossary glossary
"""
_FISH = r"""# glossary: completion for fish. In config.fish: glossary completion fish | source
function __glossary_answer
    set -l words (commandline -opc)
    printf '%s\n' $words[2..-1] (commandline -ct) | $words[1] completion --answer 2>/dev/null
end
complete -c glossary -f -a '(__glossary_answer)'
complete -c glossary -s f -l config -r -F
"""
SCRIPTS: Mapping[str, str] = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("shell", nargs="?", choices=tuple(SCRIPTS), help="default: the one in use")
    parser.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Prints the script of a shell, or answers it."""
    if options.answer:
        words = sys.stdin.read().split("\n")[:-1] or [""]
        for word, says in answers(options.parser, words):
            print(f"{word}\t{says}" if says else word)
        return OK
    shell = options.shell or Path(os.environ.get("SHELL", "")).name
    if shell not in SCRIPTS:
        raise Misuse(f"which shell? glossary completion {'|'.join(SCRIPTS)}")
    print(SCRIPTS[shell], end="")
    return OK


def answers(top: argparse.ArgumentParser, words: list[str]) -> Iterator[tuple[str, str]]:
    """What the last word may become, with what it means; nothing where that is a file's name."""
    *before, current = words
    commands = next(a for a in top._actions if isinstance(a, argparse._SubParsersAction))
    if not before:
        says = {each.dest: each.help or "" for each in commands._choices_actions}
        yield from ((name, says[name]) for name in commands.choices if name.startswith(current))
        return
    parser = commands.choices.get(before[0])
    if parser is None:
        return
    action, given, config = _expected(parser, before[1:])
    if current.startswith("-"):
        for option in parser._actions:
            if option.help != argparse.SUPPRESS:
                for name in option.option_strings:
                    if name.startswith(current) and name.startswith("--"):
                        yield name, option.help or ""
    elif action is not None:
        yield from _values(action, given, current, config)


def _expected(
    parser: argparse.ArgumentParser, before: list[str]
) -> tuple[argparse.Action | None, list[str], str]:
    """What the next word is for, the words given for it already, and the configuration named."""
    config = "mkdocs.yml"
    named = {name: action for action in parser._actions for name in action.option_strings}
    places = [action for action in parser._actions if not action.option_strings]
    option: argparse.Action | None = None
    given: list[str] = []  # to the option, and to the present place
    placed: list[str] = []
    for word in before:
        if word.startswith("-") and word != "-":
            option, given = named.get(word), []
            if option is not None and option.nargs == 0:
                option = None
        elif option is not None:
            given.append(word)
            if option.dest == "config":
                config = word
            if option.nargs is None:
                option = None
        elif places and places[0].nargs in ("+", "*"):
            placed.append(word)
        elif places:
            places.pop(0)
    if option is not None:
        return option, given, config
    return (places[0] if places else None), placed, config


def _values(
    action: argparse.Action, given: list[str], current: str, config: str
) -> Iterator[tuple[str, str]]:
    if action.choices is not None:
        known: Iterable[tuple[str, str]] = ((str(choice), "") for choice in action.choices)
    else:
        known = _known(str(action.metavar), config)
    prefix = ""
    if action.metavar == "A,B":  # the last of several, those before it kept
        head, comma, current = current.rpartition(",")
        prefix, given = head + comma, head.split(",")
    for word, says in known:
        if word.startswith(current) and word not in given:
            yield prefix + word, says


def _known(kind: str, config: str) -> Iterator[tuple[str, str]]:
    """The names of a kind, from file names and the configuration alone; none where it is broken."""
    from glossary.problem import Problems

    try:
        read = _read(config)
    except Problems:
        return
    match kind:
        case "TERM" | "OLD" | "A,B":
            yield from ((path.stem, "") for path in sorted(read.terms.glob("*.yml")))
        case "DEMO":
            from glossary import results

            demos = sorted(results.scripts(read.demos)) if read.demos else []
            yield from ((demo, "") for demo in demos)
        case "LANGUAGE":
            yield from ((code, read.languages[code]) for code in read.translations)
        case "CODE":
            yield from read.languages.items()
        case "TOPIC":
            for topic, names in read.topics.items():
                yield topic, names.get(read.default, "")


@cache
def _read(config: str) -> Config:
    from glossary import config as configured

    return configured.read(config)


COMMAND = Command(
    "completion",
    "print a script that completes commands, slugs and languages in a shell",
    "glossary completion bash > ~/.local/share/bash-completion/completions/glossary",
    run,
    arguments,
)
