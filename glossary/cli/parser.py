"""A parser of commands whose complaints are one line that names the remedy."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import NoReturn

from glossary.errors import did_you_mean


class Parser(argparse.ArgumentParser):
    """Says what is wrong in our words, and then how the command is used."""

    def error(self, message: str) -> NoReturn:
        """Exits 2 with one line instead of the usage."""
        self.exit(2, f"{self.prog}: {self._reworded(message)}\n")

    def unexpected(self, words: Iterable[str]) -> NoReturn:
        """Exits 2 because of words that are no options and belong nowhere."""
        word = next(iter(words))
        if not word.startswith("-"):
            self.error(f'"{word}" is not expected here')
        options = [name for action in self._actions for name in action.option_strings]
        guess = did_you_mean(word.split("=")[0], [name for name in options if name[:2] == "--"])
        self.error(f'unknown option "{word}"{guess}')

    def _reworded(self, message: str) -> str:
        if match := re.fullmatch(r"the following arguments are required: (.+)", message):
            return f"{match[1].replace(', ', ' and ')} missing{self._usage()}"
        if match := re.fullmatch(r"argument (\S+): invalid choice: '(.*)' \(choose .*", message):
            name, word = match[1].split("/")[-1], match[2]
            choices = [*self._choices(match[1])]
            guess = did_you_mean(word, choices) or f"; there are {', '.join(choices)}"
            return f'unknown {name.lower().lstrip("-")} "{word}"{guess}'
        if match := re.fullmatch(r"argument (\S+): expected .+ argument", message):
            return f"{match[1].split('/')[-1]} needs a value{self._usage()}"
        return f"{message}{'' if '?' in message else self._usage()}"

    def _choices(self, name: str) -> Iterable[str]:
        for action in self._actions:
            names = ["/".join(action.option_strings), action.metavar, action.dest]
            if name in names and action.choices is not None:
                return map(str, action.choices)
        return ()

    def _usage(self) -> str:
        """The example of the command, which says more than the list of its options."""
        if self.epilog:
            return f"; {self.epilog} (more: {self.prog} --help)"
        return f"; more: {self.prog} --help"
